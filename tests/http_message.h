// HTTP/1.1 as a test's server sees it: requests taken apart, replies sound or faulty.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cwlogs::testing {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The value of the first header of this name, in whatever case; nullopt where there is none.
std::optional<std::string> find_header(const Headers& headers, std::string_view name);

struct Request {
  std::string method{};
  std::string path{};  // with the query
  Headers headers{};   // as they came
  std::string body{};  // without chunk framing
  bool whole_body = true;
  size_t connection = 0;                         // counted from 0
  std::chrono::steady_clock::time_point time{};  // of the last byte
  // For handlers that wait: true once the client has hung up or the server stops. Empty in
  // journals.
  std::function<bool()> gone{};

  // Empty where there is none.
  std::string header(std::string_view name) const;
  bool has_header(std::string_view name) const { return find_header(headers, name).has_value(); }
};

struct Reply {
  enum class Fault {
    kNone,
    kSilence,         // nothing, until the client goes or the server stops
    kClose,           // closed without a byte
    kReset,           // reset without a byte
    kHalfThenClose,   // the head, half the body, closed
    kHalfThenReset,   // the head, half the body, reset
    kWholeThenClose,  // all of it, closed without having said so
  };

  int status = 200;
  Headers headers{};
  std::string body{};
  bool chunked = false;                // else Content-Length
  bool close = false;                  // says `Connection: close`, and does
  int continues = 0;                   // `100 Continue` so many times before it
  std::chrono::milliseconds delay{0};  // before the first byte
  std::chrono::milliseconds pause{0};  // in the middle of the body
  Fault fault = Fault::kNone;
  std::optional<std::string> raw{};  // sent in place of head and body, then closed
};

Reply json_reply(int status, std::string body);
Reply fault_reply(Reply::Fault fault);
Reply raw_reply(std::string bytes);

// Takes a request's head apart: everything before the empty line. nullopt where it isn't HTTP.
std::optional<Request> parse_head(std::string_view head);

// The head with its empty line, and the body with its framing.
std::string render_head(const Reply& reply);
std::string render_body(const Reply& reply);

}  // namespace cwlogs::testing

// The Lambda Runtime API of 2018-06-01 as a runtime sees it. It hands out events, records what is
// posted, answers as the platform does or as it is told, and lists what the runtime did wrong.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/fault_server.h"
#include "tests/http_message.h"

namespace cwlogs::testing {

// What one `next` hands out.
struct Invocation {
  std::string body{};
  std::chrono::milliseconds time_left{60'000};  // to the deadline, when it is handed out
  std::string id{};                             // numbered where empty
  std::string invocation_id{};                  // Lambda-Runtime-Invocation-Id, where set
  std::string trace_id{};                       // Lambda-Runtime-Trace-Id, where set
  Headers headers{};                            // further ones
  bool chunked = false;
  // What its posts are answered with, first to last. Then, and where empty, as the platform would.
  std::deque<Reply> replies{};
};

struct Post {
  enum class Kind { kResponse, kError, kInitError };

  Kind kind = Kind::kResponse;
  std::string id{};  // of the path
  Headers headers{};
  std::string body{};
  size_t body_size = 0;
  size_t connection = 0;
  int status = 0;                         // it was answered with; 0 where it was not
  std::chrono::milliseconds time_left{};  // to the deadline, when it was there

  std::string header(std::string_view name) const {
    return find_header(headers, name).value_or("");
  }
};

struct FakeRuntimeApiOptions {
  std::string path_prefix{};  // such as "/id"
  size_t concurrency = 1;     // AWS_LAMBDA_MAX_CONCURRENCY: more waiting `next` are a violation
  // The answer to `next` when there is no event left; otherwise it waits.
  std::optional<Reply> after_last{};
  // Answers to the first calls of `next`, before any event.
  std::deque<Reply> next_replies{};
  std::optional<Reply> init_error_reply{};
  // For long runs: bodies are dropped, and nothing is journaled. See on_post.
  bool keeps_bodies = true;
  // Called with every post, whole, one at a time.
  std::function<void(const Post&)> on_post{};
};

class FakeRuntimeApi {
 public:
  // Where `next` finds its events: called one at a time, nullopt where there is none left.
  using Events = std::function<std::optional<Invocation>()>;

  FakeRuntimeApi(std::vector<Invocation> events, FakeRuntimeApiOptions options = {});
  FakeRuntimeApi(Events events, FakeRuntimeApiOptions options = {});
  ~FakeRuntimeApi();
  FakeRuntimeApi(const FakeRuntimeApi&) = delete;
  FakeRuntimeApi& operator=(const FakeRuntimeApi&) = delete;

  // AWS_LAMBDA_RUNTIME_API, with the prefix.
  std::string address() const { return server_.address() + options_.path_prefix; }
  const FaultServer& server() const { return server_; }

  // One more event, before those that `Events` may still have.
  void push(Invocation invocation);
  // No more events: `next` is answered by `reply` from now on, the waiting ones as well.
  void end_with(Reply reply);

  // All events were handed out and every one was posted for, or the runtime reported that it could
  // not start. False past `timeout`.
  bool wait_until_done(std::chrono::milliseconds timeout);
  // `count` calls of `next` are waiting for an event.
  bool wait_until_idle(std::chrono::milliseconds timeout, size_t count = 1);

  std::vector<Post> posts() const;  // all of them, in order
  std::vector<Post> posts_of(Post::Kind kind) const;
  size_t next_count() const;  // calls of `next`
  size_t handed_out() const;  // events
  // One sentence each; empty where the runtime kept to the protocol.
  std::vector<std::string> violations() const;

 private:
  // An event that was handed out.
  struct Flight {
    std::string invocation_id{};
    std::chrono::steady_clock::time_point deadline{};
    size_t connection = 0;
    std::deque<Reply> replies{};
    std::optional<Post::Kind> posted{};  // the last post
    int status = 0;                      // it was answered with
  };
  using Lock = std::unique_lock<std::mutex>;

  Reply answer(const Request& request);
  Reply answer_next(const Request& request);
  bool wait_for_event(const Request& request, Lock& lock);
  bool refill();
  Reply hand_out(Invocation invocation, size_t connection);
  Reply answer_post(const Request& request, Post::Kind kind, std::string id);
  Reply answer_by_rule(const Post& post, Flight& flight);
  Reply answer_by_state(const Post& post, Flight& flight);
  Reply answer_init_error(const Post& post);
  void check_next(const Request& request);
  void check_content(const Post& post);
  void violation(std::string sentence) { violations_.push_back(std::move(sentence)); }
  bool done() const;
  size_t live_waiting_count() const;

  FakeRuntimeApiOptions options_;
  Events events_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::deque<Invocation> ready_;
  size_t next_count_ = 0;
  size_t handed_out_ = 0;
  size_t unposted_ = 0;  // handed out, nothing posted yet
  bool init_failed_ = false;
  std::vector<const Request*> waiting_;
  std::vector<size_t> ended_connections_;  // by status 500
  std::map<std::string, Flight> flights_;
  std::vector<Post> posts_;
  std::vector<std::string> violations_;
  FaultServer server_;  // last: its threads use all of the above
};

}  // namespace cwlogs::testing

// What the code under measurement must give, by other means: OpenSSL, zlib and nlohmann-json.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cwlogs::bench {

// Ends the program where `holds` is false: a fast wrong answer is not worth a number.
void require(bool holds, const char* what);

std::string reference_encode(std::string_view bytes);
std::string reference_decode(std::string_view base64);
std::string reference_gunzip(const std::string& gzip);

// The messages of a document's log events, each with a newline.
std::string reference_lines(std::string_view document);

struct ReferenceAnswer {
  std::string record_id;
  std::string data;
  std::string log_stream;
};

// The answers to an event of sound data messages.
std::vector<ReferenceAnswer> reference_answers(std::string_view event);

// The answers that a response holds, all of them Ok; nullopt where one is not. `log_stream` is the
// value of the partition key of that name.
std::optional<std::vector<ReferenceAnswer>> read_response(std::string_view response);

}  // namespace cwlogs::bench

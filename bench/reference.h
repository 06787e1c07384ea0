// What the code under measurement must give, by other means: OpenSSL, zlib and nlohmann-json.
#pragma once

#include <nlohmann/json.hpp>
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
std::string reference_lines(const nlohmann::json& document);

// A record of an event of sound data messages: its CloudWatch Logs document.
struct ReferenceRecord {
  std::string record_id;
  std::string base64;
  nlohmann::json document;
};
std::vector<ReferenceRecord> reference_records(std::string_view event);

// A record of a response.
struct ReferenceAnswer {
  std::string record_id;
  std::string result;
  std::string data;  // decoded
  nlohmann::json partition_keys;
};
std::vector<ReferenceAnswer> reference_answers(std::string_view response);

}  // namespace cwlogs::bench

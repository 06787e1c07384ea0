#include "bench/reference.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/gzip_fixture.h"

namespace cwlogs::bench {
namespace {

using nlohmann::json;

const unsigned char* as_unsigned(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string lines_of(const json& document) {
  std::string lines;
  for (const json& log_event : document.at("logEvents")) {
    lines += log_event.at("message").get_ref<const std::string&>();
    lines += '\n';
  }
  return lines;
}

}  // namespace

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "cwlogs_bench: wrong output: %s\n", what);
  std::abort();
}

std::string reference_encode(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // it ends its text with a NUL
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   as_unsigned(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<size_t>(size));
  return text;
}

std::string reference_decode(std::string_view base64) {
  std::string bytes(base64.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   as_unsigned(base64), static_cast<int>(base64.size()));
  require(size >= 0, "a text that OpenSSL can't decode");
  const auto padding = std::count(base64.begin(), base64.end(), '=');
  bytes.resize(static_cast<size_t>(size - padding));
  return bytes;
}

std::string reference_gunzip(const std::string& gzip) {
  const std::optional<std::string> text = testing::zlib_gunzip(gzip);
  require(text.has_value(), "gzip that zlib can't inflate");
  return *text;
}

std::string reference_lines(std::string_view document) { return lines_of(json::parse(document)); }

std::vector<ReferenceAnswer> reference_answers(std::string_view event) {
  std::vector<ReferenceAnswer> answers;
  const json parsed = json::parse(event);
  for (const json& record : parsed.at("records")) {
    const auto& base64 = record.at("data").get_ref<const std::string&>();
    const json document = json::parse(reference_gunzip(reference_decode(base64)));
    answers.push_back({.record_id = record.at("recordId"),
                       .data = lines_of(document),
                       .log_stream = document.at("logStream")});
  }
  return answers;
}

std::optional<std::vector<ReferenceAnswer>> read_response(std::string_view response) {
  std::vector<ReferenceAnswer> answers;
  const json parsed = json::parse(response);
  for (const json& record : parsed.at("records")) {
    if (record.at("result") != "Ok") return std::nullopt;
    const json::json_pointer log_stream("/metadata/partitionKeys/logStream");
    answers.push_back({.record_id = record.at("recordId"),
                       .data = reference_decode(record.at("data").get_ref<const std::string&>()),
                       .log_stream = record.value(log_stream, "")});
  }
  return answers;
}

}  // namespace cwlogs::bench

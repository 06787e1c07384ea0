#include "bench/reference.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "tests/gzip_fixture.h"

namespace cwlogs::bench {
namespace {

using nlohmann::json;

const unsigned char* as_unsigned(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "cwlogs_bench: failed: %s\n", what);
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

std::string reference_lines(std::string_view document) {
  return reference_lines(json::parse(document));
}

std::string reference_lines(const json& document) {
  std::string lines;
  for (const json& log_event : document.at("logEvents")) {
    lines += log_event.at("message").get_ref<const std::string&>();
    lines += '\n';
  }
  return lines;
}

std::vector<ReferenceRecord> reference_records(std::string_view event) {
  std::vector<ReferenceRecord> records;
  const json parsed = json::parse(event);
  for (const json& record : parsed.at("records")) {
    ReferenceRecord& added = records.emplace_back();
    added.record_id = record.at("recordId");
    added.base64 = record.at("data");
    added.document = json::parse(reference_gunzip(reference_decode(added.base64)));
  }
  return records;
}

std::vector<ReferenceAnswer> reference_answers(std::string_view response) {
  std::vector<ReferenceAnswer> answers;
  const json parsed = json::parse(response);
  for (const json& record : parsed.at("records")) {
    const json::json_pointer partition_keys("/metadata/partitionKeys");
    answers.push_back({.record_id = record.at("recordId"),
                       .result = record.at("result"),
                       .data = reference_decode(record.value("data", "")),
                       .partition_keys = record.value(partition_keys, json())});
  }
  return answers;
}

}  // namespace cwlogs::bench

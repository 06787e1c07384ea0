// What one would write in C++ with nlohmann-json and zlib: message and newline of each log event.
#include <zlib.h>

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bench/peers/transform.h"

namespace cwlogs::bench {
namespace {

using nlohmann::json;

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64_encode(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (count += 8; count >= 6; count -= 6) text += kAlphabet[bits >> (count - 6) & 63];
  }
  if (count > 0) text += kAlphabet[bits << (6 - count) & 63];
  text.resize((text.size() + 3) / 4 * 4, '=');
  return text;
}

std::array<int, 256> make_values() {
  std::array<int, 256> values;
  values.fill(-1);
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<int>(i);
  }
  return values;
}

std::string base64_decode(std::string_view text) {
  static const std::array<int, 256> values = make_values();
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=') break;
    const int value = values[static_cast<unsigned char>(c)];
    if (value < 0) throw std::runtime_error("base64");
    bits = bits << 6 | static_cast<uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count);
  }
  return bytes;
}

std::string gunzip(std::string& gzip) {
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) throw std::runtime_error("zlib");
  stream.next_in = reinterpret_cast<Bytef*>(gzip.data());
  stream.avail_in = static_cast<uInt>(gzip.size());
  std::string text;
  std::array<char, 65536> chunk;
  int result = Z_OK;
  while (result == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    result = inflate(&stream, Z_NO_FLUSH);
    text.append(chunk.data(), chunk.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("gzip");
  return text;
}

json transform_record(const json& record) {
  const std::string record_id = record.at("recordId");
  try {
    std::string data = base64_decode(record.at("data").get_ref<const std::string&>());
    if (data.starts_with("\x1f\x8b")) data = gunzip(data);
    const json document = json::parse(data);
    const std::string type = document.at("messageType");
    if (type == "CONTROL_MESSAGE") return {{"recordId", record_id}, {"result", "Dropped"}};
    if (type != "DATA_MESSAGE") throw std::runtime_error("messageType");
    std::string lines;
    for (const json& log_event : document.at("logEvents")) {
      lines += log_event.at("message").get_ref<const std::string&>();
      lines += '\n';
    }
    return {{"recordId", record_id}, {"result", "Ok"}, {"data", base64_encode(lines)}};
  } catch (const std::exception&) {
    return {{"recordId", record_id}, {"result", "ProcessingFailed"}};
  }
}

}  // namespace

void transform(std::string_view event, std::string& response) {
  const json parsed = json::parse(event);
  json records = json::array();
  for (const json& record : parsed.at("records")) records.push_back(transform_record(record));
  response = json{{"records", std::move(records)}}.dump();
}

}  // namespace cwlogs::bench

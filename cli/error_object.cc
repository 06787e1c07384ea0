#include "cli/error_object.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "cli/option_values.h"
#include "processor/base64.h"
#include "processor/json_cursor.h"
#include "processor/json_string.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

std::string unescape(const RawString& raw) {
  if (!raw.escaped) return std::string(raw.text);
  std::string text;
  append_unescaped(raw.text, text);
  return text;
}

// 1627921286181, 1.627921286181E12, or either as a string.
std::optional<uint64_t> whole_number(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  if (const auto number = parse_number(text)) return number;
  constexpr double kExactMax = 9007199254740992;  // 2^53
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || !(number >= 0 && number <= kExactMax)) {
    return std::nullopt;
  }
  return static_cast<uint64_t>(std::trunc(number));
}

std::optional<std::chrono::milliseconds> time_of(std::string_view text) {
  if (const auto number = whole_number(text)) return parse_time(std::to_string(*number));
  if (text.size() < 2 || text.front() != '"') return std::nullopt;
  return parse_time(text.substr(1, text.size() - 2));
}

// Reads a string; any other value is as good as none.
void read_text(JsonCursor& cursor, std::string& text) {
  RawString raw;
  if (cursor.peek() != '"') {
    cursor.skip_value();
  } else if (cursor.read_string(raw)) {
    text = unescape(raw);
  }
}

void read_field(JsonCursor& cursor, std::string_view key, ErrorObject& object) {
  if (key == "errorCode" || key == "lastErrorCode") {
    read_text(cursor, object.error_code);
  } else if (key == "errorMessage" || key == "lastErrorMessage") {
    read_text(cursor, object.error_message);
  } else if (key == "lambdaArn" || key == "lambdaARN" || key == "LambdaArn") {
    read_text(cursor, object.lambda_arn);
  } else {
    std::string_view value;
    if (!cursor.skip_value(value)) return;
    if (key == "arrivalTimestamp") object.arrival = time_of(value);
    if (key == "attemptEndingTimestamp") object.attempt_ending = time_of(value);
    if (key == "attemptsMade") object.attempts = whole_number(value);
  }
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

bool looks_like_error_object(std::string_view line) {
  if (line.find("\"rawData\"") == std::string_view::npos) return false;
  JsonCursor cursor(line);
  if (cursor.peek() != '{' || !cursor.begin_object()) return false;
  for (RawString key; cursor.next_field(key);) {
    if (key.text == "rawData") return true;
    cursor.skip_value();
  }
  return false;
}

tl::expected<ErrorObjectReader, std::string> ErrorObjectReader::open(const std::string& path) {
  return LineReader::open(path).map(
      [](LineReader&& lines) { return ErrorObjectReader(std::move(lines)); });
}

ErrorObjectReader::Step ErrorObjectReader::refuse(const std::string& why) {
  problem_ = name() + ':' + std::to_string(lines_.number()) + ": " + why;
  return Step::kProblem;
}

ErrorObjectReader::Step ErrorObjectReader::next(ErrorObject& object) {
  while (!ended_) {
    switch (lines_.next()) {
      case LineReader::Step::kLine: {
        if (is_blank(lines_.line())) continue;
        any_ = true;
        const std::string wrong = parse(lines_.line(), object);
        return wrong.empty() ? Step::kObject : refuse(wrong);
      }
      case LineReader::Step::kTooLong:
        any_ = true;
        return refuse("longer than " + std::to_string(LineReader::kLineBytesMax) + " bytes");
      case LineReader::Step::kFailed:
        ended_ = true;
        problem_ = lines_.error() + " after line " + std::to_string(lines_.number());
        return Step::kProblem;
      case LineReader::Step::kEnd:
        ended_ = true;
        if (any_) return Step::kEnd;
        problem_ = name() + ": empty: no error objects";
        return Step::kProblem;
    }
  }
  return Step::kEnd;
}

// Returns what is wrong, or nothing.
std::string ErrorObjectReader::parse(std::string_view line, ErrorObject& object) {
  object = {};
  object.line = lines_.number();
  if (!is_utf8(line)) return "not UTF-8";
  JsonCursor cursor(line);
  if (cursor.peek() != '{') return "not a JSON object";
  cursor.begin_object();
  RawString raw_data;
  bool has_raw_data = false;
  for (RawString key; cursor.next_field(key);) {
    if (key.text != "rawData") {
      read_field(cursor, key.text, object);
    } else if (cursor.peek() == '"') {
      has_raw_data = cursor.read_string(raw_data);
    } else {
      has_raw_data = false;
      cursor.skip_value();
    }
  }
  if (!cursor.failed()) cursor.peek();
  if (cursor.failed() || cursor.offset() != line.size()) {
    return cursor.offset() >= line.size()
               ? "the JSON ends too early"
               : "JSON syntax error at byte " + std::to_string(cursor.offset());
  }
  if (!has_raw_data) return "no rawData: not an error object of Firehose";
  unescaped_ = raw_data.escaped ? unescape(raw_data) : std::string();
  object.raw_data = raw_data.escaped ? std::string_view(unescaped_) : raw_data.text;
  return decode(object) ? "" : "rawData is not base64";
}

bool ErrorObjectReader::decode(ErrorObject& object) {
  char* const out = data_.reserve(base64::decoded_size_max(object.raw_data.size()));
  const auto size = base64::decode(object.raw_data, out);
  if (size) object.data = {out, *size};
  return size.has_value();
}

bool ErrorSelection::has_code(const ErrorObject& object) const {
  return error_codes.empty() ||
         std::ranges::find(error_codes, object.error_code) != error_codes.end();
}

bool ErrorSelection::has_time(const ErrorObject& object) const {
  if (!by_time()) return true;
  if (!object.arrival) return false;
  return (!from || *object.arrival >= *from) && (!to || *object.arrival < *to);
}

}  // namespace cwlogs

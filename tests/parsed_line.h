// What a parser makes of a line, as JSON: easy to write down and to compare.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/time.h"
#include "processor/json_string.h"
#include "processor/line_parser.h"

namespace cwlogs::testing {

inline constexpr std::chrono::milliseconds kReference{1705311000000};  // 2024-01-15T09:30:00Z

inline absl::TimeZone zone_of(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

inline std::unique_ptr<const LineParser> parser_of(const ParserOptions& options) {
  auto parser = make_line_parser(options);
  if (!parser) {
    ADD_FAILURE() << parser.error();
    return nullptr;
  }
  return *std::move(parser);
}

inline std::string iso_text(std::chrono::milliseconds time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::FromUnixMillis(time.count()),
                          absl::UTCTimeZone());
}

// {"host":"web-1","status":200,"time":"2024-01-15T09:30:00.000Z"}
inline std::string json_of(const ParsedFields& fields) {
  std::string json;
  char separator = '{';
  for (const ParsedField& field : fields.all()) {
    json += std::exchange(separator, ',');
    append_quoted(field.name, json);
    json += ':';
    if (field.kind == FieldKind::kText) {
      append_quoted(field.text, json);
    } else if (field.kind == FieldKind::kTime) {
      append_quoted(iso_text(field.time), json);
    } else {
      json += field.text;
    }
  }
  return json.empty() ? "{}" : json + '}';
}

// One parser, line after line into the same fields.
class ParsedLine {
 public:
  explicit ParsedLine(const ParserOptions& options) : parser_(parser_of(options)) {}

  // The line's fields, or `no match`.
  std::string operator()(std::string_view line) { return at(kReference, line); }
  std::string at(std::optional<std::chrono::milliseconds> timestamp, std::string_view line) {
    fields_.clear();
    message_ = line;  // fields refer to it
    if (!parser_->parse({message_, timestamp}, fields_)) {
      EXPECT_TRUE(fields_.all().empty()) << line;
      EXPECT_FALSE(fields_.time()) << line;
      return "no match";
    }
    return json_of(fields_);
  }
  // The time of the line parsed last.
  std::string time() const { return fields_.time() ? iso_text(*fields_.time()) : "none"; }
  const ParsedFields& fields() const { return fields_; }

 private:
  std::unique_ptr<const LineParser> parser_;
  std::string message_;
  ParsedFields fields_;
};

}  // namespace cwlogs::testing

// Values of the logs that AWS services write in columns, where `-` stands for none.
#pragma once

#include <algorithm>
#include <string_view>

#include "processor/line_scanner.h"
#include "processor/parsed_fields.h"

namespace cwlogs {

// Each adds the value, or nothing for `-`, and returns true; false for what such a value never is.

inline bool add_text_column(std::string_view name, std::string_view text, ParsedFields& fields) {
  if (text != "-") fields.add_text(name, text);
  return true;
}

// -1, 0.001, 200
inline bool add_number_column(std::string_view name, std::string_view text, ParsedFields& fields) {
  if (text == "-") return true;
  if (!is_plain_number(text)) return false;
  fields.add_number(name, text);
  return true;
}

// An IPv4 or IPv6 address by its characters.
inline bool is_address(std::string_view text) {
  const auto is_part = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.' || c == ':';
  };
  return text.find_first_of(".:") != text.npos && std::all_of(text.begin(), text.end(), is_part);
}

inline bool add_address_column(std::string_view name, std::string_view text, ParsedFields& fields) {
  return (text == "-" || is_address(text)) && add_text_column(name, text, fields);
}

}  // namespace cwlogs

#include "config/setting_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

#include "config/in_quotes.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;
using Read = tl::expected<SettingValue, std::string>;

auto refuse(std::string_view given, const std::string& allowed) {
  return tl::make_unexpected(in_quotes(given) + " is not " + allowed);
}

SettingValue text_value(std::string_view text) {
  SettingValue value;
  value.text = text;
  return value;
}

std::string_view trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string allowed_of(const Setting& setting) {
  switch (setting.type) {
    case SettingType::kInteger:
      return "an integer from " + std::to_string(setting.min) + " to " +
             std::to_string(setting.max);
    case SettingType::kChoice: {
      std::string allowed;
      const auto choices = split(setting.choices, '|');
      for (const std::string_view& choice : choices) {
        if (!allowed.empty()) allowed += &choice == &choices.back() ? " or " : ", ";
        allowed += choice;
      }
      return allowed;
    }
    case SettingType::kSwitch:
      return "on or off";
    case SettingType::kList:
      return "a list";
    case SettingType::kTexts:
    case SettingType::kPairs:
    case SettingType::kFields:
      return "name=template pairs";
    case SettingType::kText:
      break;
  }
  return "text";
}

// The whole of `text` as a decimal number: no sign, no space, no suffix.
Read read_integer(const Setting& setting, std::string_view text) {
  SettingValue value;
  const char* const end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, value.integer);
  const bool read = failure == std::errc() && rest == end;
  if (!read || value.integer < setting.min || value.integer > setting.max) {
    return refuse(text, allowed_of(setting));
  }
  return value;
}

Read read_choice(const Setting& setting, std::string_view text) {
  if (setting.type == SettingType::kSwitch && (text == "true" || text == "false")) {
    return text_value(text == "true" ? "on" : "off");
  }
  const auto choices =
      split(setting.type == SettingType::kSwitch ? "on|off" : setting.choices, '|');
  if (std::ranges::find(choices, text) != choices.end()) return text_value(text);
  const std::string_view near = nearest(text, choices);
  const std::string hint = near.empty() ? "" : "; did you mean " + std::string(near) + "?";
  return refuse(text, allowed_of(setting) + hint);
}

// Says what is wrong with the length of a text or of a list's item; empty if nothing is.
std::string fault_of_length(const Setting& setting, std::string_view text) {
  if (text.size() < setting.min) return "the text is empty";
  if (setting.max == 0 || text.size() <= setting.max) return {};
  return "the text has more than " + std::to_string(setting.max) + " bytes";
}

Read read_text(const Setting& setting, std::string_view text) {
  const std::string fault = fault_of_length(setting, text);
  if (!fault.empty()) return tl::make_unexpected(fault);
  return text_value(text);
}

Read read_list(const Setting& setting, std::string_view text) {
  SettingValue value;
  for (const std::string_view item : split(text, ',')) {
    if (trim(item).empty()) {
      return tl::make_unexpected(in_quotes(text) + " has an empty item between its commas");
    }
    const std::string fault = fault_of_length(setting, trim(item));
    if (!fault.empty()) return tl::make_unexpected(in_quotes(trim(item)) + ": " + fault);
    value.list.emplace_back(trim(item));
  }
  return value;
}

NamedText bare(std::string_view field) { return {std::string(field), std::string(field)}; }

// Pairs, of which some may be bare; a comma inside {} does not separate.
Read read_fields(std::string_view text) {
  SettingValue value;
  for (;;) {
    const size_t size = pair_bytes(text);
    const std::string_view field = trim(text.substr(0, size));
    const size_t equals = field.find('=');
    value.pairs.push_back(equals == field.npos || field.starts_with('{')
                              ? bare(field)
                              : NamedText{std::string(trim(field.substr(0, equals))),
                                          std::string(trim(field.substr(equals + 1)))});
    if (size == text.size()) return value;
    text.remove_prefix(size + 1);
  }
}

Read read_pairs(std::string_view text) {
  auto pairs = split_pairs(text);
  if (!pairs) return tl::make_unexpected(pairs.error());
  SettingValue value;
  value.pairs = std::move(*pairs);
  return value;
}

// JSON has one kind of numbers: 5.0 and 5e0 are integers too.
std::string number_text(const Json& number) {
  constexpr double kExactMax = 9007199254740992.0;  // 2^53
  const double value = number.get<double>();
  const bool whole = number.is_number_float() && std::trunc(value) == value && value >= 0;
  if (whole && value <= kExactMax) return std::to_string(static_cast<uint64_t>(value));
  return number.dump();
}

std::string_view type_name(const Json& json) {
  if (json.is_null()) return "null";
  if (json.is_object()) return "an object";
  if (json.is_array()) return "an array";
  if (json.is_boolean()) return "a boolean";
  return json.is_string() ? "a string" : "a number";
}

auto wrong_type(const Json& json, const std::string& wanted) {
  return tl::make_unexpected(fault_of_type(json, wanted));
}

std::string json_allowed_of(const Setting& setting) {
  switch (setting.type) {
    case SettingType::kText:
      return "a string";
    case SettingType::kSwitch:
      return "true or false";
    case SettingType::kList:
    case SettingType::kTexts:
      return "an array of strings";
    case SettingType::kPairs:
      return "an object of names and templates";
    case SettingType::kFields:
      return "an array of fields or an object of names and fields";
    case SettingType::kInteger:
    case SettingType::kChoice:
      break;
  }
  return allowed_of(setting);
}

Read read_array(const Setting& setting, const Json& json) {
  SettingValue value;
  for (const Json& item : json) {
    if (!item.is_string()) return wrong_type(item, "a string in the array");
    const auto& text = item.get_ref<const std::string&>();
    if (setting.type == SettingType::kList || setting.type == SettingType::kTexts) {
      const std::string fault = fault_of_length(setting, text);
      if (!fault.empty()) return tl::make_unexpected(in_quotes(text) + ": " + fault);
      value.list.push_back(text);
      continue;
    }
    auto field = read_fields(text);
    if (!field) return field;
    for (NamedText& pair : field->pairs) value.pairs.push_back(std::move(pair));
  }
  return value;
}

Read read_object(const Json& json) {
  SettingValue value;
  for (const auto& [name, text] : json.items()) {
    if (!text.is_string()) return wrong_type(text, "a string for " + in_quotes(name));
    value.pairs.push_back({name, text.get<std::string>()});
  }
  return value;
}

}  // namespace

std::string fault_of_type(const Json& json, const std::string& wanted) {
  return std::string(type_name(json)) + " is given where " + wanted + " is wanted";
}

Read read_value(const Setting& setting, std::string_view text) {
  if (!is_utf8(text)) {
    return tl::make_unexpected("byte " + std::to_string(find_invalid_utf8(text)) +
                               " of the value is not UTF-8");
  }
  switch (setting.type) {
    case SettingType::kInteger:
      return read_integer(setting, text);
    case SettingType::kChoice:
    case SettingType::kSwitch:
      return read_choice(setting, text);
    case SettingType::kList:
      return read_list(setting, text);
    case SettingType::kTexts: {
      auto value = read_text(setting, text);
      if (value) value->list.push_back(std::move(value->text));
      return value;
    }
    case SettingType::kPairs:
      return read_pairs(text);
    case SettingType::kFields:
      return read_fields(text);
    case SettingType::kText:
      break;
  }
  return read_text(setting, text);
}

Read read_json_value(const Setting& setting, const Json& json) {
  const SettingType type = setting.type;
  if (type == SettingType::kInteger) {
    if (json.is_number()) return read_value(setting, number_text(json));
    return wrong_type(json, json_allowed_of(setting));
  }
  if (type == SettingType::kSwitch && json.is_boolean()) {
    return text_value(json.get<bool>() ? "on" : "off");
  }
  if (json.is_string()) return read_value(setting, json.get_ref<const std::string&>());
  const bool takes_array =
      type == SettingType::kList || type == SettingType::kTexts || type == SettingType::kFields;
  const bool takes_object = type == SettingType::kPairs || type == SettingType::kFields;
  if (takes_array && json.is_array()) return read_array(setting, json);
  if (takes_object && json.is_object()) return read_object(json);
  return wrong_type(json, json_allowed_of(setting));
}

}  // namespace cwlogs

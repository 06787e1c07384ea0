// Every setting there is: its name, what it may be, and what it means. The check, the JSON Schema
// and the documentation are all made from this table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cwlogs {

enum class SettingType : uint8_t {
  kText,
  kInteger,  // from min to max
  kChoice,   // one of `choices`
  kSwitch,   // on or off, true or false; in the file as booleans as well
  kList,     // a,b,c; in the file an array as well
  kTexts,    // one text; in the file an array of texts as well
  kPairs,    // name=template,…; in the file an object as well
  kFields,   // field,name=field,name=template,…; in the file an array or an object as well
};

enum class SettingScope : uint8_t {
  kGlobal,  // a variable, or at the top of the file
  kShared,  // these, and in a rule
  kRule,    // in a rule only
};

struct Setting {
  std::string_view name;  // in the file; the variable is the same in capitals: OUTPUT_FORMAT
  SettingType type;
  SettingScope scope;
  std::string_view meaning;       // Markdown
  std::string_view fallback;      // the default, in words or as it would be written
  std::string_view example;       // as the variable, or in a rule, would be written
  std::string_view choices = {};  // a|b|c
  size_t min = 0;                 // of integers; of texts and of a list's items: bytes
  size_t max = 0;                 // the same; of texts 0: any
};

// Settings that are explained together.
struct SettingSection {
  std::string_view title;
  std::span<const Setting> settings;
};

std::span<const Setting> all_settings();

// All settings, in the order of the documentation.
std::span<const SettingSection> setting_sections();

// Null where there is none of this name.
const Setting* find_setting(std::string_view name);

// OUTPUT_FORMAT for outputFormat.
std::string variable_of(std::string_view name);

// The name nearest to a misspelled one; empty where none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> names);

}  // namespace cwlogs

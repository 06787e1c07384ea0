#include "config/setting_markdown.h"

#include <string_view>

#include "config/setting.h"

namespace cwlogs {
namespace {

// A `|` would end the cell.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string code(std::string_view text) { return '`' + cell(text) + '`'; }

std::string names_of(const Setting& setting) {
  const std::string in_file = code(setting.name);
  return setting.scope == SettingScope::kRule ? in_file
                                              : code(variable_of(setting.name)) + "<br>" + in_file;
}

std::string meaning_of(const Setting& setting) {
  std::string text = cell(setting.meaning);
  if (setting.type == SettingType::kInteger) {
    text += " From " + std::to_string(setting.min) + " to " + std::to_string(setting.max) + '.';
  }
  if (setting.type == SettingType::kSwitch) text += " `on` or `off`.";
  if (setting.scope == SettingScope::kShared) text += " †";
  return text;
}

}  // namespace

std::string render_setting_markdown() {
  std::string text;
  for (const SettingSection& section : setting_sections()) {
    if (!text.empty()) text += '\n';
    text += "### " + std::string(section.title) + "\n\n";
    text += "| name | meaning | default | example |\n|---|---|---|---|\n";
    for (const Setting& setting : section.settings) {
      text += "| " + names_of(setting) + " | " + meaning_of(setting) + " | " +
              cell(setting.fallback) + " | " + code(setting.example) + " |\n";
    }
  }
  return text;
}

}  // namespace cwlogs

#include "config/config_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "config/in_quotes.h"
#include "processor/json_pointer.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kDepthMax = 16;  // a rule's object of pairs is the fourth level
constexpr std::string_view kRules = "rules";
constexpr std::string_view kSchema = "$schema";
constexpr std::string_view kLogGroupAlias = "logGroupPattern";  // Landing Zone Accelerator's

// `4:5` for a byte of the text.
std::string line_and_column(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = std::ranges::count(before, '\n') + 1;
  const size_t start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  return std::to_string(line) + ':' + std::to_string(offset - start + 1);
}

// Some editors write one; it is no character of the first line.
std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& name, std::vector<Problem>& problems)
      : padded_(without_byte_order_mark(text)), name_(name), problems_(problems) {
    const size_t size = padded_.size();
    padded_.append(kJsonPadding, '\0');
    text_ = std::string_view(padded_).substr(0, size);
  }

  ConfigFile read() {
    ConfigFile file;
    const Json json = parse();
    if (json.is_discarded()) return file;
    if (json.is_array()) {
      file.is_mapping = true;
      read_rules(json, "", file);
    } else if (json.is_object()) {
      read_top(json, file);
    } else {
      report("", "", "the file is neither an object of settings nor an array of rules");
    }
    return file;
  }

 private:
  // Discarded, and reported, where it is no JSON.
  Json parse() {
    std::vector<std::set<std::string>> keys;
    std::string twice;
    bool too_deep = false;
    const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
      too_deep = too_deep || static_cast<size_t>(depth) > kDepthMax;
      if (event == Json::parse_event_t::object_start) keys.emplace_back();
      if (event == Json::parse_event_t::object_end) keys.pop_back();
      if (event != Json::parse_event_t::key) return !too_deep;
      const auto& key = parsed.get_ref<const std::string&>();
      if (!keys.back().insert(key).second && twice.empty()) twice = key;
      return !too_deep;
    };
    Json json;
    try {
      json = Json::parse(text_, watch);
    } catch (const Json::parse_error& error) {
      problems_.push_back(
          {name_ + ':' + line_and_column(text_, error.byte == 0 ? 0 : error.byte - 1),
           text_.empty() ? "the file is empty" : "this is not JSON"});
      return Json(Json::value_t::discarded);
    }
    if (too_deep) {
      report("", "", "the file is nested more than " + std::to_string(kDepthMax) + " levels deep");
      return Json(Json::value_t::discarded);
    }
    if (!twice.empty()) report("", "", in_quotes(twice) + " is given twice in one object");
    return json;
  }

  void read_top(const Json& json, ConfigFile& file) {
    for (const auto& [key, value] : json.items()) {
      if (key == kSchema) continue;
      if (key != kRules) {
        read_setting(key, value, {"", ""}, file.settings);
      } else if (value.is_array()) {
        read_rules(value, "/rules", file);
      } else {
        report("/rules", "rules", "this is not an array of rules");
      }
    }
  }

  void read_rules(const Json& rules, const std::string& pointer, ConfigFile& file) {
    for (size_t i = 0; i < rules.size(); ++i) {
      const Level level{pointer + '/' + std::to_string(i), "rules[" + std::to_string(i) + "]"};
      SettingValues values;
      if (!rules[i].is_object()) {
        report(level.pointer, level.path, "a rule is an object");
        continue;
      }
      for (const auto& [key, value] : rules[i].items()) read_setting(key, value, level, values);
      file.rules.push_back(std::move(values));
      file.places.push_back(place(level.pointer, level.path));
    }
  }

  // Where in the file: as a JSON pointer, and as people write it.
  struct Level {
    std::string pointer;
    std::string path;
    bool in_rule() const { return !path.empty(); }
  };

  void read_setting(const std::string& key, const Json& json, const Level& level,
                    SettingValues& values) {
    const std::string pointer = level.pointer + '/' + escaped(key);
    const std::string path = level.path + (level.in_rule() ? "." : "") + shown(key);
    const Setting* const setting = find_setting(key == kLogGroupAlias ? "logGroup" : key);
    if (setting == nullptr) return report(pointer, path, unknown(key, level));
    if (level.in_rule() && setting->scope == SettingScope::kGlobal) {
      return report(pointer, path, "this is set for all log streams, not in a rule");
    }
    if (!level.in_rule() && setting->scope == SettingScope::kRule) {
      return report(pointer, path, "this stands in a rule: in an object of the array `rules`");
    }
    auto value = read_json_value(*setting, json);
    if (!value) return report(pointer, path, value.error());
    value->place = place(pointer, path);
    if (!values.emplace(setting->name, std::move(*value)).second) {
      report(pointer, path, "logGroup and logGroupPattern mean the same");
    }
  }

  static std::string unknown(std::string_view key, const Level& level) {
    std::vector<std::string_view> names;
    for (const Setting& setting : all_settings()) {
      const bool fits = level.in_rule() ? setting.scope != SettingScope::kGlobal
                                        : setting.scope != SettingScope::kRule;
      if (fits) names.push_back(setting.name);
    }
    names.push_back(level.in_rule() ? kLogGroupAlias : kRules);
    const std::string_view near = nearest(key, names);
    return "there is no such setting" +
           (near.empty() ? std::string() : "; did you mean " + std::string(near) + "?");
  }

  static std::string escaped(std::string_view key) {
    std::string result;
    for (const char c : key) result += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return result;
  }

  static std::string shown(std::string_view key) {
    const std::string text = in_quotes(key);
    return text.substr(1, text.size() - 2);
  }

  std::string place(const std::string& pointer, const std::string& path) const {
    size_t offset = 0;
    std::string_view found;
    const auto parsed = JsonPointer::parse(pointer);
    if (parsed && parsed->find(text_, found))
      offset = static_cast<size_t>(found.data() - text_.data());
    return name_ + ':' + line_and_column(text_, offset) + (path.empty() ? "" : ": " + path);
  }

  void report(const std::string& pointer, const std::string& path, const std::string& message) {
    problems_.push_back({place(pointer, path), message});
  }

  std::string padded_;
  std::string_view text_;
  const std::string& name_;
  std::vector<Problem>& problems_;
};

}  // namespace

ConfigFile read_config_file(std::string_view text, const std::string& name,
                            std::vector<Problem>& problems) {
  return Reader(text, name, problems).read();
}

}  // namespace cwlogs

#include "config/config_file.h"

#include <nlohmann/json.hpp>
#include <set>

#include "config/in_quotes.h"
#include "config/json_check.h"
#include "config/text_position.h"
#include "processor/json_cursor.h"
#include "processor/json_string.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kRules = "rules";
constexpr std::string_view kTests = "tests";
constexpr std::string_view kSchema = "$schema";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Reader {
 public:
  Reader(std::string_view text, const std::string& name, std::vector<Problem>& problems)
      : padded_(text.substr(text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0)),
        size_(padded_.size()),
        name_(name),
        problems_(problems),
        position_(text_before_padding()) {}

  ConfigFile read() {
    ConfigFile file;
    if (const auto fault = find_json_fault(text())) {
      report(place(fault->offset, ""), fault->message);
      return file;
    }
    JsonCursor cursor(text());
    if (cursor.peek() == '[') {
      file.is_mapping = true;
      read_rules(cursor, file);
    } else if (cursor.peek() == '{') {
      read_top(cursor, file);
    } else {
      report(place(cursor.offset(), ""),
             "the file is neither an object of settings nor an array of rules");
    }
    return file;
  }

 private:
  // A value of the file, and where it stands there.
  struct Found {
    std::string_view json;
    std::string place;
  };

  std::string_view text() const { return std::string_view(padded_).substr(0, size_); }
  std::string_view text_before_padding() {
    padded_.append(kJsonPadding, '\0');
    return text();
  }

  // `path` is how people write it: rules[0].outputFormat.
  std::string place(size_t offset, const std::string& path) {
    return name_ + ':' + position_.at(offset) + (path.empty() ? "" : ": " + path);
  }

  Found take_value(JsonCursor& cursor, const std::string& path) {
    cursor.peek();  // over the space before it
    Found found{.json = {}, .place = place(cursor.offset(), path)};
    cursor.skip_value(found.json);
    return found;
  }

  // Calls `read` with each key and its path, to read or skip the value.
  template <typename Read>
  void read_object(JsonCursor& cursor, const std::string& path, Read read) {
    std::set<std::string> keys;
    RawString raw;
    cursor.begin_object();
    while (cursor.next_field(raw)) {
      std::string key;
      append_unescaped(raw.text, key);
      const std::string key_path =
          path + (path.empty() ? "" : ".") + (key.empty() ? "''" : printable(key));
      const auto offset = static_cast<size_t>(raw.text.data() - 1 - text().data());
      const bool first = keys.size() < kJsonItemsMax && keys.insert(key).second;
      if (first) {
        read(key, key_path);
        continue;
      }
      if (keys.size() == kJsonItemsMax) return report(place(offset, path), too_many("keys"));
      report(place(offset, key_path), "this is given twice in one object");
      cursor.skip_value();
    }
  }

  static std::string too_many(std::string_view what) {
    return "there are more than " + std::to_string(kJsonItemsMax) + ' ' + std::string(what);
  }

  void read_top(JsonCursor& cursor, ConfigFile& file) {
    read_object(cursor, "", [&](const std::string& key, const std::string& path) {
      if (key == kRules && cursor.peek() == '[') return read_rules(cursor, file);
      if (key == kTests && cursor.peek() == '[') return read_tests(cursor, file);
      const Found found = take_value(cursor, path);
      if (key == kRules) return report(found.place, "this is not an array of rules");
      if (key == kTests) return report(found.place, "this is not an array of tests");
      if (key != kSchema) return read_setting(key, found, Level::kTop, file.settings);
      if (!found.json.starts_with('"')) report(found.place, "this is not the address of a schema");
    });
  }

  // Calls `read` with the path and the place of each object of an array.
  template <typename Read>
  void read_array(JsonCursor& cursor, std::string_view name, std::string_view not_object,
                  Read read) {
    cursor.begin_array();
    for (size_t i = 0; cursor.next_element(); ++i) {
      const bool is_object = cursor.peek() == '{';
      const std::string path = std::string(name) + '[' + std::to_string(i) + ']';
      const std::string place_of_item = place(cursor.offset(), path);
      if (i == kJsonItemsMax) return report(place_of_item, too_many(name));
      if (is_object) {
        read(path, place_of_item);
        continue;
      }
      cursor.skip_value();
      report(place_of_item, std::string(not_object));
    }
  }

  void read_rules(JsonCursor& cursor, ConfigFile& file) {
    const auto read = [&](const std::string& path, const std::string& place_of_rule) {
      SettingValues values;
      read_object(cursor, path, [&](const std::string& key, const std::string& key_path) {
        read_setting(key, take_value(cursor, key_path), Level::kRule, values);
      });
      file.rules.push_back(std::move(values));
      file.places.push_back(place_of_rule);
    };
    read_array(cursor, kRules, "a rule is an object", read);
  }

  void read_tests(JsonCursor& cursor, ConfigFile& file) {
    const auto read = [&](const std::string& path, const std::string& place_of_test) {
      file.tests.push_back(read_test(cursor, path, place_of_test));
    };
    read_array(cursor, kTests, "a test is an object", read);
  }

  TestCase read_test(JsonCursor& cursor, const std::string& path, std::string place_of_test) {
    constexpr std::string_view kExpect = "expect";
    TestCase test{.place = std::move(place_of_test), .name = path};
    std::set<std::string> keys;
    read_object(cursor, path, [&](const std::string& key, const std::string& key_path) {
      keys.insert(key);
      if (key == kExpect && cursor.peek() == '{') return read_expectations(cursor, key_path, test);
      const Found found = take_value(cursor, key_path);
      if (key == kExpect) return report(found.place, "this is not an object of what is expected");
      read_member(set_test_member, key, found, test);
    });
    if (!keys.contains("input")) report(test.place, "there is no input");
    if (!keys.contains("expect")) report(test.place, "nothing is expected");
    return test;
  }

  void read_expectations(JsonCursor& cursor, const std::string& path, TestCase& test) {
    const std::string place_of_all = place(cursor.offset(), path);
    bool empty = true;
    read_object(cursor, path, [&](const std::string& key, const std::string& key_path) {
      empty = false;
      read_member(set_expectation, key, take_value(cursor, key_path), test);
    });
    if (empty) report(place_of_all, "nothing is expected");
  }

  template <typename Set>
  void read_member(Set set, const std::string& key, const Found& found, TestCase& test) {
    std::string fault = find_json_excess(found.json);
    if (fault.empty()) fault = set(test, key, Json::parse(found.json));
    if (!fault.empty()) report(found.place, fault);
  }

  enum class Level : uint8_t { kTop, kRule };

  void read_setting(std::string_view key, const Found& found, Level level, SettingValues& values) {
    const Setting* const setting = find_setting(key == "logGroupPattern" ? "logGroup" : key);
    if (setting == nullptr) return report(found.place, unknown(key, level));
    if (level == Level::kRule && setting->scope == SettingScope::kGlobal) {
      return report(found.place, "this is set for all log streams, not in a rule");
    }
    if (level == Level::kTop && setting->scope == SettingScope::kRule) {
      return report(found.place, "this stands in a rule: in an object of the array `rules`");
    }
    if (const std::string excess = find_json_excess(found.json); !excess.empty()) {
      return report(found.place, excess);
    }
    auto value = read_json_value(*setting, Json::parse(found.json));
    if (!value) return report(found.place, value.error());
    value->place = found.place;
    if (!values.emplace(setting->name, std::move(*value)).second) {
      report(found.place, "logGroup and logGroupPattern mean the same");
    }
  }

  static std::string unknown(std::string_view key, Level level) {
    std::vector<std::string_view> names;
    for (const Setting& setting : all_settings()) {
      const bool fits = level == Level::kRule ? setting.scope != SettingScope::kGlobal
                                              : setting.scope != SettingScope::kRule;
      if (fits) names.push_back(setting.name);
    }
    names.push_back(level == Level::kRule ? "logGroupPattern" : kRules);
    if (level == Level::kTop) names.push_back(kTests);
    const std::string_view near = nearest(key, names);
    return "there is no such setting" +
           (near.empty() ? std::string() : "; did you mean " + std::string(near) + "?");
  }

  void report(const std::string& place, const std::string& message) {
    problems_.push_back({place, message});
  }

  std::string padded_;
  size_t size_;
  const std::string& name_;
  std::vector<Problem>& problems_;
  TextPosition position_;
};

}  // namespace

ConfigFile read_config_file(std::string_view text, const std::string& name,
                            std::vector<Problem>& problems) {
  return Reader(text, name, problems).read();
}

}  // namespace cwlogs

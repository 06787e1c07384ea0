#include "processor/syslog_structured_data.h"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "processor/json_string.h"

namespace cwlogs {
namespace {

constexpr size_t kCountMax = 64;

// SD-NAME, section 6.3.2. Its limit of 32 characters is not kept by senders.
bool is_name_character(char c) { return is_graphic(c) && c != '=' && c != ']' && c != '"'; }

struct Param {
  std::string_view name;
  std::string_view value;  // as it is written
};

// Section 6.3.3: `"`, `\` and `]` are escaped; another backslash is just that.
bool is_escape(std::string_view text, size_t at) {
  return text[at] == '\\' && at + 1 < text.size() &&
         (text[at + 1] == '"' || text[at + 1] == '\\' || text[at + 1] == ']');
}

// Behind the opening quote, up to and with the closing one.
bool scan_value(LineScanner& line, std::string_view& value) {
  const std::string_view rest = line.rest();
  for (size_t i = 0; i < rest.size(); ++i) {
    if (is_escape(rest, i)) {
      ++i;
    } else if (rest[i] == ']') {
      return false;
    } else if (rest[i] == '"') {
      value = line.take(i);
      return line.skip('"');
    }
  }
  return false;
}

void append_value(std::string_view value, std::string& json) {
  json += '"';
  size_t run = 0;
  for (size_t i = 0; i < value.size(); ++i) {
    if (!is_escape(value, i)) continue;
    append_escaped(value.substr(run, i - run), json);
    run = ++i;
    append_escaped(value.substr(run, 1), json);
    ++run;
  }
  append_escaped(value.substr(std::min(run, value.size())), json);
  json += '"';
}

bool holds_name(std::span<const Param> params, std::string_view name) {
  return std::any_of(params.begin(), params.end(),
                     [&](const Param& param) { return param.name == name; });
}

// One value, or an array of all those of the name.
void append_values(const Param& first, std::span<const Param> behind, std::string& json) {
  const bool is_repeated = holds_name(behind, first.name);
  if (is_repeated) json += '[';
  append_value(first.value, json);
  for (const Param& param : behind) {
    if (param.name != first.name) continue;
    json += ',';
    append_value(param.value, json);
  }
  if (is_repeated) json += ']';
}

void append_params(std::span<const Param> params, std::string& json) {
  char separator = '{';
  for (size_t i = 0; i < params.size(); ++i) {
    if (holds_name(params.first(i), params[i].name)) continue;
    json += separator;
    separator = ',';
    append_quoted(params[i].name, json);
    json += ':';
    append_values(params[i], params.subspan(i + 1), json);
  }
  json += params.empty() ? "{}" : "}";
}

// Behind the element's name.
bool scan_params(LineScanner& line, std::string& json) {
  std::array<Param, kCountMax> params;
  size_t count = 0;
  while (line.skip(' ')) {
    if (count == kCountMax) return false;
    Param& param = params[count++];
    param.name = line.take_while(is_name_character);
    if (param.name.empty() || !line.skip("=\"") || !scan_value(line, param.value)) return false;
  }
  append_params(std::span(params).first(count), json);
  return line.skip(']');
}

}  // namespace

bool scan_structured_data(LineScanner& line, std::string& json) {
  if (line.skip('-')) return true;
  std::array<Param, kCountMax> elements;
  size_t count = 0;
  while (line.skip('[')) {
    const std::string_view name = line.take_while(is_name_character);
    if (name.empty() || count == kCountMax) return false;
    if (holds_name(std::span(elements).first(count), name)) return false;
    elements[count].name = name;
    json += count++ == 0 ? '{' : ',';
    append_quoted(name, json);
    json += ':';
    if (!scan_params(line, json)) return false;
  }
  if (count == 0) return false;
  json += '}';
  return true;
}

}  // namespace cwlogs

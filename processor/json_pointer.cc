#include "processor/json_pointer.h"

#include <charconv>
#include <optional>

#include "processor/json_key.h"

namespace cwlogs {
namespace {

std::optional<size_t> parse_index(std::string_view name) {
  size_t index = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, error] = std::from_chars(name.data(), end, index);
  if (error != std::errc() || stop != end || (name.size() > 1 && name[0] == '0')) return {};
  return index;
}

// Moves the cursor from an object to its field's value.
bool enter_field(JsonCursor& cursor, std::string_view name) {
  const char* found = nullptr;
  cursor.begin_object();
  for (RawString key; cursor.next_field(key); cursor.skip_value()) {
    if (key_is(key, name)) found = cursor.position();
  }
  if (found != nullptr) cursor.resume_at(found);
  return found != nullptr;
}

bool enter_element(JsonCursor& cursor, std::string_view name) {
  const auto index = parse_index(name);
  if (!index) return false;
  cursor.begin_array();
  for (size_t i = 0; cursor.next_element(); ++i, cursor.skip_value()) {
    if (i == *index) return true;
  }
  return false;
}

}  // namespace

tl::expected<JsonPointer, std::string> JsonPointer::parse(std::string_view pointer) {
  if (!pointer.starts_with('/')) {
    return tl::make_unexpected("a JSON pointer starts with '/', for example /level");
  }
  JsonPointer result;
  for (size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      result.names_.emplace_back();
    } else if (pointer[i] != '~') {
      result.names_.back() += pointer[i];
    } else if (++i < pointer.size() && (pointer[i] == '0' || pointer[i] == '1')) {
      result.names_.back() += pointer[i] == '0' ? '~' : '/';
    } else {
      return tl::make_unexpected("in a JSON pointer '~' is written ~0, and '/' within a name ~1");
    }
  }
  return result;
}

bool JsonPointer::find(std::string_view json, std::string_view& value) const {
  JsonCursor cursor(json);
  for (const std::string& name : names_) {
    const char next = cursor.peek();
    const bool entered = next == '{'   ? enter_field(cursor, name)
                         : next == '[' ? enter_element(cursor, name)
                                       : false;
    if (!entered) return false;
  }
  return cursor.skip_value(value);
}

std::string_view scalar_text(std::string_view value, std::string& scratch) {
  if (value.empty() || value == "null" || value[0] == '{' || value[0] == '[') return {};
  if (value[0] != '"') return value;
  const std::string_view raw = value.substr(1, value.size() - 2);
  if (raw.find('\\') == raw.npos) return raw;
  scratch.clear();
  append_unescaped(raw, scratch);
  return scratch;
}

}  // namespace cwlogs

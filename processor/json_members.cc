#include "processor/json_members.h"

#include "processor/json_string.h"

namespace cwlogs {
namespace {

bool starts_like_object(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != text.npos && text[first] == '{';
}

std::string_view unescaped(std::string_view raw, TextArena& arena) {
  if (raw.find('\\') == raw.npos) return raw;
  char* const out = arena.reserve(raw.size());
  return arena.keep(unescape_json(raw, out));
}

}  // namespace

JsonMembers::JsonMembers(std::string_view text, ParsedFields& fields)
    : fields_(&fields),
      text_(fields.padded_copy(starts_like_object(text) ? text : std::string_view())),
      cursor_(text_),
      is_object_(cursor_.peek() == '{' && cursor_.begin_object()) {}

bool JsonMembers::next(std::string_view& name, std::string_view& json) {
  RawString key;
  if (!is_object_ || !cursor_.next_field(key) || !cursor_.skip_value(json)) return false;
  name = unescaped(key.text, fields_->arena());
  return true;
}

bool JsonMembers::complete() {
  if (!is_object_ || cursor_.failed()) return false;
  cursor_.peek();
  return cursor_.offset() == text_.size();
}

bool add_json_members(std::string_view text, ParsedFields& fields) {
  JsonMembers members(text, fields);
  for (std::string_view name, json; members.next(name, json);) fields.add_json(name, json);
  return members.complete();
}

std::optional<std::string_view> json_string_text(std::string_view json, ParsedFields& fields) {
  if (!json.starts_with('"')) return std::nullopt;
  return unescaped(json.substr(1, json.size() - 2), fields.arena());
}

}  // namespace cwlogs

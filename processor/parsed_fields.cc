#include "processor/parsed_fields.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "processor/buffer.h"
#include "processor/json_string.h"
#include "processor/json_text.h"

namespace cwlogs {
namespace {

// Whether a JSON value may have to be written anew: for white space between its parts, or for half
// a surrogate pair, which readers refuse.
bool may_need_rewriting(std::string_view json) {
  return json.find_first_of(" \t\r\n") != json.npos || json.find("\\u") != json.npos;
}

}  // namespace

void ParsedFields::clear() {
  clear_for_reuse(fields_);
  time_.reset();
  is_overfull_ = false;
  arena_.clear();
  if (scratch_.capacity() > kBufferKeepBytes) std::string().swap(scratch_);
}

const ParsedField* ParsedFields::find(std::string_view name) const {
  const auto found = std::find_if(fields_.rbegin(), fields_.rend(),
                                  [&](const ParsedField& field) { return field.name == name; });
  return found == fields_.rend() ? nullptr : &*found;
}

void ParsedFields::add_integer(std::string_view name, int64_t value) {
  constexpr size_t kDigitsMax = std::numeric_limits<int64_t>::digits10 + 2;  // and a sign
  char* const begin = arena_.reserve(kDigitsMax);
  const char* const end = std::to_chars(begin, begin + kDigitsMax, value).ptr;
  add_number(name, arena_.keep(static_cast<size_t>(end - begin)));
}

void ParsedFields::add_json(std::string_view name, std::string_view json) {
  switch (json.front()) {
    case '"': {
      const std::string_view raw = json.substr(1, json.size() - 2);
      if (raw.find('\\') == raw.npos) return add_text(name, raw);
      char* const out = arena_.reserve(raw.size());
      return add_text(name, arena_.keep(unescape_json(raw, out)));
    }
    case 't':
    case 'f':
      return add_boolean(name, json);
    case '{':
    case '[':
    case 'n':
      break;
    default:
      return add_number(name, json);
  }
  if (may_need_rewriting(json)) {
    std::string& compact = scratch();
    append_compact_json(json, compact);
    json = arena_.copy(compact);
  }
  add({name, json, {}, FieldKind::kJson});
}

std::string_view ParsedFields::padded_copy(std::string_view text) {
  char* const out = arena_.reserve(text.size() + kJsonPadding);
  text.copy(out, text.size());
  std::fill_n(out + text.size(), kJsonPadding, '\0');
  return arena_.keep(text.size() + kJsonPadding).substr(0, text.size());
}

}  // namespace cwlogs

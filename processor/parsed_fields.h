// What a parser made of one line: named fields with types, in the order of the line.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "processor/limits.h"
#include "processor/text_arena.h"

namespace cwlogs {

enum class FieldKind : uint8_t {
  kText,     // UTF-8
  kNumber,   // a JSON number
  kBoolean,  // true or false
  kTime,     // a point in time, 1970 to 9999
  kJson,     // a JSON value of one line: an object, an array or null
};

struct ParsedField {
  std::string_view name;
  // For kTime as the line writes it: it may be finer than a millisecond.
  std::string_view text;
  std::chrono::milliseconds time{};  // since 1970, for kTime
  FieldKind kind = FieldKind::kText;
};

// A name may come twice where lines may repeat one (JSON, logfmt): nothing is dropped.
// Lifetime: fields refer to the message, to the parser and to this; they last until the message
// goes or until clear(). Reused from line to line: one per thread.
class ParsedFields {
 public:
  void clear();

  // All of them, in order.
  std::span<const ParsedField> all() const { return fields_; }
  // The last one of that name, as readers of JSON take it; nullptr if there is none.
  const ParsedField* find(std::string_view name) const;
  // The time of what the line tells, where it has one.
  std::optional<std::chrono::milliseconds> time() const { return time_; }

  // --- for parsers ---------------------------------------------------------------------------
  // Name and text are not copied: they outlive this, or are of the message or of arena().
  // Beyond kParsedFieldsMax nothing is added, and is_overfull() says so.

  void add_text(std::string_view name, std::string_view utf8) {
    add({name, utf8, {}, FieldKind::kText});
  }
  // Requires: a JSON number.
  void add_number(std::string_view name, std::string_view json) {
    add({name, json, {}, FieldKind::kNumber});
  }
  void add_integer(std::string_view name, int64_t value);
  // Requires: `true` or `false`.
  void add_boolean(std::string_view name, std::string_view json) {
    add({name, json, {}, FieldKind::kBoolean});
  }
  void add_time(std::string_view name, std::string_view text, std::chrono::milliseconds time) {
    add({name, text, time, FieldKind::kTime});
  }
  // The same, for the field that says when the line's event happened.
  void add_event_time(std::string_view name, std::string_view text,
                      std::chrono::milliseconds time) {
    add_time(name, text, time);
    time_ = time;
  }
  // A value of any kind, as a JsonCursor has read it: strings become text.
  void add_json(std::string_view name, std::string_view json);

  bool is_overfull() const { return is_overfull_; }

  TextArena& arena() { return arena_; }
  // The text with the padding that JsonCursor asks for.
  std::string_view padded_copy(std::string_view text);
  // An empty string to build text in. Lifetime of its contents: until the next call.
  std::string& scratch() {
    scratch_.clear();
    return scratch_;
  }

  struct Mark {
    size_t fields = 0;
    std::optional<std::chrono::milliseconds> time;
  };
  Mark mark() const { return {fields_.size(), time_}; }
  void undo(const Mark& mark) {
    fields_.resize(mark.fields);
    time_ = mark.time;
    is_overfull_ = false;
  }

 private:
  void add(const ParsedField& field) {
    is_overfull_ = fields_.size() == kParsedFieldsMax;
    if (!is_overfull_) fields_.push_back(field);
  }

  std::vector<ParsedField> fields_;
  std::optional<std::chrono::milliseconds> time_;
  TextArena arena_;
  std::string scratch_;
  bool is_overfull_ = false;
};

}  // namespace cwlogs

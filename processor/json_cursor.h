// A strict pull reader of JSON (RFC 8259): one pass forward, no index, no tree, no recursion.
//
// The whole grammar is checked for whatever is passed over, read or skipped; the one liberty is
// that `\ud800`-like escapes may stand alone, as log lines have them. UTF-8 is not checked here.
//
//   JsonCursor cursor(text);
//   cursor.begin_object();
//   for (RawString key; cursor.next_field(key);) {
//     if (key.text == "id") cursor.read_string(id); else cursor.skip_value();
//   }
//   if (cursor.failed()) return cursor.offset();
//
// Why not simdjson's On-Demand: its index takes 4 bytes for every structural character, which for
// hostile documents is five times the text; it refuses lone surrogates, does not say where a
// document ends when several stand in a row, and leaves what it skips unchecked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cwlogs {

// The text between the quotes of a JSON string, not yet unescaped.
struct RawString {
  std::string_view text;
  bool escaped = false;  // holds a backslash: unescape before use
};

class JsonCursor {
 public:
  // Requires: kJsonPadding readable bytes after `text`, the first of them zero.
  // Lifetime: views handed out point into `text`.
  explicit JsonCursor(std::string_view text) : begin_(text.data()), p_(text.data()) {}

  // The first character of what comes next, 0 at the end or after a failure.
  char peek() {
    if (failed_) return '\0';  // the cursor stays at the cause
    skip_whitespace();
    return *p_;
  }

  // Each of these reads what its name says and returns true, or fails for good and returns false.
  bool begin_object() { return begin('{'); }
  bool begin_array() { return begin('['); }
  bool read_string(RawString& string);

  // Reads one value of any kind. `value` gets its text.
  bool skip_value(std::string_view& value);
  bool skip_value() {
    std::string_view ignored;
    return skip_value(ignored);
  }

  // Moves to the next field's value or array element, to be read before the next call. False at the
  // end of the object or array, which is then behind, and after a failure.
  bool next_field(RawString& key);
  bool next_element();

  bool failed() const { return failed_; }
  // Bytes from the start of the text to where the cursor stands; after a failure, to its cause.
  size_t offset() const { return static_cast<size_t>(p_ - begin_); }
  const char* position() const { return p_; }

  // Goes on from somewhere else in the same text: the start of a value.
  void resume_at(const char* position) { p_ = position; }

 private:
  // One bit a level, so that 32 MiB of brackets cost 4 MiB: set in objects, clear in arrays.
  class Nesting {
   public:
    bool empty() const { return depth_ == 0; }
    bool in_object() const { return (current_ & 1) != 0; }
    void push(bool object);
    void pop();

   private:
    uint64_t current_ = 0;
    size_t depth_ = 0;
    std::vector<uint64_t> outer_;  // 64 levels each
  };

  bool fail() {
    failed_ = true;
    return false;
  }
  void skip_whitespace() {
    while (*p_ == ' ' || *p_ == '\n' || *p_ == '\r' || *p_ == '\t') ++p_;
  }
  bool begin(char bracket);
  bool next_item(char close);
  bool read_key(RawString& key);
  bool skip_escape();
  bool skip_number();
  bool skip_scalar();
  bool open_or_skip(Nesting& nesting);
  bool close_or_continue(Nesting& nesting);

  const char* begin_;
  const char* p_;
  bool just_opened_ = false;  // behind an opening bracket, where no comma is due
  bool failed_ = false;
};

}  // namespace cwlogs

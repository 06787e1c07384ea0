#include "processor/json_cursor.h"

#include <cstring>

#include "processor/string_scan.h"

namespace cwlogs {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

const char* skip_digits(const char* p) {
  while (is_digit(*p)) ++p;
  return p;
}

}  // namespace

void JsonCursor::Nesting::push(bool object) {
  if (depth_ != 0 && depth_ % 64 == 0) outer_.push_back(current_);
  current_ = current_ << 1 | static_cast<uint64_t>(object);
  ++depth_;
}

void JsonCursor::Nesting::pop() {
  --depth_;
  current_ >>= 1;
  if (depth_ != 0 && depth_ % 64 == 0) {
    current_ = outer_.back();
    outer_.pop_back();
  }
}

bool JsonCursor::begin(char bracket) {
  if (failed_) return false;
  skip_whitespace();
  if (*p_ != bracket) return fail();
  ++p_;
  just_opened_ = true;
  return true;
}

// At a comma or a closing bracket. Leaves the cursor before the next item.
bool JsonCursor::next_item(char close) {
  if (failed_) return false;
  skip_whitespace();
  const bool first = just_opened_;
  just_opened_ = false;
  if (*p_ == close) {
    ++p_;
    return false;
  }
  if (first) return true;
  if (*p_ != ',') return fail();
  ++p_;
  skip_whitespace();
  return true;
}

bool JsonCursor::next_field(RawString& key) { return next_item('}') && read_key(key); }

bool JsonCursor::next_element() { return next_item(']'); }

bool JsonCursor::read_key(RawString& key) {
  if (!read_string(key)) return false;
  skip_whitespace();
  if (*p_ != ':') return fail();
  ++p_;
  skip_whitespace();
  return true;
}

bool JsonCursor::read_string(RawString& string) {
  if (failed_) return false;
  skip_whitespace();
  if (*p_ != '"') return fail();
  const char* const begin = ++p_;
  string.escaped = false;
  for (;;) {
    p_ = find_string_end(p_);
    if (*p_ == '"') break;
    if (*p_ != '\\') return fail();  // a control character, or the padding: no closing quote
    if (!skip_escape()) return false;
    string.escaped = true;
  }
  string.text = {begin, static_cast<size_t>(p_ - begin)};
  ++p_;
  return true;
}

bool JsonCursor::skip_escape() {
  switch (p_[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
      p_ += 2;
      return true;
    case 'u':
      for (int i = 2; i < 6; ++i) {
        if (!is_hex_digit(p_[i])) return fail();
      }
      p_ += 6;
      return true;
    default:
      return fail();
  }
}

bool JsonCursor::skip_number() {
  const char* p = p_;
  if (*p == '-') ++p;
  if (!is_digit(*p)) return fail();
  p = *p == '0' ? p + 1 : skip_digits(p);
  if (*p == '.') {
    if (!is_digit(*++p)) return fail();
    p = skip_digits(p);
  }
  if (*p == 'e' || *p == 'E') {
    ++p;
    if (*p == '+' || *p == '-') ++p;
    if (!is_digit(*p)) return fail();
    p = skip_digits(p);
  }
  p_ = p;
  return true;
}

bool JsonCursor::skip_scalar() {
  const auto skip_word = [this](std::string_view word) {
    if (std::strncmp(p_, word.data(), word.size()) != 0) return fail();
    p_ += word.size();
    return true;
  };
  switch (*p_) {
    case 't':
      return skip_word("true");
    case 'f':
      return skip_word("false");
    case 'n':
      return skip_word("null");
    default:
      return skip_number();
  }
}

// At a value. Reads it whole, or enters it where it is an object or array with something in it.
bool JsonCursor::open_or_skip(Nesting& nesting) {
  skip_whitespace();
  if (*p_ == '"') {
    RawString ignored;
    return read_string(ignored) && close_or_continue(nesting);
  }
  if (*p_ != '{' && *p_ != '[') return skip_scalar() && close_or_continue(nesting);
  const bool object = *p_++ == '{';
  skip_whitespace();
  if (*p_ == (object ? '}' : ']')) {
    ++p_;
    return close_or_continue(nesting);
  }
  nesting.push(object);
  RawString key;
  return !object || read_key(key);
}

// Behind a value. Closes every level that ends here and moves to the next value, if one is due.
bool JsonCursor::close_or_continue(Nesting& nesting) {
  while (!nesting.empty()) {
    skip_whitespace();
    if (*p_ == ',') {
      ++p_;
      skip_whitespace();
      RawString key;
      return !nesting.in_object() || read_key(key);
    }
    if (*p_ != (nesting.in_object() ? '}' : ']')) return fail();
    ++p_;
    nesting.pop();
  }
  return true;
}

bool JsonCursor::skip_value(std::string_view& value) {
  if (failed_) return false;
  skip_whitespace();
  const char* const begin = p_;
  Nesting nesting;
  do {
    if (!open_or_skip(nesting)) return false;
  } while (!nesting.empty());
  value = {begin, static_cast<size_t>(p_ - begin)};
  return true;
}

}  // namespace cwlogs

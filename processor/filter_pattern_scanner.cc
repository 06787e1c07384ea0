#include "processor/filter_pattern_scanner.h"

#include <algorithm>
#include <array>

#include "processor/utf8.h"

namespace cwlogs {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_character_start(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

}  // namespace

bool is_pattern_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string PatternScanner::found() const {
  if (at_end()) return "the end";
  const auto begin = pattern_.begin() + static_cast<std::ptrdiff_t>(position_);
  const std::string_view character(begin,
                                   std::find_if(begin + 1, pattern_.end(), is_character_start));
  const bool is_control = static_cast<unsigned char>(*begin) < 0x20 || *begin == 0x7F;
  if (is_control) return "a control character";
  return "'" + std::string(character) + "'";
}

void PatternScanner::skip_blanks() {
  while (!at_end() && is_blank(peek())) ++position_;
}

bool PatternScanner::take(std::string_view token) {
  if (!pattern_.substr(position_).starts_with(token)) return false;
  position_ += token.size();
  return true;
}

std::string_view PatternScanner::take_while(bool (*is_allowed)(char)) {
  const size_t begin = position_;
  while (!at_end() && is_allowed(peek())) ++position_;
  return pattern_.substr(begin, position_ - begin);
}

ParsedPattern<std::string> PatternScanner::take_quoted() {
  const size_t begin = position_;
  const char mark = peek();
  std::string text;
  for (++position_; !at_end(); ++position_) {
    if (peek() == mark) {
      ++position_;
      return text;
    }
    const char next = position_ + 1 < pattern_.size() ? pattern_[position_ + 1] : '\0';
    if (peek() == '\\' && (next == mark || next == '\\')) ++position_;
    text += peek();
  }
  const std::array<char, 1> shown{mark};
  return error_at(begin, {"a quotation mark is not closed; put another ",
                          std::string_view(shown.data(), 1), " behind the text"});
}

ParsedPattern<PatternScanner> PatternScanner::take_regex() {
  const size_t begin = position_ + 1;
  const size_t end = pattern_.find('%', begin);
  if (end == std::string_view::npos)
    return error({"a regex is not closed; put another % behind it"});
  position_ = end + 1;
  ++regexes_;
  PatternScanner inside(pattern_.substr(0, end));
  inside.rewind(begin);
  return inside;
}

tl::unexpected<std::string> PatternScanner::error_at(
    size_t position, std::initializer_list<std::string_view> sentence) const {
  const auto end = pattern_.begin() + static_cast<std::ptrdiff_t>(position);
  std::string all = "at offset ";
  all += std::to_string(std::count_if(pattern_.begin(), end, is_character_start));
  all += ", ";
  for (const std::string_view text : sentence) all += text;
  return tl::unexpected<std::string>(std::move(all));
}

}  // namespace cwlogs

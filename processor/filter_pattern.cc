#include "processor/filter_pattern.h"

#include <algorithm>
#include <utility>

#include "processor/filter_pattern_scanner.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

constexpr std::ptrdiff_t kCharactersMax = 1024;  // of the API

std::ptrdiff_t count_characters(std::string_view utf8) {
  return std::count_if(utf8.begin(), utf8.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

}  // namespace

tl::expected<FilterPattern, std::string> FilterPattern::parse(std::string_view pattern) {
  if (!is_utf8(pattern)) {
    return tl::unexpected<std::string>("byte " + std::to_string(find_invalid_utf8(pattern)) +
                                       " is not UTF-8; a filter pattern is UTF-8 text");
  }
  if (const auto size = count_characters(pattern); size > kCharactersMax) {
    return tl::unexpected<std::string>("it has " + std::to_string(size) +
                                       " characters; allowed are " +
                                       std::to_string(kCharactersMax));
  }
  PatternScanner scanner(pattern);
  scanner.skip_blanks();
  const auto of_form = [](auto&& parsed) -> tl::expected<FilterPattern, std::string> {
    if (!parsed) return tl::unexpected<std::string>(std::move(parsed.error()));
    return FilterPattern(std::move(*parsed));
  };
  if (scanner.peek() == '{') return of_form(JsonPattern::parse(scanner));
  if (scanner.peek() == '[') return of_form(FieldsPattern::parse(scanner));
  return of_form(TermsPattern::parse(scanner));
}

bool FilterPattern::matches(std::string_view message) const {
  return std::visit([message](const auto& form) { return form.matches(message); }, form_);
}

}  // namespace cwlogs

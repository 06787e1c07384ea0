#include "cli/line_pattern.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "cli/log_vocabulary.h"

namespace cwlogs {
namespace {

struct Range {
  uint64_t low;
  uint64_t high;
};

std::optional<uint64_t> parse_number(std::string_view text) {
  uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::optional<Range> parse_range(std::string_view text) {
  const size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::optional<uint64_t> low = parse_number(text.substr(0, dash));
  const std::optional<uint64_t> high = parse_number(text.substr(dash + 1));
  if (!low || !high || *low > *high || *high > UINT32_MAX) return std::nullopt;
  return Range{*low, *high};
}

}  // namespace

void PatternWriter::set_fact(std::string_view name, std::string value) {
  const auto fact = std::ranges::find(facts_, name, [](const auto& known) { return known.first; });
  if (fact == facts_.end()) {
    facts_.emplace_back(name, std::move(value));
  } else {
    fact->second = std::move(value);
  }
}

void PatternWriter::append(std::string_view pattern, std::string& out) {
  for (;;) {
    const size_t open = pattern.find('{');
    out.append(pattern.substr(0, open));
    if (open == std::string_view::npos) return;
    pattern.remove_prefix(open + 1);
    const size_t stop = pattern.find_first_of("{}\"");
    const bool closed = stop != std::string_view::npos && pattern[stop] == '}';
    if (closed && append_placeholder(pattern.substr(0, stop), out)) {
      pattern.remove_prefix(stop + 1);
    } else {
      out.push_back('{');
    }
  }
}

std::string PatternWriter::expand(std::string_view pattern) {
  std::string text;
  append(pattern, text);
  return text;
}

bool PatternWriter::append_placeholder(std::string_view body, std::string& out) {
  if (body.empty()) return false;
  if (body.find('|') != std::string_view::npos) {
    append_alternative(body, out);
    return true;
  }
  if (const size_t star = body.find('*'); star != std::string_view::npos) {
    return append_repeated(body.substr(0, star), body.substr(star + 1), out);
  }
  return append_number(body, out) || append_hex(body, out) || append_named(body, out);
}

bool PatternWriter::append_number(std::string_view range, std::string& out) {
  const std::optional<Range> parsed = parse_range(range);
  if (!parsed) return false;
  out += std::to_string(random_->between(parsed->low, parsed->high));
  return true;
}

bool PatternWriter::append_hex(std::string_view digits, std::string& out) {
  if (digits.front() != 'x') return false;
  const std::optional<uint64_t> count = parse_number(digits.substr(1));
  if (!count) return false;
  uint64_t bits = 0;
  for (uint64_t i = 0; i < *count; ++i, bits >>= 4) {
    if (i % 16 == 0) bits = random_->next();
    out.push_back("0123456789abcdef"[bits & 15]);
  }
  return true;
}

void PatternWriter::append_alternative(std::string_view alternatives, std::string& out) {
  const auto bars = static_cast<uint64_t>(std::ranges::count(alternatives, '|'));
  for (uint64_t skip = random_->below(bars + 1); skip > 0; --skip) {
    alternatives.remove_prefix(alternatives.find('|') + 1);
  }
  out.append(alternatives.substr(0, alternatives.find('|')));
}

bool PatternWriter::append_repeated(std::string_view name, std::string_view range,
                                    std::string& out) {
  const std::optional<Range> parsed = parse_range(range);
  if (!parsed) return false;
  bool known = true;
  for (uint64_t left = random_->between(parsed->low, parsed->high); known && left > 0; --left) {
    known = append_named(name, out);
  }
  return known;
}

bool PatternWriter::append_named(std::string_view name, std::string& out) {
  for (const auto& [fact, value] : facts_) {
    if (fact == name) {
      out += value;
      return true;
    }
  }
  const std::span<const std::string_view> patterns = patterns_named(name);
  if (patterns.empty()) return false;
  append(random_->choice(patterns), out);
  return true;
}

}  // namespace cwlogs

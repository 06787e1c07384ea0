#include "processor/regex.h"

#include <algorithm>
#include <span>

namespace cwlogs {
namespace {

// Bytes for a pattern's program and its automata; RE2's default, enough for any sensible pattern.
// Past it a search goes on more slowly, still linear.
constexpr int64_t kMemoryMax = 8 << 20;

// Whether it has \C, one byte of whatever character.
bool matches_bytes(std::string_view pattern) {
  for (size_t i = 0; i + 1 < pattern.size(); ++i) {
    if (pattern[i] == '\\' && pattern[++i] == 'C') return true;
  }
  return false;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

tl::expected<Regex, std::string> Regex::compile(std::string_view pattern) {
  if (matches_bytes(pattern)) {
    return tl::make_unexpected(std::string("\\C would match parts of characters"));
  }
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMemoryMax);
  Regex regex;
  regex.re_ = std::make_unique<RE2>(piece(pattern), options);
  if (!regex.re_->ok()) return tl::make_unexpected(regex.re_->error());
  for (const auto& [index, name] : regex.re_->CapturingGroupNames()) {
    regex.names_.push_back(name);
    regex.indices_.push_back(static_cast<size_t>(index));
  }
  return regex;
}

bool Regex::matches(std::string_view text) const { return RE2::PartialMatch(piece(text), *re_); }

bool Regex::match_groups(std::string_view text, std::vector<std::string_view>& groups) const {
  std::vector<re2::StringPiece> found(static_cast<size_t>(re_->NumberOfCapturingGroups()) + 1);
  if (!re_->Match(piece(text), 0, text.size(), RE2::UNANCHORED, found.data(),
                  static_cast<int>(found.size()))) {
    return false;
  }
  for (const size_t i : indices_) groups.emplace_back(found[i].data(), found[i].size());
  return true;
}

// `spans` lists what is to be replaced of a match, in any order.
template <class Spans>
size_t Regex::replace(std::string_view text, std::string_view by, Spans spans,
                      std::string& out) const {
  std::vector<re2::StringPiece> found(groups() + 1);
  size_t count = 0;
  size_t done = 0;  // bytes of the text that are in `out`
  for (size_t at = 0; at <= text.size();) {
    if (!re_->Match(piece(text), at, text.size(), RE2::UNANCHORED, found.data(),
                    static_cast<int>(found.size()))) {
      break;
    }
    for (const re2::StringPiece& span : spans(found)) {
      if (span.empty()) continue;
      const auto begin = static_cast<size_t>(span.data() - text.data());
      if (begin < done) continue;  // a group within the one before
      out += text.substr(done, begin - done);
      out += by;
      done = begin + span.size();
      ++count;
    }
    const auto end = static_cast<size_t>(found[0].data() - text.data()) + found[0].size();
    // After an empty match, one character on: never into the middle of one.
    at = found[0].empty() ? end + 1 : end;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  out += text.substr(done);
  return count;
}

size_t Regex::replace_matches(std::string_view text, std::string_view by, std::string& out) const {
  return replace(
      text, by,
      [](const std::vector<re2::StringPiece>& found) {
        return std::span<const re2::StringPiece>(found).first(1);
      },
      out);
}

size_t Regex::replace_groups(std::string_view text, std::string_view by, std::string& out) const {
  return replace(
      text, by,
      [](std::vector<re2::StringPiece>& found) {
        // Of groups that begin together the outer one first.
        std::sort(found.begin() + 1, found.end(), [](const auto& a, const auto& b) {
          return a.data() != b.data() ? a.data() < b.data() : a.size() > b.size();
        });
        return std::span<const re2::StringPiece>(found).subspan(1);
      },
      out);
}

}  // namespace cwlogs

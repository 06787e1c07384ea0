#include "processor/regex.h"

namespace cwlogs {
namespace {

// Bytes for a pattern's program and its automata; RE2's default, enough for any sensible pattern.
// Past it a search goes on more slowly, still linear.
constexpr int64_t kMemoryMax = 8 << 20;

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

tl::expected<Regex, std::string> Regex::compile(std::string_view pattern) {
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

}  // namespace cwlogs

#include "processor/redaction.h"

#include <utility>

#include "processor/ip_address.h"

namespace cwlogs {
namespace {

// As Datadog's forwarder has them, whose variables these are.
constexpr std::string_view kIpReplacement = "xxx.xxx.xxx.xxx";
constexpr std::string_view kEmailReplacement = "xxxxx@xxxxx.com";
// Escapes of JSON are matched apart, so that no address takes a letter of one: "to\na@b.com". Some
// write a plus as one.
constexpr std::string_view kEmail =
    R"(((?:[A-Za-z0-9._%+-]|\\u002[bB])+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}))"
    R"(|\\(?:u[0-9A-Fa-f]{4}|["\\/bfnrt]))";

size_t redact_addresses(std::string_view text, std::string& out) {
  size_t count = 0;
  size_t done = 0;
  for (TextSpan found = find_ip_address(text, 0); found.size != 0;
       found = find_ip_address(text, done)) {
    out += text.substr(done, found.begin - done);
    out += kIpReplacement;
    done = found.begin + found.size;
    ++count;
  }
  out += text.substr(done);
  return count;
}

}  // namespace

void Redaction::redact_email() {
  rules_.push_back({*Regex::compile(kEmail), Part::kGroups, std::string(kEmailReplacement), true});
}

void Redaction::add(Regex regex, Part part, std::string replacement) {
  rules_.push_back({std::move(regex), part, std::move(replacement), false});
}

std::vector<std::string> Redaction::names() const {
  std::vector<std::string> names;
  size_t matches = 0;
  for (const Rule& rule : rules_) {
    names.push_back(rule.email ? "email" : "match[" + std::to_string(matches++) + "]");
  }
  if (ip_) names.emplace_back("ip");
  return names;
}

size_t Redaction::apply(std::string_view text, std::string& out,
                        std::vector<uint32_t>& counts) const {
  counts.resize(rules_.size() + 1);
  size_t count = 0;
  std::string_view from = text;
  std::string replaced_text;
  for (size_t i = 0; i < rules_.size(); ++i) {
    const Rule& rule = rules_[i];
    out.clear();
    const size_t replaced = rule.part == Part::kMatch
                                ? rule.regex.replace_matches(from, rule.replacement, out)
                                : rule.regex.replace_groups(from, rule.replacement, out);
    count += replaced;
    counts[i] += static_cast<uint32_t>(replaced);
    if (replaced == 0) continue;
    replaced_text.swap(out);
    from = replaced_text;
  }
  out.clear();
  if (ip_) {
    const size_t replaced = redact_addresses(from, out);
    count += replaced;
    counts.back() += static_cast<uint32_t>(replaced);
  } else {
    out = from;
  }
  return count;
}

}  // namespace cwlogs

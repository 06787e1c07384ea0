// A pattern of the user's own: every named capture becomes a field.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "processor/line_scanner.h"
#include "processor/parsers.h"
#include "processor/regex.h"
#include "processor/text_template.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

struct Capture {
  std::string name;
  FieldKind kind = FieldKind::kText;
};

class RegexParser : public LineParser {
 public:
  RegexParser(Regex regex, std::vector<Capture> captures)
      : regex_(std::move(regex)), captures_(std::move(captures)) {}

 protected:
  // A group that took no part has no field; a number that is none stays text: nothing is lost.
  bool parse_line(const LogLine& line, ParsedFields& fields) const override {
    std::vector<std::string_view> groups;
    groups.reserve(captures_.size());
    if (!regex_.match_groups(line.message, groups)) return false;
    for (size_t i = 0; i < groups.size(); ++i) {
      if (groups[i].data() == nullptr) continue;
      if (captures_[i].kind == FieldKind::kNumber && is_plain_number(groups[i])) {
        fields.add_number(captures_[i].name, groups[i]);
      } else {
        fields.add_text(captures_[i].name, groups[i]);
      }
    }
    return true;
  }

 private:
  Regex regex_;
  std::vector<Capture> captures_;
};

}  // namespace

LineParserResult make_regex_parser(std::string_view pattern,
                                   const std::vector<std::string>& numbers) {
  auto regex = Regex::compile(pattern);
  if (!regex) {
    return tl::make_unexpected("the pattern " + quoted_text(pattern) + ": " + regex.error());
  }
  std::vector<Capture> captures;
  for (const std::string& name : regex->names()) captures.push_back({name});
  if (captures.empty()) {
    return tl::make_unexpected("the pattern " + quoted_text(pattern) +
                               " names no capture; write (?P<name>...) for every field");
  }
  for (const std::string& number : numbers) {
    const auto capture = std::find_if(captures.begin(), captures.end(),
                                      [&](const Capture& c) { return c.name == number; });
    if (capture == captures.end()) {
      return tl::make_unexpected("the pattern has no capture " + quoted_text(number) +
                                 ", which is listed as a number");
    }
    capture->kind = FieldKind::kNumber;
  }
  return std::make_unique<RegexParser>(*std::move(regex), std::move(captures));
}

}  // namespace cwlogs

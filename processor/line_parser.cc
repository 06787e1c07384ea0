#include "processor/line_parser.h"

#include <algorithm>
#include <array>

#include "processor/parsers.h"
#include "processor/text_template.h"

namespace cwlogs {
namespace {

struct NamedParser {
  std::string_view name;
  LineParserResult (*make)(const ParserOptions& options);
};

LineParserResult make_access_log(AccessLogKind kind) { return make_access_log_parser(kind); }

constexpr std::array kParsers = std::to_array<NamedParser>({
    {"syslog",
     [](const ParserOptions& o) -> LineParserResult { return make_syslog_parser(o.zone); }},
    {"syslog-rfc3164",
     [](const ParserOptions& o) -> LineParserResult { return make_syslog_rfc3164_parser(o.zone); }},
    {"syslog-rfc5424",
     [](const ParserOptions&) -> LineParserResult { return make_syslog_rfc5424_parser(); }},
    {"nginx", [](const ParserOptions&) { return make_access_log(AccessLogKind::kNginx); }},
    {"apache", [](const ParserOptions&) { return make_access_log(AccessLogKind::kApache); }},
    {"common", [](const ParserOptions&) { return make_access_log(AccessLogKind::kCommon); }},
    {"combined", [](const ParserOptions&) { return make_access_log(AccessLogKind::kCombined); }},
    {"json", [](const ParserOptions&) -> LineParserResult { return make_json_parser(); }},
    {"logfmt", [](const ParserOptions&) -> LineParserResult { return make_logfmt_parser(); }},
    {"lambda", [](const ParserOptions&) -> LineParserResult { return make_lambda_parser(); }},
    {"vpc-flow", [](const ParserOptions& o) { return make_vpc_flow_parser(o.argument); }},
    {"cloudtrail",
     [](const ParserOptions&) -> LineParserResult { return make_cloudtrail_parser(); }},
    {"cloudfront",
     [](const ParserOptions&) -> LineParserResult { return make_cloudfront_parser(); }},
    {"alb", [](const ParserOptions&) -> LineParserResult { return make_alb_parser(); }},
    {"regex", [](const ParserOptions& o) { return make_regex_parser(o.argument, o.numbers); }},
});

std::string names_of_parsers() {
  std::string names;
  for (const NamedParser& parser : kParsers) {
    if (!names.empty()) names += ", ";
    names += parser.name;
  }
  return names;
}

bool takes_argument(std::string_view name) { return name == "regex" || name == "vpc-flow"; }

}  // namespace

bool LineParser::parse(const LogLine& line, ParsedFields& fields) const {
  const size_t end = line.message.find_last_not_of("\r\n");
  if (end == std::string_view::npos) return false;
  const ParsedFields::Mark mark = fields.mark();
  const bool matches = parse_line({line.message.substr(0, end + 1), line.timestamp}, fields);
  if (matches && !fields.is_overfull()) return true;
  fields.undo(mark);
  return false;
}

tl::expected<std::unique_ptr<const LineParser>, std::string> make_line_parser(
    const ParserOptions& options) {
  const auto named = std::find_if(kParsers.begin(), kParsers.end(), [&](const NamedParser& parser) {
    return parser.name == options.name;
  });
  if (named == kParsers.end()) {
    return tl::make_unexpected("there is no parser " + quoted_text(options.name) +
                               "; the parsers are " + names_of_parsers());
  }
  if (!options.argument.empty() && !takes_argument(options.name)) {
    return tl::make_unexpected("the parser " + options.name + " takes no argument");
  }
  if (!options.numbers.empty() && options.name != "regex") {
    return tl::make_unexpected("the parser " + options.name + " takes no list of numbers");
  }
  return named->make(options);
}

}  // namespace cwlogs

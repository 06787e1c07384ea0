// CloudFront's standard access logs: columns with a tab between, 33 at the time of writing.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
#include <algorithm>
#include <array>
#include <string_view>

#include "processor/log_columns.h"
#include "processor/log_time.h"
#include "processor/parsers.h"
#include "processor/text_escapes.h"

namespace cwlogs {
namespace {

enum class Kind : uint8_t {
  kText,
  kNumber,
  kHeader,  // percent-encoded by CloudFront
};

struct Column {
  std::string_view name;
  Kind kind;
};

// Those behind date and time, named as in Athena's table for these logs: x-edge-location is
// x_edge_location, cs(User-Agent) is cs_user_agent.
// URLs stay as they are written: their own percent-encoding is part of what they mean.
constexpr auto kColumns = std::to_array<Column>({
    {"x_edge_location", Kind::kText},
    {"sc_bytes", Kind::kNumber},
    {"c_ip", Kind::kText},
    {"cs_method", Kind::kText},
    {"cs_host", Kind::kText},
    {"cs_uri_stem", Kind::kText},
    {"sc_status", Kind::kNumber},
    {"cs_referer", Kind::kText},
    {"cs_user_agent", Kind::kHeader},
    {"cs_uri_query", Kind::kText},
    {"cs_cookie", Kind::kHeader},
    {"x_edge_result_type", Kind::kText},
    {"x_edge_request_id", Kind::kText},
    {"x_host_header", Kind::kText},
    {"cs_protocol", Kind::kText},
    {"cs_bytes", Kind::kNumber},
    {"time_taken", Kind::kNumber},
    {"x_forwarded_for", Kind::kHeader},
    {"ssl_protocol", Kind::kText},
    {"ssl_cipher", Kind::kText},
    {"x_edge_response_result_type", Kind::kText},
    {"cs_protocol_version", Kind::kText},
    {"fle_status", Kind::kText},
    {"fle_encrypted_fields", Kind::kNumber},
    {"c_port", Kind::kNumber},
    {"time_to_first_byte", Kind::kNumber},
    {"x_edge_detailed_result_type", Kind::kText},
    {"sc_content_type", Kind::kHeader},
    {"sc_content_len", Kind::kNumber},
    {"sc_range_start", Kind::kNumber},
    {"sc_range_end", Kind::kNumber},
});

// Up to cs-uri-query, which lines have had since 2010.
constexpr size_t kColumnsMin = 10;

// 2019-12-04<tab>21:02:31<tab>, in UTC.
bool add_time(LineScanner& line, ParsedFields& fields) {
  constexpr size_t kTextBytes = std::string_view("2019-12-04T21:02:31").size();
  const std::string_view text = line.rest().substr(0, kTextBytes);
  WrittenTime written;
  if (!scan_date(line, written) || !line.skip('\t') || !scan_clock(line, written) ||
      !line.skip('\t')) {
    return false;
  }
  const OptionalTime time = to_time(written, absl::UTCTimeZone());
  if (time) fields.add_event_time("time", text, *time);
  return time.has_value();
}

bool add_column(const Column& column, std::string_view text, ParsedFields& fields) {
  switch (column.kind) {
    case Kind::kText:
      return add_text_column(column.name, text, fields);
    case Kind::kNumber:
      return add_number_column(column.name, text, fields);
    case Kind::kHeader:
      return add_text_column(column.name, decode_percent(text, fields.arena()), fields);
  }
  return false;
}

class CloudFrontParser : public LineParser {
 protected:
  bool parse_line(const LogLine& message, ParsedFields& fields) const override {
    const auto tabs = std::count(message.message.begin(), message.message.end(), '\t');
    if (static_cast<size_t>(tabs) < kColumnsMin + 1) return false;
    LineScanner line(message.message);
    if (!add_time(line, fields)) return false;
    size_t left = static_cast<size_t>(tabs) - 1;  // the last column may be empty
    for (const Column& column : kColumns) {
      if (left-- == 0) return true;
      if (!add_column(column, line.take_token('\t'), fields)) return false;
    }
    if (!line.at_end()) fields.add_text("extra", line.rest());  // columns of the future
    return true;
  }
};

}  // namespace

LineParserPointer make_cloudfront_parser() { return std::make_unique<CloudFrontParser>(); }

}  // namespace cwlogs

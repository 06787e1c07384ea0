// Access logs of Application Load Balancers: columns with a space between, some in quotes.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
#include <algorithm>
#include <array>
#include <string_view>

#include "processor/log_columns.h"
#include "processor/log_time.h"
#include "processor/parsers.h"

namespace cwlogs {
namespace {

enum class Kind : uint8_t {
  kText,
  kNumber,
  kType,
  kEventTime,
  kTime,
  kClient,  // address:port
  kTarget,
  kRequest,  // "GET https://host:443/path HTTP/1.1"
};

struct Column {
  std::string_view name;
  Kind kind;
};

// Named as documented, client:port and target:port cut in two as in Athena's table for these logs.
// https://docs.aws.amazon.com/athena/latest/ug/create-alb-access-logs-table.html
constexpr auto kColumns = std::to_array<Column>({
    {"type", Kind::kType},
    {"time", Kind::kEventTime},
    {"elb", Kind::kText},
    {"client", Kind::kClient},
    {"target", Kind::kTarget},
    {"request_processing_time", Kind::kNumber},
    {"target_processing_time", Kind::kNumber},
    {"response_processing_time", Kind::kNumber},
    {"elb_status_code", Kind::kNumber},
    {"target_status_code", Kind::kNumber},
    {"received_bytes", Kind::kNumber},
    {"sent_bytes", Kind::kNumber},
    {"request", Kind::kRequest},
    {"user_agent", Kind::kText},
    {"ssl_cipher", Kind::kText},
    {"ssl_protocol", Kind::kText},
    {"target_group_arn", Kind::kText},
    {"trace_id", Kind::kText},
    {"domain_name", Kind::kText},
    {"chosen_cert_arn", Kind::kText},
    {"matched_rule_priority", Kind::kNumber},
    {"request_creation_time", Kind::kTime},
    {"actions_executed", Kind::kText},
    {"redirect_url", Kind::kText},
    {"error_reason", Kind::kText},
    {"target_port_list", Kind::kText},
    {"target_status_code_list", Kind::kText},
    {"classification", Kind::kText},
    {"classification_reason", Kind::kText},
    {"conn_trace_id", Kind::kText},
    {"transformed_host", Kind::kText},
    {"transformed_uri", Kind::kText},
    {"request_transform_status", Kind::kText},
});

// Up to trace_id, which lines have had since 2016.
constexpr size_t kColumnsMin = 18;

// One column and the space or the end behind it. What the quotes hold stays as it is written: how a
// quote within is spelled is not documented, only one at the end of a column ends it.
bool scan_column(LineScanner& line, std::string_view& text) {
  if (line.peek() != '"') {
    text = line.take_token();
    return !text.empty();
  }
  const std::string_view rest = line.rest();
  for (size_t quote = rest.find('"', 1); quote != rest.npos; quote = rest.find('"', quote + 1)) {
    if (quote + 1 != rest.size() && rest[quote + 1] != ' ') continue;
    text = rest.substr(1, quote - 1);
    line.take(std::min(quote + 2, rest.size()));
    return true;
  }
  return false;
}

bool add_type(std::string_view text, ParsedFields& fields) {
  constexpr auto kTypes =
      std::to_array<std::string_view>({"http", "https", "h2", "grpcs", "ws", "wss"});
  if (std::find(kTypes.begin(), kTypes.end(), text) == kTypes.end()) return false;
  fields.add_text("type", text);
  return true;
}

bool read_time(std::string_view text, OptionalTime& time) {
  WrittenTime written;
  if (!read_rfc3339_time(text, written)) return false;
  time = to_time(written, absl::UTCTimeZone());
  return time.has_value();
}

bool add_time(const Column& column, std::string_view text, ParsedFields& fields) {
  OptionalTime time;
  if (text == "-" && column.kind == Kind::kTime) return true;
  if (!read_time(text, time)) return false;
  if (column.kind == Kind::kEventTime) {
    fields.add_event_time(column.name, text, *time);
  } else {
    fields.add_time(column.name, text, *time);
  }
  return true;
}

// 192.0.2.1:443, also with brackets around IPv6.
bool add_endpoint(std::string_view ip_name, std::string_view port_name, std::string_view text,
                  ParsedFields& fields) {
  if (text == "-") return true;
  const size_t colon = text.rfind(':');
  if (colon == text.npos) return false;
  std::string_view ip = text.substr(0, colon);
  if (ip.starts_with('[') && ip.ends_with(']')) ip = ip.substr(1, ip.size() - 2);
  return add_address_column(ip_name, ip, fields) &&
         add_number_column(port_name, text.substr(colon + 1), fields);
}

// A malformed one, such as `- http://host:80- -`, stays whole.
void add_request(std::string_view text, ParsedFields& fields) {
  const size_t first = text.find(' ');
  const size_t last = text.rfind(' ');
  const bool is_whole = first != text.npos && first > 0 && last > first + 1 &&
                        last + 1 < text.size() && !text.starts_with("- ") && !text.ends_with(" -");
  if (!is_whole) {
    add_text_column("request", text, fields);
    return;
  }
  fields.add_text("request_verb", text.substr(0, first));
  fields.add_text("request_url", text.substr(first + 1, last - first - 1));
  fields.add_text("request_proto", text.substr(last + 1));
}

bool add_column(const Column& column, std::string_view text, ParsedFields& fields) {
  switch (column.kind) {
    case Kind::kText:
      return add_text_column(column.name, text, fields);
    case Kind::kNumber:
      return add_number_column(column.name, text, fields);
    case Kind::kType:
      return add_type(text, fields);
    case Kind::kEventTime:
    case Kind::kTime:
      return add_time(column, text, fields);
    case Kind::kClient:
      return add_endpoint("client_ip", "client_port", text, fields);
    case Kind::kTarget:
      return add_endpoint("target_ip", "target_port", text, fields);
    case Kind::kRequest:
      add_request(text, fields);
      return true;
  }
  return false;
}

class AlbParser : public LineParser {
 protected:
  bool parse_line(const LogLine& message, ParsedFields& fields) const override {
    LineScanner line(message.message);
    size_t count = 0;
    for (const Column& column : kColumns) {
      if (line.at_end()) return count >= kColumnsMin;
      std::string_view text;
      if (!scan_column(line, text) || !add_column(column, text, fields)) return false;
      ++count;
    }
    // AWS adds columns at the end, and asks to pass over them; here they are kept.
    if (!line.at_end()) fields.add_text("extra", line.rest());
    return true;
  }
};

}  // namespace

LineParserPointer make_alb_parser() { return std::make_unique<AlbParser>(); }

}  // namespace cwlogs

// RFC 5424, "The Syslog Protocol", section 6:
//
//   <165>1 2003-10-11T22:14:15.003Z host app pid msgid [structured data] message
//
// `-` is NILVALUE: the field is absent.
#include <string>
#include <string_view>

#include "processor/log_time.h"
#include "processor/parsers.h"
#include "processor/syslog_fields.h"
#include "processor/syslog_structured_data.h"

namespace cwlogs {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A header field and the space behind it.
bool scan_header_field(LineScanner& line, std::string_view& text) {
  text = line.take_while(is_graphic);
  return !text.empty() && line.skip(' ');
}

bool add_header_text(LineScanner& line, std::string_view name, ParsedFields& fields) {
  std::string_view text;
  if (!scan_header_field(line, text)) return false;
  if (text != "-") fields.add_text(name, text);
  return true;
}

// VERSION: 1 to 999 without leading zeros.
bool add_version(LineScanner& line, ParsedFields& fields) {
  std::string_view version;
  if (!scan_header_field(line, version)) return false;
  if (!is_digits(version) || version.size() > 3 || version.front() == '0') return false;
  fields.add_number("version", version);
  return true;
}

// Section 6.2.3 allows 6 digits of a second; 9, as programs in Go write them, are taken too.
bool add_time(LineScanner& line, ParsedFields& fields) {
  std::string_view text;
  if (!scan_header_field(line, text)) return false;
  if (text == "-") return true;
  WrittenTime written;
  if (!read_rfc3339_time(text, written)) return false;
  const OptionalTime time = to_time(written, absl::UTCTimeZone());
  if (!time) return false;
  fields.add_event_time("time", text, *time);
  return true;
}

// PROCID is a process's number, or any other text.
bool add_process(LineScanner& line, ParsedFields& fields) {
  std::string_view text;
  if (!scan_header_field(line, text)) return false;
  if (text != "-") add_syslog_process(text, fields);
  return true;
}

bool add_structured_data(LineScanner& line, ParsedFields& fields) {
  std::string& json = fields.scratch();
  if (!scan_structured_data(line, json)) return false;
  // Copied first: add_json() may need the scratch for itself.
  if (!json.empty()) fields.add_json("structuredData", fields.arena().copy(json));
  return true;
}

class SyslogRfc5424Parser : public LineParser {
 protected:
  bool parse_line(const LogLine& message, ParsedFields& fields) const override {
    LineScanner line(message.message);
    int priority = 0;
    if (!scan_syslog_priority(line, priority)) return false;
    add_syslog_priority(priority, fields);
    if (!add_version(line, fields) || !add_time(line, fields) ||
        !add_header_text(line, "host", fields) || !add_header_text(line, "app", fields) ||
        !add_process(line, fields) || !add_header_text(line, "msgId", fields) ||
        !add_structured_data(line, fields)) {
      return false;
    }
    if (line.at_end()) return true;
    if (!line.skip(' ')) return false;
    line.skip(kByteOrderMark);  // section 6.4: it says that UTF-8 follows
    fields.add_text("message", line.rest());
    return true;
  }
};

// Both formats on one log stream: relays pass on what they get.
class SyslogParser : public LineParser {
 public:
  explicit SyslogParser(const absl::TimeZone& zone)
      : rfc5424_(make_syslog_rfc5424_parser()), rfc3164_(make_syslog_rfc3164_parser(zone)) {}

 protected:
  bool parse_line(const LogLine& line, ParsedFields& fields) const override {
    return rfc5424_->parse(line, fields) || rfc3164_->parse(line, fields);
  }

 private:
  LineParserPointer rfc5424_;
  LineParserPointer rfc3164_;
};

}  // namespace

LineParserPointer make_syslog_rfc5424_parser() { return std::make_unique<SyslogRfc5424Parser>(); }

LineParserPointer make_syslog_parser(const absl::TimeZone& zone) {
  return std::make_unique<SyslogParser>(zone);
}

}  // namespace cwlogs

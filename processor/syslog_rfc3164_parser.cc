// RFC 3164, "The BSD syslog Protocol": less a standard than a description of what is sent.
//
//   <34>Oct 11 22:14:15 mymachine su[1234]: 'su root' failed
//   PRI TIMESTAMP       HOSTNAME  TAG  pid  content
//
// Files in /var/log have the same without PRI, or with rsyslog's high-precision timestamp.
#include <optional>
#include <string_view>

#include "processor/log_time.h"
#include "processor/parsers.h"
#include "processor/syslog_fields.h"

namespace cwlogs {
namespace {

// RFC 3164 allows 32 letters and digits; systemd units and paths are longer and freer.
constexpr size_t kTagBytesMax = 128;

bool is_tag_character(char c) {
  return (is_graphic(c) || static_cast<unsigned char>(c) >= 0x80) && c != '[' && c != ']' &&
         c != ':';
}

struct Tag {
  std::string_view app;
  std::string_view pid;
};

// `sshd[1234]: ` or `kernel: `, with one space.
bool scan_tag(LineScanner& line, Tag& tag) {
  LineScanner scanner = line;
  tag.app = scanner.take_while(is_tag_character);
  tag.pid = {};
  if (tag.app.empty() || tag.app.size() > kTagBytesMax) return false;
  if (scanner.skip('[')) {
    tag.pid = scanner.take_while(is_tag_character);
    if (tag.pid.empty() || !scanner.skip(']')) return false;
  }
  if (!scanner.skip(':') || (!scanner.at_end() && !scanner.skip(' '))) return false;
  line = scanner;
  return true;
}

bool scan_host(LineScanner& line, std::string_view& host) {
  LineScanner scanner = line;
  host = scanner.take_while(is_graphic);
  if (host.empty() || !scanner.skip(' ')) return false;
  line = scanner;
  return true;
}

enum class TimeFormat { kNone, kBsd, kIso };

// The time at the start, and the space behind it.
TimeFormat scan_time(LineScanner& line, WrittenTime& written, std::string_view& text) {
  for (const TimeFormat format : {TimeFormat::kBsd, TimeFormat::kIso}) {
    LineScanner scanner = line;
    written = {};
    const bool is_time = format == TimeFormat::kBsd ? scan_syslog_time(scanner, written)
                                                    : scan_iso_time(scanner, written);
    // Without its offset it is a program's own time, not rsyslog's.
    if (!is_time || (format == TimeFormat::kIso && !written.offset)) continue;
    text = line.rest().substr(0, line.rest().size() - scanner.rest().size());
    if (!scanner.skip(' ')) continue;
    line = scanner;
    return format;
  }
  return TimeFormat::kNone;
}

class SyslogRfc3164Parser : public LineParser {
 public:
  explicit SyslogRfc3164Parser(const absl::TimeZone& zone) : zone_(zone) {}

 protected:
  bool parse_line(const LogLine& message, ParsedFields& fields) const override {
    LineScanner line(message.message);
    int priority = 0;
    const bool has_priority = scan_syslog_priority(line, priority);
    if (has_priority) add_syslog_priority(priority, fields);
    WrittenTime written;
    std::string_view time_text;
    const TimeFormat format = scan_time(line, written, time_text);
    if (format == TimeFormat::kNone) {
      if (!has_priority) return false;
      add_content(line, fields);  // section 4.3.2: all behind PRI is content
      return true;
    }
    if (!add_time(written, time_text, message.timestamp, fields)) return false;
    return add_host_and_content(line, format, has_priority, fields);
  }

 private:
  // A time that can't be placed in a year stays as it is written.
  bool add_time(const WrittenTime& written, std::string_view text, OptionalTime reference,
                ParsedFields& fields) const {
    WrittenTime in_leap_year = written;
    if (written.year == 0) in_leap_year.year = 2000;
    if (!to_time(in_leap_year, zone_)) return false;  // 32 January
    const OptionalTime time =
        written.year == 0 ? to_nearest_time(written, zone_, reference) : to_time(written, zone_);
    if (time) {
      fields.add_event_time("time", text, *time);
    } else {
      fields.add_text("timestamp", text);
    }
    return true;
  }

  static bool add_host_and_content(LineScanner line, TimeFormat format, bool has_priority,
                                   ParsedFields& fields) {
    Tag tag;
    LineScanner without_host = line;  // programs on the host itself leave it out
    if (scan_tag(without_host, tag)) {
      if (format == TimeFormat::kIso && !has_priority) return false;
      add_content(line, fields);
      return true;
    }
    std::string_view host;
    if (scan_host(line, host)) {
      fields.add_text("host", host);
    } else if (!has_priority) {
      return false;
    }
    // Many programs start their lines with an ISO time; host and tag tell syslog from them.
    LineScanner behind_tag = line;
    if (format == TimeFormat::kIso && !has_priority && !scan_tag(behind_tag, tag)) return false;
    add_content(line, fields);
    return true;
  }

  static void add_content(LineScanner line, ParsedFields& fields) {
    Tag tag;
    if (scan_tag(line, tag)) {
      fields.add_text("app", tag.app);
      if (!tag.pid.empty()) add_syslog_process(tag.pid, fields);
    }
    fields.add_text("message", line.rest());
  }

  absl::TimeZone zone_;
};

}  // namespace

LineParserPointer make_syslog_rfc3164_parser(const absl::TimeZone& zone) {
  return std::make_unique<SyslogRfc3164Parser>(zone);
}

}  // namespace cwlogs

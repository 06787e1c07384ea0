#include "processor/syslog_fields.h"

#include <array>

namespace cwlogs {
namespace {

constexpr int kPriorityMax = 191;
constexpr int kSeverityCount = 8;

// The keywords of syslog.h; 12 to 15, which it lacks, after their meaning in RFC 5424 table 1.
constexpr std::array<std::string_view, 24> kFacilities = {
    "kern",   "user",   "mail",     "daemon", "auth",   "syslog", "lpr",    "news",
    "uucp",   "cron",   "authpriv", "ftp",    "ntp",    "audit",  "alert",  "clock",
    "local0", "local1", "local2",   "local3", "local4", "local5", "local6", "local7"};

constexpr std::array<std::string_view, kSeverityCount> kSeverities = {
    "emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"};

}  // namespace

bool scan_syslog_priority(LineScanner& line, int& priority) {
  LineScanner scanner = line;
  if (!scanner.skip('<')) return false;
  const std::string_view digits = scanner.take_while(is_digit);
  if (digits.empty() || digits.size() > 3 || !scanner.skip('>')) return false;
  if (digits.size() > 1 && digits.front() == '0') return false;
  priority = 0;
  for (const char digit : digits) priority = priority * 10 + (digit - '0');
  if (priority > kPriorityMax) return false;
  line = scanner;
  return true;
}

void add_syslog_priority(int priority, ParsedFields& fields) {
  const int facility = priority / kSeverityCount;
  const int severity = priority % kSeverityCount;
  fields.add_text("facility", kFacilities[static_cast<size_t>(facility)]);
  fields.add_integer("facilityCode", facility);
  fields.add_text("severity", kSeverities[static_cast<size_t>(severity)]);
  fields.add_integer("severityCode", severity);
}

void add_syslog_process(std::string_view pid, ParsedFields& fields) {
  if (is_plain_integer(pid)) {
    fields.add_number("pid", pid);
  } else {
    fields.add_text("pid", pid);
  }
}

}  // namespace cwlogs

#include "cli/log_families.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "processor/json_string.h"

namespace cwlogs {
namespace {

using std::chrono::milliseconds;

struct FamilyPatterns {
  std::string_view log_group;
  std::string_view log_stream;
};

// By LogFamily. A log group of mixed lines is that of a task whose containers share one.
constexpr FamilyPatterns kPatterns[] = {
    {"/ecs/{service}/nginx", "nginx/nginx/{x32}"},
    {"/ec2/{service}/httpd/access_log", "i-0{x16}"},
    {"/ec2/{service}/var/log/messages", "i-0{x16}"},
    {"/aws/lambda/{service}-api", "{date}/[$LATEST]{x32}"},
    {"/ecs/{service}/app", "ecs/app/{x32}"},
    {"/ecs/{service}/java", "ecs/java/{x32}"},
    {"/vpc/{service}/flow-logs", "{eni}-all"},
    {"/ecs/{service}/all", "ecs/task/{x32}"},
};

constexpr std::string_view kServices[] = {"orders",    "payments", "inventory", "shipping",
                                          "accounts",  "search",   "catalog",   "billing",
                                          "reporting", "gateway",  "notify",    "checkout"};

std::string service_name(size_t group) {
  const size_t lap = group / std::size(kServices);
  const std::string name(kServices[group % std::size(kServices)]);
  return lap == 0 ? name : name + '-' + std::to_string(lap + 1);
}

// --- times, all UTC
// ---------------------------------------------------------------------------------

constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Calendar {
  unsigned year, month, day, hour, minute, second, millisecond;
};

Calendar calendar_of(milliseconds timestamp) {
  const std::chrono::sys_time<milliseconds> time(timestamp);
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(midnight);
  const auto of_day = static_cast<unsigned>((time - midnight).count());
  return {.year = static_cast<unsigned>(static_cast<int>(date.year())),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .hour = of_day / 3'600'000,
          .minute = of_day / 60'000 % 60,
          .second = of_day / 1000 % 60,
          .millisecond = of_day % 1000};
}

std::string padded(unsigned value, size_t width, char pad = '0') {
  const std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), pad) + digits;
}

std::string clock_of(const Calendar& time) {
  return padded(time.hour, 2) + ':' + padded(time.minute, 2) + ':' + padded(time.second, 2);
}

std::string date_of(const Calendar& time, char separator) {
  return padded(time.year, 4) + separator + padded(time.month, 2) + separator + padded(time.day, 2);
}

// As the family's programs write the time.
std::string time_text(LogFamily family, milliseconds timestamp) {
  const Calendar time = calendar_of(timestamp);
  const std::string_view month = kMonths[time.month - 1];
  switch (family) {
    case LogFamily::kNginx:
    case LogFamily::kApache:
      return padded(time.day, 2) + '/' + std::string(month) + '/' + padded(time.year, 4) + ':' +
             clock_of(time) + " +0000";
    case LogFamily::kSyslog:
      return std::string(month) + ' ' + padded(time.day, 2, ' ') + ' ' + clock_of(time);
    case LogFamily::kJava:
      return date_of(time, '-') + ' ' + clock_of(time) + '.' + padded(time.millisecond, 3);
    default:
      return date_of(time, '-') + 'T' + clock_of(time) + '.' + padded(time.millisecond, 3) + 'Z';
  }
}

// One host writes one format, so it is chosen by document.
std::string_view line_pattern_of(LogFamily family, Random& random) {
  switch (family) {
    case LogFamily::kNginx:
      return "{nginx_line}";
    case LogFamily::kApache:
      return random.below(2) == 0 ? "{common_line}" : "{combined_line}";
    case LogFamily::kSyslog:
      return "{syslog_line}";
    case LogFamily::kLambda:
      return random.below(2) == 0 ? "{lambda_python_line}" : "{lambda_node_line}";
    case LogFamily::kJson:
      return "{json_line}";
    case LogFamily::kJava:
      return "{java_line}";
    case LogFamily::kVpcFlow:
      return "{vpc_line}";
    case LogFamily::kMixed:
      break;
  }
  assert(false && "a document has one family");
  return "";
}

// --- VPC flow logs: the fields of format version 2, in the order of the line
// ------------------------

constexpr std::string_view kFlowFields[] = {
    "version",  "account_id", "interface_id", "srcaddr", "dstaddr", "srcport", "dstport",
    "protocol", "packets",    "bytes",        "start",   "end",     "action",  "log_status"};
constexpr size_t kFlowFieldCount = std::size(kFlowFields);

// CloudWatch Logs writes the fields in the order of its hash map, not of the pattern.
constexpr size_t kFlowFieldOrder[] = {3, 6, 10, 4, 0, 8, 7, 1, 2, 13, 9, 5, 12, 11};
static_assert(std::size(kFlowFieldOrder) == kFlowFieldCount);

}  // namespace

LogOrigin make_log_origin(LogFamily family, uint64_t seed, size_t group, size_t stream,
                          milliseconds date) {
  Random random(derived_seed(derived_seed(seed, group), stream));
  PatternWriter patterns(random);
  const FamilyPatterns& family_patterns = kPatterns[static_cast<size_t>(family)];
  LogOrigin origin;
  origin.host = patterns.expand("ip-10-0-{0-7}-{4-250}");
  origin.eni = patterns.expand("eni-0{x16}");
  origin.service = service_name(group);
  patterns.set_fact("service", origin.service);
  patterns.set_fact("date", date_of(calendar_of(date), '/'));
  patterns.set_fact("eni", origin.eni);
  origin.log_group = patterns.expand(family_patterns.log_group);
  origin.log_stream = patterns.expand(family_patterns.log_stream);
  return origin;
}

LogWriter::LogWriter(LogFamily family, const LogOrigin& origin, Random& random)
    : random_(&random),
      patterns_(random),
      family_(family),
      line_pattern_(line_pattern_of(family, random)) {
  patterns_.set_fact("service", origin.service);
  patterns_.set_fact("host", origin.host);
  patterns_.set_fact("eni", origin.eni);
  patterns_.set_fact("account", std::string(kAccount));
  if (random.below(2) == 0) lambda_step_ = LambdaStep::kInit;
  patterns_.set_fact("memory", patterns_.expand("{128|256|512|1024}"));
  patterns_.set_fact("init_duration", "");
}

std::string LogWriter::next_line(milliseconds timestamp) {
  if (family_ == LogFamily::kVpcFlow) {
    const int64_t start = timestamp.count() / 1000;
    patterns_.set_fact("start", std::to_string(start));
    patterns_.set_fact("end",
                       std::to_string(start + static_cast<int64_t>(random_->between(10, 60))));
  } else {
    patterns_.set_fact("time", time_text(family_, timestamp));
  }
  return family_ == LogFamily::kLambda ? next_lambda_line() : patterns_.expand(line_pattern_);
}

std::string LogWriter::next_lambda_line() {
  switch (lambda_step_) {
    case LambdaStep::kInit:
      lambda_step_ = LambdaStep::kStart;
      patterns_.set_fact("init_duration",
                         patterns_.expand("Init Duration: {120-980}.{10-99} ms\t"));
      return patterns_.expand("{lambda_init}");
    case LambdaStep::kStart:
      lambda_step_ = LambdaStep::kWork;
      work_lines_left_ = random_->between(1, 6);
      patterns_.set_fact("request_id", patterns_.expand("{uuid}"));
      return patterns_.expand("{lambda_start}");
    case LambdaStep::kWork:
      if (--work_lines_left_ == 0) lambda_step_ = LambdaStep::kEnd;
      return patterns_.expand(line_pattern_);
    case LambdaStep::kEnd:
      lambda_step_ = LambdaStep::kReport;
      return patterns_.expand("{lambda_end}");
    case LambdaStep::kReport:
      break;
  }
  lambda_step_ = LambdaStep::kStart;
  set_report_facts();
  std::string report = patterns_.expand("{lambda_report}");
  patterns_.set_fact("init_duration", "");
  return report;
}

void LogWriter::set_report_facts() {
  const uint64_t duration_ms = random_->between(1, 2999);
  patterns_.set_fact("duration", std::to_string(duration_ms) + patterns_.expand(".{10-99}"));
  patterns_.set_fact("billed", std::to_string(duration_ms + 1));  // billed by started millisecond
}

void append_extracted_fields(std::string_view line, std::string& out) {
  std::array<std::string_view, kFlowFieldCount> values;
  for (std::string_view& value : values) {
    value = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(line.size(), value.size() + 1));
  }
  char separator = '{';
  for (const size_t field : kFlowFieldOrder) {
    out.push_back(separator);
    append_quoted(kFlowFields[field], out);
    out.push_back(':');
    append_quoted(values[field], out);
    separator = ',';
  }
  out.push_back('}');
}

}  // namespace cwlogs

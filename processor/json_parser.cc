// Messages that are one JSON object: what applications log, and CloudTrail.
#include <string_view>

#include "processor/json_members.h"
#include "processor/log_time.h"
#include "processor/parsers.h"

namespace cwlogs {
namespace {

class JsonParser : public LineParser {
 protected:
  bool parse_line(const LogLine& line, ParsedFields& fields) const override {
    return add_json_members(line.message, fields);
  }
};

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
// Members stay as they are named; `userIdentity` and others that are nested stay so.
class CloudTrailParser : public LineParser {
 protected:
  bool parse_line(const LogLine& line, ParsedFields& fields) const override {
    const size_t first = fields.all().size();
    JsonMembers members(line.message, fields);
    for (std::string_view name, json; members.next(name, json);) {
      if (name != "eventTime" || !add_event_time(json, fields)) fields.add_json(name, json);
    }
    return members.complete() && is_record(fields, first);
  }

 private:
  static bool add_event_time(std::string_view json, ParsedFields& fields) {
    const auto text = json_string_text(json, fields);
    WrittenTime written;
    if (!text || !read_rfc3339_time(*text, written)) return false;
    const OptionalTime time = to_time(written, absl::UTCTimeZone());
    if (time) fields.add_event_time("eventTime", *text, *time);
    return time.has_value();
  }

  // What every record has. Of an Insights event, source and name are among its details.
  static bool is_record(const ParsedFields& fields, size_t first) {
    const auto has = [&](std::string_view name, FieldKind kind) {
      return has_field(fields, first, name, kind);
    };
    return has("eventVersion", FieldKind::kText) && has("eventTime", FieldKind::kTime) &&
           (has("insightDetails", FieldKind::kJson) ||
            (has("eventSource", FieldKind::kText) && has("eventName", FieldKind::kText)));
  }

  static bool has_field(const ParsedFields& fields, size_t first, std::string_view name,
                        FieldKind kind) {
    for (const ParsedField& field : fields.all().subspan(first)) {
      if (field.name == name && field.kind == kind) return true;
    }
    return false;
  }
};

}  // namespace

LineParserPointer make_json_parser() { return std::make_unique<JsonParser>(); }

LineParserPointer make_cloudtrail_parser() { return std::make_unique<CloudTrailParser>(); }

}  // namespace cwlogs

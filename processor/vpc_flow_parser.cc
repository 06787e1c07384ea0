// Flow log records: values with spaces between, in the order of the flow log's format.
// https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "processor/log_columns.h"
#include "processor/log_time.h"
#include "processor/parsers.h"
#include "processor/text_template.h"
#include "processor/vpc_flow_fields.h"

namespace cwlogs {
namespace {

constexpr std::string_view kAllowed = "; allowed are ${field} placeholders, one space between";

struct Column {
  std::string name;
  FlowFieldKind kind = FlowFieldKind::kText;
};

bool is_flow_field_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
  });
}

// A field that came after the table was written is text.
Column column_of(std::string_view id) {
  if (const FlowField* const field = find_flow_field(id)) {
    return {std::string(field->name), field->kind};
  }
  std::string name(id);
  std::replace(name.begin(), name.end(), '-', '_');
  return {std::move(name), FlowFieldKind::kText};
}

tl::expected<std::vector<Column>, std::string> columns_of(std::string_view format) {
  std::vector<Column> columns;
  for (LineScanner line(format); !line.at_end();) {
    const std::string_view token = line.take_token();
    LineScanner placeholder(token);
    std::string_view id;
    if (!placeholder.skip("${") || !placeholder.take_until('}', id) || !placeholder.at_end() ||
        !is_flow_field_id(id)) {
      return tl::make_unexpected("flow log format has " + quoted_text(token) +
                                 std::string(kAllowed));
    }
    Column column = column_of(id);
    const bool is_repeated = std::any_of(columns.begin(), columns.end(), [&](const Column& other) {
      return other.name == column.name;
    });
    if (is_repeated) {
      return tl::make_unexpected("flow log format has the field " + quoted_text(id) + " twice");
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

// The start of the interval is when the record's event began; the end counts where only it is.
bool add_seconds(const Column& column, std::string_view text, ParsedFields& fields) {
  if (text == "-") return true;
  const OptionalTime time = seconds_to_time(text);
  if (!is_digits(text) || !time) return false;
  if (column.kind == FlowFieldKind::kStart || !fields.time()) {
    fields.add_event_time(column.name, text, *time);
  } else {
    fields.add_time(column.name, text, *time);
  }
  return true;
}

bool add_one_of(const Column& column, std::string_view text,
                std::initializer_list<std::string_view> values, ParsedFields& fields) {
  return std::find(values.begin(), values.end(), text) != values.end() &&
         add_text_column(column.name, text, fields);
}

bool add_value(const Column& column, std::string_view text, ParsedFields& fields) {
  switch (column.kind) {
    case FlowFieldKind::kText:
      return !text.empty() && add_text_column(column.name, text, fields);
    case FlowFieldKind::kNumber:
      return add_number_column(column.name, text, fields);
    case FlowFieldKind::kAddress:
      return add_address_column(column.name, text, fields);
    case FlowFieldKind::kStart:
    case FlowFieldKind::kEnd:
      return add_seconds(column, text, fields);
    case FlowFieldKind::kAction:
      return add_one_of(column, text, {"ACCEPT", "REJECT", "-"}, fields);
    case FlowFieldKind::kLogStatus:
      return add_one_of(column, text, {"OK", "NODATA", "SKIPDATA", "-"}, fields);
  }
  return false;
}

class VpcFlowParser : public LineParser {
 public:
  explicit VpcFlowParser(std::vector<Column> columns) : columns_(std::move(columns)) {}

 protected:
  bool parse_line(const LogLine& message, ParsedFields& fields) const override {
    const auto spaces = std::count(message.message.begin(), message.message.end(), ' ');
    if (static_cast<size_t>(spaces) + 1 != columns_.size()) return false;
    LineScanner line(message.message);
    return std::all_of(columns_.begin(), columns_.end(), [&](const Column& column) {
      return add_value(column, line.take_token(), fields);
    });
  }

 private:
  std::vector<Column> columns_;
};

}  // namespace

LineParserResult make_vpc_flow_parser(std::string_view format) {
  auto columns = columns_of(format.empty() ? kDefaultFlowFormat : format);
  if (!columns) return tl::make_unexpected(std::move(columns.error()));
  return std::make_unique<VpcFlowParser>(*std::move(columns));
}

}  // namespace cwlogs

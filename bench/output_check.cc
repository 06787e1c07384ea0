#include "bench/output_check.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bench/reference.h"

namespace cwlogs::bench {
namespace {

using nlohmann::json;

// The status behind the request: … "GET / HTTP/1.1" 200 512 …
int nginx_status(const std::string& message) {
  const size_t request = message.find('"');
  return std::stoi(message.substr(message.find("\" ", request + 1) + 2, 3));
}

void check_fields(const json& line, const json& log_event, Lines lines) {
  require(line.at("id") == log_event.at("id"), "the id of a log event");
  const std::string& message = log_event.at("message").get_ref<const std::string&>();
  if (lines == Lines::kJson) require(line.at("message") == message, "a message");
  if (lines == Lines::kNginx) require(line.at("status") == nginx_status(message), "a status");
  if (lines != Lines::kVpcFlow) return;
  const json& fields = log_event.at("extractedFields");
  require(line.at("interface_id") == fields.at("interface_id"), "an interface_id");
  require(line.at("log_status") == fields.at("log_status"), "a log_status");
  if (fields.at("bytes") == "-") return;
  require(line.at("bytes").dump() == fields.at("bytes"), "the bytes of a flow");
}

void check_json_lines(std::string_view data, const json& document, Lines lines) {
  for (const json& log_event : document.at("logEvents")) {
    const size_t end = std::min(data.find('\n'), data.size());
    const json line = json::parse(data.substr(0, end));
    check_fields(line, log_event, lines);
    require(line.at("logStream") == document.at("logStream"), "a logStream");
    data.remove_prefix(std::min(end + 1, data.size()));
  }
  require(data.empty(), "more lines than log events");
}

void check_delivered(const ReferenceAnswer& answer, const json& document, const Variant& variant) {
  const std::string data = variant.is_gzip ? reference_gunzip(answer.data) : answer.data;
  if (variant.lines == Lines::kMessage) {
    require(data == reference_lines(document), "the data of a record");
  } else {
    check_json_lines(data, document, variant.lines);
  }
  if (!variant.has_keys) return;
  require(answer.partition_keys.at("logStream") == document.at("logStream"), "a partition key");
  require(answer.partition_keys.at("year") == "2022", "a year");
  require(answer.partition_keys.at("hour") == "00", "an hour");
}

}  // namespace

void check_output(const Plan& plan, std::string_view response, std::string_view event,
                  const Variant& variant) {
  const auto answers = reference_answers(response);
  const auto records = reference_records(event);
  require(answers.size() == records.size(), "the number of answers");
  size_t delivered = 0;
  for (size_t i = 0, put = 0; i < records.size(); ++i) {
    require(answers[i].record_id == records[i].record_id, "a recordId");
    if (answers[i].result == "Ok") {
      check_delivered(answers[i], records[i].document, variant);
      ++delivered;
      continue;
    }
    require(answers[i].result == "Dropped" && put < plan.puts.size(), "a result");
    require(plan.puts[put].record == i && plan.puts[put].data_base64 == records[i].base64, "a put");
    ++put;
  }
  require(delivered > 0 && delivered + plan.puts.size() == records.size(), "the number of puts");
}

}  // namespace cwlogs::bench

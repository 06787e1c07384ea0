#include "cli/bootstrap_report.h"

#include <nlohmann/json.hpp>

#include "processor/limits.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

std::string plural(size_t n, const std::string& noun) {
  return with_thousands(n) + ' ' + noun + (n == 1 ? "" : "s");
}

std::string render_results(const FirehoseAnswer& answer, const Style& style) {
  std::string line;
  const auto add = [&](size_t n, const std::string& result, Color color) {
    if (n == 0) return;
    line += (line.empty() ? ": " : ", ") + style.paint(color, with_thousands(n) + ' ' + result);
  };
  add(answer.ok, "Ok", Color::kGreen);
  add(answer.dropped, "Dropped", Color::kYellow);
  add(answer.failed, "ProcessingFailed", Color::kRed);
  return plural(answer.records, "record") + line;
}

std::string render_reingest(const BootstrapReport& report) {
  if (report.put_to == PutTo::kAws) return "whatever there is goes to AWS";
  if (report.put_to == PutTo::kUrl) return "whatever there is goes to " + report.put_url;
  if (report.puts.empty()) return "nothing";
  return render_puts(report.puts) + ", accepted by the embedded endpoint";
}

const char* name_of(InvocationEnd end) {
  switch (end) {
    case InvocationEnd::kAnswered:
      return "answered";
    case InvocationEnd::kFailed:
      return "failed";
    case InvocationEnd::kTooLarge:
      return "tooLarge";
    case InvocationEnd::kTimedOut:
      return "timedOut";
    case InvocationEnd::kNotAnswered:
      return "notAnswered";
    case InvocationEnd::kExited:
      return "exited";
    case InvocationEnd::kInitFailed:
      return "initFailed";
  }
  return "";
}

}  // namespace

std::string describe_failure(const InvocationResult& result) {
  const std::string error = result.error_type + ": " + result.error_message;
  switch (result.end) {
    case InvocationEnd::kFailed:
      return "the bootstrap posted an error: " + error;
    case InvocationEnd::kInitFailed:
      return "the bootstrap posted an init error: " + error;
    default:
      return result.error_message;
  }
}

std::string render_puts(const std::vector<PutCall>& calls) {
  if (calls.empty()) return "";
  size_t records = 0;
  size_t bytes = 0;
  for (const PutCall& call : calls) {
    records += call.records;
    bytes += call.bytes;
  }
  const PutCall& first = calls.front();
  return plural(records, "record") + " in " + plural(calls.size(), first.operation + " call") +
         " to " + first.stream + ", " + first.region + ": " + with_thousands(bytes) + " bytes";
}

std::string render_text(const BootstrapReport& report, const Style& style) {
  const bool answered = report.result.end == InvocationEnd::kAnswered;
  std::string text = style.paint(Color::kBold, on_one_line(report.event)) +
                     (answered ? ": answered in " : ": not answered, after ") +
                     with_thousands(static_cast<uint64_t>(report.result.milliseconds().count())) +
                     " ms\n";
  if (report.answer) text += "  records     " + render_results(*report.answer, style) + '\n';
  if (answered) {
    text += "  response    " + with_thousands(report.result.body.size()) + " of " +
            with_thousands(kResponseBytesMax) + " bytes\n";
  }
  return text + "  re-ingest   " + on_one_line(render_reingest(report)) + '\n';
}

std::string render_json(const BootstrapReport& report,
                        const std::vector<std::string>& configuration) {
  Json variables = Json::object();
  for (const std::string& variable : configuration) {
    const size_t equals = variable.find('=');
    variables[variable.substr(0, equals)] = variable.substr(equals + 1);
  }
  Json puts = Json::array();
  for (const PutCall& call : report.puts) {
    puts.push_back({{"operation", call.operation},
                    {"stream", call.stream},
                    {"region", call.region},
                    {"records", call.records},
                    {"bytes", call.bytes}});
  }
  const FirehoseAnswer answer = report.answer.value_or(FirehoseAnswer{});
  const bool answered = report.result.end == InvocationEnd::kAnswered;
  const Json json = {{"event", report.event},
                     {"requestId", report.result.request_id},
                     {"end", name_of(report.result.end)},
                     {"milliseconds", report.result.milliseconds().count()},
                     {"errorType", report.result.error_type},
                     {"errorMessage", report.result.error_message},
                     {"records", answer.records},
                     {"Ok", answer.ok},
                     {"Dropped", answer.dropped},
                     {"ProcessingFailed", answer.failed},
                     {"responseBytes", answered ? report.result.body.size() : 0},
                     {"puts", puts},
                     {"violations", report.violations},
                     {"configuration", variables}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cwlogs

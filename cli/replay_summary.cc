#include "cli/replay_summary.h"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

#include "runtime/error_message.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kPartitionsShown = 10;

Color color_of(size_t failed, size_t dropped) {
  return failed != 0 ? Color::kRed : dropped != 0 ? Color::kYellow : Color::kGreen;
}

std::string plural(size_t n, std::string_view noun) {
  return with_thousands(n) + ' ' + std::string(noun) + (n == 1 ? "" : "s");
}

// "2 Ok, 1 ProcessingFailed"
std::string render_results(const ReplaySummary& summary, const Style& style) {
  std::string line;
  const auto add = [&](size_t n, std::string_view result, Color color) {
    if (n == 0) return;
    if (!line.empty()) line += ", ";
    line += style.paint(color, with_thousands(n) + ' ' + std::string(result));
  };
  add(summary.ok, "Ok", Color::kGreen);
  add(summary.dropped, "Dropped", Color::kYellow);
  add(summary.failed, "ProcessingFailed", Color::kRed);
  return line;
}

std::string render_reasons(const ReplaySummary& summary, const Style& style) {
  std::string lines;
  for (size_t i = 0; i < kReasonCount; ++i) {
    const ReasonCount& reason = summary.reasons[i];
    if (reason.records == 0) continue;
    lines += "              " + with_thousands(reason.records) + ' ' +
             std::string(name_of(static_cast<Reason>(i))) +
             style.paint(Color::kDim, ", first recordId " + on_one_line(reason.first_record_id)) +
             '\n';
    const std::string_view advice = advice_for(static_cast<Reason>(i));
    if (!advice.empty()) lines += "                " + std::string(advice) + '\n';
  }
  return lines;
}

std::string_view operation_of(const ReplaySummary& summary) {
  return summary.source == name_of(Source::kKinesis) ? "PutRecords" : "PutRecordBatch";
}

std::string render_reingest(const ReplaySummary& summary) {
  if (summary.puts == 0) return "nothing";
  std::string text;
  if (summary.reingested_whole != 0) {
    text += plural(summary.reingested_whole, "record") + " as received";
  }
  if (summary.reingested_split != 0) {
    if (!text.empty()) text += ", ";
    text += plural(summary.reingested_split, "record") + " in " +
            plural(summary.puts - summary.reingested_whole, "piece");
  }
  text += ": " + with_thousands(summary.put_bytes) + " bytes in " +
          plural(summary.put_calls, std::string(operation_of(summary)) + " call");
  return text + (summary.puts_accepted ? ", assumed accepted" : ", assumed to fail");
}

std::string render_partitions(const ReplaySummary& summary) {
  std::string lines;
  size_t shown = 0;
  for (const auto& [keys, records] : summary.partitions) {
    if (shown++ == kPartitionsShown) {
      lines += "              and " + with_thousands(summary.partitions.size() - kPartitionsShown) +
               " more\n";
      break;
    }
    lines += (shown == 1 ? "  partitions  " : "              ") +
             on_one_line(render_metadata(keys)) + ": " + plural(records, "record") + '\n';
  }
  return lines;
}

std::string render_filtered(const ReplaySummary& summary) {
  std::string text;
  const auto add = [&text](size_t n, const char* what) {
    if (n != 0) text += ", " + with_thousands(n) + ' ' + what;
  };
  add(summary.log_events_joined, "joined to the one before");
  add(summary.log_events_filtered, "filtered out");
  add(summary.log_events_redacted, "redacted");
  add(summary.log_events_unparsed, "unparsed");
  return text;
}

}  // namespace

std::string render_text(const ReplaySummary& summary, const Style& style) {
  std::string where = summary.source;
  if (!summary.stream.empty()) where += ", stream " + summary.stream;
  if (!summary.region.empty()) where += ", " + summary.region;
  char share[16];
  std::snprintf(share, sizeof(share), "%.1f %%",
                100.0 * static_cast<double>(summary.response_bytes) /
                    static_cast<double>(summary.response_bytes_max));
  return style.paint(Color::kBold, on_one_line(summary.event)) + ": " + on_one_line(where) + '\n' +
         "  records     " + plural(summary.records, "record") +
         (summary.records == 0 ? "" : ": " + render_results(summary, style)) + '\n' +
         render_reasons(summary, style) +  //
         "  delivered   " + plural(summary.log_events_ok, "log event") + render_filtered(summary) +
         '\n' + "  bytes       " + with_thousands(summary.bytes_in) + " in, " +
         with_thousands(summary.bytes_inflated) + " inflated, " +
         with_thousands(summary.bytes_out) + " out\n" +  //
         render_partitions(summary) +                    //
         "  response    " + with_thousands(summary.response_bytes) + " of " +
         with_thousands(summary.response_bytes_max) + " bytes (" + share + ")\n" +
         "  re-ingest   " +
         style.paint(color_of(summary.puts_accepted ? 0 : summary.puts, summary.puts),
                     render_reingest(summary)) +
         '\n';
}

Json to_json(const ReplaySummary& summary) {
  Json partitions = Json::array();
  for (const auto& [keys, records] : summary.partitions) {
    Json partition = Json::parse(keys);
    partition["records"] = records;
    partitions.push_back(std::move(partition));
  }
  Json json = {{"event", summary.event},
               {"source", summary.source},
               {"stream", summary.stream},
               {"region", summary.region}};
  for (const LogField& field : counts(summary))
    json[std::string(field.name)] = Json::parse(field.json);
  json["responseBytesMax"] = summary.response_bytes_max;
  json["partitions"] = partitions;
  json["reingest"] = {{"recordsWhole", summary.reingested_whole},
                      {"recordsSplit", summary.reingested_split},
                      {"puts", summary.puts},
                      {"bytes", summary.put_bytes},
                      {"calls", summary.put_calls},
                      {"operation", summary.puts == 0 ? "" : std::string(operation_of(summary))},
                      {"assumedAccepted", summary.puts_accepted}};
  return json;
}

std::string render_json(const ReplaySummary& summary) {
  return to_json(summary).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string render_metadata(std::string_view json) {
  std::string text;
  const Json metadata = Json::parse(json);
  for (const Json& part : metadata) {
    for (const auto& [name, value] : part.items()) {
      if (!text.empty()) text += ' ';
      text += name + '=' + value.get<std::string>();
    }
  }
  return text;
}

}  // namespace cwlogs

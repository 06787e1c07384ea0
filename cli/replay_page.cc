#include "cli/replay_page.h"

#include <algorithm>
#include <utility>

#include "cli/html_page.h"
#include "cli/option_values.h"
#include "cli/plain_data.h"
#include "cli/replay_page_template.h"
#include "processor/gunzip.h"
#include "processor/json_string.h"
#include "processor/limits.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

// What compressed data may inflate to; above that only its size is shown.
constexpr size_t kInflatedMax = 64 * kMiB;
constexpr size_t kCallsMax = 1000;

std::string shortened(std::string_view text) {
  if (text.size() <= kPageTextBytesMax) return std::string(text);
  return std::string(cut_utf8(text, kPageTextBytesMax)) + "…";
}

std::string id_of(const Record& record) {
  std::string id;
  append_unescaped(record.id.text, id);
  return shortened(id);
}

bool is_time(int64_t ms) { return ms > 0 && ms <= kTimestampMax.count(); }

// The call that put number `put` goes out with; the first is 0.
size_t call_of(const Plan& plan, size_t put) {
  const auto after = std::ranges::upper_bound(plan.batches, put, {}, &PutBatch::first);
  return static_cast<size_t>(after - plan.batches.begin()) - 1;
}

// How a record was put back. Requires: it was.
Json render_puts(const Plan& plan, size_t first_put, const Answer& answer) {
  uint64_t bytes = 0;
  uint64_t log_events = 0;
  for (const PutRecord& put : plan.puts.subspan(first_put, answer.puts)) {
    bytes += put.bytes;
    log_events += put.log_events;
  }
  return {{"asReceived", answer.reason == Reason::kReingested},
          {"records", answer.puts},
          {"bytes", bytes},
          {"logEvents", log_events},
          {"firstCall", call_of(plan, first_put)},
          {"lastCall", call_of(plan, first_put + answer.puts - 1)}};
}

Json render_answer(const Plan& plan, size_t index, const Answer& answer) {
  const Record& record = plan.event->records[index];
  Json json = {{"id", id_of(record)},
               {"result", name_of(answer.verdict)},
               {"reason", name_of(answer.reason)},
               {"logEvents", answer.log_events},
               {"filtered", answer.filtered},
               {"redacted", answer.redacted},
               {"unparsed", answer.unparsed},
               {"bytesIn", answer.bytes_in},
               {"bytesInflated", answer.bytes_inflated},
               {"bytesOut", answer.verdict == Verdict::kOk ? answer.data_size : 0},
               {"responseBytes", answer_size(plan, index, answer)}};
  if (answer.reason == Reason::kNone) json["reason"] = nullptr;
  if (is_time(record.arrival_ms)) json["arrivalMs"] = record.arrival_ms;
  return json;
}

Json render_calls(const Plan& plan) {
  Json calls = Json::array();
  for (const PutBatch& batch : plan.batches.first(std::min(plan.batches.size(), kCallsMax))) {
    calls.push_back({{"records", batch.count}, {"bytes", batch.bytes}});
  }
  return calls;
}

void add_lines(const PageLines& lines, Json& record) {
  record["binary"] = lines.binary;
  record["moreLines"] = lines.lines - lines.shown.size();
  record["moreBytes"] = lines.more_bytes;
  record["lines"] = lines.shown;
  Json& cut = record["cut"] = Json::array();
  for (const CutLine& line : lines.cut) cut.push_back({line.line, line.bytes});
}

// name=value of each key a folder, for want of the stream's prefix.
S3Prefix prefix_of_keys(const Json& keys) {
  using Kind = S3PrefixPart::Kind;
  S3Prefix prefix;
  for (const auto& [name, value] : keys.items()) {
    prefix.parts.push_back({Kind::kLiteral, name + '=', {}, {}});
    prefix.parts.push_back({Kind::kLambdaKey, name, {}, {}});
    prefix.parts.push_back({Kind::kLiteral, "/", {}, {}});
  }
  return keys.empty() ? with_default_time(std::move(prefix)) : prefix;
}

std::string path_of(const EvaluatedS3Prefix& place) {
  std::string path;
  for (const std::string& folder : place.folders) path += folder + '/';
  return path + place.object_prefix;
}

}  // namespace

ReplayPage::ReplayPage(ReplayPageOptions options) {
  data_ = {{"version", CWLOGS_VERSION}, {"options", std::move(options.options)},
           {"prefix", nullptr},         {"timeAppended", false},
           {"errors", Json::array()},   {"events", Json::array()}};
  if (!options.prefix) return;
  S3Prefix prefix = parse_s3_prefix(*options.prefix);
  data_["prefix"] = std::move(*options.prefix);
  data_["timeAppended"] = !prefix.has(S3PrefixPart::Kind::kTimestamp);
  prefix_ = with_default_time(std::move(prefix));
}

EvaluatedS3Prefix ReplayPage::evaluate(const Json& keys, int64_t arrival_ms) const {
  S3PrefixInput input;
  for (const auto& [name, value] : keys.items()) {
    input.partition_keys.emplace(name, value.get<std::string>());
  }
  if (is_time(arrival_ms)) input.arrival.emplace(std::chrono::milliseconds(arrival_ms));
  return evaluate_s3_prefix(prefix_ ? *prefix_ : prefix_of_keys(keys), input);
}

void ReplayPage::add_data(const Plan& plan, size_t index, bool is_shown, Folders& folders,
                          Json& record) {
  const Answer& answer = plan.answers[index];
  Json metadata = Json::object();
  if (answer.metadata_size != 0) metadata = Json::parse(plan.metadata_of(answer));
  const Json keys = metadata.value("partitionKeys", Json::object());
  const EvaluatedS3Prefix place = evaluate(keys, plan.event->records[index].arrival_ms);
  const std::string_view data = plan.data(answer);
  size_t nothing = 0;
  const PageLines lines =
      first_lines(plain_data(data, kInflatedMax), is_shown ? line_bytes_left_ : nothing);
  Folder& folder = folders[place];
  ++folder.records;
  folder.lines += lines.lines;
  folder.bytes += data.size();
  if (!is_shown) return;
  record["gzip"] = has_gzip_magic(data);
  record["metadata"] = std::move(metadata);
  record["path"] = path_of(place);
  add_lines(lines, record);
}

Json ReplayPage::render_folders(const Folders& folders) {
  Json list = Json::array();
  for (const auto& [place, folder] : folders) {
    if (list.size() == kPageFoldersMax) break;
    list.push_back({{"folders", place.folders},
                    {"objectPrefix", place.object_prefix},
                    {"missingKeys", place.missing_keys},
                    {"records", folder.records},
                    {"lines", folder.lines},
                    {"bytes", folder.bytes}});
  }
  return list;
}

void ReplayPage::add(const ReplayedEvent& event) {
  const Plan& plan = event.plan;
  Json records = Json::array();
  Folders folders;
  size_t put = 0;
  for (size_t i = 0; i < plan.answers.size(); ++i) {
    const Answer& planned = plan.answers[i];
    const Answer answer = settle(planned, event.put_outcomes.subspan(put, planned.puts));
    const bool is_shown = records.size() < records_left_;
    Json record;
    if (is_shown) record = render_answer(plan, i, answer);
    if (is_shown && planned.puts != 0) record["puts"] = render_puts(plan, put, planned);
    if (answer.verdict == Verdict::kOk) add_data(plan, i, is_shown, folders, record);
    if (is_shown) records.push_back(std::move(record));
    put += planned.puts;
  }
  records_left_ -= records.size();

  ReplaySummary summary = event.summary;
  summary.event = shortened(summary.event);
  summary.stream = shortened(summary.stream);
  for (ReasonCount& reason : summary.reasons) {
    reason.first_record_id = shortened(reason.first_record_id);
  }
  text_ += render_text(summary, Style(false)) + '\n';
  summary.partitions.clear();  // the folders say more
  data_["events"].push_back(
      {{"summary", to_json(summary)},
       {"moreRecords", plan.answers.size() - records.size()},
       {"records", std::move(records)},
       {"moreFolders", folders.size() - std::min(folders.size(), kPageFoldersMax)},
       {"folders", render_folders(folders)},
       {"calls", render_calls(plan)}});
}

void ReplayPage::add_error(const std::string& error) {
  data_["errors"].push_back(shortened(error));
  text_ += shortened(error) + "\n\n";
}

std::string ReplayPage::render() const {
  std::string title = "cwlogs replay";
  if (data_.at("events").size() == 1) {
    title += ": " + data_.at("events").at(0).at("summary").at("event").get<std::string>();
  }
  return fill_page(kReplayPageTemplate, {title, text_, data_});
}

}  // namespace cwlogs

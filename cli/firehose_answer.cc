#include "cli/firehose_answer.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/plain_data.h"
#include "cli/replay_summary.h"
#include "processor/base64.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

std::string member(const Json& json, const char* name) {
  if (!json.is_object()) return "";
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

const Json* find_records(const Json& json) {
  const auto found = json.is_object() ? json.find("records") : json.end();
  return json.is_object() && found != json.end() && found->is_array() ? &*found : nullptr;
}

// Whether the text at `i` is an escape such as \ud8.. whose third digit is from first to last.
bool is_half(std::string_view text, size_t i, char first, char last) {
  if (text.size() < i + 6 || text[i] != '\\' || text[i + 1] != 'u') return false;
  const char digit = static_cast<char>(text[i + 3] | 0x20);  // lower case, and digits as they are
  return (text[i + 2] == 'd' || text[i + 2] == 'D') && digit >= first && digit <= last;
}

// Reads JSON that may spell lone halves of surrogate pairs, as ids of a saved event may.
Json parse_with_lone_surrogates(std::string text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') continue;
    const bool high = is_half(text, i, '8', 'b');
    if (high && is_half(text, i + 6, 'c', 'f')) {
      i += 11;
    } else if (high || is_half(text, i, 'c', 'f')) {
      text.replace(i, 6, "\\ufffd");
      i += 5;
    } else {
      ++i;
    }
  }
  return Json::parse(text, nullptr, false);
}

// Counts how often each recordId has to be answered, less how often it is.
void check_ids(std::string_view event_text, const Json& answers, FirehoseAnswer& answer) {
  const Json event = parse_with_lone_surrogates(std::string(event_text));
  const Json* const records = find_records(event);
  if (records == nullptr) return;
  std::map<std::string, int> open;
  for (const Json& record : *records) ++open[member(record, "recordId")];
  for (const Json& record : answers) --open[member(record, "recordId")];
  for (const auto& [id, count] : open) {
    if (count > 0) answer.faults.push_back("the response has no answer to recordId " + id);
    if (count < 0) answer.faults.push_back("the response answers recordId " + id + " too often");
    if (count != 0) return;  // one says enough
  }
}

// {"partitionKeys":{…},"otfMetadata":{…}}, all values strings.
bool is_object_of_texts(const Json& metadata) {
  if (!metadata.is_object()) return false;
  return std::ranges::all_of(metadata, [](const Json& part) {
    return part.is_object() &&
           std::ranges::all_of(part, [](const Json& value) { return value.is_string(); });
  });
}

void read_ok_record(const Json& record, FirehoseAnswer& answer) {
  AnsweredRecord delivered;
  delivered.id = member(record, "recordId");
  std::string base64 = member(record, "data");
  if (base64.empty()) base64 = member(record, "kafkaRecordValue");
  delivered.data.resize(base64::decoded_size_max(base64.size()));
  const auto size = base64::decode(base64, delivered.data.data());
  if (!size) {
    answer.faults.push_back("the data of recordId " + delivered.id + " is not base64");
  }
  delivered.data.resize(size.value_or(0));
  if (const auto metadata = record.find("metadata"); metadata != record.end()) {
    if (is_object_of_texts(*metadata)) {
      delivered.metadata = metadata->dump(-1, ' ', false, Json::error_handler_t::replace);
    } else {
      answer.faults.push_back("the metadata of recordId " + delivered.id +
                              " is no object of objects of strings");
    }
  }
  answer.delivered.push_back(std::move(delivered));
}

}  // namespace

tl::expected<FirehoseAnswer, std::string> read_answer(std::string_view event,
                                                      std::string_view response) {
  const Json json = parse_with_lone_surrogates(std::string(response));
  const Json* const records = find_records(json);
  if (records == nullptr) {
    return tl::make_unexpected("the response is no JSON object with a `records` array");
  }
  FirehoseAnswer answer;
  answer.records = records->size();
  for (const Json& record : *records) {
    const std::string result = member(record, "result");
    if (result == "Ok") {
      ++answer.ok;
      read_ok_record(record, answer);
    } else if (result == "Dropped") {
      ++answer.dropped;
    } else if (result == "ProcessingFailed") {
      ++answer.failed;
    } else {
      answer.faults.push_back("the response has result '" + result.substr(0, 40) +
                              "', which is none of Ok, Dropped and ProcessingFailed");
    }
  }
  check_ids(event, *records, answer);
  return answer;
}

std::string render_delivered(const FirehoseAnswer& answer, const std::string& event_name,
                             const Style& style, bool terminal) {
  const bool headers = answer.delivered.size() > 1 || !event_name.empty();
  std::string text;
  for (const AnsweredRecord& record : answer.delivered) {
    if (headers) {
      if (!text.empty() && text.back() != '\n') text += '\n';
      std::string header = "==> ";
      if (!event_name.empty()) header += event_name + ' ';
      header += record.id;
      if (!record.metadata.empty()) header += ", " + render_metadata(record.metadata);
      text += style.paint(Color::kBold, on_one_line(header + " <==")) + '\n';
    }
    const std::string data = plain_data(record.data);
    text += terminal ? without_controls(data) : data;
  }
  return text;
}

}  // namespace cwlogs

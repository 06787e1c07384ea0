// Firehose transformation events and CloudWatch Logs documents for tests, and an independent
// reading of what the core answers: nlohmann-json, zlib and OpenSSL, none of the code under test.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/text_file.h"
#include "processor/firehose_response.h"
#include "processor/processor.h"

namespace cwlogs::testing {

using Json = nlohmann::ordered_json;

std::string base64_of(std::string_view bytes);         // OpenSSL
std::string bytes_of_base64(std::string_view base64);  // OpenSSL; aborts the test on bad input
std::string gunzip_all(std::string_view gzip);         // zlib, any number of members

// A log event as CloudWatch Logs writes it.
Json log_event(std::string_view message, int64_t timestamp = 1655856000000,
               std::string_view id = "36895000000000000000000000000000000000000000000000000001");

// A DATA_MESSAGE of owner 123456789012, log group /aws/test, log stream stream-1, filter
// to-firehose.
Json document(const std::vector<std::string>& messages);
Json document_of(const std::vector<Json>& log_events);
Json control_message();

// Builds an event record by record. Record ids are 56 digits long unless given.
class EventBuilder {
 public:
  explicit EventBuilder(Source source = Source::kDirectPut) : source_(source) {}

  EventBuilder& add_bytes(std::string_view bytes);  // as they are
  EventBuilder& add_gzip(std::string_view text);    // one member, level 6
  EventBuilder& add(const Json& document);          // gzip of the document
  EventBuilder& add_base64(std::string_view base64);
  EventBuilder& add_record(Json record);              // as it is
  EventBuilder& id(std::string_view id);              // of the next record
  EventBuilder& partition_key(std::string_view key);  // of the next record, Kinesis

  Json json() const;
  std::string text() const { return json().dump(); }

 private:
  Source source_;
  std::vector<Json> records_;
  std::string next_id_;
  std::string next_key_ = "key";
};

Options options_with_budget(size_t response_bytes_max);

// One run of the core over an event, read back independently.
struct Answered {
  Reason error = Reason::kNone;  // of the event
  size_t error_offset = kNoOffset;
  std::string response;
  Json records;                 // of the response
  std::vector<Answer> answers;  // of the plan
  std::vector<PutRecord> puts;  // views into `put_data` and `put_keys`
  std::vector<PutBatch> batches;
  std::vector<std::string> put_data;
  std::vector<std::string> put_keys;

  const Json& record(size_t i) const { return records.at(i); }
  std::string result(size_t i) const { return records.at(i).at("result"); }
  Reason reason(size_t i) const { return answers.at(i).reason; }
  std::string data(size_t i) const;  // decoded, of an Ok record
};

// Runs `event` through `processor` and checks what holds for every run: valid JSON within the
// budget, every id answered once and in order, batches within the limits.
Answered run(Processor& processor, std::string_view event, PutOutcome puts = PutOutcome::kAccepted);
Answered run(std::string_view event, Options options = {});
Answered run(const EventBuilder& event, Options options = {});

}  // namespace cwlogs::testing

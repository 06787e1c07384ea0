#include "tests/event_fixture.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <zlib.h>

#include <cstdlib>
#include <utility>

#include "tests/gzip_fixture.h"

namespace cwlogs::testing {
namespace {

const unsigned char* unsigned_data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string_view arn_field(Source source) {
  switch (source) {
    case Source::kKinesis:
      return "sourceKinesisStreamArn";
    case Source::kMsk:
      return "sourceMSKArn";
    case Source::kDirectPut:
      break;
  }
  return "";
}

void expect_valid_response(const Answered& answered, const Plan& plan) {
  EXPECT_LE(answered.response.size(), plan.response_bytes_max);
  ASSERT_EQ(answered.records.size(), plan.event->records.size());
  for (size_t i = 0; i < answered.records.size(); ++i) {
    const Json id = Json::parse('"' + std::string(plan.event->records[i].id.text) + '"');
    EXPECT_EQ(answered.record(i).at("recordId"), id) << "record " << i;
  }
}

void expect_valid_batches(const Answered& answered, Source source) {
  const bool kinesis = source == Source::kKinesis;
  const size_t record_max = kinesis ? kKinesisRecordBytesMax : kFirehoseRecordBytesMax;
  const size_t request_max = kinesis ? kKinesisRequestBytesMax : kFirehoseRequestBytesMax;
  size_t next = 0;
  for (const PutBatch& batch : answered.batches) {
    EXPECT_EQ(batch.first, next);
    EXPECT_GE(batch.count, 1u);
    EXPECT_LE(batch.count, 500u);
    size_t bytes = 0;
    for (size_t i = next; i < next + batch.count; ++i) {
      const size_t size =
          bytes_of_base64(answered.put_data[i]).size() + answered.put_keys[i].size();
      EXPECT_EQ(answered.puts[i].bytes + answered.put_keys[i].size(), size);
      EXPECT_LE(size, record_max);
      EXPECT_EQ(answered.put_keys[i].empty(), !kinesis);
      bytes += size;
    }
    EXPECT_LE(bytes, request_max);
    EXPECT_EQ(bytes, batch.bytes);
    next += batch.count;
  }
  EXPECT_EQ(next, answered.puts.size());
}

}  // namespace

std::string base64_of(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int n = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), unsigned_data(bytes),
                                static_cast<int>(bytes.size()));
  out.resize(static_cast<size_t>(n));
  return out;
}

std::string bytes_of_base64(std::string_view base64) {
  std::string out(base64.size() / 4 * 3 + 1, '\0');
  const int n = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), unsigned_data(base64),
                                static_cast<int>(base64.size()));
  if (n < 0) {
    ADD_FAILURE() << "not base64: " << base64.substr(0, 80);
    std::abort();
  }
  size_t size = static_cast<size_t>(n);
  if (base64.ends_with("==")) {
    size -= 2;
  } else if (base64.ends_with('=')) {
    size -= 1;
  }
  out.resize(size);
  return out;
}

std::string gunzip_all(std::string_view gzip) {
  std::string out;
  z_stream stream{};
  stream.next_in = const_cast<Bytef*>(unsigned_data(gzip));
  stream.avail_in = static_cast<uInt>(gzip.size());
  std::string block(1 << 16, '\0');
  while (stream.avail_in != 0) {
    int status = inflateInit2(&stream, 31);
    while (status == Z_OK) {
      stream.next_out = reinterpret_cast<Bytef*>(block.data());
      stream.avail_out = static_cast<uInt>(block.size());
      status = inflate(&stream, Z_NO_FLUSH);
      out.append(block, 0, block.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    EXPECT_EQ(status, Z_STREAM_END);
    if (status != Z_STREAM_END) break;
  }
  return out;
}

Json log_event(std::string_view message, int64_t timestamp, std::string_view id) {
  return {{"id", id}, {"timestamp", timestamp}, {"message", message}};
}

Json document_of(const std::vector<Json>& log_events) {
  return {{"messageType", "DATA_MESSAGE"},
          {"owner", "123456789012"},
          {"logGroup", "/aws/test"},
          {"logStream", "stream-1"},
          {"subscriptionFilters", {"to-firehose"}},
          {"logEvents", log_events}};
}

Json document(const std::vector<std::string>& messages) {
  std::vector<Json> log_events;
  log_events.reserve(messages.size());
  for (const std::string& message : messages) log_events.push_back(log_event(message));
  return document_of(log_events);
}

Json control_message() {
  Json control = document({"CWL CONTROL MESSAGE: Checking health of destination Firehose."});
  control["messageType"] = "CONTROL_MESSAGE";
  return control;
}

EventBuilder& EventBuilder::add_record(Json record) {
  if (!record.contains("recordId")) {
    std::string id = next_id_;
    if (id.empty()) {
      id = std::to_string(records_.size());
      id.insert(0, 56 - id.size(), '0');
    }
    record["recordId"] = id;
  }
  next_id_.clear();
  records_.push_back(std::move(record));
  return *this;
}

EventBuilder& EventBuilder::add_base64(std::string_view base64) {
  Json record = {{"approximateArrivalTimestamp", 1655856000000},
                 {source_ == Source::kMsk ? "kafkaRecordValue" : "data", base64}};
  if (source_ == Source::kKinesis) {
    record["kinesisRecordMetadata"] = {{"shardId", "shardId-000000000000"},
                                       {"partitionKey", next_key_},
                                       {"approximateArrivalTimestamp", 1655856000000},
                                       {"sequenceNumber", "49546986683135544286507457936321625675"},
                                       {"subsequenceNumber", 0}};
  }
  return add_record(std::move(record));
}

EventBuilder& EventBuilder::add_bytes(std::string_view bytes) {
  return add_base64(base64_of(bytes));
}

EventBuilder& EventBuilder::add_gzip(std::string_view text) { return add_bytes(gzip(text)); }

EventBuilder& EventBuilder::add(const Json& document) { return add_gzip(document.dump()); }

EventBuilder& EventBuilder::id(std::string_view id) {
  next_id_ = id;
  return *this;
}

EventBuilder& EventBuilder::partition_key(std::string_view key) {
  next_key_ = key;
  return *this;
}

Json EventBuilder::json() const {
  Json event = {
      {"invocationId", "6d5b7f0e-0000-4000-8000-000000000000"},
      {"deliveryStreamArn", "arn:aws:firehose:eu-west-1:123456789012:deliverystream/test-stream"},
      {"region", "eu-west-1"}};
  if (source_ == Source::kKinesis) {
    event[std::string(arn_field(source_))] =
        "arn:aws:kinesis:eu-west-2:123456789012:stream/test-kinesis";
  } else if (source_ == Source::kMsk) {
    event[std::string(arn_field(source_))] =
        "arn:aws:kafka:eu-west-3:123456789012:cluster/test-msk/0a1b2c3d";
  }
  event["records"] = records_;
  return event;
}

Options options_with_budget(size_t response_bytes_max) {
  Options options;
  options.response_bytes_max = response_bytes_max;
  return options;
}

std::string Answered::data(size_t i) const {
  const char* const field = records.at(i).contains("data") ? "data" : "kafkaRecordValue";
  return bytes_of_base64(records.at(i).at(field).get<std::string>());
}

Answered run(Processor& processor, std::string_view event, PutOutcome puts) {
  const PaddedText text{std::string(event)};
  const auto plan = processor.process(text.view());
  Answered answered;
  if (!plan) {
    answered.error = plan.error().reason;
    answered.error_offset = plan.error().offset;
    return answered;
  }
  const std::vector<PutOutcome> outcomes(plan->puts.size(), puts);
  render_response(*plan, outcomes, answered.response);
  answered.records = Json::parse(answered.response).at("records");
  answered.answers.assign(plan->answers.begin(), plan->answers.end());
  answered.puts.assign(plan->puts.begin(), plan->puts.end());
  answered.batches.assign(plan->batches.begin(), plan->batches.end());
  for (const PutRecord& put : plan->puts) {
    answered.put_data.emplace_back(put.data_base64);
    answered.put_keys.emplace_back(put.partition_key);
  }
  expect_valid_response(answered, *plan);
  expect_valid_batches(answered, plan->event->source);
  for (PutRecord& put : answered.puts) put.data_base64 = put.partition_key = {};
  return answered;
}

Answered run(std::string_view event, Options options) {
  Processor processor(std::move(options));
  return run(processor, event);
}

Answered run(const EventBuilder& event, Options options) {
  return run(event.text(), std::move(options));
}

}  // namespace cwlogs::testing

#include "tests/fake_firehose.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace cwlogs::testing {
namespace {

using Json = nlohmann::ordered_json;

FakeFirehoseOptions always(PutBehaviour behaviour) {
  FakeFirehoseOptions options;
  options.afterwards = std::move(behaviour);
  return options;
}

bool tells_of(const Json& entry) {
  return entry.contains("RecordId") || entry.contains("SequenceNumber") ||
         entry.contains("ErrorCode");
}

// An answer that says of as many entries as were put what became of them.
bool tells(const PutCall& call, const Reply& reply) {
  if (reply.fault != Reply::Fault::kNone && reply.fault != Reply::Fault::kWholeThenClose) {
    return false;
  }
  const Json body = reply.raw ? Json() : Json::parse(reply.body, nullptr, false);
  const char* const entries = call.kinesis ? "Records" : "RequestResponses";
  return reply.status == 200 && body.contains(entries) &&
         body.at(entries).size() == call.records.size() &&
         std::ranges::all_of(body.at(entries), tells_of);
}

}  // namespace

FakeFirehose::FakeFirehose(FakeFirehoseOptions options)
    : options_(std::move(options)),
      server_([this](const Request& request) { return answer(request); }, options_.server) {}

FakeFirehose::FakeFirehose(PutBehaviour behaviour) : FakeFirehose(always(std::move(behaviour))) {}

Reply FakeFirehose::answer(const Request& request) {
  PutCall call;
  const PutFlaw flaw = read_put_call(request, options_.limits, call);
  const std::lock_guard lock(mutex_);
  if (!flaw.code.empty()) {
    violations_.push_back(flaw.code + ": " + flaw.message);
    return fail_call(400, flaw.code, flaw.message)(call).reply;
  }
  call.number = calls_.size();
  PutBehaviour behaviour = options_.afterwards;
  if (!options_.script.empty()) {
    behaviour = std::move(options_.script.front());
    options_.script.pop_front();
  }
  PutAnswer answer = behaviour(call);
  const bool told = tells(call, answer.reply);
  for (size_t i = 0; i < answer.stored.size(); ++i) {
    const PutEntry& entry = call.records[i];
    if (!answer.stored[i]) continue;
    records_.push_back({call.stream, entry.data, entry.partition_key, call.number, told});
  }
  calls_.push_back(std::move(call));
  return std::move(answer.reply);
}

std::vector<PutCall> FakeFirehose::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

std::vector<StoredRecord> FakeFirehose::records() const {
  const std::lock_guard lock(mutex_);
  return records_;
}

std::vector<std::string> FakeFirehose::stored_data() const {
  std::vector<std::string> data;
  for (StoredRecord& record : records()) data.push_back(std::move(record.data));
  return data;
}

std::vector<std::string> FakeFirehose::violations() const {
  const std::lock_guard lock(mutex_);
  return violations_;
}

}  // namespace cwlogs::testing

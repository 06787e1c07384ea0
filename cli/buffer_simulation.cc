#include "cli/buffer_simulation.h"

#include <cmath>
#include <cstdio>
#include <deque>
#include <utility>

#include "processor/json_string.h"
#include "processor/padded_text.h"

namespace cwlogs {
namespace {

// Where what is put back leaves no room for anything new for so long, nothing will.
constexpr size_t kStandstillInvocations = 64;
// Of a record's JSON beside its data and its partition key, generously.
constexpr size_t kRecordFrameBytes = 256;

// What was put back: the put's own views end with the next invocation.
struct PutBack {
  std::string data;
  std::string partition_key;  // as JSON writes it
  uint32_t bytes = 0;
};

ArrivedRecord view_of(const PutBack& put, int64_t arrival_ms) {
  return {put.data, put.partition_key, arrival_ms, put.bytes, 0};
}

class Simulation {
 public:
  Simulation(const Arrivals& arrivals, const SimulationOptions& options, const Invoke& invoke)
      : arrivals_(arrivals), options_(options), invoke_(invoke) {}

  tl::expected<SimulatedBuffer, std::string> run() {
    for (const ArrivedRecord& record : arrivals_.records) {
      once_.text_bytes += record.text_bytes;
      once_.arrived_bytes += record.bytes;
      once_.arrived_step_bytes += in_ingestion_steps(record.bytes);
    }
    if (auto first = step(); !first) return tl::make_unexpected(first.error());
    result_ = {};
    size_t standstill = 0;
    while (!is_enough()) {
      const uint64_t arrived = result_.traffic.arrived_bytes;
      if (auto next = step(); !next) return tl::make_unexpected(next.error());
      standstill = result_.traffic.arrived_bytes == arrived ? standstill + 1 : 0;
      if (standstill == kStandstillInvocations) {
        return tl::make_unexpected("what is put back leaves no room for anything new");
      }
    }
    set_arrived();
    return std::move(result_);
  }

 private:
  // In the proportions of all records: which of them came in a round too many is chance.
  void set_arrived() {
    Traffic& traffic = result_.traffic;
    const double rounds = rounds_of(traffic.arrived_bytes);
    const auto of_rounds = [rounds](uint64_t bytes) {
      return static_cast<uint64_t>(std::llround(rounds * static_cast<double>(bytes)));
    };
    traffic.text_bytes = of_rounds(once_.text_bytes);
    traffic.arrived_step_bytes = of_rounds(once_.arrived_step_bytes);
  }

  bool is_enough() const {
    const Traffic& traffic = result_.traffic;
    const uint64_t counted = traffic.arrived_bytes + traffic.put_bytes;
    if (traffic.arrived_bytes == 0) return false;
    if (rounds_of(counted) * static_cast<double>(once_.text_bytes) >=
        static_cast<double>(options_.text_bytes_max)) {
      return true;
    }
    return traffic.cpu_times.size() >= options_.invocations_min &&
           (traffic.arrived_bytes >= once_.arrived_bytes || counted >= options_.counted_bytes_max);
  }

  // How often all records came, if `bytes` did.
  double rounds_of(uint64_t bytes) const {
    return static_cast<double>(bytes) / static_cast<double>(once_.arrived_bytes);
  }

  tl::expected<void, std::string> step() {
    start_event();
    while (!put_back_.empty() && add(view_of(put_back_.front(), arrival_ms_))) {
      put_back_.pop_front();
    }
    if (put_back_.empty()) add_arrivals();
    event_ += "]}";
    const PaddedText text(std::exchange(event_, {}));
    const auto invocation = invoke_(text.view());
    if (!invocation) return tl::make_unexpected(invocation.error());
    count(*invocation);
    return {};
  }

  void add_arrivals() {
    for (;;) {
      const ArrivedRecord& record = arrivals_.records[next_];
      if (!add(record)) return;
      arrival_ms_ = record.arrival_ms;
      ++result_.arrived;
      result_.traffic.arrived_bytes += record.bytes;
      next_ = (next_ + 1) % arrivals_.records.size();
    }
  }

  void count(const Invocation& invocation) {
    Traffic& traffic = result_.traffic;
    traffic.cpu_times.push_back(invocation.duration);
    traffic.delivered_bytes += invocation.delivered_bytes;
    traffic.partitioned_bytes += invocation.partitioned_bytes;
    result_.failed += invocation.failed;
    for (const PutRecord& put : invocation.puts) {
      traffic.put_bytes += put.bytes;
      traffic.put_step_bytes += in_ingestion_steps(put.bytes);
      std::string key;
      append_escaped(put.partition_key, key);
      put_back_.push_back({std::string(put.data_base64), std::move(key), put.bytes});
    }
  }

  void start_event() {
    records_ = 0;
    buffered_ = 0;
    event_ = R"({"invocationId":"bench",")";
    event_ += arrivals_.source == Source::kKinesis ? "sourceKinesisStreamArn"
              : arrivals_.source == Source::kMsk   ? "sourceMSKArn"
                                                   : "deliveryStreamArn";
    event_ += R"(":)";
    append_quoted(arrivals_.stream_arn, event_);
    event_ += R"(,"region":)";
    append_quoted(arrivals_.region, event_);
    event_ += R"(,"records":[)";
  }

  // False where the buffer has no room for it, unless it's the first.
  bool add(const ArrivedRecord& record) {
    const size_t json_bytes = event_.size() + record.data.size() + record.partition_key.size();
    if (records_ != 0 && (buffered_ + record.bytes > options_.buffer_bytes ||
                          json_bytes + kRecordFrameBytes > options_.event_bytes_max)) {
      return false;
    }
    if (records_++ != 0) event_ += ',';
    buffered_ += record.bytes;
    append_record(record);
    return true;
  }

  void append_record(const ArrivedRecord& record) {
    // As long as Firehose's: the response holds it too.
    char id[57];
    std::snprintf(id, sizeof(id), "%056zu", id_++);
    event_ += R"({"recordId":")";
    event_ += id;
    event_ += R"(","approximateArrivalTimestamp":)" + std::to_string(record.arrival_ms);
    if (arrivals_.source == Source::kKinesis) {
      event_ += R"(,"kinesisRecordMetadata":{"partitionKey":")";
      event_ += record.partition_key;
      event_ += "\"}";
    }
    event_ += arrivals_.source == Source::kMsk ? R"(,"kafkaRecordValue":")" : R"(,"data":")";
    event_ += record.data;
    event_ += "\"}";
  }

  const Arrivals& arrivals_;
  const SimulationOptions& options_;
  const Invoke& invoke_;
  Traffic once_;     // what arrives where all records come once
  size_t next_ = 0;  // in arrivals_
  size_t id_ = 0;
  std::deque<PutBack> put_back_;
  int64_t arrival_ms_ = 0;  // of what arrived last, and so of what was put back since
  std::string event_;       // in the making
  size_t records_ = 0;      // in it
  size_t buffered_ = 0;     // bytes in it
  SimulatedBuffer result_;
};

}  // namespace

tl::expected<SimulatedBuffer, std::string> simulate_buffer(const Arrivals& arrivals,
                                                           const SimulationOptions& options,
                                                           const Invoke& invoke) {
  return Simulation(arrivals, options, invoke).run();
}

}  // namespace cwlogs

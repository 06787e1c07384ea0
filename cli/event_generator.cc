#include "cli/event_generator.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "cli/line_pattern.h"
#include "cli/log_document.h"
#include "cli/log_families.h"
#include "cli/random.h"
#include "cli/record_data.h"
#include "processor/base64.h"

namespace cwlogs {
namespace {

using std::chrono::milliseconds;

// Numbers are drawn by purpose and record, so that a record is the same whatever is made before it.
enum SeedPart : uint64_t { kEventPart, kKindPart, kRecordPart, kOriginPart };

constexpr size_t kSampleRecords = 8;          // their mean size tells how many will fit
constexpr size_t kSearchedRecordsMax = 1000;  // for one that is no control message

struct RecordKind {
  bool control = false;
  std::optional<Breakage> breakage = std::nullopt;
};

// How many records share the time span, and the log events of each.
struct Layout {
  size_t records;
  size_t log_events;
};

// A record's own numbers.
struct RecordFacts {
  std::string record_id;
  std::string arrival;  // approximateArrivalTimestamp
  std::string base64;
};

std::string encode(std::string_view bytes) {
  std::string text(base64::encoded_size(bytes.size()), '\0');
  base64::encode(bytes, text.data());
  return text;
}

// Writes the parts of one event.
class EventWriter {
 public:
  static constexpr std::string_view kTail = "]}";

  explicit EventWriter(const GeneratorOptions& options);

  const std::string& head() const { return head_; }
  RecordKind kind_of(size_t index) const;

  // The same text for the same record and layout, whatever was asked for before.
  std::string record(size_t index, const Layout& layout);

 private:
  // The random numbers of record `index`, by purpose.
  Random random_of(SeedPart part, size_t index) const {
    return Random(derived_seed(derived_seed(options_.seed, part), index));
  }

  std::string make_head(Random& random) const;
  TimeSlice slice_of(size_t index, const Layout& layout) const;
  std::string document(size_t index, const TimeSlice& slice, Random& random) const;
  std::string base64_of(std::string document, std::optional<Breakage> breakage);
  std::string record_id_of(size_t index) const;
  std::string kinesis_metadata(const RecordFacts& facts, Random& random) const;
  std::string msk_metadata(const RecordFacts& facts, size_t index) const;

  GeneratorOptions options_;
  GzipStream gzip_;
  std::string head_;
  std::string id_prefix_;
  uint64_t id_step_;
  uint64_t first_offset_;
};

EventWriter::EventWriter(const GeneratorOptions& options)
    : options_(options), gzip_(options.gzip_level) {
  Random random = random_of(kEventPart, 0);
  head_ = make_head(random);
  id_prefix_ = "4963";
  while (id_prefix_.size() < 38) id_prefix_ += std::to_string(random.below(10));
  id_step_ = random.between(1'000'000, 9'999'999);
  first_offset_ = random.between(1000, 9'999'999);
}

std::string EventWriter::make_head(Random& random) const {
  PatternWriter patterns(random);
  std::string head = patterns.expand(R"({"invocationId":"{uuid}",)");
  if (options_.source == EventSource::kKinesis) {
    head += R"("sourceKinesisStreamArn":)"
            R"("arn:aws:kinesis:ap-northeast-1:123456789012:stream/cwlogs",)";
  } else if (options_.source == EventSource::kMsk) {
    patterns.append(R"("sourceMSKArn":"arn:aws:kafka:ap-northeast-1:123456789012:cluster/cwlogs/)"
                    R"({uuid}-{1-9}",)",
                    head);
  }
  return head += R"("deliveryStreamArn":)"
                 R"("arn:aws:firehose:ap-northeast-1:123456789012:deliverystream/cwlogs",)"
                 R"("region":"ap-northeast-1","records":[)";
}

RecordKind EventWriter::kind_of(size_t index) const {
  double place = random_of(kKindPart, index).unit();
  for (size_t i = 0; i < kBreakageCount; ++i) {
    if (place < options_.broken_share[i]) return {.breakage = static_cast<Breakage>(i)};
    place -= options_.broken_share[i];
  }
  return {.control = place < options_.control_share};
}

std::string EventWriter::record(size_t index, const Layout& layout) {
  Random random = random_of(kRecordPart, index);
  const TimeSlice slice = slice_of(index, layout);
  const auto delay = milliseconds(static_cast<int64_t>(random.between(500, 5000)));
  const milliseconds arrival = slice.time_of(std::max<size_t>(slice.count, 1) - 1) + delay;
  const RecordFacts facts{
      .record_id = record_id_of(index),
      .arrival = std::to_string(arrival.count()),
      .base64 = base64_of(document(index, slice, random), kind_of(index).breakage)};

  std::string text =
      R"({"recordId":")" + facts.record_id + R"(","approximateArrivalTimestamp":)" + facts.arrival;
  switch (options_.source) {
    case EventSource::kDirect:
      return text += R"(,"data":")" + facts.base64 + "\"}";
    case EventSource::kKinesis:
      return text += R"(,"data":")" + facts.base64 + '"' + kinesis_metadata(facts, random) + '}';
    case EventSource::kMsk:
      break;
  }
  return text += msk_metadata(facts, index) + R"(,"kafkaRecordValue":")" + facts.base64 + "\"}";
}

TimeSlice EventWriter::slice_of(size_t index, const Layout& layout) const {
  // Where the number of records was guessed too low, the last ones share the end of the span.
  const size_t place = std::min(index, layout.records - 1);
  return {.start = options_.start,
          .span = options_.span,
          .first = place * layout.log_events,
          .count = layout.log_events,
          .total = std::max<size_t>(layout.records * layout.log_events, 1)};
}

std::string EventWriter::document(size_t index, const TimeSlice& slice, Random& random) const {
  if (kind_of(index).control) return make_control_document(options_.source, slice.time_of(0));
  const size_t group = index % options_.log_groups;
  const size_t stream = index / options_.log_groups % options_.log_streams;
  const LogOrigin origin = make_log_origin(
      options_.family, derived_seed(options_.seed, kOriginPart), group, stream, options_.start);
  LogFamily family = options_.family;
  if (family == LogFamily::kMixed) {
    family = static_cast<LogFamily>(random.below(static_cast<uint64_t>(LogFamily::kMixed)));
  }
  return make_data_document(family, origin, slice, random);
}

std::string EventWriter::base64_of(std::string document, std::optional<Breakage> breakage) {
  std::string base64 =
      encode(options_.plain ? make_plain_data(std::move(document), breakage)
                            : make_gzip_data(std::move(document), breakage, gzip_));
  if (breakage == Breakage::kBadBase64) break_base64(base64);
  return base64;
}

// 56 digits: a sequence number of Kinesis, which Firehose uses for Direct PUT too, or an offset.
std::string EventWriter::record_id_of(size_t index) const {
  if (options_.source != EventSource::kMsk) {
    return id_prefix_ + std::to_string(100'000'000'000'000'000 + index * id_step_);
  }
  const std::string offset = std::to_string(first_offset_ + index);
  return std::string(56 - offset.size(), '0') + offset;
}

std::string EventWriter::kinesis_metadata(const RecordFacts& facts, Random& random) const {
  return R"(,"kinesisRecordMetadata":{"shardId":"shardId-000000000000","partitionKey":")" +
         PatternWriter(random).expand("{x32}") + R"(","approximateArrivalTimestamp":)" +
         facts.arrival + R"(,"sequenceNumber":")" + facts.record_id + R"(","subsequenceNumber":0})";
}

std::string EventWriter::msk_metadata(const RecordFacts& facts, size_t index) const {
  return R"(,"mskRecordMetadata":{"offset":")" + std::to_string(first_offset_ + index) +
         R"(","partitionId":"1","approximateArrivalTimestamp":)" + facts.arrival + '}';
}

// --- events of a given size
// -------------------------------------------------------------------------

// The most log events per record with which the event's first records, up to one that is no control
// message, fit `room`. At least 1.
size_t fitting_log_events(EventWriter& writer, size_t log_events, size_t room) {
  size_t last = 0;
  while (last < kSearchedRecordsMax && writer.kind_of(last).control) ++last;
  const auto fits = [&](size_t count) {
    size_t bytes = last;  // the commas
    for (size_t i = 0; i <= last; ++i) bytes += writer.record(i, {last + 1, count}).size();
    return bytes <= room;
  };
  if (fits(log_events)) return log_events;
  size_t fitting = 1;
  for (size_t too_many = log_events; too_many - fitting > 1;) {
    const size_t middle = fitting + (too_many - fitting) / 2;
    (fits(middle) ? fitting : too_many) = middle;
  }
  return fitting;
}

// The layout with which about `room` bytes will be filled.
Layout layout_for(EventWriter& writer, size_t log_events, size_t room) {
  const size_t fitting = fitting_log_events(writer, log_events, room);
  size_t sample = 0;
  for (size_t i = 0; i < kSampleRecords; ++i) {
    sample += writer.record(i, {kSampleRecords, fitting}).size() + 1;
  }
  return {std::max<size_t>(room * kSampleRecords / sample, 1), fitting};
}

std::string fill(EventWriter& writer, const GeneratorOptions& options) {
  std::string event = writer.head();
  const size_t frame = event.size() + EventWriter::kTail.size();
  const size_t room = options.target_bytes - std::min(options.target_bytes, frame);
  const Layout layout = layout_for(writer, options.log_events_per_record, room);
  for (size_t i = 0, left = room;; ++i) {
    const std::string record = (i == 0 ? "" : ",") + writer.record(i, layout);
    if (record.size() > left) break;
    left -= record.size();
    event += record;
  }
  return event += EventWriter::kTail;
}

}  // namespace

std::string_view name_of(LogFamily family) {
  constexpr std::string_view kNames[] = {"nginx", "apache", "syslog",  "lambda",
                                         "json",  "java",   "vpcflow", "mixed"};
  return kNames[static_cast<size_t>(family)];
}

std::string_view name_of(EventSource source) {
  constexpr std::string_view kNames[] = {"direct", "kinesis", "msk"};
  return kNames[static_cast<size_t>(source)];
}

std::string_view name_of(Breakage breakage) {
  constexpr std::string_view kNames[] = {"bad-base64",    "not-gzip",       "truncated-gzip",
                                         "bad-crc",       "trailing-bytes", "bad-json",
                                         "missing-field", "bad-utf8",       "unknown-type"};
  static_assert(std::size(kNames) == kBreakageCount);
  return kNames[static_cast<size_t>(breakage)];
}

std::string generate_event(const GeneratorOptions& options) {
  EventWriter writer(options);
  if (options.target_bytes > 0) return fill(writer, options);
  std::string event = writer.head();
  const Layout layout{options.records, options.log_events_per_record};
  for (size_t i = 0; i < options.records; ++i) {
    if (i > 0) event.push_back(',');
    event += writer.record(i, layout);
  }
  return event += EventWriter::kTail;
}

}  // namespace cwlogs

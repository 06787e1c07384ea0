#include "processor/overflow.h"

#include <algorithm>

#include "processor/buffer.h"
#include "processor/json_string.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

bool reingestable(Source source, RecordForm form) {
  switch (source) {
    case Source::kDirectPut:
      // Plain JSON: Firehose decompresses, and refuses what does not come from CloudWatch.
      return form != RecordForm::kPlain;
    case Source::kKinesis:
      return true;
    case Source::kMsk:
      return false;  // there is no call for it
  }
  return false;
}

// The first n characters.
std::string_view cut_characters(std::string_view utf8, size_t n) {
  for (size_t i = 0; i < utf8.size(); ++i) {
    const bool starts_character = (static_cast<unsigned char>(utf8[i]) & 0xc0) != 0x80;
    if (starts_character && n-- == 0) return utf8.substr(0, i);
  }
  return utf8;
}

}  // namespace

void Overflow::start(const FirehoseEvent& event, PutLimits limits,
                     size_t inflated_bytes_total_max) {
  event_ = &event;
  limits_ = limits;
  clear_for_reuse(puts_);
  batches_.clear();
  storage_.clear();
  splitter_.start(inflated_bytes_total_max, kReingestBytesMax);
}

void Overflow::add(const OverflowRecord& overflow, const ResponsePacker& packer,
                   MetadataReader& metadata, Answer& answer) {
  const size_t puts_before = puts_.size();
  answer.reason = put_back(overflow, packer, metadata);
  answer.puts = static_cast<uint32_t>(puts_.size() - puts_before);
  answer.verdict = answer.puts == 0 ? Verdict::kProcessingFailed : Verdict::kReingest;
  // Pieces hold what was kept; a whole record is filtered once more when it comes round.
  answer.filtered = answer.reason == Reason::kSplit ? overflow.transformed.filtered : 0;
}

bool Overflow::can_put(RecordForm form) const {
  return !event_->stream.empty() && reingestable(event_->source, form);
}

Reason Overflow::add_part(const OverflowRecord& overflow, const ResponsePacker& packer,
                          MetadataReader& metadata) {
  const Reason reason = put_pieces(overflow, packer, metadata, partition_key_of(overflow.record));
  return reason == Reason::kReingested ? Reason::kSplit : reason;
}

// Returns kReingested or kSplit; else nothing was put.
Reason Overflow::put_back(const OverflowRecord& overflow, const ResponsePacker& packer,
                          MetadataReader& metadata) {
  if (!can_put(overflow.text.form)) return Reason::kNotReingestable;
  const Payload payload{overflow.transformed.data_size, overflow.transformed.metadata.size()};
  const size_t id_size = overflow.record.id.text.size();
  const bool more_than_half =
      packer.lone_response_size(id_size, payload) > packer.response_bytes_max() / 2;
  const std::string_view partition_key = partition_key_of(overflow.record);
  const bool within_put_limit =
      overflow.text.bytes.size() + partition_key.size() <= limits_.record_bytes_max;
  const RecordForm form = overflow.text.form;
  const bool as_it_is = form == RecordForm::kGzip || form == RecordForm::kRaw;
  if (!more_than_half && within_put_limit && as_it_is) {
    put_whole(overflow, partition_key);
    return Reason::kReingested;
  }
  if (form == RecordForm::kRaw) return Reason::kNotReingestable;
  return put_pieces(overflow, packer, metadata, partition_key);
}

void Overflow::put_whole(const OverflowRecord& overflow, std::string_view partition_key) {
  std::string_view base64 = overflow.record.data.text;
  if (overflow.record.data.escaped) {
    append_unescaped(base64, storage_.emplace_back());
    base64 = storage_.back();
  }
  puts_.push_back({.data_base64 = base64,
                   .partition_key = partition_key,
                   .bytes = static_cast<uint32_t>(overflow.text.bytes.size()),
                   .record = overflow.index,
                   .log_events = static_cast<uint32_t>(overflow.transformed.log_events.size())});
}

Reason Overflow::put_pieces(const OverflowRecord& overflow, const ResponsePacker& packer,
                            MetadataReader& metadata, std::string_view partition_key) {
  pieces_.clear();
  const Reason reason =
      splitter_.split({.text = overflow.text.text,
                       .record = overflow.transformed,
                       .packer = packer,
                       .record_id_size = overflow.record.id.text.size(),
                       .compressed_size = overflow.text.bytes.size(),
                       .put_bytes_max = limits_.record_bytes_max - partition_key.size()},
                      metadata, pieces_);
  if (reason != Reason::kNone) return reason;
  for (Piece& piece : pieces_) {
    storage_.push_back(std::move(piece.data_base64));
    puts_.push_back({.data_base64 = storage_.back(),
                     .partition_key = partition_key,
                     .bytes = piece.bytes,
                     .record = overflow.index,
                     .log_events = piece.log_events});
  }
  // Without what was filtered it is no longer the record as it came.
  const bool all = pieces_.size() == 1 && overflow.transformed.filtered == 0;
  return all ? Reason::kReingested : Reason::kSplit;
}

// A Kinesis record keeps its key, and so its shard. Empty for other sources.
std::string_view Overflow::partition_key_of(const Record& record) {
  if (event_->source != Source::kKinesis) return {};
  const RawString& raw = record.partition_key.text.empty() ? record.id : record.partition_key;
  std::string_view key = raw.text;
  if (raw.escaped) {
    append_unescaped(key, storage_.emplace_back());
    key = storage_.back();
  }
  if (key.empty()) return "unknown";  // a recordId may be empty, a key may not
  return cut_characters(key, kKinesisPartitionKeyCharsMax);
}

void Overflow::finish(std::vector<Answer>& answers) {
  const bool delivers = std::ranges::any_of(
      answers, [](const Answer& answer) { return answer.verdict == Verdict::kOk; });
  if (!delivers) fail_whole_records(answers);
  make_batches(puts_, limits_, batches_);
}

void Overflow::fail_whole_records(std::vector<Answer>& answers) {
  std::erase_if(puts_, [&answers](const PutRecord& put) {
    return answers[put.record].reason == Reason::kReingested;
  });
  for (Answer& answer : answers) {
    if (answer.reason != Reason::kReingested) continue;
    answer.verdict = Verdict::kProcessingFailed;
    answer.reason = Reason::kResponseFull;
    answer.puts = 0;
    answer.filtered = 0;
  }
}

void Overflow::release_oversize() { splitter_.release_oversize(); }

}  // namespace cwlogs

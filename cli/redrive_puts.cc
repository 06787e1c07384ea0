#include "cli/redrive_puts.h"

#include <utility>

#include "processor/limits.h"

namespace cwlogs {
namespace {

PutLimits limits_of(Source source) {
  if (source == Source::kKinesis) return {kKinesisRecordBytesMax, kKinesisRequestBytesMax};
  return {kFirehoseRecordBytesMax, kFirehoseRequestBytesMax};
}

std::string in_hex(uint64_t number) {
  std::string digits(16, '0');
  for (size_t i = digits.size(); i-- > 0; number >>= 4) digits[i] = "0123456789abcdef"[number & 15];
  return digits;
}

}  // namespace

FirehoseEvent put_destination(Source source, std::string_view stream) {
  FirehoseEvent destination;
  destination.source = source;
  destination.stream = stream;
  return destination;
}

PutBatcher::PutBatcher(Source source, Flush flush)
    : source_(source), limits_(limits_of(source)), flush_(std::move(flush)) {}

tl::expected<bool, std::string> PutBatcher::add(uint64_t index, const ErrorObject& object) {
  const uint64_t digest = digest_of(object.data);
  const std::string key = source_ == Source::kKinesis ? in_hex(digest) : "";
  PutRecord put{.data_base64 = object.raw_data,
                .partition_key = key,
                .bytes = static_cast<uint32_t>(object.data.size())};
  if (limited_bytes(put) > limits_.record_bytes_max) return false;
  if (!has_room(batch_, put, limits_)) {
    if (auto flushed = finish(); !flushed) return tl::make_unexpected(flushed.error());
  }
  count_in(batch_, put);
  put.data_base64 = storage_.emplace_back(object.raw_data);
  put.partition_key = storage_.emplace_back(key);
  puts_.push_back(put);
  items_.push_back({.index = index, .digest = digest});
  return true;
}

tl::expected<void, std::string> PutBatcher::finish() {
  if (puts_.empty()) return {};
  auto flushed = flush_({.puts = puts_, .items = items_});
  batch_ = {};
  puts_.clear();
  items_.clear();
  storage_.clear();
  return flushed;
}

RedrivePuts::RedrivePuts(const FirehoseEvent& destination, PutTarget& target,
                         RedriveProgress& progress)
    : destination_(destination),
      target_(target),
      progress_(progress),
      batcher_(destination.source, [this](const PutBatcher::Batch& batch) { return send(batch); }) {
}

tl::expected<bool, std::string> RedrivePuts::add(const ErrorObject& object) {
  ++index_;
  auto earlier = progress_.was_accepted(index_, digest_of(object.data));
  if (!earlier) return earlier;
  if (!*earlier) return batcher_.add(index_, object);
  ++counts_.accepted_earlier;
  return true;
}

tl::expected<void, std::string> RedrivePuts::finish() {
  // Nothing of other input is sent if that can be helped.
  if (auto same = progress_.finish(); !same) return same;
  return batcher_.finish();
}

tl::expected<void, std::string> RedrivePuts::send(const PutBatcher::Batch& batch) {
  ++counts_.calls;
  const auto outcomes = target_.put(destination_, batch.puts);
  if (!outcomes) return tl::make_unexpected(outcomes.error());
  const auto count = std::to_string(batch.puts.size());
  if (outcomes->size() != batch.puts.size()) {
    return tl::make_unexpected(std::to_string(outcomes->size()) + " outcomes for " + count +
                               " records put: what was accepted is not known");
  }
  size_t accepted = 0;
  for (size_t i = 0; i < outcomes->size(); ++i) {
    if ((*outcomes)[i] != PutOutcome::kAccepted) continue;
    progress_.accept(batch.items[i].index, batch.items[i].digest);
    ++accepted;
  }
  counts_.accepted += accepted;
  counts_.failed += batch.puts.size() - accepted;
  if (accepted == 0) return tl::make_unexpected("none of " + count + " records put was accepted");
  return progress_.save();
}

}  // namespace cwlogs

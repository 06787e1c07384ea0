#include "processor/record_text.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <span>
#include <utility>

#include "processor/base64.h"
#include "processor/json_string.h"
#include "processor/limits.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Of the texts of records inflated two at a time: less does not pay, more would cost memory.
constexpr size_t kPairedBytesMin = 16 * kKiB;
constexpr size_t kPairedBytesMax = 4 * kMiB;

// Whether this may be a JSON document at all: for a reason that says more than BadJson.
bool looks_like_document(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

}  // namespace

RecordTextReader::RecordTextReader() {
  // Its other way is slower than libdeflate.
  const InflatePair::Kernel kernel = InflatePair::best_kernel();
  if (kernel == InflatePair::Kernel::kBmi2) pair_ = std::make_unique<InflatePair>(kernel);
}

Reason RecordTextReader::read(const Record& record, const Record* next, RecordText& out) {
  inflated_size_ = 0;
  out = {};
  const Ahead ahead = std::exchange(ahead_, {});
  if (!record.has_data) return Reason::kDataMissing;
  if (ahead.record == &record) {
    now_ ^= 1;
    out.bytes = ahead.bytes;
  } else if (!decode(record, bytes_[now_], out.bytes)) {
    return Reason::kBadBase64;
  }
  if (out.bytes.empty()) return Reason::kEmptyRecord;
  const bool gzip = has_gzip_magic(out.bytes);
  out.form = gzip ? RecordForm::kGzip : RecordForm::kPlain;
  out.text = out.bytes;
  Reason reason = Reason::kNone;
  // The one before it may have taken more than it said, then this is to be told why it may not.
  const bool inflated = ahead.record == &record && ahead.inflated_size &&
                        *ahead.inflated_size <= inflated_bytes_left_;
  if (inflated) {
    take_text(text_ahead_, *ahead.inflated_size, out.text);
  } else {
    reason = gzip ? inflate(out.bytes, next, out.text) : charge(out.bytes.size());
  }
  if (reason != Reason::kNone) return reason;
  if (out.text.starts_with(kByteOrderMark)) out.text.remove_prefix(kByteOrderMark.size());
  if (!gzip && !looks_like_document(out.text)) return Reason::kRawRecord;
  if (is_utf8(out.text)) return Reason::kNone;
  // What can't be parsed is told by the one word that every CloudWatch Logs document has.
  const bool document = gzip || out.text.find("\"messageType\"") != out.text.npos;
  return document ? Reason::kBadUtf8 : Reason::kRawRecord;
}

bool RecordTextReader::decode(const Record& record, Buffer& buffer, std::string_view& bytes) {
  std::string_view base64 = record.data.text;
  if (record.data.escaped) {
    unescaped_.clear();
    append_unescaped(base64, unescaped_);
    base64 = unescaped_;
  }
  char* const out = buffer.reserve(base64::decoded_size_max(base64.size()) + kJsonPadding);
  const auto size = base64::decode(base64, out);
  if (!size) return false;
  std::memset(out + *size, 0, kJsonPadding);
  bytes = {out, *size};
  bytes_peak_ = std::max(bytes_peak_, *size);
  return true;
}

Reason RecordTextReader::inflate(std::string_view gzip, const Record* next,
                                 std::string_view& text) {
  if (next != nullptr && pair_ != nullptr) {
    if (const auto size = inflate_with(*next, gzip)) {
      take_text(text_, *size, text);
      return Reason::kNone;
    }
  }
  const size_t room = std::min(inflated_bytes_max_, inflated_bytes_left_);
  char* const out = text_.reserve(inflated_bytes_max_ + kJsonPadding);
  const Gunzip::Outcome outcome = gunzip_.inflate(gzip, {out, room});
  if (outcome.reason == Reason::kNone) {
    take_text(text_, outcome.inflated_size, text);
    return Reason::kNone;
  }
  text_peak_ = std::max(text_peak_, outcome.inflated_size);
  inflated_size_ = outcome.inflated_size;
  inflated_bytes_left_ -= outcome.inflated_size;
  const bool by_sum = outcome.reason == Reason::kInflatedTooLarge && room < inflated_bytes_max_;
  return by_sum ? Reason::kInflationBudget : outcome.reason;
}

// Inflates both where both are sure to fit. Returns the size of the record in hand, or none: it is
// to be inflated alone.
std::optional<size_t> RecordTextReader::inflate_with(const Record& next, std::string_view gzip) {
  const auto size = size_to_pair(gzip);
  if (!size || !next.has_data) return std::nullopt;
  if (!decode(next, bytes_[now_ ^ 1], ahead_.bytes)) return std::nullopt;
  ahead_.record = &next;
  const auto next_size = size_to_pair(ahead_.bytes);
  if (!next_size || *size + *next_size > inflated_bytes_left_) return std::nullopt;
  const auto room = [](Buffer& buffer, size_t capacity, size_t bytes) -> std::span<char> {
    constexpr size_t kSlack = 512;  // lets it stay in its fast loop up to the end
    return {buffer.reserve(capacity + kJsonPadding), std::min(bytes + kSlack, capacity)};
  };
  const size_t capacity_ahead = std::min(kPairedBytesMax, inflated_bytes_max_);
  InflatePair::Job job{gzip, room(text_, inflated_bytes_max_, *size)};
  InflatePair::Job next_job{ahead_.bytes, room(text_ahead_, capacity_ahead, *next_size)};
  pair_->inflate(job, next_job);
  ahead_.inflated_size = next_job.size;
  return job.size;
}

// What a member says that it inflates to, where it may be inflated with another.
std::optional<size_t> RecordTextReader::size_to_pair(std::string_view gzip) const {
  if (!has_gzip_magic(gzip)) return std::nullopt;
  const size_t size = gzip_size_field(gzip);
  if (size < kPairedBytesMin || size > kPairedBytesMax) return std::nullopt;
  if (size > inflated_bytes_max_) return std::nullopt;
  return size;
}

void RecordTextReader::take_text(const Buffer& buffer, size_t size, std::string_view& text) {
  assert(size <= inflated_bytes_left_);
  char* const out = buffer.data();
  text_peak_ = std::max(text_peak_, size);
  inflated_size_ = size;
  inflated_bytes_left_ -= size;
  std::memset(out + size, 0, kJsonPadding);
  text = {out, size};
}

// Counts text that came without gzip.
Reason RecordTextReader::charge(size_t size) {
  if (size > inflated_bytes_max_) return Reason::kInflatedTooLarge;
  if (size > inflated_bytes_left_) return Reason::kInflationBudget;
  inflated_size_ = size;
  inflated_bytes_left_ -= size;
  return Reason::kNone;
}

void RecordTextReader::release_oversize() {
  for (Buffer& buffer : bytes_) buffer.release_if_used_above(kBufferKeepBytes, bytes_peak_);
  text_.release_if_used_above(kBufferKeepBytes, text_peak_);
  if (unescaped_.capacity() > kBufferKeepBytes) std::string().swap(unescaped_);
  bytes_peak_ = 0;
  text_peak_ = 0;
}

}  // namespace cwlogs

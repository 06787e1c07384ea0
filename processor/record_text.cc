#include "processor/record_text.h"

#include <algorithm>
#include <cstring>

#include "processor/base64.h"
#include "processor/json_string.h"
#include "processor/limits.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Whether this may be a JSON document at all: for a reason that says more than BadJson.
bool looks_like_document(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

}  // namespace

Reason RecordTextReader::read(const Record& record, RecordText& out) {
  inflated_size_ = 0;
  out = {};
  if (!record.has_data) return Reason::kDataMissing;
  if (!decode(record, out.bytes)) return Reason::kBadBase64;
  if (out.bytes.empty()) return Reason::kEmptyRecord;
  const bool gzip = has_gzip_magic(out.bytes);
  out.form = gzip ? RecordForm::kGzip : RecordForm::kPlain;
  out.text = out.bytes;
  const Reason reason = gzip ? inflate(out.bytes, out.text) : charge(out.bytes.size());
  if (reason != Reason::kNone) return reason;
  if (out.text.starts_with(kByteOrderMark)) out.text.remove_prefix(kByteOrderMark.size());
  if (!gzip && !looks_like_document(out.text)) return Reason::kRawRecord;
  if (is_utf8(out.text)) return Reason::kNone;
  // What can't be parsed is told by the one word that every CloudWatch Logs document has.
  const bool document = gzip || out.text.find("\"messageType\"") != out.text.npos;
  return document ? Reason::kBadUtf8 : Reason::kRawRecord;
}

bool RecordTextReader::decode(const Record& record, std::string_view& bytes) {
  std::string_view base64 = record.data.text;
  if (record.data.escaped) {
    unescaped_.clear();
    append_unescaped(base64, unescaped_);
    base64 = unescaped_;
  }
  char* const out = bytes_.reserve(base64::decoded_size_max(base64.size()) + kJsonPadding);
  const auto size = base64::decode(base64, out);
  if (!size) return false;
  std::memset(out + *size, 0, kJsonPadding);
  bytes = {out, *size};
  bytes_peak_ = std::max(bytes_peak_, *size);
  return true;
}

Reason RecordTextReader::inflate(std::string_view gzip, std::string_view& text) {
  const size_t room = std::min(inflated_bytes_max_, inflated_bytes_left_);
  char* const out = text_.reserve(inflated_bytes_max_ + kJsonPadding);
  const Gunzip::Outcome outcome = gunzip_.inflate(gzip, {out, room});
  text_peak_ = std::max(text_peak_, outcome.inflated_size);
  inflated_size_ = outcome.inflated_size;
  inflated_bytes_left_ -= outcome.inflated_size;
  if (outcome.reason == Reason::kInflatedTooLarge && room < inflated_bytes_max_) {
    return Reason::kInflationBudget;
  }
  if (outcome.reason != Reason::kNone) return outcome.reason;
  std::memset(out + outcome.inflated_size, 0, kJsonPadding);
  text = {out, outcome.inflated_size};
  return Reason::kNone;
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
  bytes_.release_if_used_above(kBufferKeepBytes, bytes_peak_);
  text_.release_if_used_above(kBufferKeepBytes, text_peak_);
  if (unescaped_.capacity() > kBufferKeepBytes) std::string().swap(unescaped_);
  bytes_peak_ = 0;
  text_peak_ = 0;
}

}  // namespace cwlogs

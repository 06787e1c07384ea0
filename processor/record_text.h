// One record's bytes -> the JSON text in them: base64, gunzip, bounds, UTF-8.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "processor/buffer.h"
#include "processor/firehose_event.h"
#include "processor/gunzip.h"
#include "processor/inflate_pair.h"
#include "processor/result.h"

namespace cwlogs {

enum class RecordForm : uint8_t {
  kGzip,
  kPlain,  // JSON already: Firehose decompressed it, or it is a test
  kLines,  // plain lines, made a document
  kRaw,    // something else, to be delivered as it is
};

struct RecordText {
  std::string_view bytes;  // the record as it was put, decoded
  std::string_view text;   // kJsonPadding zero bytes behind it; valid UTF-8 where read() says kNone
  RecordForm form = RecordForm::kPlain;
};

// Reads one record after the other. One per thread.
class RecordTextReader {
 public:
  RecordTextReader();

  // Starts an event: its records share `inflated_bytes_total_max`.
  void start(size_t inflated_bytes_max, size_t inflated_bytes_total_max) {
    inflated_bytes_max_ = inflated_bytes_max;
    inflated_bytes_left_ = inflated_bytes_total_max;
    ahead_ = {};
  }

  // Fills `out` as far as it gets: `bytes` are set once they are decoded. Returns kNone, kRawRecord
  // for what is neither gzip nor can be a document, or what is wrong with the record. Lifetime of
  // the views: until the next call.
  // `next`, where not null, is the record to be read next: the two may be inflated at once.
  Reason read(const Record& record, const Record* next, RecordText& out);

  // Of a record that was read elsewhere. Requires of the second: the first has said yes.
  bool may_inflate(size_t size) const { return size <= inflated_bytes_left_; }
  void count_inflated(size_t size) { inflated_bytes_left_ -= size; }

  // Bytes the latest record inflated to, whether or not it could be used.
  size_t inflated_size() const { return inflated_size_; }

  // Gives back what an unusual event made large.
  void release_oversize();

 private:
  // A record that was decoded, and maybe inflated, together with the one before it.
  struct Ahead {
    const Record* record = nullptr;
    std::string_view bytes;
    std::optional<size_t> inflated_size;
  };

  bool decode(const Record& record, Buffer& buffer, std::string_view& bytes);
  Reason inflate(std::string_view gzip, const Record* next, std::string_view& text);
  std::optional<size_t> inflate_with(const Record& next, std::string_view gzip);
  std::optional<size_t> size_to_pair(std::string_view gzip) const;
  void take_text(const Buffer& buffer, size_t size, std::string_view& text);
  Reason charge(size_t size);

  size_t inflated_bytes_max_ = 0;
  size_t inflated_bytes_left_ = 0;
  size_t inflated_size_ = 0;
  size_t bytes_peak_ = 0;  // most of each buffer in use since release_oversize()
  size_t text_peak_ = 0;
  std::string unescaped_;        // `data` written with JSON escapes
  std::array<Buffer, 2> bytes_;  // of the record in hand, and of one ahead
  size_t now_ = 0;               // which of them is which
  Buffer text_;                  // of a record inflated alone, or with the next one
  Buffer text_ahead_;            // of that one, which is never large
  Ahead ahead_;
  Gunzip gunzip_;
  std::unique_ptr<InflatePair> pair_;  // null: libdeflate is faster here
};

}  // namespace cwlogs

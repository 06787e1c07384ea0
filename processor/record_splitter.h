// Splits a record into pieces of whole log events, each a record that will fit where it failed to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "processor/buffer.h"
#include "processor/gzip.h"
#include "processor/metadata_reader.h"
#include "processor/record_transform.h"
#include "processor/response_packer.h"
#include "processor/result.h"

namespace cwlogs {

// A piece: gzip of one or more CloudWatch Logs documents, their unknown fields kept.
struct Piece {
  std::string data_base64;
  uint32_t bytes = 0;  // before base64
  uint32_t log_events = 0;
};

// What to split, and what the pieces must obey.
struct SplitRequest {
  std::string_view text;  // of the record
  const TransformedRecord& record;
  const ResponsePacker& packer;  // for the sizes of a response
  size_t record_id_size;         // assumed for the pieces' own recordIds
  size_t compressed_size;        // of the record as it came, to guess by
  size_t put_bytes_max;          // of a piece, before base64
};

// One per thread.
class RecordSplitter {
 public:
  // Starts an invocation, whose splits share these bounds.
  void start(size_t text_bytes_max, size_t piece_bytes_max) {
    text_bytes_left_ = text_bytes_max;
    piece_bytes_left_ = piece_bytes_max;
  }

  // Appends the pieces. A response with one piece alone takes at most half the budget, as measured
  // by what its log events became; only a piece of a single log event may take all of it.
  // Errors: kLogEventTooLarge where one log event alone exceeds the budget or the put limit;
  // kReingestBudget. `pieces` is then as it was.
  // Cost: gzip of the text, once for most records.
  Reason split(const SplitRequest& request, MetadataReader& metadata, std::vector<Piece>& pieces);

  void release_oversize();

 private:
  Reason emit(const SplitRequest& request, MetadataReader& metadata, size_t first, size_t last,
              std::vector<Piece>& pieces);
  size_t lone_size(const SplitRequest& request, MetadataReader& metadata, size_t first,
                   size_t last);
  bool splice(const SplitRequest& request, size_t first, size_t last);
  Reason compress(uint32_t log_events, size_t put_bytes_max, std::vector<Piece>& pieces);

  // 6, what CloudWatch Logs uses: a byte put costs far more than the CPU time to save it.
  Gzip gzip_{6};
  Buffer splice_;
  std::string_view spliced_;
  size_t text_bytes_left_ = 0;
  size_t piece_bytes_left_ = 0;
};

}  // namespace cwlogs

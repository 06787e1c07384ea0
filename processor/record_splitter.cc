#include "processor/record_splitter.h"

#include <algorithm>
#include <cstring>

#include "processor/base64.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

// Bytes of data that so many bytes of output make: all, or fewer where the data is compressed.
size_t data_size(const TransformedRecord& record, uint64_t output_bytes) {
  if (record.data_size >= record.output_size) return output_bytes;
  return output_bytes * record.data_size / record.output_size + 1;
}

// Bytes of data that the log events [first, last) became.
size_t data_size(const TransformedRecord& record, size_t first, size_t last) {
  uint64_t size = 0;
  for (size_t i = first; i < last; ++i) size += record.log_events[i].output_bytes;
  return std::max<size_t>(data_size(record, size), 1);
}

// The index of the document that holds a log event.
size_t document_of(const TransformedRecord& record, size_t log_event) {
  const auto after = std::upper_bound(
      record.documents.begin(), record.documents.end(), log_event,
      [](size_t i, const DocumentSpan& document) { return i < document.first_log_event; });
  return static_cast<size_t>(after - record.documents.begin()) - 1;
}

size_t end_of_document(const TransformedRecord& record, size_t document) {
  return document + 1 < record.documents.size() ? record.documents[document + 1].first_log_event
                                                : record.log_events.size();
}

// The most data that leaves a response with one such piece within half the budget.
size_t data_bytes_max(const SplitRequest& request) {
  const size_t fixed = request.packer.lone_response_size(request.record_id_size,
                                                         {1, request.record.metadata.size()});
  const size_t half = request.packer.response_bytes_max() / 2;
  return half <= fixed ? 0 : (half - fixed) / 4 * 3;
}

// How much text probably compresses into the put limit. A wrong guess costs a second compression.
size_t text_bytes_guess(const SplitRequest& request) {
  const double ratio = static_cast<double>(request.text.size()) /
                       static_cast<double>(std::max<size_t>(request.compressed_size, 1));
  return static_cast<size_t>(0.9 * static_cast<double>(request.put_bytes_max) *
                             std::max(ratio, 1.0));
}

}  // namespace

Reason RecordSplitter::split(const SplitRequest& request, MetadataReader& metadata,
                             std::vector<Piece>& pieces) {
  const TransformedRecord& record = request.record;
  const size_t before = pieces.size();
  const size_t piece_bytes_before = piece_bytes_left_;
  const size_t data_max = data_bytes_max(request);
  const size_t text_max = text_bytes_guess(request);
  for (size_t first = 0, last = 0; first < record.log_events.size(); first = last) {
    size_t data = 0;
    size_t text = 0;
    do {
      data += data_size(record, record.log_events[last].output_bytes);
      text += record.log_events[last].end - record.log_events[last].begin;
      ++last;
    } while (last < record.log_events.size() &&
             data + data_size(record, record.log_events[last].output_bytes) <= data_max &&
             text < text_max);
    const Reason reason = emit(request, metadata, first, last, pieces);
    if (reason != Reason::kNone) {
      pieces.resize(before);
      piece_bytes_left_ = piece_bytes_before;
      return reason;
    }
  }
  return Reason::kNone;
}

// One piece of the log events [first, last), or two of half as many where it came out too large.
Reason RecordSplitter::emit(const SplitRequest& request, MetadataReader& metadata, size_t first,
                            size_t last, std::vector<Piece>& pieces) {
  if (!splice(request, first, last)) return Reason::kReingestBudget;
  const bool single = last - first == 1;
  const size_t response_max = request.packer.response_bytes_max() / (single ? 1 : 2);
  if (lone_size(request, metadata, first, last) <= response_max) {
    const Reason reason =
        compress(static_cast<uint32_t>(last - first), request.put_bytes_max, pieces);
    if (reason != Reason::kLogEventTooLarge) return reason;
  }
  if (single) return Reason::kLogEventTooLarge;
  const size_t middle = first + (last - first) / 2;
  const Reason reason = emit(request, metadata, first, middle, pieces);
  return reason != Reason::kNone ? reason : emit(request, metadata, middle, last, pieces);
}

// Size of a response that holds nothing but the piece just spliced.
size_t RecordSplitter::lone_size(const SplitRequest& request, MetadataReader& metadata,
                                 size_t first, size_t last) {
  return request.packer.lone_response_size(
      request.record_id_size,
      {data_size(request.record, first, last), metadata.size_max(spliced_)});
}

// Writes the documents that hold the log events [first, last), and only those, to spliced_. False
// where the invocation has spliced too much already.
bool RecordSplitter::splice(const SplitRequest& request, size_t first, size_t last) {
  const TransformedRecord& record = request.record;
  const size_t first_document = document_of(record, first);
  const size_t last_document = document_of(record, last - 1);
  size_t size = 0;
  for (size_t d = first_document; d <= last_document; ++d) {
    size += record.documents[d].head.size() + record.documents[d].tail.size();
  }
  for (size_t i = first; i < last; ++i) {
    size += record.log_events[i].end - record.log_events[i].begin + 1;  // and a comma
  }
  if (size > text_bytes_left_) return false;
  text_bytes_left_ -= size;

  char* const begin = splice_.reserve(size + kJsonPadding);
  char* to = begin;
  const auto put = [&to](std::string_view bytes) {
    to = std::copy(bytes.begin(), bytes.end(), to);
  };
  size_t i = first;
  for (size_t d = first_document; d <= last_document; ++d) {
    put(record.documents[d].head);
    const size_t end = std::min(end_of_document(record, d), last);
    for (bool comma = false; i < end; ++i, comma = true) {
      if (comma) put(",");
      put(request.text.substr(record.log_events[i].begin,
                              record.log_events[i].end - record.log_events[i].begin));
    }
    put(record.documents[d].tail);
  }
  std::memset(to, 0, kJsonPadding);
  spliced_ = {begin, static_cast<size_t>(to - begin)};
  return true;
}

// Appends what was spliced last as a piece. kLogEventTooLarge: it exceeds the put limit.
Reason RecordSplitter::compress(uint32_t log_events, size_t put_bytes_max,
                                std::vector<Piece>& pieces) {
  const std::string_view gzip = gzip_.compress(spliced_);
  if (gzip.size() > put_bytes_max) return Reason::kLogEventTooLarge;
  const size_t size = base64::encoded_size(gzip.size());
  if (size > piece_bytes_left_) return Reason::kReingestBudget;
  piece_bytes_left_ -= size;
  Piece& piece = pieces.emplace_back();
  piece.data_base64.resize(size);
  base64::encode(gzip, piece.data_base64.data());
  piece.bytes = static_cast<uint32_t>(gzip.size());
  piece.log_events = log_events;
  return Reason::kNone;
}

void RecordSplitter::release_oversize() {
  splice_.release_if_used_above(kBufferKeepBytes, splice_.capacity());
}

}  // namespace cwlogs

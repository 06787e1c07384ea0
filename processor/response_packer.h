// Exact size accounting of the response: what still fits.
//
//   {"records":[{"recordId":"…","result":"Ok","data":"…","metadata":{"partitionKeys":{…}}},…]}
#pragma once

#include <cstddef>
#include <string_view>

#include "processor/base64.h"
#include "processor/firehose_event.h"

namespace cwlogs {

// The response's fixed text. What is written and what is counted are made of the same constants.
namespace response_text {
inline constexpr std::string_view kHead = R"({"records":[)";
inline constexpr std::string_view kTail = "]}";
inline constexpr std::string_view kSeparator = ",";
inline constexpr std::string_view kRecordId = R"({"recordId":")";
inline constexpr std::string_view kResult = R"(","result":")";
inline constexpr std::string_view kOk = R"(Ok")";
inline constexpr std::string_view kDropped = R"(Dropped")";
inline constexpr std::string_view kProcessingFailed = R"(ProcessingFailed")";
inline constexpr std::string_view kDataEnd = R"(")";
inline constexpr std::string_view kMetadata = R"(,"metadata":)";
inline constexpr std::string_view kEntryEnd = "}";

constexpr std::string_view data_field(Source source) {
  return source == Source::kMsk ? R"(,"kafkaRecordValue":")" : R"(,"data":")";
}
}  // namespace response_text

// What an Ok entry carries. Sizes in bytes.
struct Payload {
  size_t data_size = 0;      // before base64
  size_t metadata_size = 0;  // of the JSON object; 0: none
};

// Fills a response in input order. Every record first gets room for the longest answer without
// data, ProcessingFailed, which any answer may still turn into; payloads share the rest.
class ResponsePacker {
 public:
  ResponsePacker(size_t response_bytes_max, Source source);

  void reserve(size_t record_id_size);
  // False: even without any data the response would exceed its budget.
  bool skeleton_fits() const { return skeleton_ <= response_bytes_max_; }

  // Requires of these: skeleton_fits(), data_size > 0.
  bool fits(const Payload& payload) const { return growth(payload) <= room_left(); }
  void add(const Payload& payload) { grown_ += growth(payload); }
  // The longest data that could fit now.
  size_t data_room() const;

  // Size of a response that holds this one record as Ok and nothing else.
  size_t lone_response_size(size_t record_id_size, const Payload& payload) const;

  size_t response_bytes_max() const { return response_bytes_max_; }
  // Upper bound of the response's size, exact where no answer is Dropped.
  size_t size() const { return skeleton_ + grown_; }

 private:
  size_t room_left() const { return response_bytes_max_ - skeleton_ - grown_; }
  // By how much an Ok entry exceeds the ProcessingFailed entry it replaces.
  size_t growth(const Payload& payload) const;

  size_t response_bytes_max_;
  Source source_;
  size_t records_ = 0;
  size_t skeleton_;
  size_t grown_ = 0;
};

}  // namespace cwlogs

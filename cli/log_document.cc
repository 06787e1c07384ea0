#include "cli/log_document.h"

#include <array>
#include <cstdint>

#include "processor/json_string.h"

namespace cwlogs {
namespace {

using std::chrono::milliseconds;

constexpr size_t kIdDigits = 56;

// The ids of one document's log events: 192 bits in decimal, as CloudWatch Logs makes them.
//
//   | timestamp, 48 | drawn, 80 | drawn, 64, counting up by log event |
class LogEventIds {
 public:
  explicit LogEventIds(Random& random) {
    high_ = static_cast<uint16_t>(random.next());
    middle_ = random.next();
    low_ = random.next();
  }

  void append_next(milliseconds timestamp, std::string& out) {
    const uint64_t top = (static_cast<uint64_t>(timestamp.count()) << 16) | high_;
    std::array<uint32_t, 6> limbs = {upper(top),     lower(top),  upper(middle_),
                                     lower(middle_), upper(low_), lower(low_)};
    ++low_;
    std::array<char, kIdDigits> digits;
    for (size_t i = kIdDigits; i > 0;) {
      uint32_t nine_digits = divide(limbs);
      for (int left = 9; left > 0 && i > 0; --left, nine_digits /= 10) {
        digits[--i] = static_cast<char>('0' + nine_digits % 10);
      }
    }
    out.append(digits.data(), digits.size());
  }

 private:
  static uint32_t upper(uint64_t bits) { return static_cast<uint32_t>(bits >> 32); }
  static uint32_t lower(uint64_t bits) { return static_cast<uint32_t>(bits); }

  // Divides by 1,000,000,000 and returns the remainder.
  static uint32_t divide(std::array<uint32_t, 6>& limbs) {
    constexpr uint64_t kBillion = 1'000'000'000;
    uint64_t rest = 0;
    for (uint32_t& limb : limbs) {
      const uint64_t part = rest << 32 | limb;
      limb = static_cast<uint32_t>(part / kBillion);
      rest = part % kBillion;
    }
    return static_cast<uint32_t>(rest);
  }

  uint16_t high_;
  uint64_t middle_;
  uint64_t low_;
};

void append_field(std::string_view name, std::string_view value, std::string& out) {
  append_quoted(name, out);
  out.push_back(':');
  append_quoted(value, out);
  out.push_back(',');
}

}  // namespace

milliseconds TimeSlice::time_of(size_t log_event) const {
  // span * place / total, without the product that might overflow.
  const auto place = static_cast<int64_t>(first + log_event);
  const auto places = static_cast<int64_t>(total);
  const int64_t offset = span.count() / places * place + span.count() % places * place / places;
  return start + milliseconds(offset);
}

std::string make_data_document(LogFamily family, const LogOrigin& origin, const TimeSlice& slice,
                               Random& random) {
  std::string document = R"({"messageType":"DATA_MESSAGE",)";
  append_field("owner", kAccount, document);
  append_field("logGroup", origin.log_group, document);
  append_field("logStream", origin.log_stream, document);
  document += R"("subscriptionFilters":["to-firehose"],"logEvents":[)";
  LogWriter lines(family, origin, random);
  LogEventIds ids(random);
  for (size_t i = 0; i < slice.count; ++i) {
    const milliseconds timestamp = slice.time_of(i);
    document += i == 0 ? R"({"id":")" : R"(,{"id":")";
    ids.append_next(timestamp, document);
    document += R"(","timestamp":)" + std::to_string(timestamp.count()) + R"(,"message":)";
    const std::string line = lines.next_line(timestamp);
    append_quoted(line, document);
    if (has_extracted_fields(family)) {
      document += R"(,"extractedFields":)";
      append_extracted_fields(line, document);
    }
    document.push_back('}');
  }
  return document += "]}";
}

std::string make_control_document(EventSource source, milliseconds timestamp) {
  const std::string destination = source == EventSource::kKinesis ? "Kinesis stream" : "Firehose";
  return R"({"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"",)"
         R"("subscriptionFilters":[],"logEvents":[{"id":"","timestamp":)" +
         std::to_string(timestamp.count()) +
         R"(,"message":"CWL CONTROL MESSAGE: Checking health of destination )" + destination +
         R"(."}]})";
}

}  // namespace cwlogs

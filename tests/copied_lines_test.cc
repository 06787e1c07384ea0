// Lines that are copied straight from the document are those that reading field by field makes.
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "processor/record_transform.h"

namespace cwlogs {
namespace {

// Takes the way that custom code takes: field by field.
class Lines : public Transform {
 public:
  Kept apply(const LogEvent& log_event, const LogEnvelope& /*envelope*/, Output& output) override {
    output.append(log_event.message);
    output.push_back('\n');
    return Kept::kYes;
  }
};

struct Outcome {
  Reason reason;
  std::string stored;
  size_t output_size;
  std::vector<std::array<uint32_t, 3>> log_events;
  std::vector<std::array<std::string_view, 2>> documents;
  bool operator==(const Outcome&) const = default;
};

Outcome outcome_of(std::string_view text, size_t capacity, Transform* transform) {
  RecordTransformer transformer(nullptr, transform);
  Output output;
  output.reset(capacity);
  TransformedRecord record;
  transformer.run(text, Straddle::kFirst, output, record);
  Outcome outcome{record.reason, {}, record.output_size, {}, {}};
  // Of more than there is room for, nothing is used.
  if (output.size() <= capacity) outcome.stored = output.view(0, output.size());
  if (record.reason != Reason::kNone) return outcome;
  for (const LogEventSpan& span : record.log_events) {
    outcome.log_events.push_back({span.begin, span.end, span.output_bytes});
  }
  for (const DocumentSpan& document : record.documents) {
    outcome.documents.push_back({document.head, document.tail});
  }
  return outcome;
}

class RandomDocument {
 public:
  explicit RandomDocument(uint32_t seed) : random_(seed) {}

  // Log events as CloudWatch Logs writes them, among them some of another form, a few malformed.
  std::string text() {
    std::string text =
        R"({"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s","logEvents":[)";
    const size_t log_events = 1 + below(20);
    for (size_t i = 0; i < log_events; ++i) {
      if (i > 0) text += below(60) == 0 ? " , " : ",";
      text += log_event();
    }
    return text + "]}";
  }
  size_t below(size_t bound) { return random_() % bound; }

 private:
  std::string log_event() {
    constexpr std::array<std::string_view, 14> kOther = {
        R"({"id":"1","timestamp":1655856000000,"message":"a","message":"b"})",
        R"({"id":"1","timestamp":1655856000000,"message":"a","note":[1,{"x":null}]})",
        R"({"id":"1","timestamp":1655856000000,"message":"a","extractedFields":{}})",
        R"({"id":"1","timestamp":1655856000000,"message":"a","extractedFields":{"k":1}})",
        R"({"id":"1","timestamp":1655856000000,"message":"a","extractedFields":{"k":"v"},"x":1})",
        R"({"id":"1","timestamp":1655856000000,"message":"a","extractedFields":null})",
        R"({"message":"first","timestamp":1655856000000,"id":"2"})",
        R"({"id":"\u0031","timestamp":1655856000000,"message":"a"})",
        R"({"id":7,"timestamp":1655856000000,"message":"a"})",
        R"({"id":"1","timestamp":165585600000,"message":"a"})",
        R"({"id":"1","timestamp":16558560000001,"message":"a"})",
        R"({"id":"1","timestamp":-165585600000,"message":"a"})",
        R"({"id":"1","timestamp":1655856000000 ,"message":"a"})",
        R"({ "id":"1","timestamp":1655856000000,"message":"a"})"};
    constexpr std::array<std::string_view, 12> kMalformed = {
        R"({"id":"1","timestamp":1655856000000,"message":1})",
        R"({"id":"1","timestamp":1655856000000})",
        R"({"id":"1","timestamp":1655856*00000,"message":"a"})",
        R"({"id":"1","timestamp":0655856000000,"message":"a"})",
        R"({"id":"1","timestamp":1655856000000,"message":"a\x"})",
        R"({"id":"1","timestamp":1655856000000,"message":"a)"
        "\n\"}",
        R"({"id":"1","timestamp":1655856000000,"message":"a"]})",
        R"({"id":"1","timestamp":1655856000000,"message":"a","extractedFields":{"k"}})",
        R"({"id":"1","timestamp":1655856000000,"message":"a","extractedFields":{"k":"v",}})",
        R"({"id":"1","timestamp":1655856000000,"message":"a","extractedFields":{"k":"v"})",
        R"({"id":"1","timestamp":1655856000000,"message":"a"},)",
        R"([])"};
    if (below(12) == 0) return std::string(kOther[below(kOther.size())]);
    if (below(150) == 0) return std::string(kMalformed[below(kMalformed.size())]);
    std::string text = R"({"id":")" + std::string(below(80), '3') + R"(","timestamp":16558560)" +
                       std::to_string(10'000 + below(90'000)) + R"(,"message":")";
    constexpr std::array<std::string_view, 6> kPieces = {
        "plain ", "\\n\\tat ", "\\\"k\\\":", "\\u00e9\\ud83c\\udf89", "\xc3\xa9", "0123456789"};
    for (size_t pieces = below(12); pieces > 0; --pieces) text += kPieces[below(kPieces.size())];
    text += '"';
    if (below(4) == 0) text += R"(,"extractedFields":{"srcaddr":"10.0.0.7","dstport":"443"})";
    return text + '}';
  }

  std::mt19937 random_;
};

TEST(CopiedLines, AreThoseOfLogEventsReadFieldByField) {
  RandomDocument random(3);
  Lines lines;
  int good = 0;
  int bad = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string document = random.text();
    std::string padded = document + std::string(kJsonPadding, '\0');
    const std::string_view text = std::string_view(padded).substr(0, document.size());
    const size_t capacity = random.below(3) == 0 ? random.below(1500) : size_t{8192};
    const Outcome copied = outcome_of(text, capacity, nullptr);
    ASSERT_EQ(copied, outcome_of(text, capacity, &lines)) << document << ' ' << capacity;
    ++(copied.reason == Reason::kNone ? good : bad);
  }
  EXPECT_GT(good, 15'000);
  EXPECT_GT(bad, 500);
}

}  // namespace
}  // namespace cwlogs

#include "processor/record_text.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "processor/limits.h"
#include "tests/event_fixture.h"
#include "tests/gzip_fixture.h"

namespace cwlogs {
namespace {

using testing::base64_of;
using testing::gzip;
using testing::log_text;

constexpr size_t kRoom = 1 << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string json_of_size(size_t n) { return '{' + std::string(n - 2, ' ') + '}'; }

// A reader and what it last gave.
class Reading {
 public:
  explicit Reading(size_t inflated_bytes_max = kRoom, size_t inflated_bytes_total_max = kRoom) {
    reader.start(inflated_bytes_max, inflated_bytes_total_max);
  }

  Reason read_base64(const std::string& base64, bool escaped = false) {
    base64_ = base64;
    return reader.read(
        {.id = {}, .data = {base64_, escaped}, .partition_key = {}, .has_data = true}, nullptr,
        out);
  }
  Reason read(std::string_view bytes) { return read_base64(base64_of(bytes)); }

  RecordTextReader reader;
  RecordText out;

 private:
  std::string base64_;
};

void expect_padding(std::string_view text) {
  for (size_t i = 0; i < kJsonPadding; ++i) EXPECT_EQ(text.data()[text.size() + i], '\0') << i;
}

Reason reason_of(std::string_view bytes) { return Reading().read(bytes); }

TEST(RecordText, ReadsGzip) {
  Reading reading;
  const std::string member = gzip(log_text(5000));
  EXPECT_EQ(reading.read(member), Reason::kNone);
  EXPECT_EQ(reading.out.bytes, member);
  EXPECT_EQ(reading.out.text, log_text(5000));
  EXPECT_EQ(reading.out.form, RecordForm::kGzip);
  EXPECT_EQ(reading.reader.inflated_size(), 5000U);
}

TEST(RecordText, ReadsJsonWithoutGzip) {
  for (const std::string_view json : {"{}", " {}", "\t\r\n {\"a\":1}", "{ anything"}) {
    Reading reading;
    EXPECT_EQ(reading.read(json), Reason::kNone) << json;
    EXPECT_EQ(reading.out.bytes, json);
    EXPECT_EQ(reading.out.text, json);
    EXPECT_EQ(reading.out.form, RecordForm::kPlain);
    EXPECT_EQ(reading.reader.inflated_size(), json.size());
  }
}

TEST(RecordText, ReadsSeveralMembersAsOneText) {
  Reading reading;
  EXPECT_EQ(reading.read(gzip("{\"a\":") + gzip("") + gzip("1}")), Reason::kNone);
  EXPECT_EQ(reading.out.text, "{\"a\":1}");
}

TEST(RecordText, UndoesJsonEscapesOfTheBase64) {
  Reading reading;
  EXPECT_EQ(reading.read_base64(R"(e30\u003d)", true), Reason::kNone);
  EXPECT_EQ(reading.out.text, "{}");
  const std::string bytes = "{\"?\":\"\xC2\xBF\xC2\xBF?>\"}";
  std::string escaped;
  for (const char c : base64_of(bytes)) escaped += c == '/' ? std::string("\\/") : std::string{c};
  EXPECT_EQ(reading.read_base64(escaped, true), Reason::kNone);
  EXPECT_EQ(reading.out.text, bytes);
}

TEST(RecordText, PutsZerosBehindTheText) {
  Reading reading;
  // Something longer first, so that the buffers hold other bytes there.
  ASSERT_EQ(reading.read(gzip(log_text(9000))), Reason::kNone);
  ASSERT_EQ(reading.read("{\"a\":\"" + std::string(9000, 'x') + "\"}"), Reason::kNone);
  for (const size_t n : {0U, 1U, 63U, 64U, 65U, 1000U}) {
    ASSERT_EQ(reading.read(gzip(std::string(n, 'y'))), Reason::kNone);
    ASSERT_EQ(reading.out.text.size(), n);
    expect_padding(reading.out.text);
    ASSERT_EQ(reading.read(json_of_size(n + 2)), Reason::kNone);
    expect_padding(reading.out.text);
  }
}

TEST(RecordText, PassesOverAByteOrderMark) {
  const std::string json = std::string(kByteOrderMark) + "{}";
  Reading reading;
  EXPECT_EQ(reading.read(json), Reason::kNone);
  EXPECT_EQ(reading.out.text, "{}");
  EXPECT_EQ(reading.out.bytes, json);
  EXPECT_EQ(reading.read(gzip(json)), Reason::kNone);
  EXPECT_EQ(reading.out.text, "{}");
  EXPECT_EQ(reading.read(gzip(json + json)), Reason::kNone);
  EXPECT_EQ(reading.out.text, "{}" + json);
}

TEST(RecordText, MissesData) {
  RecordTextReader reader;
  reader.start(kRoom, kRoom);
  RecordText out{.bytes = "x", .text = "y", .form = RecordForm::kGzip};
  EXPECT_EQ(reader.read(Record{}, nullptr, out), Reason::kDataMissing);
  EXPECT_TRUE(out.bytes.empty());
  EXPECT_TRUE(out.text.empty());
  EXPECT_EQ(out.form, RecordForm::kPlain);
}

// Records of every kind, some of a size to be inflated in pairs.
std::vector<std::string> random_records(std::mt19937& random) {
  std::vector<std::string> records(1 + random() % 12);
  for (std::string& record : records) {
    std::string text = "{\"k\":\"";
    const size_t size = random() % 3 == 0 ? random() % 3000 : 16'000 + random() % 60'000;
    while (text.size() < size) text += "line " + std::to_string(random() % 1000) + ' ';
    std::string bytes = gzip(text + "\"}");
    switch (random() % 12) {
      case 0:
        bytes.resize(random() % bytes.size());
        break;
      case 1:
        bytes[random() % bytes.size()] ^= static_cast<char>(1U << random() % 8);
        break;
      case 2:
        bytes += gzip("{}");
        break;
      case 3:
        bytes.append(random() % 3, '\0');
        break;
      case 4:
        bytes = text + "\"}";
        break;
      default:
        break;
    }
    record = base64_of(bytes);
  }
  return records;
}

TEST(RecordText, IsTheSameInPairs) {
  std::mt19937 random(9);
  for (int i = 0; i < 300; ++i) {
    const std::vector<std::string> base64 = random_records(random);
    std::vector<Record> records(base64.size());
    for (size_t k = 0; k < records.size(); ++k) {
      records[k].data.text = base64[k];
      records[k].has_data = random() % 20 != 0;
    }
    const size_t max = random() % 3 == 0 ? 40'000 : kRoom;
    const size_t total = random() % 3 == 0 ? 150'000 : 4 * kRoom;
    RecordTextReader alone;
    RecordTextReader paired;
    alone.start(max, total);
    paired.start(max, total);
    for (size_t k = 0; k < records.size(); ++k) {
      // Now and then the announced record does not come.
      const Record* next = k + 1 < records.size() ? &records[k + 1] : nullptr;
      if (random() % 10 == 0) next = &records[0];
      RecordText expected;
      RecordText out;
      ASSERT_EQ(paired.read(records[k], next, out), alone.read(records[k], nullptr, expected));
      ASSERT_EQ(paired.inflated_size(), alone.inflated_size());
      ASSERT_TRUE(out.text == expected.text && out.bytes == expected.bytes);
      ASSERT_EQ(out.form, expected.form);
      if (!out.text.empty()) expect_padding(out.text);
    }
  }
}

// The first says that it is as short as its last member, and takes nearly all there is.
TEST(RecordText, CountsWhatARecordInAPairReallyTakes) {
  const std::string small = json_of_size(20'000);
  const std::string first = base64_of(gzip(json_of_size(900'000)) + gzip(small));
  const std::string second = base64_of(gzip(small));
  std::vector<Record> records(5);
  for (Record& record : records)
    record = {.id = {}, .data = {second, false}, .partition_key = {}, .has_data = true};
  records[0].data.text = first;
  RecordTextReader reader;
  reader.start(kRoom, 925'000);
  RecordText out;
  EXPECT_EQ(reader.read(records[0], &records[1], out), Reason::kNone);
  for (size_t i = 1; i < records.size(); ++i) {
    const Record* const next = i + 1 < records.size() ? &records[i + 1] : nullptr;
    EXPECT_EQ(reader.read(records[i], next, out), Reason::kInflationBudget) << i;
  }
}

TEST(RecordText, RejectsWhatIsNoBase64) {
  for (const std::string_view base64 : {"e30", "e30==", "e3 0=", "e31=", "=", "e30=\n", "-_-_"}) {
    EXPECT_EQ(Reading().read_base64(std::string(base64)), Reason::kBadBase64) << base64;
  }
  EXPECT_EQ(Reading().read_base64(R"(e30\u003d)", false), Reason::kBadBase64);
  EXPECT_EQ(Reading().read_base64(R"(e30\n=)", true), Reason::kBadBase64);
}

TEST(RecordText, RejectsAnEmptyRecord) {
  Reading reading;
  EXPECT_EQ(reading.read(""), Reason::kEmptyRecord);
  EXPECT_EQ(reading.reader.inflated_size(), 0U);
}

TEST(RecordText, RejectsWhatIsNeitherGzipNorADocument) {
  for (const std::string_view bytes : {"[]", "hello", " ", "\n\n", "\x1f", "\x1f\x8c\x08",
                                       "\xEF\xBB\xBF", "\xEF\xBB\xBF[]", "\xFF\xFF", "x{}"}) {
    EXPECT_EQ(reason_of(bytes), Reason::kRawRecord) << bytes;
  }
}

TEST(RecordText, TellsWhatIsWrongWithGzip) {
  const std::string member = gzip(log_text(500));
  EXPECT_EQ(reason_of("\x1f\x8b"), Reason::kGzipTruncated);
  EXPECT_EQ(reason_of(testing::truncated(member)), Reason::kGzipTruncated);
  EXPECT_EQ(reason_of(testing::with_bad_crc(member)), Reason::kGzipChecksum);
  EXPECT_EQ(reason_of(testing::with_bad_isize(member)), Reason::kGzipChecksum);
  EXPECT_EQ(reason_of(member + "x"), Reason::kGzipTrailingBytes);
  EXPECT_EQ(reason_of(testing::member_with_flags(0, "", "\x07")), Reason::kGzipCorrupt);
}

TEST(RecordText, RejectsWhatIsNoUtf8) {
  EXPECT_EQ(reason_of("{\"messageType\":\"\x80\"}"), Reason::kBadUtf8);
  EXPECT_EQ(reason_of("{\"a\":\"\x80\"}"), Reason::kRawRecord);
  EXPECT_EQ(reason_of(gzip("{\"a\":\"\xED\xA0\x80\"}")), Reason::kBadUtf8);
  EXPECT_EQ(reason_of(gzip("\xFF")), Reason::kBadUtf8);
}

TEST(RecordText, GivesTheBytesOfARecordItCannotRead) {
  Reading reading;
  const std::string bad = testing::with_bad_crc(gzip("{}"));
  EXPECT_EQ(reading.read(bad), Reason::kGzipChecksum);
  EXPECT_EQ(reading.out.bytes, bad);
  EXPECT_EQ(reading.out.form, RecordForm::kGzip);
  EXPECT_EQ(reading.reader.inflated_size(), 2U);
}

TEST(RecordText, KeepsNothingOfTheRecordBefore) {
  Reading reading;
  ASSERT_EQ(reading.read(gzip("{}")), Reason::kNone);
  EXPECT_EQ(reading.read_base64("?"), Reason::kBadBase64);
  EXPECT_TRUE(reading.out.bytes.empty());
  EXPECT_TRUE(reading.out.text.empty());
  EXPECT_EQ(reading.out.form, RecordForm::kPlain);
  EXPECT_EQ(reading.reader.inflated_size(), 0U);
}

TEST(RecordTextBounds, HoldForOneRecord) {
  for (const size_t n : {2U, 100U, 5000U}) {
    const std::string json = json_of_size(n);
    for (const std::string& bytes : {json, gzip(json), gzip(json, 0)}) {
      EXPECT_EQ(Reading(n + 1, kRoom).read(bytes), Reason::kNone) << n;
      EXPECT_EQ(Reading(n, kRoom).read(bytes), Reason::kNone) << n;
      EXPECT_EQ(Reading(n - 1, kRoom).read(bytes), Reason::kInflatedTooLarge) << n;
    }
  }
}

TEST(RecordTextBounds, HoldForAllRecordsTogether) {
  const std::string json = json_of_size(100);
  for (const std::string& bytes : {json, gzip(json)}) {
    Reading reading(200, 300);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(reading.read(bytes), Reason::kNone) << i;
    EXPECT_EQ(reading.read(bytes), Reason::kInflationBudget);
    Reading one_less(200, 299);
    for (int i = 0; i < 2; ++i) EXPECT_EQ(one_less.read(bytes), Reason::kNone) << i;
    EXPECT_EQ(one_less.read(bytes), Reason::kInflationBudget);
  }
}

TEST(RecordTextBounds, TellOneRecordsBoundFromAllRecords) {
  const std::string member = gzip(json_of_size(101));
  EXPECT_EQ(Reading(100, 1000).read(member), Reason::kInflatedTooLarge);
  EXPECT_EQ(Reading(100, 100).read(member), Reason::kInflatedTooLarge);
  EXPECT_EQ(Reading(100, 99).read(member), Reason::kInflationBudget);
  EXPECT_EQ(Reading(1000, 100).read(member), Reason::kInflationBudget);
  EXPECT_EQ(Reading(1000, 100).read(json_of_size(101)), Reason::kInflationBudget);
  EXPECT_EQ(Reading(100, 50).read(json_of_size(101)), Reason::kInflatedTooLarge);
}

TEST(RecordTextBounds, CountWhatWasInflatedInVain) {
  const std::string bad = testing::with_bad_crc(gzip(json_of_size(100)));
  Reading reading(200, 250);
  EXPECT_EQ(reading.read(bad), Reason::kGzipChecksum);
  EXPECT_EQ(reading.reader.inflated_size(), 100U);
  EXPECT_EQ(reading.read(gzip(json_of_size(151))), Reason::kInflationBudget);
  EXPECT_EQ(reading.reader.inflated_size(), 150U);
  EXPECT_EQ(reading.read(gzip(json_of_size(2))), Reason::kInflationBudget);
}

TEST(RecordTextBounds, DoNotCountWhatNeverInflates) {
  Reading reading(200, 200);
  EXPECT_EQ(reading.read_base64("?"), Reason::kBadBase64);
  EXPECT_EQ(reading.read(""), Reason::kEmptyRecord);
  EXPECT_EQ(reading.read(gzip(json_of_size(200))), Reason::kNone);
}

TEST(RecordTextBounds, LeaveRoomForEmptyTextOnly) {
  Reading reading(200, 2);
  EXPECT_EQ(reading.read("{}"), Reason::kNone);
  EXPECT_EQ(reading.read(gzip("")), Reason::kNone);
  EXPECT_EQ(reading.read(gzip("x")), Reason::kInflationBudget);
}

TEST(RecordTextBounds, StartAgainWithEveryEvent) {
  Reading reading(100, 100);
  EXPECT_EQ(reading.read(gzip(json_of_size(100))), Reason::kNone);
  EXPECT_EQ(reading.read("{}"), Reason::kInflationBudget);
  reading.reader.start(200, 200);
  EXPECT_EQ(reading.read(gzip(json_of_size(200))), Reason::kNone);
}

// Takes the place of a block given back, so that the next one stands elsewhere.
auto occupy() {
  return std::make_unique_for_overwrite<char[]>(2 * kBufferKeepBytes + kJsonPadding);
}

// Whether the text of the next record stands where that of a record of this size stood.
bool keeps_block(size_t inflated_size) {
  Reading reading(2 * kBufferKeepBytes, 2 * kBufferKeepBytes);
  EXPECT_EQ(reading.read(gzip(json_of_size(inflated_size), 1)), Reason::kNone);
  const char* const before = reading.out.text.data();
  reading.reader.release_oversize();
  const auto occupied = occupy();
  reading.reader.start(100, 100);
  EXPECT_EQ(reading.read(gzip("{}")), Reason::kNone);
  EXPECT_EQ(reading.out.text, "{}");
  EXPECT_NE(reading.out.text.data(), occupied.get());
  return reading.out.text.data() == before;
}

TEST(RecordTextBuffers, AreKeptUnlessMuchOfThemWasUsed) {
  EXPECT_TRUE(keeps_block(2));
  EXPECT_TRUE(keeps_block(kBufferKeepBytes));
  EXPECT_FALSE(keeps_block(kBufferKeepBytes + 1));
}

TEST(RecordTextBuffers, CountWhatOneEventUsed) {
  Reading reading(2 * kBufferKeepBytes, 4 * kBufferKeepBytes);
  ASSERT_EQ(reading.read(gzip(json_of_size(kBufferKeepBytes + 1), 1)), Reason::kNone);
  reading.reader.release_oversize();
  ASSERT_EQ(reading.read(gzip("{}")), Reason::kNone);
  const char* const before = reading.out.text.data();
  reading.reader.release_oversize();
  const auto occupied = occupy();
  ASSERT_EQ(reading.read(gzip("{}")), Reason::kNone);
  EXPECT_EQ(reading.out.text.data(), before);
  EXPECT_NE(reading.out.text.data(), occupied.get());
}

}  // namespace
}  // namespace cwlogs

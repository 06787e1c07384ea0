#include "processor/overflow.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "cli/random.h"
#include "tests/gzip_fixture.h"
#include "tests/ledger.h"

namespace cwlogs::testing {
namespace {

// Compresses to half its size, and better once it is long.
std::string noise(size_t bytes, uint64_t seed) {
  Random random(seed);
  std::string text(bytes, '\0');
  for (size_t i = 0; i < bytes; ++i) {
    text[i] = i < 5'000 ? "0123456789abcdef"[random.below(16)] : text[i - 5'000];
  }
  return text;
}

// One document whose lines, with their newlines, come to `bytes`.
Json document_of_size(size_t bytes, size_t line_bytes = 200, uint64_t seed = 1) {
  std::vector<std::string> messages;
  const std::string text = noise(bytes, seed);
  for (size_t at = 0; at < bytes; at += line_bytes) {
    messages.push_back(text.substr(at, std::min(line_bytes, bytes - at) - 1));
  }
  return document(messages);
}

constexpr size_t kIdSize = 56;

// The size of a response with one Ok record of `data_bytes`.
size_t lone_response(size_t data_bytes) {
  return std::string_view(R"({"records":[{"recordId":"","result":"Ok","data":""}]})").size() +
         kIdSize + (data_bytes + 2) / 3 * 4;
}

size_t lone_response_of_piece(const std::string& base64) {
  return lone_response(lines_of(entries_of(gunzip_all(bytes_of_base64(base64)))).size());
}

TEST(Overflow, BeginsOneByteAboveTheBudget) {
  const EventBuilder event = EventBuilder().add(document_of_size(3000));
  const size_t exact = lone_response(3000);
  EXPECT_EQ(run(event, options_with_budget(exact)).response.size(), exact);
  EXPECT_EQ(run(event, options_with_budget(exact + 1)).result(0), "Ok");
  EXPECT_EQ(run(event, options_with_budget(exact - 1)).reason(0), Reason::kSplit);
}

TEST(Overflow, PutsASmallRecordBackAsItCame) {
  const EventBuilder event = EventBuilder()
                                 .add(document_of_size(6000))
                                 .add(document_of_size(3000))
                                 .add(document_of_size(300));
  const Answered answered = run(event, options_with_budget(10'000));
  EXPECT_EQ(answered.result(0), "Ok");
  EXPECT_EQ(answered.reason(1), Reason::kReingested);
  EXPECT_EQ(answered.result(2), "Ok") << "a later one may still fit";
  ASSERT_EQ(answered.puts.size(), 1u);
  EXPECT_EQ(answered.put_data[0], event.json().at("records")[1].at("data"));
}

TEST(Overflow, UndoesJsonEscapesOfWhatItPutsBack) {
  Json event = EventBuilder().add(document_of_size(6000)).add(document_of_size(3000)).json();
  const std::string data = event["records"][1]["data"];
  std::string text = event.dump();
  std::string escaped = data;
  for (size_t at = 0; (at = escaped.find('/', at)) != std::string::npos; at += 2) {
    escaped.insert(at, "\\");
  }
  ASSERT_NE(escaped, data);
  text.replace(text.find(data), data.size(), escaped);
  const Answered answered = run(text, options_with_budget(10'000));
  EXPECT_EQ(answered.reason(1), Reason::kReingested);
  EXPECT_EQ(answered.put_data.at(0), data);
}

// A response must deliver something before it may put anything back as it is.
TEST(Overflow, FailsWholeRecordsWhereNothingIsDelivered) {
  const std::string id(2000, 'i');
  EventBuilder event;
  for (int i = 0; i < 5; ++i) event.id(id).add(document_of_size(300));
  // Room for the ids, not for any data of 300 bytes; half the budget would do for one alone.
  const Answered answered = run(event, options_with_budget(10'500));
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(answered.result(i), "ProcessingFailed");
    EXPECT_EQ(answered.reason(i), Reason::kResponseFull);
  }
  EXPECT_TRUE(answered.puts.empty());
}

struct Pieces {
  size_t budget;
  size_t data_bytes;
  size_t pieces;
};

void PrintTo(const Pieces& pieces, std::ostream* out) {
  *out << pieces.data_bytes << " bytes into " << pieces.pieces << " of " << pieces.budget / 2;
}

class SplitInto : public ::testing::TestWithParam<Pieces> {};

TEST_P(SplitInto, PiecesOfHalfTheBudget) {
  LedgerEvent ledger;
  const size_t first_bytes = std::max<size_t>(600, GetParam().budget / 100);
  ledger.add({document_of_size(first_bytes)});
  ledger.add({document_of_size(GetParam().data_bytes, 100)});
  Processor processor(options_with_budget(GetParam().budget));
  const Answered answered = run(processor, ledger.event.text());
  expect_balanced(ledger, answered);
  EXPECT_EQ(answered.result(0), "Ok");
  EXPECT_EQ(answered.reason(1), Reason::kSplit);
  EXPECT_EQ(answered.puts.size(), GetParam().pieces);
  for (const std::string& piece : answered.put_data) {
    EXPECT_LE(lone_response_of_piece(piece), GetParam().budget / 2);
  }
  const Circulation circulation =
      circulate(processor, ledger.event, Source::kDirectPut, GetParam().budget, 30);
  EXPECT_EQ(circulation.records_failed, 0u);
  EXPECT_EQ(circulation.delivered.size(), first_bytes + GetParam().data_bytes);
}

INSTANTIATE_TEST_SUITE_P(Records, SplitInto,
                         ::testing::Values(Pieces{10'000, 6'800, 2}, Pieces{10'000, 10'000, 3},
                                           Pieces{10'000, 70'000, 20},
                                           Pieces{6'291'456, 4'700'000, 2},
                                           Pieces{6'291'456, 6'000'000, 3}));

// base64 of 6,000,000 - k with a recordId on top: what goes round for ever where records are put
// back as they came because one more byte than allowed is needed.
TEST(Overflow, EndsWhereARecordAloneIsJustAboveTheBudget) {
  const Json json = document_of_size(4'500'000, 5000);
  const EventBuilder event = EventBuilder().add(json);
  ASSERT_EQ(run(event).data(0).size(), 4'500'000u);
  for (const size_t k : {0u, 1u, 4u, 56u, 60u, 61u, 100u, 104u, 105u, 106u, 107u, 110u, 120u}) {
    SCOPED_TRACE(k);
    Processor processor(options_with_budget(6'000'000 + k));
    const Circulation circulation = circulate(processor, event, Source::kDirectPut, 6'000'000, 4);
    EXPECT_EQ(circulation.delivered.size(), 4'500'000u);
    EXPECT_LE(circulation.generations, 3u);
    EXPECT_EQ(circulation.generations == 1, lone_response(4'500'000) <= 6'000'000 + k);
  }
}

// Each would fit alone, but not beside the answers to the 99 others: all are split.
TEST(Overflow, EndsForManyRecordsJustBelowTheBudget) {
  LedgerEvent ledger;
  for (uint64_t i = 0; i < 100; ++i) {
    ledger.add({document_of_size((100'000 - 5'000) / 4 * 3, 500, i)});
  }
  Processor processor(options_with_budget(100'000));
  const Answered answered = run(processor, ledger.event.text());
  expect_balanced(ledger, answered);
  for (const Answer& answer : answered.answers) EXPECT_EQ(answer.reason, Reason::kSplit);
  const Circulation circulation =
      circulate(processor, ledger.event, Source::kDirectPut, 200'000, 100);
  EXPECT_EQ(circulation.records_failed, 0u);
  EXPECT_EQ(circulation.delivered.size(), 100u * 71'250u);
}

TEST(Overflow, SplitsManyRecordsJustBelowSixMebibytes) {
  const std::vector<std::string> messages((kResponseBytesDefault - 5'000) / 4 * 3 / 500,
                                          std::string(499, 'm'));
  const std::string gzip_bytes = gzip(document(messages).dump());
  EventBuilder event;
  for (int i = 0; i < 100; ++i) event.add_bytes(gzip_bytes);
  const Answered answered = run(event);
  size_t log_events = 0;
  for (const Answer& answer : answered.answers) {
    // Both sums are bounded: the text inflated and the text split.
    EXPECT_TRUE(answer.reason == Reason::kSplit || answer.reason == Reason::kInflationBudget);
    log_events += answer.reason == Reason::kSplit ? answer.log_events : 0;
  }
  size_t put_log_events = 0;
  for (const PutRecord& put : answered.puts) put_log_events += put.log_events;
  EXPECT_EQ(put_log_events, log_events);
  EXPECT_GT(log_events, 90 * messages.size());
}

TEST(Overflow, ManagesEightThousandRecordsOf560Bytes) {
  LedgerEvent ledger;
  for (uint64_t i = 0; i < 8000; ++i) ledger.add({document_of_size(560, 140, i)});
  Processor processor({});
  const Answered answered = run(processor, ledger.event.text());
  expect_balanced(ledger, answered);
  size_t whole = 0;
  for (const Answer& answer : answered.answers) {
    EXPECT_TRUE(answer.verdict == Verdict::kOk || answer.reason == Reason::kReingested);
    whole += answer.reason == Reason::kReingested ? 1 : 0;
  }
  EXPECT_GT(whole, 200u);
  // Dropped answers are 9 bytes shorter than the ProcessingFailed they had room for.
  EXPECT_GT(answered.response.size() + 9 * whole, kResponseBytesDefault - 1000);
  EXPECT_EQ(circulate(processor, ledger.event, Source::kDirectPut, 6'000'000, 3).delivered.size(),
            8000u * 560u);
}

TEST(Overflow, ManagesControlMessagesAmongBigRecords) {
  LedgerEvent ledger;
  const std::string control = gzip(control_message().dump());
  for (uint64_t i = 0; i < 3040; ++i) {
    if (i % 76 == 0) {
      ledger.add({document_of_size(150'000, 500, i)});
    } else {
      ledger.add_empty(control);
    }
  }
  Processor processor({});
  const Answered answered = run(processor, ledger.event.text());
  expect_balanced(ledger, answered);
  size_t ok = 0;
  for (const Answer& answer : answered.answers) ok += answer.verdict == Verdict::kOk ? 1 : 0;
  EXPECT_GE(ok, 28u);
  EXPECT_LT(ok, 40u);
  const Circulation circulation =
      circulate(processor, ledger.event, Source::kDirectPut, 6'000'000, 3);
  EXPECT_EQ(circulation.delivered.size(), 40u * 150'000u);
}

TEST(Overflow, FailsALogEventThatNeverFits) {
  const std::string large = noise(20'000, 1);
  const Answered answered = run(EventBuilder()
                                    .add(document({"a"}))
                                    .add(document({"b", large, "c"}))
                                    .add(document({large}))
                                    .add(document({"d"})),
                                options_with_budget(20'000));
  EXPECT_EQ(answered.data(0), "a\n");
  EXPECT_EQ(answered.reason(1), Reason::kLogEventTooLarge);
  EXPECT_EQ(answered.reason(2), Reason::kLogEventTooLarge);
  EXPECT_EQ(answered.data(3), "d\n");
  EXPECT_TRUE(answered.puts.empty());
}

TEST(Overflow, DeliversALogEventOfAlmostTheWholeBudget) {
  LedgerEvent ledger;
  for (uint64_t i = 0; i < 5; ++i) ledger.add({document_of_size(14'000, 14'000, i)});
  Processor processor(options_with_budget(20'000));
  const Circulation circulation =
      circulate(processor, ledger.event, Source::kDirectPut, 1'000'000, 5);
  EXPECT_EQ(circulation.generations, 5u);
  EXPECT_EQ(circulation.records_failed, 0u);
  EXPECT_EQ(circulation.delivered.size(), 5u * 14'000u);
}

// Barely compressible text: the put limit decides, not the response.
TEST(Overflow, KeepsPiecesWithinThePutLimit) {
  const std::string lines = random_bytes(4'000'000);
  std::vector<std::string> messages;
  for (size_t at = 0; at < lines.size(); at += 1000) {
    messages.push_back(base64_of(std::string_view(lines).substr(at, 1000)));
  }
  LedgerEvent ledger;
  ledger.add({document(messages)});
  Processor processor(options_with_budget(6'000'000));
  const Answered answered = run(processor, ledger.event.text());  // checks the limits
  expect_balanced(ledger, answered);
  EXPECT_EQ(answered.reason(0), Reason::kSplit);
  EXPECT_GE(answered.puts.size(), 4u);
  EXPECT_GE(answered.batches.size(), 2u);
}

TEST(Overflow, SplitsARecordAboveThePutLimitThatIsSmallOtherwise) {
  // A Kinesis record at its limit with its key: the key alone makes it too large.
  LedgerEvent ledger{EventBuilder(Source::kKinesis), {}};
  ledger.add({document_of_size(30'000)});
  ledger.event.partition_key(std::string(256, 'k'));
  ledger.add({document_of_size(20'000)});
  const size_t bytes =
      bytes_of_base64(ledger.event.json().at("records")[1].at("data").get<std::string>()).size();
  for (const size_t limit : {bytes + 256, bytes + 255}) {
    Options options = options_with_budget(59'000);
    options.kinesis_record_bytes_max = limit;
    const Answered answered = run(ledger.event, std::move(options));
    expect_balanced(ledger, answered);
    EXPECT_EQ(answered.reason(1), limit == bytes + 256 ? Reason::kReingested : Reason::kSplit);
  }
}

TEST(Overflow, KeepsTheKinesisPartitionKey) {
  EventBuilder event(Source::kKinesis);
  event.add(document_of_size(6000));
  event.partition_key("key \"1\"").add(document_of_size(3000));
  event.partition_key("").id("the-record").add(document_of_size(3000));
  event.partition_key("\u65e5").add(document_of_size(20'000));
  const Answered answered = run(event, options_with_budget(10'000));
  ASSERT_GE(answered.put_keys.size(), 5u);
  EXPECT_EQ(answered.put_keys[0], "key \"1\"");
  EXPECT_EQ(answered.put_keys[1], "the-record");
  for (size_t i = 2; i < answered.put_keys.size(); ++i) {
    EXPECT_EQ(answered.put_keys[i], "\u65e5");
  }
}

TEST(Overflow, CutsAMissingPartitionKeyTo256Characters) {
  std::string id;
  for (int i = 0; i < 300; ++i) id += "\u65e5";
  Json record = EventBuilder().add(document_of_size(3000)).json().at("records")[0];
  record["recordId"] = id;
  EventBuilder event(Source::kKinesis);
  event.add(document_of_size(6000)).add_record(record);
  const Answered answered = run(event, options_with_budget(11'000));
  EXPECT_EQ(answered.put_keys.at(0), id.substr(0, 256 * 3));
}

TEST(Overflow, PutsNothingBackThatCouldNotComeBack) {
  const auto plain = [](Source source) {
    return EventBuilder(source)
        .add_bytes(document_of_size(6000).dump())
        .add_bytes(document_of_size(3000).dump());
  };
  const auto overflow = [&](const EventBuilder& event) {
    return run(event, options_with_budget(10'000));
  };
  EXPECT_EQ(overflow(plain(Source::kDirectPut)).reason(1), Reason::kNotReingestable);
  EXPECT_EQ(
      overflow(EventBuilder(Source::kMsk).add(document_of_size(6000)).add(document_of_size(3000)))
          .reason(1),
      Reason::kNotReingestable);
  const Answered kinesis = overflow(plain(Source::kKinesis));
  EXPECT_EQ(kinesis.reason(1), Reason::kReingested);
  EXPECT_EQ(entries_of(gunzip_all(bytes_of_base64(kinesis.put_data.at(0)))),
            entries_of(document_of_size(3000).dump()));
}

TEST(Overflow, KeepsUnknownFieldsAndDocumentsApart) {
  Json first = document_of_size(4000);
  first["policyLevel"] = "ACCOUNT_LEVEL_POLICY";
  first["logEvents"][3]["extractedFields"] = {{"@aws.account", "210987654321"}};
  Json second = document_of_size(4000, 100, 2);
  second["logStream"] = "other";
  second["new"] = {{"nested", {1, 2, nullptr}}};
  LedgerEvent ledger;
  ledger.add({first, second, first});
  Processor processor(options_with_budget(8'000));
  const Answered answered = run(processor, ledger.event.text());
  EXPECT_EQ(answered.reason(0), Reason::kSplit);
  expect_balanced(ledger, answered);
}

TEST(Overflow, FillsBatchesOfAtMost500) {
  EventBuilder event;
  event.add(document_of_size(60'000));
  for (int i = 0; i < 1201; ++i) event.id("i").add(document_of_size(500));
  const Answered answered = run(event, options_with_budget(130'000));
  ASSERT_GE(answered.batches.size(), 3u);
  EXPECT_EQ(answered.batches[0].count, 500u);
  EXPECT_EQ(answered.batches[1].count, 500u);
  for (size_t i = 1; i < answered.puts.size(); ++i) {
    EXPECT_LE(answered.puts[i - 1].record, answered.puts[i].record);
  }
}

}  // namespace
}  // namespace cwlogs::testing

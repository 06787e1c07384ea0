#include "processor/response_packer.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <random>
#include <string>
#include <vector>

#include "processor/firehose_response.h"
#include "processor/plan.h"
#include "tests/event_fixture.h"

namespace cwlogs {
namespace {

using testing::Json;

constexpr Source kSources[] = {Source::kDirectPut, Source::kKinesis, Source::kMsk};
constexpr size_t kWide = 1 << 20;
// An Ok entry with so much data, and `data` for its field, is as long as ProcessingFailed.
constexpr size_t kFreeBytes = 3;

// A record's answer: Ok with these sizes, or ProcessingFailed where there is no data.
struct Entry {
  size_t id_size = 0;
  Payload payload{};
};

std::string keys_of_size(size_t n) {
  return n == 0 ? "" : "{\"k\":\"" + std::string(n - 8, 'v') + "\"}";
}

// The response as it is really written.
std::string rendered(Source source, const std::vector<Entry>& entries) {
  FirehoseEvent event;
  event.source = source;
  std::vector<std::string> ids;
  for (const Entry& entry : entries) ids.emplace_back(entry.id_size, 'i');
  std::vector<Answer> answers;
  std::string output;
  std::string keys;
  for (size_t i = 0; i < entries.size(); ++i) {
    const Payload& payload = entries[i].payload;
    event.records.push_back({.id = {ids[i]}, .data = {}, .partition_key = {}});
    Answer answer;
    if (payload.data_size != 0) answer.verdict = Verdict::kOk;
    answer.data_begin = static_cast<uint32_t>(output.size());
    answer.data_size = static_cast<uint32_t>(payload.data_size);
    answer.metadata_begin = static_cast<uint32_t>(keys.size());
    answer.metadata_size = static_cast<uint32_t>(payload.metadata_size);
    answers.push_back(answer);
    output.append(payload.data_size, 'd');
    keys += keys_of_size(payload.metadata_size);
  }
  Plan plan;
  plan.event = &event;
  plan.answers = answers;
  plan.output = output;
  plan.metadata = keys;
  plan.response_bytes_max = kWide;
  std::string response;
  render_response(plan, {}, response);
  EXPECT_TRUE(Json::accept(response)) << response;
  return response;
}

ResponsePacker packer_of(Source source, const std::vector<Entry>& entries, size_t max = kWide) {
  ResponsePacker packer(max, source);
  for (const Entry& entry : entries) packer.reserve(entry.id_size);
  for (const Entry& entry : entries) {
    if (entry.payload.data_size != 0) packer.add(entry.payload);
  }
  return packer;
}

void expect_rendered_size(const std::vector<Entry>& entries) {
  for (const Source source : kSources) {
    EXPECT_EQ(packer_of(source, entries).size(), rendered(source, entries).size())
        << name_of(source);
  }
}

TEST(ResponsePacker, CountsAnEmptyResponse) { expect_rendered_size({}); }

TEST(ResponsePacker, CountsAnswersWithoutData) {
  expect_rendered_size({{.id_size = 56}});
  expect_rendered_size({{.id_size = 0}, {.id_size = 1}, {.id_size = 400}});
}

TEST(ResponsePacker, CountsDataInThrees) {
  for (size_t n = 1; n <= 100; ++n) {
    expect_rendered_size({{56, {n, 0}}});
    expect_rendered_size({{56, {n, 20}}, {3, {2 * n, 0}}, {56, {}}});
  }
}

TEST(ResponsePacker, CountsPartitionKeys) {
  for (const size_t n : {8U, 9U, 100U}) {
    expect_rendered_size({{56, {1, n}}, {56, {1, n + 1}}, {56, {}}});
  }
}

TEST(ResponsePacker, CountsAnyMixture) {
  std::mt19937 random(6);
  for (int round = 0; round < 500; ++round) {
    std::vector<Entry> entries(random() % 20);
    for (Entry& entry : entries) {
      entry.id_size = random() % 60;
      if (random() % 3 == 0) continue;
      entry.payload.data_size = 1 + random() % 200;
      if (random() % 2 == 0) entry.payload.metadata_size = 8 + random() % 50;
    }
    ASSERT_NO_FATAL_FAILURE(expect_rendered_size(entries));
  }
}

TEST(ResponsePacker, FitsWhatTheBudgetHoldsExactly) {
  for (const Source source : kSources) {
    for (const size_t keys : {0U, 30U}) {
      for (size_t n = 1; n <= 40; ++n) {
        const std::vector<Entry> entries = {{10, {7, 8}}, {56, {n, keys}}, {20, {}}};
        const size_t size = rendered(source, entries).size();
        for (const size_t max : {size - 1, size, size + 1}) {
          const ResponsePacker packer = packer_of(source, {{10, {7, 8}}, {56, {}}, {20, {}}}, max);
          EXPECT_EQ(packer.size() <= max && packer.fits({n, keys}), max >= size) << n;
        }
      }
    }
  }
}

TEST(ResponsePacker, HasExactRoomForData) {
  for (const Source source : kSources) {
    const size_t skeleton = packer_of(source, {{56, {}}, {56, {}}}).size();
    for (size_t max = skeleton; max <= skeleton + 200; ++max) {
      const ResponsePacker packer = packer_of(source, {{56, {}}, {56, {}}}, max);
      const size_t room = packer.data_room();
      EXPECT_TRUE(room == 0 || packer.fits({room, 0})) << max;
      EXPECT_FALSE(packer.fits({room + 1, 0})) << max;
    }
  }
}

TEST(ResponsePacker, HasExactRoomBehindOtherData) {
  for (size_t max = 300; max <= 500; ++max) {
    ResponsePacker packer(max, Source::kKinesis);
    for (int i = 0; i < 3; ++i) packer.reserve(10);
    packer.add({20, 40});
    const size_t room = packer.data_room();
    EXPECT_FALSE(packer.fits({room + 1, 0})) << max;
    if (room == 0) continue;
    EXPECT_TRUE(packer.fits({room, 0})) << max;
    packer.add({room, 0});
    EXPECT_LE(packer.size(), max);
    EXPECT_GT(packer.size() + 4, max);
    EXPECT_LE(packer.data_room(), kFreeBytes);
  }
}

TEST(ResponsePacker, TellsWhetherTheAnswersFitAtAll) {
  const std::vector<Entry> entries = {{56, {}}, {7, {}}};
  for (const Source source : kSources) {
    const size_t size = rendered(source, entries).size();
    EXPECT_FALSE(packer_of(source, entries, size - 1).skeleton_fits());
    EXPECT_TRUE(packer_of(source, entries, size).skeleton_fits());
    const size_t room = packer_of(source, entries, size).data_room();
    EXPECT_EQ(room, source == Source::kMsk ? 0U : kFreeBytes);
  }
  EXPECT_FALSE(ResponsePacker(13, Source::kMsk).skeleton_fits());
  EXPECT_TRUE(ResponsePacker(14, Source::kMsk).skeleton_fits());
}

TEST(ResponsePacker, MeasuresALoneRecord) {
  const ResponsePacker crowded = packer_of(Source::kKinesis, {{56, {99, 30}}, {56, {}}});
  for (size_t n = 1; n <= 10; ++n) {
    for (const size_t keys : {0U, 8U, 31U}) {
      EXPECT_EQ(crowded.lone_response_size(40, {n, keys}),
                rendered(Source::kKinesis, {{40, {n, keys}}}).size());
    }
  }
}

// Any answer may still turn into ProcessingFailed, and the shortest data is no shorter.
TEST(ResponsePacker, NeverShrinksByWhatIsAdded) {
  for (const Source source : kSources) {
    ResponsePacker packer(kWide, source);
    packer.reserve(56);
    const size_t before = packer.size();
    packer.add({1, 0});
    EXPECT_GE(packer.size(), before);
    EXPECT_EQ(packer.response_bytes_max(), kWide);
  }
}

}  // namespace
}  // namespace cwlogs

#include "processor/json_kernels.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "processor/json_cursor.h"
#include "processor/json_string.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

using namespace std::string_literals;

// In a heap block without a spare byte, so that AddressSanitizer sees one byte too many.
class Padded {
 public:
  explicit Padded(std::string_view text)
      : block_(std::make_unique<char[]>(text.size() + kJsonPadding)), size_(text.size()) {
    text.copy(block_.get(), text.size());
  }
  const char* begin() const { return block_.get(); }
  std::string_view view() const { return {block_.get(), size_}; }

 private:
  std::unique_ptr<char[]> block_;
  size_t size_;
};

// What became of a string's text: how much of it was read, and what it stands for.
struct Read {
  size_t size = 0;
  std::string utf8;
  bool operator==(const Read&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Read& read) {
  return out << read.size << " bytes: " << read.utf8;
}

// `room` bytes, or as many as are enough.
std::optional<Read> copy(const JsonKernels& kernels, std::string_view behind_quote,
                         std::optional<size_t> room = std::nullopt) {
  const Padded text(behind_quote);
  const size_t size = room.value_or(behind_quote.size() + kStringCopySlack);
  const auto out = std::make_unique_for_overwrite<char[]>(size);
  const CopiedString copied = kernels.copy_string(text.begin(), out.get(), out.get() + size);
  if (copied.end == nullptr) return std::nullopt;
  EXPECT_EQ(*copied.end, '"');
  return Read{static_cast<size_t>(copied.end - text.begin()), {out.get(), copied.out_end}};
}

// The same by the reader that takes everything.
std::optional<Read> read(std::string_view behind_quote) {
  const Padded text('"' + std::string(behind_quote));
  JsonCursor cursor(text.view());
  RawString string;
  if (!cursor.read_string(string)) return std::nullopt;
  Read read{string.text.size(), {}};
  append_unescaped(string.text, read.utf8);
  return read;
}

std::optional<size_t> skip(const JsonKernels& kernels, std::string_view behind_brace) {
  const Padded text(behind_brace);
  const char* const end = kernels.skip_flat_object(text.begin());
  if (end == nullptr) return std::nullopt;
  return static_cast<size_t>(end - text.begin());
}

std::optional<size_t> skip_any(std::string_view behind_brace) {
  const Padded text('{' + std::string(behind_brace));
  JsonCursor cursor(text.view());
  if (!cursor.skip_value()) return std::nullopt;
  return cursor.offset() - 1;
}

class Dice {
 public:
  explicit Dice(uint32_t seed) : random_(seed) {}
  size_t below(size_t bound) { return random_() % bound; }
  template <size_t n>
  std::string_view any_of(const std::array<std::string_view, n>& choices) {
    return choices[below(n)];
  }

 private:
  std::mt19937 random_;
};

constexpr std::array<std::string_view, 24> kPieces = {"a",
                                                      "plain text",
                                                      "x-y_z0123456789",
                                                      "\\n",
                                                      "\\t",
                                                      "\\r",
                                                      "\\b",
                                                      "\\f",
                                                      "\\/",
                                                      "\\\\",
                                                      "\\\"",
                                                      "\\\\\\\\",
                                                      "\\\\n",
                                                      "\\u00e9",
                                                      "\\ud83c\\udf89",
                                                      "\\uD83C",
                                                      "\\udf89",
                                                      "\xe6\xb3\xa8\xe6\x96\x87",
                                                      "n",
                                                      "/",
                                                      "\\\"key\\\":\\\"value\\\",",
                                                      "\x7f",
                                                      "\\n\\tat java",
                                                      "                                "};
// Each makes the string end, or none.
constexpr std::array<std::string_view, 10> kEnds = {
    "\"", "\"}", "\\x", "\\u12g4", "\n", "\x1f", "\\", "\\\x01", "\\u", "\\ud83c\\u\""};

class JsonKernelsTest : public testing::TestWithParam<JsonKernel> {
 protected:
  void SetUp() override {
    if (!supported(GetParam())) GTEST_SKIP() << "this processor has not the instructions";
  }
  const JsonKernels& kernels() const { return json_kernels(GetParam()); }
};

TEST_P(JsonKernelsTest, CopiesWhatTheCursorReads) {
  Dice dice(7);
  for (int i = 0; i < 40'000; ++i) {
    std::string text;
    for (size_t pieces = dice.below(12); pieces > 0; --pieces) text += dice.any_of(kPieces);
    text += dice.any_of(kEnds);
    text += dice.any_of(kPieces);
    ASSERT_EQ(copy(kernels(), text), read(text)) << text;
  }
}

TEST_P(JsonKernelsTest, CopiesEveryEscapeAtEveryPosition) {
  for (size_t before = 0; before <= 70; ++before) {
    for (int letter = 0; letter < 256; ++letter) {
      const std::string text =
          std::string(before, 'n') + '\\' + static_cast<char>(letter) + "0041 \\\\ tail\"";
      ASSERT_EQ(copy(kernels(), text), read(text)) << before << ' ' << letter;
    }
    for (size_t backslashes = 0; backslashes <= 70; ++backslashes) {
      const std::string text = std::string(before, 'n') + std::string(backslashes, '\\') + "n\"\"";
      ASSERT_EQ(copy(kernels(), text), read(text)) << before << ' ' << backslashes;
    }
  }
}

TEST_P(JsonKernelsTest, CopiesEveryOtherByteAsItIs) {
  for (int byte = 0; byte < 256; ++byte) {
    for (const size_t before : {0U, 1U, 15U, 31U, 32U, 63U, 64U}) {
      const std::string text =
          std::string(before, 'a') + static_cast<char>(byte) + std::string(40, 'b') + '"';
      ASSERT_EQ(copy(kernels(), text), read(text)) << byte;
    }
  }
}

TEST_P(JsonKernelsTest, WritesNothingBehindItsRoom) {
  for (const std::string_view end : {"\"", "\\n\"", "\\ud83c\\udf89\"", "\\\"\\\"\\\"\\\"\""}) {
    for (size_t size = 0; size <= 140; ++size) {
      const std::string text = std::string(size, 'a') + std::string(end);
      const std::optional<Read> whole = read(text);
      for (size_t room = 0; room <= size + kStringCopySlack; ++room) {
        const std::optional<Read> copied = copy(kernels(), text, room);
        const bool must_fit = room >= whole->utf8.size() + kStringCopySlack;
        ASSERT_EQ(copied, copied || must_fit ? whole : std::nullopt);
      }
    }
  }
}

TEST_P(JsonKernelsTest, SkipsEveryFlatObject) {
  Dice dice(11);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (size_t fields = 1 + dice.below(9); fields > 0; --fields) {
      text += '"' + std::string(dice.below(40), 'k') + "\":\"" + std::string(dice.below(70), '}') +
              "\xc3\xa9:,\"" + (fields == 1 ? "}" : ",");
    }
    ASSERT_EQ(skip(kernels(), text + "},{"), text.size());
    ASSERT_EQ(skip_any(text), text.size());
  }
}

TEST_P(JsonKernelsTest, SkipsNothingThatTheCursorDoesNot) {
  constexpr std::array<std::string_view, 18> kParts = {
      "\"",   "\"k\"", "\"k\":\"v\"", "\"k\":\"v\",", ":",    ",",
      "}",    "{",     "\\",          "\\\"",         " ",    "1",
      "null", "\n",    "[]",          "\"\"",         "\x1f", "aaaaaaaaaaaaaaaaaaaa"};
  Dice dice(13);
  int skipped = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    for (size_t fields = dice.below(8); fields > 0; --fields) text += "\"key\":\"value\",";
    for (size_t parts = dice.below(5); parts > 0; --parts) text += dice.any_of(kParts);
    text += "}";
    const std::optional<size_t> size = skip(kernels(), text);
    // All of them take the same.
    ASSERT_EQ(size, skip(json_kernels(JsonKernel::kPortable), text)) << text;
    if (!size) continue;
    ++skipped;
    ASSERT_EQ(size, skip_any(text)) << text;
  }
  EXPECT_GT(skipped, 1'000);
}

// One byte changed anywhere.
TEST_P(JsonKernelsTest, SkipsTheSameOfWhatIsDamaged) {
  std::string text;
  for (int i = 0; i < 12; ++i) text += "\"srcaddr" + std::to_string(i) + "\":\"10.0.0.7\",";
  text.back() = '}';
  for (size_t i = 0; i < text.size(); ++i) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string damaged = text;
      damaged[i] = static_cast<char>(byte);
      const std::optional<size_t> size = skip(kernels(), damaged);
      ASSERT_EQ(size, skip(json_kernels(JsonKernel::kPortable), damaged)) << damaged;
      ASSERT_EQ(size, size ? skip_any(damaged) : std::nullopt) << damaged;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, JsonKernelsTest,
                         testing::Values(JsonKernel::kPortable, JsonKernel::kAvx2),
                         [](const auto& kernel) {
                           return kernel.param == JsonKernel::kAvx2 ? "Avx2"s : "Portable"s;
                         });

}  // namespace
}  // namespace cwlogs

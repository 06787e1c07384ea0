// Random lines against all parsers: whatever comes, sound fields or none.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "processor/line_parser.h"
#include "processor/utf8.h"
#include "tests/parsed_line.h"
#include "tests/parser_lines.h"

namespace cwlogs {
namespace {

using testing::json_of;
using testing::kReference;
using testing::parser_lines;

constexpr std::chrono::milliseconds kTimeMax{253402300799999};

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}

  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(engine_); }
  std::string_view pick(const std::vector<std::string_view>& choices) {
    return choices[below(choices.size())];
  }

 private:
  std::mt19937 engine_;
};

// What the formats give a meaning to, and what they don't expect.
const std::vector<std::string_view>& fragments() {
  static const std::vector<std::string_view> all = {" ",           "  ",
                                                    "\t",          "\n",
                                                    "\"",          "\\",
                                                    "\\\"",        "\\x",
                                                    "\\xE3",       "\\u12",
                                                    "[",           "]",
                                                    "{",           "}",
                                                    ":",           ": ",
                                                    ",",           "=",
                                                    "=\"",         "-",
                                                    " - ",         "<",
                                                    ">",           "<34>",
                                                    "<34>1 ",      "%",
                                                    "%20",         "%FF",
                                                    "HTTP/1.1",    "null",
                                                    "0",           "-1",
                                                    "1e9",         "00",
                                                    "99999",       "日本",
                                                    "😀",           "\x01",
                                                    "\x7f",        "é",
                                                    "T",           "Z",
                                                    "+09:00",      "2024-01-15T09:30:00Z",
                                                    "Feb 29 ",     "\\ud83d",
                                                    "\\ude00",     "$",
                                                    "/?",          "\xEF\xBB\xBF",
                                                    "app[1]: ",    "Duration: ",
                                                    "[a b=\"c\"]", "\"a\":",
                                                    "platform.",   "record"};
  return all;
}

// A place between two characters of `text`.
size_t boundary(Dice& dice, std::string_view text) {
  size_t at = dice.below(text.size() + 1);
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

// Replaces, removes, inserts or doubles a part; UTF-8 stays UTF-8.
void mutate(Dice& dice, const std::vector<std::string_view>& lines, std::string& line) {
  size_t begin = boundary(dice, line);
  size_t end = dice.below(3) == 0 ? boundary(dice, line) : begin;
  if (begin > end) std::swap(begin, end);
  const std::string part = line.substr(begin, end - begin);
  switch (dice.below(6)) {
    case 0:
      line.resize(begin);
      return;
    case 1: {
      const std::string_view other = dice.pick(lines);
      line.replace(begin, line.size() - begin, other.substr(boundary(dice, other)));
      return;
    }
    case 2:
      line.insert(end, part);
      return;
    case 3: {  // one ASCII character for another
      const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
      if (begin < line.size() && is_ascii(line[begin])) {
        line[begin] = static_cast<char>(dice.below(0x80));
      }
      return;
    }
    default:
      line.replace(begin, end - begin, dice.pick(fragments()));
  }
}

// The text in a heap block of exactly its size: AddressSanitizer sees one byte too many.
class ExactLine {
 public:
  explicit ExactLine(std::string_view text)
      : size_(text.size()), bytes_(std::make_unique_for_overwrite<char[]>(text.size())) {
    text.copy(bytes_.get(), size_);
  }
  std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  size_t size_;
  std::unique_ptr<char[]> bytes_;
};

void expect_sound(const ParsedField& field, std::string_view line) {
  EXPECT_TRUE(is_utf8(field.name)) << line;
  EXPECT_TRUE(is_utf8(field.text)) << line;
  switch (field.kind) {
    case FieldKind::kText:
      break;
    case FieldKind::kTime:
      EXPECT_GE(field.time.count(), 0) << line;
      EXPECT_LE(field.time, kTimeMax) << line;
      break;
    case FieldKind::kBoolean:
      EXPECT_TRUE(field.text == "true" || field.text == "false") << line;
      break;
    case FieldKind::kNumber:
    case FieldKind::kJson: {
      // nlohmann-json takes no number that overflows a double; RFC 8259 sets no limit.
      const bool may_overflow = field.text.find_first_of("eE") != field.text.npos;
      const auto json = nlohmann::json::parse(field.text, nullptr, false);
      EXPECT_TRUE(!json.is_discarded() || may_overflow) << field.text << " of " << line;
      EXPECT_TRUE(field.kind == FieldKind::kJson || json.is_number() || may_overflow) << line;
      EXPECT_EQ(field.text.find('\n'), field.text.npos) << line;
      break;
    }
  }
}

// Parses twice, the second time behind what the first left: fields are the same, or none.
bool parse(const LineParser& parser, std::string_view text, ParsedFields& fields) {
  const ExactLine line(text);
  fields.clear();
  const bool matches = parser.parse({line.view(), kReference}, fields);
  for (const ParsedField& field : fields.all()) expect_sound(field, text);
  const std::string json = json_of(fields);
  const size_t count = fields.all().size();
  EXPECT_TRUE(matches || count == 0) << text;
  EXPECT_EQ(parser.parse({line.view(), kReference}, fields), matches) << text;
  EXPECT_EQ(fields.all().size(), 2 * count) << text;
  ParsedFields fresh;
  EXPECT_EQ(parser.parse({line.view(), kReference}, fresh), matches) << text;
  EXPECT_EQ(json_of(fresh), json) << text;
  return matches;
}

TEST(ParserRandom, TakesTheLinesItStartsFrom) {
  ParsedFields fields;
  for (const auto& [options, lines] : parser_lines()) {
    const auto parser = testing::parser_of(options);
    for (const std::string_view line : lines) {
      EXPECT_TRUE(parse(*parser, line, fields)) << options.name << ": " << line;
    }
  }
}

TEST(ParserRandom, MakesSoundFieldsOrNone) {
  constexpr size_t kRounds = 4'000;
  Dice dice(20240115);
  ParsedFields fields;
  for (const auto& [options, lines] : parser_lines()) {
    const auto parser = testing::parser_of(options);
    size_t matches = 0;
    for (size_t round = 0; round < kRounds; ++round) {
      std::string line(dice.pick(lines));
      for (size_t i = dice.below(6); i > 0; --i) mutate(dice, lines, line);
      ASSERT_TRUE(is_utf8(line));
      if (parse(*parser, line, fields)) ++matches;
    }
    EXPECT_GT(matches, kRounds / 10) << options.name;  // it is not refusals alone that are tested
    EXPECT_LT(matches, kRounds) << options.name;
  }
}

// Formats that share lines.
std::string_view family_of(std::string_view name) {
  if (name.starts_with("syslog")) return "syslog";
  if (name == "nginx" || name == "apache" || name == "common") return "combined";
  return name;
}

// Each parser's lines against every other parser. JSON is the others' format too, and a pattern
// takes what it likes.
TEST(ParserRandom, TellsTheFormatsApart) {
  ParsedFields fields;
  const auto all = parser_lines();
  for (const auto& [options, own] : all) {
    if (options.name == "regex" || options.name == "json") continue;
    const auto parser = testing::parser_of(options);
    for (const auto& [other, lines] : all) {
      if (family_of(other.name) == family_of(options.name)) continue;
      for (const std::string_view line : lines) {
        if (std::find(own.begin(), own.end(), line) != own.end()) continue;
        EXPECT_FALSE(parser->parse({line, kReference}, fields))
            << options.name << " takes " << line;
        EXPECT_TRUE(fields.all().empty());
      }
    }
  }
}

}  // namespace
}  // namespace cwlogs

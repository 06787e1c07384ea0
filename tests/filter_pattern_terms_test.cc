#include "processor/filter_pattern_terms.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "processor/limits.h"
#include "tests/filter_pattern_lines.h"

namespace cwlogs {
namespace {

using testing::expect_lines;

// The log events of AWS's page on the syntax.
const char* const kBad = "[ERROR 400] BAD REQUEST";
const char* const kUnauthorized = "[ERROR 401] UNAUTHORIZED REQUEST";
const char* const kMissing = "[ERROR 419] MISSING ARGUMENTS";
const char* const kInvalid = "[ERROR 420] INVALID ARGUMENTS";
const char* const kInternal = "[ERROR 500] INTERNAL SERVER ERROR";
const char* const kSuccess = "[SUCCESS 200] AUTHORIZED REQUEST";
const char* const kFailed = "[INFO] REQUEST FAILED";
const char* const kWarn = "[WARN] UNAUTHORIZED REQUEST";

TEST(FilterPatternTerms, MatchEverythingWithoutATerm) {
  for (const char* pattern : {"", " ", " \t\n", "\" \"", "\"\"", " \"  \" "}) {
    expect_lines(pattern, {.match = {"", " ", "x", "{}", "[a]", kBad, "日本"}});
  }
}

TEST(FilterPatternTerms, MatchTheExamplesOfAws) {
  expect_lines("ERROR", {.match = {kBad, kUnauthorized, kMissing, kInvalid},
                         .miss = {kSuccess, kFailed, kWarn}});
  expect_lines("ERROR ARGUMENTS", {.match = {kMissing, kInvalid}, .miss = {kBad, kUnauthorized}});
  expect_lines("?ERROR ?ARGUMENTS",
               {.match = {kBad, kUnauthorized, kMissing, kInvalid}, .miss = {kSuccess, kFailed}});
  expect_lines("\"INTERNAL SERVER ERROR\"", {.match = {kInternal}, .miss = {kBad}});
  expect_lines("ERROR -ARGUMENTS", {.match = {kBad, kUnauthorized}, .miss = {kMissing, kInvalid}});
  expect_lines("%AUTHORIZED%", {.match = {kUnauthorized, kSuccess}, .miss = {kBad}});
}

TEST(FilterPatternTerms, IgnoreOptionalTermsNextToOthers) {
  expect_lines("?ERROR ?ARGUMENTS REQUEST",
               {.match = {kFailed, kWarn, kBad, "REQUEST"}, .miss = {kMissing, "ERROR"}});
  expect_lines("REQUEST ?ERROR", {.match = {kFailed, kBad}, .miss = {kMissing}});
  expect_lines("?ERROR -ARGUMENTS", {.match = {kBad, kSuccess, ""}, .miss = {kMissing}});
  expect_lines("?ERROR \" \"", {.match = {kBad, "a b"}, .miss = {"ERROR", ""}});
  expect_lines("?ERROR %REQ%", {.match = {kFailed}, .miss = {kMissing}});
  expect_lines("?%REQ% ?%ARG%", {.match = {kFailed, kMissing}, .miss = {"", kInternal}});
}

TEST(FilterPatternTerms, MatchTheOlderExamplesOfAws) {
  expect_lines("ERROR",
               {.match = {"[ERROR] A fatal exception has occurred", "Exiting with ERRORCODE: -1"}});
  expect_lines("\"ERROR\" - \"Exiting\"", {.match = {"[ERROR] A fatal exception has occurred"},
                                           .miss = {"Exiting with ERRORCODE: -1"}});
  expect_lines("ERROR Exception", {.match = {"[ERROR] Caught IllegalArgumentException",
                                             "[ERROR] Unhandled Exception"}});
  expect_lines("Failed to process the request",
               {.match = {"[WARN] Failed to process the request",
                          "[ERROR] Unable to continue: Failed to process the request",
                          "request the process to Failed"},
                .miss = {"[WARN] Failed to process a request"}});
  expect_lines("ERROR WARN", {.match = {"ERROR WARN message"}, .miss = {"ERROR message"}});
  expect_lines("ERROR -WARN", {.match = {"ERROR message"}, .miss = {"ERROR WARN message", "WARN"}});
  expect_lines("?ERROR ?WARN", {.match = {"ERROR WARN message", "ERROR message", "WARN message"}});
  expect_lines("\"[ERROR]\"",
               {.match = {"02 May 2014 00:34:16,224 [ERROR] Terminating the application"},
                .miss = {"02 May 2014 00:34:12,525 [INFO] Starting the application"}});
  expect_lines(
      "\"[ERROR]\" Exception",
      {.match = {"02 May 2014 00:34:16,142 [ERROR] Unhanded exception: InvalidQueryException"},
       .miss = {"02 May 2014 00:34:16,224 [ERROR] Terminating the application"}});
}

TEST(FilterPatternTerms, AreFoundInWordsAndAreCaseSensitive) {
  expect_lines("thing",
               {.match = {"nothing", "things", "x\nthing", "thing"}, .miss = {"Thing", "thin g"}});
  expect_lines("a_1 2", {.match = {"2a_1", "a_12"}, .miss = {"a_1", "2"}});
}

TEST(FilterPatternTerms, Exclude) {
  expect_lines("-DEBUG", {.match = {"", "INFO", "DEBU G"}, .miss = {"DEBUG", "x DEBUGGER"}});
  expect_lines("-DEBUG -\"health check\"",
               {.match = {"health  check"}, .miss = {"DEBUG", "a health check"}});
  expect_lines("-%DEBUG|TRACE%", {.match = {"INFO"}, .miss = {"TRACE", "a DEBUG b"}});
  expect_lines("a -b c", {.match = {"ca"}, .miss = {"cab", "c", "a"}});
  expect_lines("a -a", {.miss = {"a", "b", ""}});
  expect_lines("-\"\"", {.miss = {"", "x"}});
}

TEST(FilterPatternTerms, ArePhrasesInQuotes) {
  expect_lines(R"("say \"hi\"")",
               {.match = {R"(I say "hi" now)"}, .miss = {"say hi", R"(say \"hi\")"}});
  expect_lines(R"("C:\\x")", {.match = {R"(C:\x)"}, .miss = {R"(C:\\x)"}});
  expect_lines(R"("C:\x")", {.match = {R"(C:\x)"}, .miss = {"C:x"}});
  expect_lines(R"("50%" "a  b")", {.match = {"50% a  b"}, .miss = {"50% a b"}});
  expect_lines(R"("-x" "?y" "{" "[")", {.match = {"-x?y{["}, .miss = {"x?y{["}});
  expect_lines(R"("*")", {.match = {"2*3"}, .miss = {"23"}});
  expect_lines(R"(?"a b" ?"c d")", {.match = {"xa b", "c d"}, .miss = {"a c", "b"}});
  expect_lines("\"日本\" \"é\"", {.match = {"é日本語"}, .miss = {"日本", "e日本"}});
}

TEST(FilterPatternTerms, SurviveAMove) {
  auto first = FilterPattern::parse("?%^a% ?\"a longer phrase than fits into a string\"");
  ASSERT_TRUE(first);
  const FilterPattern second = std::move(*first);
  EXPECT_TRUE(second.matches("ab"));
  EXPECT_FALSE(second.matches("ba"));
}

TEST(FilterPatternTerms, MayBeAsManyAsFit) {
  std::string pattern = "last";
  std::string line = "last";
  for (int i = 100; pattern.size() < 1000; ++i) {
    pattern += " w" + std::to_string(i);
    line += "w" + std::to_string(i);
  }
  expect_lines(pattern, {.match = {line}, .miss = {line.substr(0, line.size() - 1)}});
}

TEST(FilterPatternTerms, AreFoundInLongMessagesInLinearTime) {
  const std::string term = std::string(500, 'a') + "b" + std::string(500, 'a');
  std::string line(4 * kMiB, 'a');
  expect_lines(term, {.miss = {line}});
  line[line.size() / 2] = 'b';
  expect_lines(term, {.match = {line}});
}

}  // namespace
}  // namespace cwlogs

#include <gtest/gtest.h>

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "processor/filter_pattern.h"

namespace cwlogs {
namespace {

std::string error_of(std::string_view pattern) {
  const auto filter = FilterPattern::parse(pattern);
  return filter ? "none" : filter.error();
}

struct Fault {
  std::string pattern;
  std::string sentence;  // the beginning of it
};

void expect_errors(const std::vector<Fault>& faults) {
  for (const auto& [pattern, sentence] : faults) {
    const std::string error = error_of(pattern);
    EXPECT_EQ(error.substr(0, sentence.size()), sentence) << pattern << ": " << error;
    for (const char c : error) EXPECT_FALSE(std::iscntrl(static_cast<unsigned char>(c))) << pattern;
  }
}

TEST(FilterPatternError, NamesWhatIsNoPattern) {
  expect_errors({
      {"caf\xe9", "byte 3 is not UTF-8"},
      {std::string(1025, 'a'), "it has 1025 characters; allowed are 1024"},
  });
  std::string accents = "\"";
  while (accents.size() < 2 * 1022) accents += "é";
  EXPECT_EQ(error_of(std::string(1024, 'a')), "none");
  EXPECT_EQ(error_of(accents + "\""), "none");  // 1,024 characters or fewer, of more bytes
}

TEST(FilterPatternError, NamesTheTerm) {
  expect_errors({
      {"user@example.com",
       "at offset 4, a blank is expected between terms, not '@'; put double quotes"},
      {"ORDER-ITEM", "at offset 5, a blank is expected between terms, not '-'"},
      {"日本", "at offset 0, a term is expected, not '日'; allowed are letters, digits and _"},
      {"a \"é\" 本", "at offset 6, a term is expected, not '本'"},
      {"*", "at offset 0, a term is expected, not '*'"},
      {"-", "at offset 1, a term is expected, not the end"},
      {"ERROR ?", "at offset 7, a term is expected, not the end"},
      {"?-a", "at offset 1, a term is expected, not '-'"},
      {"-?a", "at offset 1, a term is expected, not '?'"},
      {"a\x01", "at offset 1, a blank is expected between terms, not a control character"},
      {std::string("a \0", 3), "at offset 2, a term is expected, not a control character"},
      {"a \"b", "at offset 2, a quotation mark is not closed; put another \" behind the text"},
      {"\"a\\\"", "at offset 0, a quotation mark is not closed"},
      {"\"a\"\"b\"", "at offset 3, a blank is expected between terms, not '\"'"},
      {"a}", "at offset 1, a blank is expected between terms, not '}'"},
  });
}

TEST(FilterPatternError, NamesTheRegex) {
  expect_errors({
      {"%something!%", "at offset 10, '!' is not allowed in a regex; allowed are ASCII letters"},
      {"%(a)%", "at offset 1, '(' is not allowed in a regex"},
      {"%a\\)%", "at offset 2, \\ before ')' is not allowed in a regex"},
      {"%é%", "at offset 1, 'é' is not allowed in a regex"},
      {"a %x\"%", "at offset 4, '\"' is not allowed in a regex"},
      {"%a\tb%", "at offset 2, a control character is not allowed in a regex"},
      {"%\\bx%", "at offset 1, \\ before 'b' is not allowed in a regex; allowed are \\d \\D"},
      {"%\\%", "at offset 1, \\ before the end is not allowed"},
      {"%\\x4%", "at offset 1, \\x needs two hexadecimal digits of an ASCII character, 00 to 7F"},
      {"%\\x80%", "at offset 1, \\x needs two hexadecimal digits"},
      {"%\\xE9%", "at offset 1, \\x needs two hexadecimal digits"},
      {"%a", "at offset 0, a regex is not closed; put another % behind it"},
      {"%%", "at offset 0, a regex is empty"},
      {"%[a%", "at offset 0, the regex is not usable: missing ]: [a"},
      {"%a**%", "at offset 0, the regex is not usable: bad repetition operator: **"},
      {"%*a%", "at offset 0, the regex is not usable: no argument for repetition operator: *"},
      {"%[z-a]%", "at offset 0, the regex is not usable: invalid character class range: z-a"},
      {"%a{2000}%", "at offset 0, the regex is not usable: invalid repetition size: {2000}"},
      {"%a{x}%", "at offset 2, { must begin a repetition: {n}, {m,}, {,n} or {m,n}"},
      {"%a{,}%", "at offset 2, { must begin a repetition"},
      {"%a{1%", "at offset 2, { must begin a repetition"},
  });
}

TEST(FilterPatternError, NamesTheRegexThatIsTooLarge) {
  std::string pattern = "%";
  while (pattern.size() < 1000) pattern += "\\W{1000}";
  expect_errors({{pattern + "%", "at offset 0, the regex is not usable: pattern too large"}});
}

TEST(FilterPatternError, NamesTheSelector) {
  expect_errors({
      {"{ status = 401 }", "at offset 2, a selector is expected, not 's'; it begins with $."},
      {"{}", "at offset 1, a selector is expected, not '}'"},
      {"{", "at offset 1, a selector is expected, not the end"},
      {"{ $ = 1 }",
       "at offset 3, behind $ a property is expected, not ' '; allowed are .name and ['name']"},
      {"{ $a = 1 }", "at offset 3, behind $ a property is expected, not 'a'"},
      {"{ $[0] = 1 }", "at offset 3, behind $ a property is expected; the document is an object"},
      {"{ $[*] = 1 }", "at offset 3, behind $ a property is expected; the document is an object"},
      {"{ $. = 1 }",
       "at offset 4, a property is expected, not ' '; allowed are letters, digits, _ and -"},
      {"{ $.a..b = 1 }", "at offset 6, a property is expected, not '.'"},
      {"{ $.@t = 1 }", "at offset 4, a property is expected, not '@'"},
      {"{ $.a[x] = 1 }",
       "at offset 6, in [] is expected an index from 0 to 999999999, * or a property in ''"},
      {"{ $.a[-1] = 1 }", "at offset 6, in [] is expected an index"},
      {"{ $.a[1234567890] = 1 }", "at offset 6, in [] is expected an index"},
      {"{ $.a[1 = 1 }", "at offset 8, ] is expected, not '='"},
      {"{ $.['a = 1 }",
       "at offset 5, a quotation mark is not closed; put another ' behind the text"},
      {"{ $.*.b[*] = 1 }", "at offset 7, a selector has at most one wildcard"},
      {"{ $.*=1 || $.*=2 || $.*=3 || $.*=4 }",
       "at offset 29, this is one selector with a wildcard too many; allowed are 3"},
  });
}

TEST(FilterPatternError, NamesTheCondition) {
  expect_errors({
      {"{ $.a }", "at offset 6, an operator is expected, not '}'; allowed are = != > < >= <="},
      {"{ $.a == 1 }",
       "at offset 7, a value is expected, not '='; allowed are a number, text, \"text\" and "
       "%regex%"},
      {"{ $.a = }", "at offset 8, a value is expected, not '}'"},
      {"{ $.a = $.b }", "at offset 8, a value is expected, not '$'"},
      {"{ $.a = x!y }", "at offset 9, &&, || or } is expected, not '!'"},
      {"{ $.a = é }", "at offset 8, a value is expected, not 'é'"},
      {"{ $.a = \"x }", "at offset 8, a quotation mark is not closed"},
      {"{ $.a > \"5\" }",
       "at offset 8, a number without quotes is expected, such as -1, 0.5 or 1e3"},
      {"{ $.a >= x }", "at offset 9, a number without quotes is expected"},
      {"{ $.a < %5% }", "at offset 8, a number without quotes is expected"},
      {"{ $.a IS NOT NULL }", "at offset 9, behind IS is expected NULL, TRUE or FALSE, not 'N'"},
      {"{ $.a IS null }", "at offset 9, behind IS is expected NULL, TRUE or FALSE, not 'n'"},
      {"{ $.a EXISTS }",
       "at offset 6, an operator is expected, not 'E'; allowed are = != > < >= <= and IS NULL"},
      {"{ $.a NOT NULL }", "at offset 10, behind NOT is expected EXISTS, not 'N'"},
      {"{ $.a=%x% && $.b=%y% && $.c=%z% }",
       "at offset 28, this is one regex too many; allowed are 2"},
  });
}

TEST(FilterPatternError, NamesWhatJoins) {
  expect_errors({
      {"{ $.a = 1", "at offset 9, &&, || or } is expected, not the end"},
      {"{ $.a = 1 & $.b = 2 }", "at offset 10, &&, || or } is expected, not '&'"},
      {"{ $.a = 1 AND $.b = 2 }", "at offset 10, &&, || or } is expected, not 'A'"},
      {"{ $.a = 1 && }", "at offset 13, a selector is expected, not '}'"},
      {"{ || $.a = 1 }", "at offset 2, a selector is expected, not '|'"},
      {"{ ($.a = 1 }", "at offset 11, &&, || or ) is expected, not '}'"},
      {"{ $.a = 1) }", "at offset 9, &&, || or } is expected, not ')'"},
      {"{ () }", "at offset 3, a selector is expected, not ')'"},
      {"{ $.a = 1 } x", "at offset 12, nothing may follow the }, but 'x' does"},
      {"{" + std::string(101, '(') + "$.a=1" + std::string(101, ')') + "}",
       "at offset 101, this is one ( too many; allowed are 100 in each other"},
      {"{" + std::string(1000, '(') + "$.a=1}", "at offset 101, this is one ( too many"},
  });
  EXPECT_EQ(error_of("{" + std::string(100, '(') + "$.a=1" + std::string(100, ')') + "}"), "none");
}

TEST(FilterPatternError, NamesTheField) {
  expect_errors({
      {"[", "at offset 1, a comma or ] is expected, not the end"},
      {"[a", "at offset 2, a comma or ] is expected, not the end"},
      {"[a, b", "at offset 5, a comma or ] is expected, not the end"},
      {"[a b]", "at offset 3, an operator is expected, not 'b'; allowed are = != > < >= <="},
      {"[a = ]", "at offset 5, a value is expected, not ']'"},
      {"[a = 1 b]", "at offset 7, a comma or ] is expected, not 'b'"},
      {"[= 1]",
       "at offset 1, the name of a field is expected, not '='; allowed are letters, digits, _ and "
       "-"},
      {"[....]", "at offset 4, a comma or ] is expected, not '.'"},
      {"[a = 1 && b = 2]", "at offset 10, only the field 'a' may be compared here, not 'b'"},
      {"[a = 1 || 2]", "at offset 10, only the field 'a' may be compared here, not '2'"},
      {"[a = 1 ||]", "at offset 9, the name of a field is expected, not ']'"},
      {"[a =!x]", "at offset 4, a value is expected, not '!'"},
      {"[a > x]", "at offset 5, a number without quotes is expected"},
      {"[a = %x%, b = %y%, c = %z%]",
       "at offset 23, this is one regex too many; allowed are 2 in a pattern with {} or []"},
      {"[a] b", "at offset 4, nothing may follow the ], but 'b' does"},
  });
}

TEST(FilterPatternError, IsNoneAtTheLimits) {
  for (const char* pattern : {"{ $.a=%x% && $.b=%y% }", "[a = %x% || a = %y%]", "%a% %b% %c%",
                              "{ $.*=1 || $.*=2 || $.*=3 }", "%a{1000}%", "%.{1000}%"}) {
    EXPECT_EQ(error_of(pattern), "none") << pattern;
  }
}

}  // namespace
}  // namespace cwlogs

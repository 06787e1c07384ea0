// Patterns for JSON against a plain evaluator on nlohmann-json's tree, for random conditions and
// documents.
#include <gtest/gtest.h>
#include <regex.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "processor/filter_pattern.h"

namespace cwlogs {
namespace {

using nlohmann::json;

struct Step {
  enum class Kind { kField, kElement, kEveryField, kEveryElement };
  Kind kind;
  std::string name;
  size_t index = 0;
};

// A condition, a number of them joined, or what the joined ones are in parentheses.
struct Node {
  std::vector<Step> steps;
  std::string op;
  std::string operand;  // as spelled in the pattern
  std::vector<Node> parts;
};

// --- the evaluator -------------------------------------------------------------------------------

void select(const json& value, const std::vector<Step>& steps, size_t at, std::vector<json>& out) {
  if (at == steps.size()) {
    out.push_back(value);
    return;
  }
  const Step& step = steps[at];
  switch (step.kind) {
    case Step::Kind::kField:
      if (value.is_object() && value.contains(step.name))
        select(value[step.name], steps, at + 1, out);
      break;
    case Step::Kind::kElement:
      if (value.is_array() && step.index < value.size())
        select(value[step.index], steps, at + 1, out);
      break;
    case Step::Kind::kEveryField:
      if (!value.is_object()) break;
      for (const auto& [key, field] : value.items()) select(field, steps, at + 1, out);
      break;
    case Step::Kind::kEveryElement:
      if (!value.is_array()) break;
      for (const json& element : value) select(element, steps, at + 1, out);
      break;
  }
}

// The C library's regexes: std::regex warns under GCC 12's sanitizers.
bool finds(const std::string& form, const std::string& text) {
  regex_t regex;
  EXPECT_EQ(regcomp(&regex, form.c_str(), REG_EXTENDED | REG_NOSUB), 0) << form;
  const bool is_found = regexec(&regex, text.c_str(), 0, nullptr, 0) == 0;
  regfree(&regex);
  return is_found;
}

bool is_plain_number(const std::string& text) { return finds("^[-+]?[0-9]+(\\.[0-9]+)?$", text); }

bool is_number(const std::string& text) {
  return finds("^[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?$", text);
}

// a*b as ^a.*b$; the texts here hold no other special character but the dot.
bool wildcard_matches(const std::string& pattern, const std::string& text) {
  std::string form = "^";
  for (const char c : pattern) form += c == '*' ? ".*" : c == '.' ? "\\." : std::string(1, c);
  return finds(form + "$", text);
}

bool in_order(double a, const std::string& op, double b) {
  if (op == "=") return a == b;
  if (op == "!=") return a != b;
  if (op == ">=") return a >= b;
  if (op == "<=") return a <= b;
  return op == ">" ? a > b : a < b;
}

bool compares(const json& value, const Node& node) {
  if (value.is_null() || value.is_structured()) return false;
  const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  const bool is_negated = node.op == "!=";
  if (node.operand.front() == '%') {
    const std::string regex = node.operand.substr(1, node.operand.size() - 2);
    return finds(regex, text) != is_negated;
  }
  if (!is_number(node.operand)) {
    const bool is_quoted = node.operand.front() == '"';
    const std::string pattern =
        is_quoted ? node.operand.substr(1, node.operand.size() - 2) : node.operand;
    return wildcard_matches(pattern, text) != is_negated;
  }
  const bool has_value = value.is_number() || (value.is_string() && is_plain_number(text));
  if (!has_value) return is_negated;
  return in_order(value.is_number() ? value.get<double>() : std::stod(text), node.op,
                  std::stod(node.operand));
}

bool holds(const json& document, const Node& node) {
  if (node.op == "&&") {
    return std::all_of(node.parts.begin(), node.parts.end(),
                       [&](const Node& part) { return holds(document, part); });
  }
  if (node.op == "||") {
    return std::any_of(node.parts.begin(), node.parts.end(),
                       [&](const Node& part) { return holds(document, part); });
  }
  std::vector<json> selected;
  select(document, node.steps, 0, selected);
  if (node.op == "NOT EXISTS") return selected.empty();
  return std::any_of(selected.begin(), selected.end(), [&](const json& value) {
    if (node.op == "IS NULL") return value.is_null();
    if (node.op == "IS TRUE") return value == true;
    if (node.op == "IS FALSE") return value == false;
    return compares(value, node);
  });
}

// --- the writer ----------------------------------------------------------------------------------

std::string spell(const Node& node) {
  if (node.parts.empty()) {
    std::string text = "$";
    for (const Step& step : node.steps) {
      if (step.kind == Step::Kind::kField) text += "." + step.name;
      if (step.kind == Step::Kind::kElement) text += "[" + std::to_string(step.index) + "]";
      if (step.kind == Step::Kind::kEveryField) text += ".*";
      if (step.kind == Step::Kind::kEveryElement) text += "[*]";
    }
    return text + " " + node.op + " " + node.operand;
  }
  std::string text;
  for (const Node& part : node.parts) {
    if (!text.empty()) text += node.op;
    const bool is_looser = node.op == "&&" && part.op == "||";
    text += is_looser ? "(" + spell(part) + ")" : spell(part);
  }
  return text;
}

// --- the dice ------------------------------------------------------------------------------------

class Generator {
 public:
  explicit Generator(unsigned seed) : engine_(seed) {}

  json object(size_t depth) {
    json made = json::object();
    for (const char* name : kNames) {
      if (below(4) > 0) made[name] = value(depth);
    }
    return made;
  }

  // One wildcard a selector, three a pattern and two regexes: what is beyond is made plain.
  Node node(size_t depth) {
    if (depth == 0 || below(3) == 0) return condition();
    Node joined{{}, below(2) == 0 ? "&&" : "||", {}, {}};
    for (size_t i = 2 + below(2); i > 0; --i) joined.parts.push_back(node(depth - 1));
    return joined;
  }

  void restart() { wildcards_ = regexes_ = 0; }

 private:
  static constexpr std::array<const char*, 4> kNames{"a", "b", "c-d", "e_1"};
  static constexpr std::array<const char*, 12> kTexts{"",    "x",   "xy",   "xyx",  "1",  "10",
                                                      "1.5", "1e1", "true", "null", "-2", "x.y"};
  static constexpr std::array<const char*, 9> kNumbers{"0",  "1",  "10",     "1e1",   "1.5",
                                                       "-2", "+1", "0.10e2", "-20e-1"};
  static constexpr std::array<const char*, 10> kOperands{
      "x", "x*", "*y*", "*", "\"\"", "\"xy\"", "x*x", "\"1*\"", "true", "\"1\""};
  static constexpr std::array<const char*, 5> kRegexes{"%^x%", "%y$%", "%[0-9]%", "%x.y|1%",
                                                       "%^$%"};

  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(engine_); }

  template <size_t N>
  std::string pick(const std::array<const char*, N>& choices) {
    return choices[below(N)];
  }

  json value(size_t depth) {
    switch (below(depth == 0 ? 5 : 8)) {
      case 0:
        return nullptr;
      case 1:
        return below(2) == 0;
      case 2:
        return static_cast<int>(below(5)) * 5 - 5;
      case 3:
        return static_cast<double>(below(8)) / 2;
      case 4:
        return pick(kTexts);
      case 5: {
        json array = json::array();
        for (size_t i = below(4); i > 0; --i) array.push_back(value(depth - 1));
        return array;
      }
      default:
        return object(depth - 1);
    }
  }

  std::vector<Step> steps() {
    std::vector<Step> made;
    bool has_wildcard = wildcards_ == 3;
    for (size_t i = 1 + below(2); i > 0; --i) {
      const bool is_wildcard = !has_wildcard && below(4) == 0;
      const bool is_element = !made.empty() && below(3) == 0;
      if (is_wildcard) {
        made.push_back({is_element ? Step::Kind::kEveryElement : Step::Kind::kEveryField, {}});
        has_wildcard = true;
        ++wildcards_;
      } else if (is_element) {
        made.push_back({Step::Kind::kElement, {}, below(3)});
      } else {
        made.push_back({Step::Kind::kField, pick(kNames)});
      }
    }
    return made;
  }

  Node condition() {
    static constexpr std::array<const char*, 4> kTests{"IS NULL", "IS TRUE", "IS FALSE",
                                                       "NOT EXISTS"};
    static constexpr std::array<const char*, 6> kOrders{"=", "!=", ">", "<", ">=", "<="};
    static constexpr std::array<const char*, 2> kEqualities{"=", "!="};
    Node made{steps(), {}, {}, {}};
    const size_t form = below(8);
    if (form < 2) {
      made.op = pick(kTests);
    } else if (form < 5) {
      made.op = pick(kOrders);
      made.operand = pick(kNumbers);
    } else {
      made.op = pick(kEqualities);
      const bool is_regex = form == 7 && regexes_ < 2;
      if (is_regex) ++regexes_;
      made.operand = is_regex ? pick(kRegexes) : pick(kOperands);
    }
    return made;
  }

  std::mt19937 engine_;
  size_t wildcards_ = 0;
  size_t regexes_ = 0;
};

TEST(FilterPatternDifferential, AgreesWithAPlainEvaluator) {
  Generator generator(20240522);
  size_t matches = 0;
  constexpr size_t kPatterns = 3'000;
  constexpr size_t kDocuments = 8;
  for (size_t i = 0; i < kPatterns; ++i) {
    generator.restart();
    const Node node = generator.node(2);
    const std::string pattern = "{ " + spell(node) + " }";
    const auto filter = FilterPattern::parse(pattern);
    ASSERT_TRUE(filter) << pattern << ": " << filter.error();
    for (size_t j = 0; j < kDocuments; ++j) {
      const json document = generator.object(3);
      const bool is_match = filter->matches(document.dump());
      EXPECT_EQ(is_match, holds(document, node)) << pattern << " on " << document.dump();
      matches += is_match ? 1 : 0;
    }
  }
  // Neither answer is rare.
  EXPECT_GT(matches, kPatterns * kDocuments / 8);
  EXPECT_LT(matches, kPatterns * kDocuments * 7 / 8);
}

}  // namespace
}  // namespace cwlogs

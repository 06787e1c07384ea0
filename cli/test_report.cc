#include "cli/test_report.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }

std::string render_side(std::string_view title, const std::optional<std::string>& text,
                        const Style& style) {
  return "    " + std::string(title) +
         (text ? on_one_line(*text) : style.paint(Color::kDim, "nothing")) + '\n';
}

std::string render_result(const TestResult& result, const Style& style) {
  if (result.passed()) {
    return style.paint(Color::kGreen, "ok") + "      " + on_one_line(result.name) + '\n';
  }
  std::string text = style.paint(Color::kRed, "FAILED") + "  " + on_one_line(result.name) +
                     style.paint(Color::kDim, "  " + on_one_line(result.place)) + '\n';
  if (!result.problem.empty()) text += "  the record failed: " + result.problem + '\n';
  for (const TestDifference& difference : result.differences) {
    text += "  " + on_one_line(difference.what) + '\n' +
            render_side("expected  ", difference.expected, style) +
            render_side("got       ", difference.got, style);
  }
  return text;
}

}  // namespace

bool all_passed(const std::vector<TestResult>& results) {
  return std::ranges::all_of(results, &TestResult::passed);
}

std::string render_text(const std::vector<TestResult>& results, const Style& style) {
  std::string text;
  for (const TestResult& result : results) text += render_result(result, style);
  const auto failed = static_cast<size_t>(
      std::ranges::count_if(results, [](const TestResult& result) { return !result.passed(); }));
  text += with_thousands(results.size()) + (results.size() == 1 ? " test: " : " tests: ");
  text += failed == 0 ? style.paint(Color::kGreen, "all passed")
                      : style.paint(Color::kRed, with_thousands(failed) + " failed");
  return text + '\n';
}

Json to_json(const std::vector<TestResult>& results) {
  Json tests = Json::array();
  for (const TestResult& result : results) {
    Json differences = Json::array();
    for (const TestDifference& difference : result.differences) {
      differences.push_back({{"what", difference.what},
                             {"expected", or_null(difference.expected)},
                             {"got", or_null(difference.got)}});
    }
    Json problem = result.problem.empty() ? Json() : Json(result.problem);
    tests.push_back({{"name", result.name},
                     {"place", result.place},
                     {"passed", result.passed()},
                     {"problem", std::move(problem)},
                     {"differences", std::move(differences)}});
  }
  return tests;
}

}  // namespace cwlogs

#include "cli/test_command.h"

#include <string>
#include <vector>

#include "cli/color_option.h"
#include "cli/style.h"
#include "cli/test_report.h"
#include "cli/test_run.h"
#include "cli/text_file.h"
#include "runtime/config_loader.h"

namespace cwlogs {

CLI::App* add_test_command(CLI::App& app, TestArguments& arguments) {
  CLI::App* const test =
      app.add_subcommand("test", "Run the tests in a configuration file through the core");
  add_settings(*test, arguments.settings);
  test->add_flag("--json", arguments.json, "The results as JSON");
  add_color(*test, arguments.color);
  return test;
}

int run_test(const TestArguments& arguments) {
  const Environment environment = environment_with(arguments.settings);
  auto configuration = load_configuration(environment, "");
  if (!configuration) {
    for (const Problem& problem : configuration.error()) print_error(problem.text());
    return kExitWrongUsage;
  }
  if (configuration->tests.empty()) {
    print_error(configuration_name(environment) + ": there are no tests");
    return kExitWrongUsage;
  }
  const std::vector<TestResult> results = run_tests(*configuration);
  OutputFile output = OutputFile::standard_output();
  const Style style(want_color(arguments.color, output.is_terminal()));
  const auto written = output.write(
      arguments.json
          ? to_json(results).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
                '\n'
          : render_text(results, style));
  if (!written) print_error(written.error());
  return written && all_passed(results) ? kExitDone : kExitFailed;
}

}  // namespace cwlogs

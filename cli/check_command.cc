#include "cli/check_command.h"

#include <utility>

#include "cli/check_report.h"
#include "cli/console.h"
#include "cli/parsed_option.h"
#include "cli/style.h"
#include "cli/test_report.h"
#include "cli/test_run.h"
#include "cli/text_file.h"
#include "runtime/config_loader.h"

namespace cwlogs {
namespace {

CheckReport check_configuration(const CheckArguments& arguments) {
  const Environment environment = environment_with(arguments.settings);
  CheckReport report;
  report.name = configuration_name(environment);
  auto configuration = load_configuration(environment, "");
  if (!configuration) {
    report.problems = std::move(configuration.error());
    return report;
  }
  report.notes = std::move(configuration->notes);
  if (arguments.run_tests) {
    report.tests = run_tests(*configuration);
    if (report.tests->empty()) report.problems.push_back({report.name, "there are no tests"});
  }
  report.configuration = std::move(*configuration);
  return report;
}

CheckReport check(const CheckArguments& arguments) {
  CheckReport report = check_configuration(arguments);
  const Configuration* const configuration =
      report.configuration ? &*report.configuration : nullptr;
  const PrefixFindings findings = check_s3_prefixes(arguments.prefixes, configuration);
  report.problems.insert(report.problems.end(), findings.problems.begin(), findings.problems.end());
  report.notes.insert(report.notes.end(), findings.notes.begin(), findings.notes.end());
  return report;
}

// Problems and notes on standard error, what is in force and the tests on standard output.
std::string print_text(const CheckReport& report, const Style& style) {
  for (const Problem& problem : report.problems) print_error(problem.text());
  for (const Problem& note : report.notes) print_error(note.place + ": note: " + note.message);
  if (!report.problems.empty()) return "";
  return render_facts(report) + '\n' + (report.tests ? render_text(*report.tests, style) : "");
}

}  // namespace

CLI::App* add_check_command(CLI::App& app, CheckArguments& arguments) {
  CLI::App* const check = app.add_subcommand(
      "check", "Say everything that is wrong with a configuration, or what is in force");
  check->alias("validate");
  add_settings(*check, arguments.settings);
  check
      ->add_option("--prefix", arguments.prefixes.prefix,
                   wrap("The stream's Prefix in S3: whether its partition keys are given, and how "
                        "long it gets"))
      ->type_name("PREFIX");
  check
      ->add_option("--error-prefix", arguments.prefixes.error_prefix,
                   "The stream's ErrorOutputPrefix")
      ->type_name("PREFIX");
  check->add_flag("--run-tests", arguments.run_tests, "Run the file's tests too");
  check->add_flag("--json", arguments.json, "Problems, notes and what is in force as JSON");
  return check;
}

int run_check(const CheckArguments& arguments) {
  const CheckReport report = check(arguments);
  OutputFile output = OutputFile::standard_output();
  const Style style(want_color(ColorWhen::kAuto, output.is_terminal()));
  const auto written =
      output.write(arguments.json ? render_json(report) + '\n' : print_text(report, style));
  if (!written) {
    print_error(written.error());
    return kExitFailed;
  }
  if (!report.problems.empty()) return kExitWrongUsage;
  return report.tests && !all_passed(*report.tests) ? kExitFailed : kExitDone;
}

}  // namespace cwlogs

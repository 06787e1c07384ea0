// cwlogs: replay, explain, measure, make and redrive Firehose transformation events, check and
// test configurations, on the developer's machine.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>

#include "cli/bench_command.h"
#include "cli/check_command.h"
#include "cli/explain_command.h"
#include "cli/generate_command.h"
#include "cli/redrive_command.h"
#include "cli/replay_command.h"
#include "cli/serve_command.h"
#include "cli/settings_command.h"
#include "cli/style.h"
#include "cli/test_command.h"

namespace {

// A file opened later must not become standard output because that was closed.
void open_standard_descriptors() {
  for (int fd = 0; fd >= 0 && fd <= STDERR_FILENO;) fd = ::open("/dev/null", O_RDWR);
}

// One line, like every other error.
std::string usage_error(const CLI::App* /*app*/, const CLI::Error& error) {
  return "cwlogs: " + cwlogs::on_one_line(error.what()) + "; see --help\n";
}

int run(int argc, char** argv) {
  CLI::App app(
      "cwlogs: replay and explain CloudWatch Logs events as the Lambda would treat them, make such "
      "events, check and test configurations, redrive errors",
      "cwlogs");
  app.set_version_flag("--version", "cwlogs " CWLOGS_VERSION);
  app.require_subcommand(1);
  app.failure_message(usage_error);
  cwlogs::ReplayArguments replay_arguments;
  const CLI::App* const replay = cwlogs::add_replay_command(app, replay_arguments);
  cwlogs::ExplainArguments explain_arguments;
  const CLI::App* const explain = cwlogs::add_explain_command(app, explain_arguments);
  cwlogs::RedriveArguments redrive_arguments;
  const CLI::App* const redrive = cwlogs::add_redrive_command(app, redrive_arguments);
  cwlogs::GenerateArguments generate_arguments;
  cwlogs::add_generate_command(app, generate_arguments);
  cwlogs::BenchArguments bench_arguments;
  const CLI::App* const bench = cwlogs::add_bench_command(app, bench_arguments);
  cwlogs::CheckArguments check_arguments;
  const CLI::App* const check = cwlogs::add_check_command(app, check_arguments);
  cwlogs::TestArguments test_arguments;
  const CLI::App* const test = cwlogs::add_test_command(app, test_arguments);
  const CLI::App* const schema = cwlogs::add_schema_command(app);
  const CLI::App* const settings = cwlogs::add_settings_command(app);
  cwlogs::ServeArguments serve_arguments;
  const CLI::App* const serve = cwlogs::add_serve_command(app, serve_arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool done = app.exit(error) == 0;  // --help and --version
    if (!done) return 2;
    std::cout.flush();
    return std::cout.good() ? 0 : 1;
  }
  if (replay->parsed()) return cwlogs::run_replay(replay_arguments);
  if (explain->parsed()) return cwlogs::run_explain(explain_arguments);
  if (bench->parsed()) return cwlogs::run_bench(bench_arguments);
  if (check->parsed()) return cwlogs::run_check(check_arguments);
  if (test->parsed()) return cwlogs::run_test(test_arguments);
  if (schema->parsed()) return cwlogs::run_schema();
  if (settings->parsed()) return cwlogs::run_settings();
  if (serve->parsed()) return cwlogs::run_serve(serve_arguments);
  if (redrive->parsed()) return cwlogs::run_redrive(redrive_arguments);
  return cwlogs::run_generate(generate_arguments);
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_descriptors();
  // A reader that goes away is an output that can't be written: said so, not died of.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run(argc, argv);
  } catch (const std::exception& exception) {  // no memory
    std::fprintf(stderr, "cwlogs: %s\n", exception.what());
    return 1;
  }
}

// cwlogs: replay and make Firehose transformation events on the developer's machine.
#include <csignal>
#include <cstdio>

#include "cli/generate_command.h"
#include "cli/replay_command.h"
#include "cli/serve_command.h"

int main(int argc, char** argv) {
  // A reader that goes away is an output that can't be written: said so, not died of.
  std::signal(SIGPIPE, SIG_IGN);

  CLI::App app("cwlogs: replay CloudWatch Logs events as the Lambda would, and make such events",
               "cwlogs");
  app.set_version_flag("--version", "cwlogs " CWLOGS_VERSION);
  app.require_subcommand(1);
  cwlogs::ReplayArguments replay_arguments;
  const CLI::App* const replay = cwlogs::add_replay_command(app, replay_arguments);
  cwlogs::GenerateArguments generate_arguments;
  cwlogs::add_generate_command(app, generate_arguments);
  cwlogs::ServeArguments serve_arguments;
  const CLI::App* const serve = cwlogs::add_serve_command(app, serve_arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool done = app.exit(error) == 0;  // --help and --version
    return done ? 0 : 2;
  }
  if (replay->parsed()) return cwlogs::run_replay(replay_arguments);
  if (serve->parsed()) return cwlogs::run_serve(serve_arguments);
  return cwlogs::run_generate(generate_arguments);
}

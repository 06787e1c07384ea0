#include "cli/replay_options.h"

#include "cli/color_option.h"
#include "cli/parsed_option.h"
#include "config/s3_prefix.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

std::string check_page_path(const std::string& path) {
  return path.empty() || path == "-" ? "--html needs a file: standard output is the response" : "";
}

std::string check_prefix(const std::string& text) {
  if (!is_utf8(text)) return "--prefix is not UTF-8";
  const std::vector<std::string> faults = parse_s3_prefix(text).faults;
  return faults.empty() ? "" : "--prefix: " + faults.front();
}

void add_page_options(CLI::App& replay, ReplayArguments& arguments, CLI::Option* bootstrap) {
  CLI::Option* const html =
      replay
          .add_option(
              "--html", arguments.html,
              wrap("Write a page about the records, their lines and folders in S3, and what "
                   "was put back; it stands by itself"))
          ->type_name("FILE")
          ->check(check_page_path)
          ->excludes(bootstrap);
  replay
      .add_option("--prefix", arguments.prefix,
                  wrap("The stream's Prefix in S3, for the page; by default the partition keys'"))
      ->type_name("PREFIX")
      ->check(check_prefix)
      ->needs(html);
}

void add_output_options(CLI::App& replay, ReplayArguments& arguments) {
  replay.add_flag("--decode", arguments.decode,
                  "Print the decoded data of the Ok records instead of the response");
  CLI::Option* const reingest_out = add_reingest_out(replay, arguments.reingest_out);
  CLI::Option* const assume_put = add_assume_put(replay, arguments.assume_put_ok);
  CLI::Option* const bootstrap =
      add_bootstrap_options(replay, arguments.bootstrap, {reingest_out, assume_put});
  add_page_options(replay, arguments, bootstrap);
  add_color(replay, arguments.color);
}

void add_summary_options(CLI::App& replay, ReplayArguments& arguments) {
  CLI::Option* const summary = add_choice(replay, "--summary", arguments.summary,
                                          "Summary on standard error; text by default",
                                          {{"text", SummaryFormat::kText},
                                           {"json", SummaryFormat::kJson},
                                           {"none", SummaryFormat::kNone}});
  CLI::Option* const json = replay.add_flag_callback(
      "--json", [&arguments] { arguments.summary = SummaryFormat::kJson; }, "--summary json");
  replay
      .add_flag_callback(
          "-q,--quiet", [&arguments] { arguments.summary = SummaryFormat::kNone; },
          "--summary none")
      ->excludes(summary)
      ->excludes(json);
  json->excludes(summary);
}

}  // namespace

CLI::App* add_replay_command(CLI::App& app, ReplayArguments& arguments) {
  CLI::App* const replay = app.add_subcommand(
      "replay", "Print what the Lambda would answer to saved Firehose transformation events");
  replay
      ->add_option("EVENT,-e,--event", arguments.events,
                   "Event files, or Firehose's error objects; - is standard input")
      ->required()
      ->type_name("FILE");
  add_output_options(*replay, arguments);
  add_settings(*replay, arguments.settings);
  add_summary_options(*replay, arguments);
  return replay;
}

}  // namespace cwlogs

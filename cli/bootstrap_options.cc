#include "cli/bootstrap_options.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "cli/option_values.h"
#include "cli/parsed_option.h"

namespace cwlogs {
namespace {

constexpr uint64_t kTimeoutMax = 900;  // Lambda's

std::optional<std::chrono::seconds> parse_timeout(const std::string& text) {
  const std::optional<uint64_t> seconds = parse_number(text);
  if (!seconds || *seconds == 0 || *seconds > kTimeoutMax) return std::nullopt;
  return std::chrono::seconds(*seconds);
}

bool is_url(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    text.remove_prefix(scheme.size());
    return !text.empty() && text[0] != '/' &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
  }
  return false;
}

void add_put_to(CLI::App& command, BootstrapArguments& arguments, CLI::Option* bootstrap,
                const std::vector<CLI::Option*>& not_elsewhere) {
  const auto read = [&arguments](const std::string& text) {
    if (text != "aws" && !is_url(text)) {
      refuse("--put-to", text, "aws, or an http:// or https:// URL");
    }
    arguments.put_to = text == "aws" ? PutTo::kAws : PutTo::kUrl;
    arguments.put_url = text == "aws" ? "" : text;
  };
  CLI::Option* const put_to = command.add_option_function<std::string>(
      "--put-to", read,
      wrap("Send the bootstrap's puts to this endpoint, or to AWS with this shell's credentials; "
           "by default they stay here and are accepted"));
  put_to->type_name("URL|aws")->needs(bootstrap);
  for (CLI::Option* const option : not_elsewhere) put_to->excludes(option);
}

}  // namespace

CLI::Option* add_assume_put(CLI::App& command, bool& ok) {
  return add_choice(command, "--assume-put", ok, "Whether the puts succeed; by default they do",
                    {{"ok", true}, {"fail", false}});
}

CLI::Option* add_reingest_out(CLI::App& command, std::string& path) {
  return command
      .add_option("--reingest-out", path,
                  "Write each PutRecordBatch or PutRecords request body, one a line")
      ->type_name("FILE");
}

CLI::Option* add_bootstrap_run(CLI::App& command, BootstrapArguments& arguments) {
  CLI::Option* const bootstrap =
      command
          .add_option("--bootstrap", arguments.path,
                      wrap("Run this Lambda bootstrap as a child, through the Lambda Runtime API"))
          ->type_name("PATH")
          ->check([](const std::string& path) { return path.empty() ? "the path is empty" : ""; });
  add_parsed(command, "--timeout", arguments.timeout, parse_timeout,
             "a number of seconds from 1 to 900",
             "Seconds the bootstrap has for an event; by default 60")
      ->type_name("SECONDS")
      ->needs(bootstrap);
  return bootstrap;
}

CLI::Option* add_bootstrap_options(CLI::App& command, BootstrapArguments& arguments,
                                   const std::vector<CLI::Option*>& not_elsewhere) {
  CLI::Option* const bootstrap = add_bootstrap_run(command, arguments);
  add_put_to(command, arguments, bootstrap, not_elsewhere);
  return bootstrap;
}

}  // namespace cwlogs

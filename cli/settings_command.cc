#include "cli/settings_command.h"

#include <string>

#include "cli/console.h"
#include "cli/text_file.h"
#include "config/setting_markdown.h"
#include "config/setting_schema.h"

namespace cwlogs {
namespace {

int print(const std::string& text) {
  const auto written = OutputFile::standard_output().write(text);
  if (written) return kExitDone;
  print_error(written.error());
  return kExitFailed;
}

}  // namespace

CLI::App* add_schema_command(CLI::App& app) {
  return app.add_subcommand("schema", "Print the JSON Schema of the configuration file");
}

CLI::App* add_settings_command(CLI::App& app) {
  return app.add_subcommand("settings", "Print the table of all settings in Markdown");
}

int run_schema() { return print(render_setting_schema()); }

int run_settings() { return print(render_setting_markdown()); }

}  // namespace cwlogs

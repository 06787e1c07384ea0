// The option --color.
#pragma once

#include "CLI/CLI.hpp"
#include "cli/console.h"
#include "cli/parsed_option.h"

namespace cwlogs {

inline CLI::Option* add_color(CLI::App& command, ColorWhen& color) {
  return add_choice(
      command, "--color", color, "Colour; auto, the default: on a terminal",
      {{"auto", ColorWhen::kAuto}, {"always", ColorWhen::kAlways}, {"never", ColorWhen::kNever}});
}

}  // namespace cwlogs

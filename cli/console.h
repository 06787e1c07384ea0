// What the commands say on standard error, and how.
#pragma once

#include <cstdint>
#include <string>

namespace cwlogs {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitWrongUsage = 2;

enum class SummaryFormat : uint8_t { kText, kJson, kNone };
enum class ColorWhen : uint8_t { kAuto, kAlways, kNever };

bool want_color(ColorWhen when, bool terminal);

// One line, by one write: "cwlogs: " and the message.
void print_error(const std::string& message);

}  // namespace cwlogs

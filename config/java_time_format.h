// What a pattern of Java's DateTimeFormatter becomes for a time: in UTC and in English.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "config/java_time_pattern.h"

namespace cwlogs {

// Nothing where the pattern has a letter whose text depends on Java's locale data: weeks (Y, w, W,
// F, e, c) and names of zones (V, z).
std::optional<std::string> format_java_time(const JavaTimePattern& pattern,
                                            std::chrono::sys_time<std::chrono::milliseconds> time);

}  // namespace cwlogs

// Values of command line options: from text, or nothing where the text is none.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cwlogs {

// A whole number in decimal, without sign.
std::optional<uint64_t> parse_number(std::string_view text);

// A decimal fraction from 0 to 1.
std::optional<double> parse_share(std::string_view text);

// "1500", "100KB", "6MB", "512KiB" or "6MiB", in any case.
std::optional<size_t> parse_bytes(std::string_view text);

// "250ms", "90s", "15m", "2h" or "1d".
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

// "2022-06-22T01:02:03.456Z", down to "2022-06-22", UTC, or milliseconds since 1970. To the year
// 9999.
std::optional<std::chrono::milliseconds> parse_time(std::string_view text);

}  // namespace cwlogs

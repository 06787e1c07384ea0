#include "config/time_zone.h"

#include <algorithm>

#include "config/in_quotes.h"

namespace cwlogs {
namespace {

bool is_zone_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '+' || c == '-' || c == '/';
}

// Abseil would also take `libc:…`, `file:…` and `Fixed/…:…` names and any path. Neither a colon nor
// a dot is in an IANA name, so the characters alone refuse them, `..` included.
bool is_zone_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), is_zone_character) &&
         !name.starts_with('/') && !name.ends_with('/') && name.find("//") == name.npos;
}

}  // namespace

tl::expected<absl::TimeZone, std::string> load_time_zone(std::string_view name) {
  constexpr std::string_view kAllowed = "; allowed are IANA names such as UTC or Asia/Tokyo";
  if (!is_zone_name(name)) {
    return tl::make_unexpected(in_quotes(name) + " is not a time zone name" +
                               std::string(kAllowed));
  }
  // Files beside the zones that each machine fills as it likes.
  if (name == "localtime" || name == "posixrules") {
    return tl::make_unexpected(in_quotes(name) + " differs between machines" +
                               std::string(kAllowed));
  }
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(std::string(name), &zone)) {
    return tl::make_unexpected(in_quotes(name) +
                               " is not a known IANA time zone (is tzdata installed?)" +
                               std::string(kAllowed));
  }
  return zone;
}

}  // namespace cwlogs

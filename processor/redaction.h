// Replaces what must not be delivered: addresses, and whatever a regular expression finds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "processor/regex.h"

namespace cwlogs {

// Immutable once filled; any number of threads may use one.
class Redaction {
 public:
  // What of a match is replaced.
  enum class Part : uint8_t { kMatch, kGroups };

  // IPv4 and IPv6 addresses become xxx.xxx.xxx.xxx.
  void redact_ip() { ip_ = true; }
  // Mail addresses become xxxxx@xxxxx.com.
  void redact_email();
  void add(Regex regex, Part part, std::string replacement);

  bool empty() const { return !ip_ && rules_.empty(); }

  // What replaces, as people call it: `match[0]`, `email`, … `ip`.
  std::vector<std::string> names() const;

  // Writes the redacted text to `out`. Returns the number of replacements; where that is 0, `out`
  // holds no meaning: the text stays as it is. Adds them to `counts`, which follow names().
  // Requires valid UTF-8; yields valid UTF-8.
  size_t apply(std::string_view text, std::string& out, std::vector<uint32_t>& counts) const;

 private:
  struct Rule {
    Regex regex;
    Part part;
    std::string replacement;
    bool email;
  };

  bool ip_ = false;
  std::vector<Rule> rules_;
};

}  // namespace cwlogs

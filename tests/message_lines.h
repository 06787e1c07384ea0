// What messages become under a configuration that redacts or parses them.
#pragma once

#include <string>

#include "tests/configured.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {

ByName with(ByName variables, const ByName& more);

// JSON lines of what was parsed and nothing else.
ByName parsing(const std::string& parsers, const ByName& more = {});

// Redacts by all means, so that the first line becomes the second.
const ByName& redacting();
inline constexpr const char* kSecret = "from 1.2.3.4 by a@b.com with key=abc";
inline constexpr const char* kHidden =
    "from xxx.xxx.xxx.xxx by xxxxx@xxxxx.com with key=[REDACTED]";

// Of one record that holds the document, alone in its event.
Answered answer_to(const ByName& variables, const Json& document, const std::string& file = "");
std::string output_of(const ByName& variables, const Json& document);

// The one line that a message becomes. As JSON it holds each name once.
std::string line_of(const ByName& variables, const std::string& message);

// The partition keys that a message becomes, as JSON.
std::string partition_of(const ByName& variables, const std::string& message);

}  // namespace cwlogs::testing

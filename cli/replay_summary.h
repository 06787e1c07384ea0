// What became of an event, for people and for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "cli/style.h"
#include "runtime/summary.h"

namespace cwlogs {

struct ReplaySummary : Summary {
  std::string event;  // its file
};

// Several lines for people.
std::string render_text(const ReplaySummary& summary, const Style& style);

// What `--json` prints.
nlohmann::ordered_json to_json(const ReplaySummary& summary);

// One line of JSON.
std::string render_json(const ReplaySummary& summary);

// `instanceId=i-0abc year=2022` from the keys' JSON object.
std::string render_metadata(std::string_view json);

}  // namespace cwlogs

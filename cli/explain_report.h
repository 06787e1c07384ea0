// What `cwlogs explain` prints: each record, then its log events.
#pragma once

#include <string>
#include <string_view>

#include "cli/explain_log_event.h"
#include "cli/style.h"
#include "nlohmann/json.hpp"
#include "processor/plan.h"

namespace cwlogs {

struct RecordExplanation {
  std::string event;          // its file
  std::string id;             // unescaped
  Answer answer;              // as it came out
  std::string_view metadata;  // of an Ok answer
};

nlohmann::ordered_json to_json(const RecordExplanation& record);
nlohmann::ordered_json to_json(const LogEventExplanation& log_event);

// Lines for people, one after the other. Nothing of the log can leave its line.
class ExplanationText {
 public:
  explicit ExplanationText(Style style) : style_(style) {}

  std::string begin(const RecordExplanation& record);
  // Of the record begun last.
  std::string add(const LogEventExplanation& log_event);

 private:
  std::string row(std::string_view title, const std::string& text) const;
  std::string rows_of_reading(const LogEventExplanation& log_event) const;
  std::string rows_of_keys(const LogEventExplanation& log_event);

  Style style_;
  RecordExplanation record_;
  std::string metadata_;  // shown last
};

}  // namespace cwlogs

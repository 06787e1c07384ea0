// `cwlogs replay --html`: what became of events as one page that stands by itself.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/page_lines.h"
#include "cli/replay_summary.h"
#include "config/s3_prefix_evaluation.h"
#include "processor/firehose_response.h"
#include "processor/plan.h"

namespace cwlogs {

// Of all events of a page. Further ones are counted.
inline constexpr size_t kPageRecordsMax = 5000;
inline constexpr size_t kPageFoldersMax = 2'000;   // of one event
inline constexpr size_t kPageTextBytesMax = 1024;  // of an id or a name

struct ReplayPageOptions {
  std::vector<std::string> options;   // as they were given: NAME=value, --prefix …
  std::optional<std::string> prefix;  // in S3, without faults; none: made of the partition keys
};

struct ReplayedEvent {
  const Plan& plan;
  std::span<const PutOutcome> put_outcomes;
  const ReplaySummary& summary;
};

// Holds at most about kPageLinesBytesMax and 10 KiB a record, however many events are added.
class ReplayPage {
 public:
  explicit ReplayPage(ReplayPageOptions options);

  void add(const ReplayedEvent& event);
  // An event without an answer: one line.
  void add_error(const std::string& error);

  std::string render() const;

  // What the page's script gets.
  const nlohmann::ordered_json& data() const { return data_; }

 private:
  using Json = nlohmann::ordered_json;

  struct Folder {
    size_t records = 0;
    uint64_t lines = 0;
    uint64_t bytes = 0;
  };
  using Folders = std::map<EvaluatedS3Prefix, Folder>;

  // Adds what was delivered to its folder and, where `is_shown`, to the record.
  void add_data(const Plan& plan, size_t index, bool is_shown, Folders& folders, Json& record);
  EvaluatedS3Prefix evaluate(const Json& keys, int64_t arrival_ms) const;
  static Json render_folders(const Folders& folders);

  std::optional<S3Prefix> prefix_;
  Json data_;
  std::string text_;  // the summaries
  size_t records_left_ = kPageRecordsMax;
  size_t line_bytes_left_ = kPageLinesBytesMax;
};

}  // namespace cwlogs

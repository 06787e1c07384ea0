// Firehose's error objects: what it writes to the error prefix for records it could not process,
// one JSON object a line.
//
//   {"attemptsMade":4,"arrivalTimestamp":1627921286181,"errorCode":"Lambda.FunctionError",
//    "errorMessage":"…","attemptEndingTimestamp":1627921366634,"rawData":"BASE64",
//    "lambdaArn":"arn:aws:lambda:…"}
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/line_reader.h"
#include "processor/buffer.h"

namespace cwlogs {

struct ErrorObject {
  std::string error_code;  // also lastErrorCode, as format conversion has it
  std::string error_message;
  std::string lambda_arn;
  std::optional<std::chrono::milliseconds> arrival;  // where there is one from 1970 to 9999
  std::optional<std::chrono::milliseconds> attempt_ending;
  std::optional<uint64_t> attempts;
  std::string_view raw_data;  // canonical base64
  std::string_view data;      // the same decoded: the record as it was put
  size_t line = 0;            // of its file
};

// Whether this line is a JSON object with the field `rawData`. Requires: as of JsonCursor.
bool looks_like_error_object(std::string_view line);

// The error objects of one file.
class ErrorObjectReader {
 public:
  // Errors: one line that names the file and says why.
  static tl::expected<ErrorObjectReader, std::string> open(const std::string& path);
  explicit ErrorObjectReader(LineReader lines) : lines_(std::move(lines)) {}

  enum class Step {
    kObject,
    kProblem,  // a bad line, or a file that can't be read further; problem() says what
    kEnd,
  };
  // Lifetime of the views in `object`: until the next call.
  Step next(ErrorObject& object);

  // One line that names the file, and the line in it.
  const std::string& problem() const { return problem_; }
  const std::string& name() const { return lines_.name(); }

 private:
  Step refuse(const std::string& why);
  std::string parse(std::string_view line, ErrorObject& object);
  bool decode(ErrorObject& object);

  LineReader lines_;
  std::string problem_;
  std::string unescaped_;
  Buffer data_;
  bool any_ = false;  // a line that is not blank
  bool ended_ = false;
};

// Which error objects are asked for.
struct ErrorSelection {
  std::vector<std::string> error_codes;           // none: all
  std::optional<std::chrono::milliseconds> from;  // arrival, included
  std::optional<std::chrono::milliseconds> to;    // arrival, excluded

  bool by_time() const { return from.has_value() || to.has_value(); }
  bool has_code(const ErrorObject& object) const;
  // Without an arrival, an object is in no range of time.
  bool has_time(const ErrorObject& object) const;
};

}  // namespace cwlogs

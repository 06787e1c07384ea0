// The log lines of error objects' records, as they would be delivered.
#pragma once

#include <cstdint>
#include <string>

#include "cli/error_object.h"
#include "cli/text_file.h"
#include "processor/processor.h"
#include "tl/expected.hpp"

namespace cwlogs {

// What the Lambda would make of one record after the other.
class RedriveDecoder {
 public:
  RedriveDecoder();

  // Prints a header line, and the log lines of a record that can be delivered. `where` is the
  // record's place in its file. Errors: standard output can't be written.
  tl::expected<void, std::string> print(uint64_t number, const std::string& where,
                                        const ErrorObject& object);

 private:
  Processor processor_;
  OutputFile output_ = OutputFile::standard_output();
};

}  // namespace cwlogs

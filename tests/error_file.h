// Firehose's error objects for tests, as it writes them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/event_fixture.h"

namespace cwlogs::testing {

inline constexpr int64_t kArrival = 1627921286181;  // 2021-08-02T16:21:26.181Z

// One error object, with its line feed. `data` is the record as it was put.
inline Json error_object(std::string_view data, const std::string& code = "Lambda.FunctionError",
                         int64_t arrival = kArrival) {
  return {{"attemptsMade", 4},
          {"arrivalTimestamp", arrival},
          {"errorCode", code},
          {"errorMessage", "About " + code},
          {"attemptEndingTimestamp", arrival + 80'453},
          {"rawData", base64_of(data)},
          {"lambdaArn", "arn:aws:lambda:eu-west-1:123456789012:function:processor:$LATEST"}};
}

inline std::string error_line(std::string_view data,
                              const std::string& code = "Lambda.FunctionError",
                              int64_t arrival = kArrival) {
  return error_object(data, code, arrival).dump() + '\n';
}

}  // namespace cwlogs::testing

// Holds a response against the reference, for each configuration that is measured.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "processor/plan.h"

namespace cwlogs::bench {

// What a log event must have become.
enum class Lines {
  kMessage,  // itself
  kJson,     // an object of all its fields
  kNginx,    // the same, with those of an nginx access log
  kVpcFlow,  // the same, with those of a VPC flow log
};

// A configuration, with what to expect of it.
struct Variant {
  std::string_view name;
  std::map<std::string, std::string, std::less<>> variables;
  Lines lines = Lines::kMessage;
  bool is_gzip = false;
  bool has_keys = false;  // logStream, year and hour
};

// Ends the program where the response to the plan is wrong: a record must be Ok with the expected
// data, or Dropped and put back as it came.
void check_output(const Plan& plan, std::string_view response, std::string_view event,
                  const Variant& variant);

}  // namespace cwlogs::bench

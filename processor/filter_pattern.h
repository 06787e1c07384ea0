// Which log messages are wanted, in CloudWatch Logs' own language of filter patterns.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "processor/filter_pattern_fields.h"
#include "processor/filter_pattern_json.h"
#include "processor/filter_pattern_terms.h"
#include "tl/expected.hpp"

namespace cwlogs {

// Immutable once parsed; any number of threads may use one.
class FilterPattern {
 public:
  // Parses one of
  //   ERROR "exact phrase" -DEBUG      terms anywhere in the message   (filter_pattern_terms.h)
  //   ?ERROR ?WARN %5[0-9]{2}%
  //   { $.status >= 500 }              a JSON message                  (filter_pattern_json.h)
  //   [ip, ..., status = 4*, bytes]    a space-delimited message       (filter_pattern_fields.h)
  // Up to 1,024 characters. An empty pattern matches everything, and so does " ". All text is
  // case-sensitive. Errors: one sentence that says where, what is wrong and what is allowed.
  static tl::expected<FilterPattern, std::string> parse(std::string_view pattern);

  // Requires: valid UTF-8. Cost: linear in the message, times the pattern's length at worst. A JSON
  // message is copied; its nesting costs no stack.
  bool matches(std::string_view message) const;

 private:
  using Form = std::variant<TermsPattern, JsonPattern, FieldsPattern>;

  explicit FilterPattern(Form form) : form_(std::move(form)) {}

  Form form_;
};

}  // namespace cwlogs

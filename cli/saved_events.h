// Saved events as commands take them: a Firehose transformation event, or Firehose's error objects.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "tl/expected.hpp"

namespace cwlogs {

// Lifetime: until the function that takes it returns.
struct SavedEvent {
  std::string_view text;    // kJsonPadding zero bytes behind it
  const std::string& name;  // what messages call its file
  bool alone;               // the only one of it
};

using TakeEvent = std::function<tl::expected<void, std::string>(const SavedEvent& event)>;
using TakeProblem = std::function<void(const std::string& problem)>;

// Hands over the event that a file holds, `-` for standard input; or as many as its error objects
// need, with the records as they were put and the numbers of their lines for ids. What is wrong
// with single lines goes to `problem`. Errors: one line; those of `take` end the reading.
tl::expected<void, std::string> read_saved_events(const std::string& path, const TakeEvent& take,
                                                  const TakeProblem& problem);

}  // namespace cwlogs

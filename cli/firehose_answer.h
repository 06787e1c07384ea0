// A response as Firehose would read it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/style.h"
#include "tl/expected.hpp"

namespace cwlogs {

struct AnsweredRecord {
  std::string id;
  std::string data;      // of an Ok record, base64 undone
  std::string metadata;  // a JSON object of objects, or empty
};

struct FirehoseAnswer {
  size_t records = 0;
  size_t ok = 0;
  size_t dropped = 0;
  size_t failed = 0;
  std::vector<AnsweredRecord> delivered;  // the Ok ones
  // What Firehose would not accept, as sentences.
  std::vector<std::string> faults;
};

// Errors: a sentence, where the response is no answer at all.
tl::expected<FirehoseAnswer, std::string> read_answer(std::string_view event,
                                                      std::string_view response);

// The data of the Ok records; a header line each where there is more than one.
// `event_name` is empty where it need not be told.
std::string render_delivered(const FirehoseAnswer& answer, const std::string& event_name,
                             const Style& style, bool terminal);

}  // namespace cwlogs

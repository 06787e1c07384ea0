// The fields of one log event as the core reads them, for templates, filters and outputs.
#pragma once

#include <gtest/gtest.h>

#include <string_view>

#include "processor/event_fields.h"
#include "processor/log_envelope.h"
#include "tests/exact_text.h"

namespace cwlogs::testing {

class OneLogEvent {
 public:
  // The first log event of a CloudWatch Logs document, of a stream in eu-west-1.
  explicit OneLogEvent(std::string_view json) : text_(json, '"') {
    LogReader reader(text_.view(), FieldOrder::kAnyOrder);
    EXPECT_TRUE(reader.next_document() && reader.next_log_event(log_event_)) << json;
    fields_.set_region("eu-west-1");
    fields_.set_envelope(reader.envelope());
    fields_.set_log_event(log_event_);
    fields_.head = reader.head();
    fields_.tail = reader.tail();
  }

  EventFields& fields() { return fields_; }
  const RawLogEvent& log_event() const { return log_event_; }

 private:
  ExactText text_;
  RawLogEvent log_event_;
  EventFields fields_;
};

}  // namespace cwlogs::testing

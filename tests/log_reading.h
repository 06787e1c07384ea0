// Everything a LogReader gives of a text, in strings of its own, for comparing two readings.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "processor/json_string.h"
#include "processor/log_envelope.h"
#include "tests/exact_text.h"

namespace cwlogs::testing {

struct ReadEvent {
  std::string message;  // unescaped
  std::string id;
  std::string extracted_fields;
  std::optional<int64_t> timestamp;
  std::string text;

  friend bool operator==(const ReadEvent&, const ReadEvent&) = default;
};

struct ReadDocument {
  MessageType type = MessageType::kMissing;
  std::string owner;
  std::string log_group;
  std::string log_stream;
  std::string subscription_filter;
  std::vector<ReadEvent> events;
  std::string head;  // of a data message read to its end
  std::string tail;

  friend bool operator==(const ReadDocument&, const ReadDocument&) = default;
};

struct Reading {
  Reason reason = Reason::kNone;
  bool needs_any_order = false;
  std::vector<ReadDocument> documents;

  friend bool operator==(const Reading&, const Reading&) = default;
};

inline void PrintTo(const Reading& reading, std::ostream* out) {
  *out << '"' << name_of(reading.reason) << '"' << (reading.needs_any_order ? " any order" : "");
  for (const ReadDocument& document : reading.documents) {
    *out << " {" << static_cast<int>(document.type) << ' ' << document.owner << ' '
         << document.log_group << ' ' << document.log_stream << ' ' << document.subscription_filter;
    for (const ReadEvent& event : document.events) *out << " <" << event.text << '>';
    *out << '}';
  }
}

inline std::string unescaped(const RawString& raw) {
  std::string out;
  append_unescaped(raw.text, out);
  return out;
}

inline ReadEvent copy_of(const RawLogEvent& raw) {
  ReadEvent event{unescaped(raw.message),
                  unescaped(raw.id),
                  std::string(raw.extracted_fields),
                  {},
                  std::string(raw.text)};
  if (raw.timestamp) event.timestamp = raw.timestamp->count();
  return event;
}

inline ReadDocument copy_of(const RawEnvelope& raw) {
  return {raw.message_type,
          unescaped(raw.owner),
          unescaped(raw.log_group),
          unescaped(raw.log_stream),
          unescaped(raw.subscription_filter),
          {},
          {},
          {}};
}

inline Reading read_logs(std::string_view json, FieldOrder order) {
  const ExactText text(json, '"');
  LogReader reader(text.view(), order);
  Reading reading;
  while (reader.next_document()) {
    ReadDocument document = copy_of(reader.envelope());
    RawLogEvent event;
    while (reader.next_log_event(event)) document.events.push_back(copy_of(event));
    if (document.type == MessageType::kData && reader.reason() == Reason::kNone &&
        !reader.needs_any_order()) {
      document.head = reader.head();
      document.tail = reader.tail();
    }
    reading.documents.push_back(document);
  }
  reading.reason = reader.reason();
  reading.needs_any_order = reader.needs_any_order();
  return reading;
}

// As the core reads: in one pass where that does. Both orders must come to the same.
inline Reading read_logs(std::string_view json) {
  Reading any_order = read_logs(json, FieldOrder::kAnyOrder);
  const Reading one_pass = read_logs(json, FieldOrder::kLogEventsLast);
  EXPECT_FALSE(any_order.needs_any_order) << json;
  if (!one_pass.needs_any_order) {
    EXPECT_EQ(one_pass.reason, any_order.reason) << json;
    // On failure the pass that sees log events before what is wrong behind them gives some more.
    if (one_pass.reason == Reason::kNone) {
      EXPECT_EQ(one_pass, any_order) << json;
    }
  }
  return any_order;
}

}  // namespace cwlogs::testing

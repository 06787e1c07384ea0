// What is in error objects, counted, for people and for programs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "cli/error_object.h"

namespace cwlogs {

// "2022-06-22T01:02:03.456Z"
std::string render_time(std::chrono::milliseconds time);

class RedriveSummary {
 public:
  // One that is asked for.
  void add(const ErrorObject& object);
  void add_not_selected() { ++not_selected_; }
  // Of the right code, but of no known time.
  void add_without_arrival() {
    ++not_selected_;
    ++without_arrival_;
  }
  void add_problem() { ++problems_; }

  size_t records() const { return records_; }
  size_t without_arrival() const { return without_arrival_; }

  // A table.
  std::string render_text() const;
  // One line of JSON.
  std::string render_json() const;

 private:
  struct Code {
    size_t records = 0;
    std::string first_message;
  };

  // Bounded: beyond a thousand codes and ten thousand hours, all are counted as one.
  std::map<std::string, Code> codes_;
  std::map<std::string, size_t> hours_;
  size_t records_ = 0;
  uint64_t bytes_ = 0;
  size_t not_selected_ = 0;
  size_t without_arrival_ = 0;
  size_t problems_ = 0;
};

}  // namespace cwlogs

// Which records of a redrive were accepted already: a file that a second run goes on from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tl/expected.hpp"

namespace cwlogs {

// Tells records apart, the same on every machine and in every run.
uint64_t digest_of(std::string_view data);

// Records are known by their index among those asked for, and by their content: a file that belongs
// to other input is found out, not obeyed.
class RedriveProgress {
 public:
  // Keeps nothing on disk.
  RedriveProgress() = default;

  // `target` is what the records go to, in any words. Errors: one line, for a file of another
  // target too; a file that does not exist is the start.
  static tl::expected<RedriveProgress, std::string> open(const std::string& path,
                                                         const std::string& target);

  // Whether this record was accepted in an earlier run; `digest` is digest_of its data.
  // Requires: every index once, from 1 upwards.
  // Errors: where these can't be the records of that run.
  tl::expected<bool, std::string> was_accepted(uint64_t index, uint64_t digest);
  // After the last record. Errors: where the earlier run had more.
  tl::expected<void, std::string> finish() const;

  void accept(uint64_t index, uint64_t digest);

  // Replaces the file in one step, and waits until it is on disk.
  tl::expected<void, std::string> save() const;

 private:
  struct Range {
    uint64_t last = 0;
    uint64_t digest = 0;  // the sum of the records'
  };

  std::string other_input() const;
  void add(uint64_t first, const Range& range);

  std::string path_;  // empty: none
  std::string target_;
  std::map<uint64_t, Range> accepted_;  // by their first index
  std::map<uint64_t, Range> earlier_;   // what the file said, as far as it's not passed
  uint64_t digest_ = 0;                 // of the range of earlier_ in hand
};

}  // namespace cwlogs

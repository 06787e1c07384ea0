// Two gzip members inflated in lock step: what one waits for is time for the other.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace cwlogs {

// One per thread. Allocates nothing once it is made.
class InflatePair {
 public:
  struct Job {
    std::string_view gzip;
    std::span<char> out;
    std::optional<size_t> size = std::nullopt;  // inflated; none: a case for Gunzip
  };

  // Ways to compile the loops; all give the same. kPlain is slower than libdeflate.
  enum class Kernel { kPlain, kBmi2 };
  static Kernel best_kernel();  // that this processor can run

  explicit InflatePair(Kernel kernel = best_kernel());
  ~InflatePair();

  // A job gets a `size` where its `gzip` is one sound member with a plain header, nothing behind
  // it, that fits `out`. All of `out` may be written to, nothing else.
  void inflate(Job& first, Job& second);

 private:
  struct Streams;
  const Kernel kernel_;
  std::unique_ptr<Streams> streams_;
};

}  // namespace cwlogs

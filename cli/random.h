// Seeded random numbers: the same seed gives the same numbers on every machine. The standard's
// distributions promise no such thing.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace cwlogs {

// splitmix64. One per thread.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // 0 to bound - 1. Requires: bound from 1 to 2^32.
  uint64_t below(uint64_t bound) {
    assert(bound >= 1 && bound <= uint64_t{1} << 32);
    return ((next() >> 32) * bound) >> 32;
  }

  // Both ends included.
  uint64_t between(uint64_t low, uint64_t high) { return low + below(high - low + 1); }

  // 0 to below 1. The 53 bits of a double's mantissa, so that no rounding takes place.
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }

  template <typename List>
  const auto& choice(const List& list) {
    return list[below(std::size(list))];
  }

 private:
  uint64_t state_;
};

// The seed of part `part` of whatever `seed` stands for: parts don't disturb each other, however
// many numbers each of them draws.
inline uint64_t derived_seed(uint64_t seed, uint64_t part) {
  return Random(Random(seed).next() + part).next();
}

}  // namespace cwlogs

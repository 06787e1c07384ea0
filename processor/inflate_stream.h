// One DEFLATE stream being inflated: where it stands, its block headers, and the careful decoder
// that no input leads out of its bounds.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "processor/deflate_tables.h"

namespace cwlogs::deflate {

inline uint64_t load_little_endian(const uint8_t* p) {
  uint64_t value;
  std::memcpy(&value, p, sizeof(value));
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
  return value;
}

inline constexpr size_t kInSlack = 8;  // a step loads so many bytes at once
inline constexpr size_t kOutSlack =
    2 + 288 + 8;  // it writes literals, a longest match in whole chunks

// What the fast loops keep in registers.
struct Cursor {
  const uint8_t* in;
  uint8_t* out;
  uint64_t bits;   // the next of the stream, lowest first
  uint64_t count;  // of these, modulo 64; bits above it are the stream's too, or zero
};

struct Stream {
  enum class State : uint8_t { kBlock, kInCodes, kEnd, kRefused };

  void start(std::span<const uint8_t> in_bytes, std::span<uint8_t> out_bytes);

  // Reads block headers, and stored blocks whole, until there are Huffman codes to decode.
  void open_block();

  // Decodes one symbol, a match with its offset, or two literals. Requires: state is kInCodes.
  void step();

  // First byte of the input that was not needed. Requires: state is kEnd.
  const uint8_t* rest() const { return cursor.in - cursor.count / 8; }
  size_t out_size() const { return static_cast<size_t>(cursor.out - out_begin); }
  size_t room() const { return static_cast<size_t>(out_end - cursor.out); }

  Cursor cursor;
  const uint8_t* in_end;
  uint8_t* out_begin;
  uint8_t* out_end;
  // The fast loops run while the cursor is not beyond these; null where they can't.
  const uint8_t* in_fast;
  const uint8_t* out_fast;
  const uint8_t* out_near;  // with so much output that what a step may look back to is there
  State state;
  bool is_last_block;
  bool has_fixed_codes;  // in the tables, from the block before
  LitlenTable litlen;
  OffsetTable offsets;
  PrecodeTable precode;

 private:
  void refill();
  bool take(uint32_t n, uint32_t& value);
  bool consume(uint64_t n);
  bool open_stored();
  bool open_fixed();
  bool open_dynamic();
  bool read_lengths(std::span<uint8_t> lengths);
  bool step_in_codes();
  bool copy_match(size_t length, size_t offset);
};

}  // namespace cwlogs::deflate

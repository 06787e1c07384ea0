// The fast loops of InflatePair. A step costs no mispredicted branch as long as nothing unusual
// comes: literals are copied out of the table as a match is out of the text before it. Templates,
// to be compiled for more than one instruction set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "processor/deflate_tables.h"
#include "processor/inflate_stream.h"

namespace cwlogs::deflate {

struct AnyProcessor {
  [[gnu::always_inline]] static uint64_t low_bits(uint64_t value, uint64_t n) {
    return value & ~(~uint64_t{0} << (n & 63));
  }
};

#if defined(__x86_64__)
struct Bmi2 {
  // In assembly: the intrinsic can't be inlined into templates that name no instruction set.
  [[gnu::always_inline]] static uint64_t low_bits(uint64_t value, uint64_t n) {
    uint64_t result;
    asm("bzhi %2, %1, %0" : "=r"(result) : "r"(value), "r"(n) : "cc");
    return result;
  }
};
#endif

inline constexpr size_t kCopied = 64;  // by every step; most matches are shorter

[[gnu::always_inline]] inline bool in_zone(const Stream& stream, const Cursor& cursor) {
  return cursor.in <= stream.in_fast && cursor.out <= stream.out_fast;
}

// A step may read kNear bytes before the output.
inline bool may_run(const Stream& stream) {
  return stream.out_size() >= OffsetTable::kNear && in_zone(stream, stream.cursor);
}

// 56 bits at least are counted then, and all 64 are the stream's.
// Requires: in_zone().
[[gnu::always_inline]] inline void refill(Cursor& cursor) {
  cursor.bits |= load_little_endian(cursor.in) << (cursor.count & 63);
  cursor.in += ~cursor.count >> 3 & 7;
  cursor.count |= 56;
}

[[gnu::always_inline]] inline void copy_chunk(uint8_t* to, const uint8_t* from) {
  // Aligned to less than its size: the stack needs no other alignment than usual.
  typedef uint64_t Chunk __attribute__((vector_size(32), aligned(16)));
  Chunk chunk;
  std::memcpy(&chunk, from, sizeof(chunk));
  std::memcpy(to, &chunk, sizeof(chunk));
}

// A match that may overlap itself. Writes up to 8 bytes more.
[[gnu::noinline]] inline void copy_near(uint8_t* to, size_t offset, size_t length) {
  const uint8_t* const end = to + length;
  size_t stride = 8;
  const uint8_t* from = to - offset;
  if (offset < 8) {
    for (int i = 0; i < 8; ++i) *to++ = *from++;
    stride = 8 / offset * offset;  // the bytes repeat at any multiple of the offset
    from = to - stride;
  }
  for (; to < end; to += stride, from += stride) {
    uint64_t word;
    std::memcpy(&word, from, sizeof(word));
    std::memcpy(to, &word, sizeof(word));
  }
}

[[gnu::always_inline]] inline uint64_t sign_mask(uint64_t entry) {
  return static_cast<uint64_t>(static_cast<int64_t>(entry) >> 63);
}

template <typename Isa>
[[gnu::always_inline]] inline uint64_t extra_bits(uint64_t bits, uint64_t entry) {
  return Isa::low_bits(bits, entry & 0xff) >> (entry >> 8 & 63);
}

template <typename Isa>
[[gnu::always_inline]] inline int64_t offset_of(uint64_t bits, OffsetTable::Entry entry) {
  return (static_cast<int64_t>(entry) >> 32) + static_cast<int64_t>(extra_bits<Isa>(bits, entry));
}

// Decodes up to two literals, if there are any, and then up to two literals or a match. False where
// the careful decoder has to have a look: what is done by then counts.
// Bits: 10 of the first, 15 + 5 of the second, 8 + 13 of the offset leave 13 for the next look-up.
// Requires: in_zone(), 10 bits, and kNear bytes of output.
template <typename Isa>
[[gnu::always_inline]] inline bool fast_step(const Stream& stream, Cursor& cursor) {
  LitlenTable::Entry first = stream.litlen[cursor.bits];  // before the refill: it can't change
  refill(cursor);
  first &= ~sign_mask(first);
  const auto literals = static_cast<uint32_t>(first >> 32);
  std::memcpy(cursor.out, &literals, sizeof(literals));
  cursor.out += LitlenTable::length_of(first);
  cursor.bits >>= first & 63;
  cursor.count -= first;

  const LitlenTable::Entry* place = &stream.litlen[cursor.bits];
  if ((*place & kLong) != 0) [[unlikely]]
    place = &stream.litlen.behind(*place, cursor.bits);
  const LitlenTable::Entry entry = *place;
  const uint64_t is_match = sign_mask(entry);
  const uint64_t behind = cursor.bits >> (entry & 63);
  const size_t length = LitlenTable::length_of(entry) + extra_bits<Isa>(cursor.bits, entry);
  OffsetTable::Entry offset_entry = stream.offsets[behind] & is_match;
  int64_t offset = offset_of<Isa>(behind, offset_entry);
  const int64_t offset_max = cursor.out - stream.out_near;
  if (static_cast<uint64_t>(offset) > static_cast<uint64_t>(offset_max)) [[unlikely]] {
    if (length >= LitlenTable::kSpecialLength) return false;
    if ((offset_entry & kLong) != 0 && offset < OffsetTable::kFarOff) {
      offset_entry = stream.offsets.behind(offset_entry, behind);
      if ((first & 0xff) + (entry & 0xff) + (offset_entry & 0xff) > 54) return false;
      offset = offset_of<Isa>(behind, offset_entry);
    }
    if (offset <= OffsetTable::kFarOff || offset > offset_max) return false;
    const int64_t back = offset + OffsetTable::kNear;
    copy_near(cursor.out, static_cast<size_t>(back), length);
  } else {
    const auto earlier = reinterpret_cast<uintptr_t>(cursor.out) - OffsetTable::kNear -
                         static_cast<uint64_t>(offset);
    const auto table = reinterpret_cast<uintptr_t>(place) + LitlenTable::kLiteralsAt;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): chosen without a branch
    const auto* from = reinterpret_cast<const uint8_t*>(table ^ ((table ^ earlier) & is_match));
    for (size_t i = 0; i < kCopied; i += 32) copy_chunk(cursor.out + i, from + i);
    if (length > kCopied) [[unlikely]] {
      if (length >= LitlenTable::kSpecialLength) return false;
      for (size_t i = kCopied; i < length; i += 32) copy_chunk(cursor.out + i, from + i);
    }
  }
  cursor.out += length;
  cursor.bits = behind >> (offset_entry & 63);
  cursor.count -= entry;
  cursor.count -= offset_entry;
  return true;
}

// In memory the count is one, in the loops there may be anything above its six bits.
inline void keep(const Cursor& cursor, Stream& stream) {
  stream.cursor = cursor;
  stream.cursor.count &= 63;
}

[[gnu::noinline]] inline bool careful_step(Stream& stream, Cursor& cursor) {
  keep(cursor, stream);
  stream.step();
  cursor = stream.cursor;
  if (stream.state != Stream::State::kInCodes || !in_zone(stream, cursor)) return false;
  refill(cursor);
  return true;
}

// False where the loop must be left.
template <typename Isa>
[[gnu::always_inline]] inline bool any_step(Stream& stream, Cursor& cursor) {
  if (fast_step<Isa>(stream, cursor)) [[likely]]
    return true;
  Cursor copy = cursor;  // lets `cursor` itself stay in registers
  const bool goes_on = careful_step(stream, copy);
  cursor = copy;
  return goes_on;
}

// Decode until the end of a block or of the zone. Require: may_run().
template <typename Isa>
[[gnu::always_inline]] inline void run_alone(Stream& stream) {
  Cursor cursor = stream.cursor;
  refill(cursor);
  while (in_zone(stream, cursor) && any_step<Isa>(stream, cursor)) {
  }
  keep(cursor, stream);
}

template <typename Isa>
[[gnu::always_inline]] inline void run_lock_step(Stream& first, Stream& second) {
  Cursor a = first.cursor;
  Cursor b = second.cursor;
  refill(a);
  refill(b);
  while (in_zone(first, a) && in_zone(second, b)) {
    if (!any_step<Isa>(first, a) || !any_step<Isa>(second, b)) break;
  }
  keep(a, first);
  keep(b, second);
}

}  // namespace cwlogs::deflate

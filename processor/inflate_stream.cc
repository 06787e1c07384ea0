#include "processor/inflate_stream.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace cwlogs::deflate {
namespace {

constexpr size_t kLengthSymbolsMax = 286;
constexpr size_t kOffsetSymbolsMax = 30;
constexpr size_t kPrecodeSymbols = 19;
constexpr uint8_t kPrecodeOrder[kPrecodeSymbols] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                    11, 4,  12, 3, 13, 2, 14, 1, 15};

uint64_t low_bits(uint64_t value, uint64_t n) { return value & ((uint64_t{1} << n) - 1); }

}  // namespace

void Stream::start(std::span<const uint8_t> in_bytes, std::span<uint8_t> out_bytes) {
  cursor = {.in = in_bytes.data(), .out = out_bytes.data(), .bits = 0, .count = 0};
  in_end = in_bytes.data() + in_bytes.size();
  out_begin = out_bytes.data();
  out_end = out_begin + out_bytes.size();
  const bool fast = in_bytes.size() >= kInSlack && out_bytes.size() >= kOutSlack;
  in_fast = fast ? in_end - kInSlack : nullptr;
  out_fast = fast ? out_end - kOutSlack : nullptr;
  out_near = fast ? out_begin + OffsetTable::kNear : nullptr;
  state = State::kBlock;
  is_last_block = false;
  has_fixed_codes = false;
}

// At least 56 bits, or all there are.
void Stream::refill() {
  if (in_end - cursor.in >= 8) {
    cursor.bits |= load_little_endian(cursor.in) << cursor.count;
    cursor.in += (63 - cursor.count) / 8;
    cursor.count |= 56;
    return;
  }
  for (; cursor.count < 56 && cursor.in < in_end; cursor.count += 8) {
    cursor.bits |= uint64_t{*cursor.in++} << cursor.count;
  }
}

// False where the input ends before.
bool Stream::consume(uint64_t n) {
  if (n > cursor.count) return false;
  cursor.bits >>= n;
  cursor.count -= n;
  return true;
}

bool Stream::take(uint32_t n, uint32_t& value) {
  value = static_cast<uint32_t>(low_bits(cursor.bits, n));
  return consume(n);
}

void Stream::open_block() {
  while (state == State::kBlock) {
    if (is_last_block) {
      state = State::kEnd;
      return;
    }
    refill();
    uint32_t header = 0;
    bool good = take(3, header);
    is_last_block = (header & 1) != 0;
    switch (good ? header >> 1 : 3) {
      case 0:
        good = open_stored();
        break;
      case 1:
        good = open_fixed();
        break;
      case 2:
        good = open_dynamic();
        break;
      default:
        good = false;
    }
    if (!good) state = State::kRefused;
  }
}

bool Stream::open_stored() {
  consume(cursor.count % 8);
  refill();
  uint32_t size = 0;
  uint32_t complement = 0;
  if (!take(16, size) || !take(16, complement) || size != (complement ^ 0xffff)) return false;
  cursor.in = rest();
  cursor.bits = 0;
  cursor.count = 0;
  if (size > static_cast<size_t>(in_end - cursor.in) || size > room()) return false;
  if (size > 0) std::memcpy(cursor.out, cursor.in, size);
  cursor.in += size;
  cursor.out += size;
  return true;
}

bool Stream::open_fixed() {
  if (!has_fixed_codes) {
    std::array<uint8_t, kLitlenSymbols> lengths;  // RFC 1951 section 3.2.6
    std::fill_n(lengths.begin(), 144, uint8_t{8});
    std::fill_n(lengths.begin() + 144, 112, uint8_t{9});
    std::fill_n(lengths.begin() + 256, 24, uint8_t{7});
    std::fill_n(lengths.begin() + 280, 8, uint8_t{8});
    litlen.assign(lengths);
    std::array<uint8_t, kOffsetSymbols> offset_lengths;
    offset_lengths.fill(5);
    offsets.assign(offset_lengths);
    has_fixed_codes = true;
  }
  state = State::kInCodes;
  return true;
}

bool Stream::open_dynamic() {
  has_fixed_codes = false;
  uint32_t litlens = 0;
  uint32_t offset_codes = 0;
  uint32_t precodes = 0;
  if (!take(5, litlens) || !take(5, offset_codes) || !take(4, precodes)) return false;
  litlens += 257;
  offset_codes += 1;
  precodes += 4;
  if (litlens > kLengthSymbolsMax || offset_codes > kOffsetSymbolsMax) return false;

  std::array<uint8_t, kPrecodeSymbols> precode_lengths{};
  for (uint32_t i = 0; i < precodes; ++i) {
    refill();
    uint32_t length = 0;
    if (!take(3, length)) return false;
    precode_lengths[kPrecodeOrder[i]] = static_cast<uint8_t>(length);
  }
  std::array<uint8_t, kLengthSymbolsMax + kOffsetSymbolsMax> lengths;
  const std::span<uint8_t> all(lengths.data(), litlens + offset_codes);
  if (!precode.assign(precode_lengths) || !read_lengths(all)) return false;
  if (lengths[kEndOfBlock] == 0) return false;
  if (!litlen.assign(all.first(litlens)) || !offsets.assign(all.subspan(litlens))) return false;
  state = State::kInCodes;
  return true;
}

// RFC 1951 section 3.2.7: lengths, and repetitions of them.
bool Stream::read_lengths(std::span<uint8_t> lengths) {
  size_t done = 0;
  while (done < lengths.size()) {
    refill();
    const PrecodeTable::Entry entry = precode[cursor.bits];
    if (!consume(entry.length)) return false;
    if (entry.symbol < 16) {
      lengths[done++] = entry.symbol;
      continue;
    }
    if (entry.symbol == 16 && done == 0) return false;
    const uint8_t repeated = entry.symbol == 16 ? lengths[done - 1] : uint8_t{0};
    uint32_t times = 0;
    if (!take(entry.symbol == 16 ? 2 : entry.symbol == 17 ? 3 : 7, times)) return false;
    times += entry.symbol == 18 ? 11 : 3;
    if (times > lengths.size() - done) return false;
    std::memset(lengths.data() + done, repeated, times);
    done += times;
  }
  return true;
}

void Stream::step() {
  if (!step_in_codes()) state = State::kRefused;
}

bool Stream::step_in_codes() {
  refill();
  LitlenTable::Entry entry = litlen[cursor.bits];
  if ((entry & kLong) != 0 || LitlenTable::length_of(entry) == LitlenTable::kSpecialLength) {
    uint32_t symbol = 0;
    entry = litlen.decode(cursor.bits, symbol);
    if (symbol == kEndOfBlock) {
      state = State::kBlock;
      return consume(entry & 0xff);
    }
    if (LitlenTable::length_of(entry) == LitlenTable::kSpecialLength) return false;
  }
  const uint64_t bits = cursor.bits;
  if (!consume(entry & 0xff)) return false;
  size_t length = LitlenTable::length_of(entry);
  if ((entry & LitlenTable::kMatch) == 0) {
    if (length > room()) return false;
    for (; length > 0; --length, entry >>= 8) *cursor.out++ = static_cast<uint8_t>(entry >> 32);
    return true;
  }
  length += low_bits(bits, entry & 0xff) >> (entry >> 8 & 0xff);
  const OffsetTable::Decoded decoded = offsets.decode(cursor.bits);
  return decoded.offset != 0 && consume(decoded.bits) && copy_match(length, decoded.offset);
}

bool Stream::copy_match(size_t length, size_t offset) {
  if (offset > out_size() || length > room()) return false;
  const uint8_t* from = cursor.out - offset;
  uint8_t* to = cursor.out;
  cursor.out += length;
  if (room() >= 16 && offset >= 16) {
    for (; to < cursor.out; to += 16, from += 16) std::memcpy(to, from, 16);
  } else if (offset == 1) {
    std::memset(to, *from, length);
  } else {
    while (to < cursor.out) *to++ = *from++;
  }
  return true;
}

}  // namespace cwlogs::deflate

// Decoding tables of DEFLATE's Huffman codes, RFC 1951.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace cwlogs::deflate {

static_assert(std::endian::native == std::endian::little, "entries are looked into by bytes");

inline constexpr int kCodeLengthMax = 15;
inline constexpr size_t kLitlenSymbols = 288;  // literals, end of block, lengths
inline constexpr size_t kOffsetSymbols = 32;
inline constexpr uint32_t kEndOfBlock = 256;
inline constexpr uint32_t kNoSymbol = UINT32_MAX;

// A code as the lengths of its codewords give it, and the slow way to decode it, without a table.
class CanonicalCode {
 public:
  // False where the lengths make no code, or one that leaves codewords unused, unless `lenient` and
  // it has no codeword at all or a single one of one bit.
  bool assign(std::span<const uint8_t> lengths, bool lenient = false);

  struct Decoded {
    uint32_t symbol = kNoSymbol;
    int length = 0;
  };
  // The codeword that starts at the lowest of `bits`; kNoSymbol where there is none.
  Decoded decode(uint64_t bits) const;

  // Calls fill(codeword, length, symbol) for all codewords, lowest bit first, the shorter ones
  // first; grow(length) before those of each length.
  template <typename Fill, typename Grow>
  void for_each(Fill fill, Grow grow) const;

 private:
  std::array<uint16_t, kCodeLengthMax + 1> count_;  // of codewords, by length
  std::array<uint16_t, kLitlenSymbols> symbols_;    // in the order of their codewords
};

// Both tables are looked up by the next bits of the stream. Entries have in common:
//   bits 0-7    what is consumed: codeword and extra bits
//   bits 8-15   of these the codeword: the extra bits stand behind it
//   bit 62      kLong: the codeword goes on; behind() has its entry
inline constexpr uint64_t kLong = uint64_t{1} << 62;

class LitlenTable {
 public:
  // One literal or two in a row, or a match, or what needs care:
  //   bits 16-31  number of literals, or least length of the match, or kSpecialLength
  //   bits 32-47  the literals
  //   bit 63      kMatch: no literal
  using Entry = uint64_t;
  static constexpr int kBits = 10;
  static constexpr uint64_t kMatch = uint64_t{1} << 63;
  static constexpr uint32_t kSpecialLength = 0xffff;  // end of block, or an unused codeword
  static constexpr size_t kLiteralsAt = 4;            // byte of the entry

  static constexpr uint32_t length_of(Entry entry) { return entry >> 16 & 0xffff; }

  bool assign(std::span<const uint8_t> lengths);

  const Entry& operator[](uint64_t bits) const { return entries_[bits & (entries_.size() - 1)]; }
  const Entry& behind(Entry entry, uint64_t bits) const {
    return more_[length_of(entry) + (bits >> kBits & (kMore - 1))];
  }
  // The entry of the first symbol alone, never kLong, and which that is.
  Entry decode(uint64_t bits, uint32_t& symbol) const;

 private:
  static constexpr size_t kMore = size_t{1} << (kCodeLengthMax - kBits);

  void pair_literals();

  std::array<Entry, size_t{1} << kBits> entries_;
  std::array<Entry, kLitlenSymbols / 2 * kMore> more_;  // two codewords or more share a beginning
  CanonicalCode code_;
};

class OffsetTable {
 public:
  // bits 32-63: least offset less kNear, signed. Negative: look closer, by decode().
  using Entry = uint64_t;
  static constexpr int kBits = 8;
  static constexpr int64_t kNear = 32;        // nearer bytes overlap those made of them
  static constexpr int64_t kFarOff = -kNear;  // below this it is no offset at all

  bool assign(std::span<const uint8_t> lengths);

  Entry operator[](uint64_t bits) const { return entries_[bits & (entries_.size() - 1)]; }
  Entry behind(Entry entry, uint64_t bits) const {
    return more_[(entry >> 16 & 0xffff) + (bits >> kBits & (kMore - 1))];
  }

  struct Decoded {
    uint32_t offset = 0;  // 0: none
    uint32_t bits = 0;
  };
  Decoded decode(uint64_t bits) const;

 private:
  static constexpr size_t kMore = size_t{1} << (kCodeLengthMax - kBits);

  std::array<Entry, size_t{1} << kBits> entries_;
  std::array<Entry, kOffsetSymbols / 2 * kMore> more_;
  CanonicalCode code_;
};

// The code of the code lengths.
class PrecodeTable {
 public:
  static constexpr int kBits = 7;  // of the longest codeword
  struct Entry {
    uint8_t length;
    uint8_t symbol;
  };

  bool assign(std::span<const uint8_t> lengths);
  Entry operator[](uint64_t bits) const { return entries_[bits & (entries_.size() - 1)]; }

 private:
  std::array<Entry, size_t{1} << kBits> entries_;
  CanonicalCode code_;
};

}  // namespace cwlogs::deflate

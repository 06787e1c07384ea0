#include "processor/deflate_tables.h"

#include <bit>
#include <cstring>
#include <iterator>

namespace cwlogs::deflate {
namespace {

// RFC 1951 section 3.2.5: of the symbols 257 to 285, and of the offsets' symbols.
struct Range {
  uint16_t base;
  uint8_t extra_bits;
};
constexpr Range kLengths[] = {
    {3, 0},  {4, 0},  {5, 0},  {6, 0},   {7, 0},   {8, 0},   {9, 0},   {10, 0},  {11, 1}, {13, 1},
    {15, 1}, {17, 1}, {19, 2}, {23, 2},  {27, 2},  {31, 2},  {35, 3},  {43, 3},  {51, 3}, {59, 3},
    {67, 4}, {83, 4}, {99, 4}, {115, 4}, {131, 5}, {163, 5}, {195, 5}, {227, 5}, {258, 0}};
constexpr Range kOffsets[] = {{1, 0},     {2, 0},     {3, 0},      {4, 0},      {5, 1},
                              {7, 1},     {9, 2},     {13, 2},     {17, 3},     {25, 3},
                              {33, 4},    {49, 4},    {65, 5},     {97, 5},     {129, 6},
                              {193, 6},   {257, 7},   {385, 7},    {513, 8},    {769, 8},
                              {1025, 9},  {1537, 9},  {2049, 10},  {3073, 10},  {4097, 11},
                              {6145, 11}, {8193, 12}, {12289, 12}, {16385, 13}, {24577, 13}};

// A codeword of `length` bits adds so much to its symbol's entry.
constexpr uint64_t length_bits(int length) { return static_cast<uint64_t>(length) * 0x0101; }

constexpr uint64_t kSpecialLitlen = LitlenTable::kMatch | uint64_t{LitlenTable::kSpecialLength}
                                                              << 16;
constexpr uint64_t kNoOffset = uint64_t{1} << 63;

constexpr auto kLitlenEntries = [] {
  std::array<uint64_t, kLitlenSymbols> entries{};
  entries.fill(kSpecialLitlen);
  for (uint64_t i = 0; i < kEndOfBlock; ++i) entries[i] = i << 32 | 1 << 16;
  for (size_t i = 0; i < std::size(kLengths); ++i) {
    entries[kEndOfBlock + 1 + i] =
        LitlenTable::kMatch | uint64_t{kLengths[i].base} << 16 | kLengths[i].extra_bits;
  }
  return entries;
}();

constexpr auto kOffsetEntries = [] {
  std::array<uint64_t, kOffsetSymbols> entries{};
  entries.fill(kNoOffset);
  for (size_t i = 0; i < std::size(kOffsets); ++i) {
    const int64_t base = kOffsets[i].base - OffsetTable::kNear;
    entries[i] = static_cast<uint64_t>(base) << 32 | kOffsets[i].extra_bits;
  }
  return entries;
}();

uint64_t litlen_entry(uint32_t symbol, int length) {
  return kLitlenEntries[symbol] + length_bits(length);
}

uint64_t offset_entry(uint32_t symbol, int length) {
  return kOffsetEntries[symbol] + length_bits(length);
}

// The next codeword of a length, lowest bit first: one is added at the other end.
uint32_t next_reversed(uint32_t codeword, int length) {
  const uint32_t zeros = ~codeword & ((uint32_t{1} << length) - 1);
  if (zeros == 0) return 0;  // that was the last
  const uint32_t carried = std::bit_floor(zeros);
  return (codeword & (carried - 1)) | carried;
}

// Every entry whose index begins with a codeword is that codeword's: the table is filled for the
// shortest codewords first, and doubled for each bit more.
template <typename Entry, size_t kSize, typename EntryOf>
void fill(const CanonicalCode& code, Entry unused, EntryOf entry_of,
          std::array<Entry, kSize>& entries) {
  constexpr int kBits = std::countr_zero(kSize);
  size_t filled = 1;
  entries[0] = unused;
  code.for_each(
      [&](uint32_t codeword, int length, uint32_t symbol) {
        if (length <= kBits) entries[codeword] = entry_of(symbol, length);
      },
      [&](int length) {
        if (length > kBits) return;
        std::memcpy(entries.data() + filled, entries.data(), filled * sizeof(Entry));
        filled *= 2;
      });
}

// Codewords too long for the table: those with a common beginning share a table by the rest. Such
// codewords follow one another.
template <size_t kSize, size_t kMoreSize, typename EntryOf>
void fill_more(const CanonicalCode& code, uint64_t long_entry, EntryOf entry_of,
               std::array<uint64_t, kSize>& entries, std::array<uint64_t, kMoreSize>& more) {
  constexpr int kBits = std::countr_zero(kSize);
  constexpr size_t kMore = size_t{1} << (kCodeLengthMax - kBits);
  size_t used = 0;
  size_t beginning = kSize;
  code.for_each(
      [&](uint32_t codeword, int length, uint32_t symbol) {
        if (length <= kBits) return;
        if ((codeword & (kSize - 1)) != beginning) {
          beginning = codeword & (kSize - 1);
          entries[beginning] = long_entry | used << 16;
          used += kMore;
        }
        const uint64_t entry = entry_of(symbol, length);
        for (size_t i = codeword >> kBits; i < kMore; i += size_t{1} << (length - kBits)) {
          more[used - kMore + i] = entry;
        }
      },
      [](int) {});
}

}  // namespace

bool CanonicalCode::assign(std::span<const uint8_t> lengths, bool lenient) {
  count_.fill(0);
  for (const uint8_t length : lengths) ++count_[length];
  count_[0] = 0;
  std::array<uint16_t, kCodeLengthMax + 2> first;  // in symbols_, by length
  first[1] = 0;
  int32_t unused = 1;  // codewords of the length that are left
  for (size_t length = 1; length <= kCodeLengthMax; ++length) {
    unused = 2 * unused - count_[length];
    if (unused < 0) return false;
    first[length + 1] = static_cast<uint16_t>(first[length] + count_[length]);
  }
  const uint32_t codewords = first[kCodeLengthMax + 1];
  const bool tolerable = codewords == 0 || (codewords == 1 && count_[1] == 1);
  if (unused > 0 && !(lenient && tolerable)) return false;
  for (size_t symbol = 0; symbol < lengths.size(); ++symbol) {
    if (lengths[symbol] != 0) symbols_[first[lengths[symbol]]++] = static_cast<uint16_t>(symbol);
  }
  return true;
}

CanonicalCode::Decoded CanonicalCode::decode(uint64_t bits) const {
  uint32_t codeword = 0;
  uint32_t first = 0;  // codeword of this length
  uint32_t index = 0;  // of its symbol
  for (int length = 1; length <= kCodeLengthMax; ++length, bits >>= 1) {
    codeword = codeword << 1 | static_cast<uint32_t>(bits & 1);
    const uint32_t count = count_[static_cast<size_t>(length)];
    if (codeword < first + count) return {symbols_[index + codeword - first], length};
    index += count;
    first = (first + count) << 1;
  }
  return {};
}

template <typename Fill, typename Grow>
void CanonicalCode::for_each(Fill fill, Grow grow) const {
  uint32_t codeword = 0;
  const uint16_t* symbol = symbols_.data();
  for (int length = 1; length <= kCodeLengthMax; ++length) {
    grow(length);
    for (uint32_t n = count_[static_cast<size_t>(length)]; n > 0; --n) {
      fill(codeword, length, *symbol++);
      codeword = next_reversed(codeword, length);
    }
  }
}

bool LitlenTable::assign(std::span<const uint8_t> lengths) {
  if (!code_.assign(lengths)) return false;
  fill(code_, kSpecialLitlen, litlen_entry, entries_);
  pair_literals();
  fill_more(code_, kMatch | kLong, litlen_entry, entries_, more_);
  return true;
}

// Where the bits behind a literal hold another one, one entry yields both. `more` is what a second
// one adds to the entry of the first: known for every index before any entry is changed.
void LitlenTable::pair_literals() {
  std::array<Entry, size_t{1} << (kBits - 1)> more;
  for (size_t i = 0; i < more.size(); ++i) {
    const Entry entry = entries_[i];
    const Entry literal = (entry & 0x1ffff) | (entry >> 32 & 0xff) << 40;
    more[i] = (entry & kMatch) == 0 ? literal : kBits;
  }
  code_.for_each(
      [&](uint32_t codeword, int length, uint32_t symbol) {
        if (length >= kBits || symbol >= kEndOfBlock) return;
        const auto room = static_cast<uint64_t>(kBits - length);
        for (size_t i = codeword, behind = 0; i < entries_.size(); i += size_t{1} << length) {
          const Entry second = more[behind++];
          entries_[i] += second & -Entry{(second & 0xff) <= room};
        }
      },
      [](int) {});
}

LitlenTable::Entry LitlenTable::decode(uint64_t bits, uint32_t& symbol) const {
  const CanonicalCode::Decoded decoded = code_.decode(bits);
  symbol = decoded.symbol;
  return symbol == kNoSymbol ? kSpecialLitlen : litlen_entry(symbol, decoded.length);
}

bool OffsetTable::assign(std::span<const uint8_t> lengths) {
  if (!code_.assign(lengths, true)) return false;
  fill(code_, kNoOffset, offset_entry, entries_);
  fill_more(code_, kNoOffset | kLong, offset_entry, entries_, more_);
  return true;
}

OffsetTable::Decoded OffsetTable::decode(uint64_t bits) const {
  const auto [symbol, length] = code_.decode(bits);
  if (symbol >= std::size(kOffsets)) return {};
  const Range range = kOffsets[symbol];
  const uint64_t extra = bits >> length & ((uint64_t{1} << range.extra_bits) - 1);
  return {range.base + static_cast<uint32_t>(extra),
          static_cast<uint32_t>(length) + range.extra_bits};
}

bool PrecodeTable::assign(std::span<const uint8_t> lengths) {
  if (!code_.assign(lengths)) return false;
  const auto entry_of = [](uint32_t symbol, int length) {
    return Entry{static_cast<uint8_t>(length), static_cast<uint8_t>(symbol)};
  };
  fill(code_, Entry{}, entry_of, entries_);
  return true;
}

}  // namespace cwlogs::deflate

#include "processor/gunzip.h"

#include <libdeflate.h>
#define ZLIB_CONST  // or next_in points to mutable bytes
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <new>

namespace cwlogs {
namespace {

constexpr size_t kFooterSize = 8;  // CRC-32 and ISIZE, RFC 1952 section 2.3.1

bool all_zero(std::string_view bytes) {
  return bytes.find_first_not_of('\0') == std::string_view::npos;
}

const Bytef* as_bytes(const char* p) { return reinterpret_cast<const Bytef*>(p); }

uint32_t little_endian_32(const Bytef* p) {
  return uint32_t{p[0]} | uint32_t{p[1]} << 8 | uint32_t{p[2]} << 16 | uint32_t{p[3]} << 24;
}

// libdeflate says only that a member is bad. This goes through it once more with zlib, whose text
// is thrown away piece by piece, until it shows why.
class Diagnosis {
 public:
  // What inflates to more than `room` bytes is not looked at any further.
  Diagnosis(std::string_view member, size_t room) : room_(room) {
    constexpr size_t kInputMax = std::numeric_limits<uInt>::max();
    stream_.next_in = as_bytes(member.data());
    stream_.avail_in = static_cast<uInt>(std::min(member.size(), kInputMax));
    ready_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK;  // 16: gzip, not zlib format
    // The footer is compared here: zlib's own checks say Z_DATA_ERROR for it as for anything else.
    if (ready_) inflateValidate(&stream_, 0);
  }
  ~Diagnosis() { inflateEnd(&stream_); }
  Diagnosis(const Diagnosis&) = delete;
  Diagnosis& operator=(const Diagnosis&) = delete;

  Gunzip::Outcome run() {
    if (!ready_) return {Reason::kGzipCorrupt, 0};
    int result = Z_OK;
    while (result == Z_OK) {
      result = inflate_piece();
      if (inflated_size_ > room_) return {Reason::kInflatedTooLarge, room_};
    }
    return {reason_of(result), inflated_size_};
  }

 private:
  int inflate_piece() {
    stream_.next_out = piece_.data();
    stream_.avail_out = static_cast<uInt>(piece_.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    const auto size = static_cast<uInt>(piece_.size()) - stream_.avail_out;
    crc_ = crc32(crc_, piece_.data(), size);
    inflated_size_ += size;
    return result;
  }

  Reason reason_of(int result) const {
    if (result == Z_BUF_ERROR) return Reason::kGzipTruncated;  // wants more input than there is
    if (result != Z_STREAM_END) return Reason::kGzipCorrupt;
    // A matching footer means that zlib finds no fault: where the two disagree, nobody is believed.
    return footer_matches() ? Reason::kGzipCorrupt : Reason::kGzipChecksum;
  }

  bool footer_matches() const {
    const Bytef* footer = stream_.next_in - kFooterSize;
    return little_endian_32(footer) == crc_ &&
           little_endian_32(footer + 4) == static_cast<uint32_t>(inflated_size_);
  }

  size_t room_;
  size_t inflated_size_ = 0;
  uLong crc_ = 0;
  bool ready_ = false;
  z_stream stream_{};
  std::array<Bytef, 8192> piece_;
};

}  // namespace

size_t gzip_size_field(std::string_view gzip) {
  if (gzip.size() < kFooterSize) return 0;
  return little_endian_32(as_bytes(gzip.data() + gzip.size() - 4));
}

Gunzip::Gunzip() : decompressor_(libdeflate_alloc_decompressor()) {
  if (!decompressor_) throw std::bad_alloc();
}

Gunzip::Outcome Gunzip::inflate(std::string_view gzip, std::span<char> out) {
  size_t inflated = 0;
  do {
    const std::span<char> room = out.subspan(inflated);
    size_t member_size = 0;
    size_t text_size = 0;
    const libdeflate_result result =
        libdeflate_gzip_decompress_ex(decompressor_.get(), gzip.data(), gzip.size(), room.data(),
                                      room.size(), &member_size, &text_size);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) return {Reason::kInflatedTooLarge, out.size()};
    if (result != LIBDEFLATE_SUCCESS) {
      const Outcome bad = Diagnosis(gzip, room.size()).run();
      return {bad.reason, inflated + bad.inflated_size};
    }
    inflated += text_size;
    gzip.remove_prefix(member_size);
  } while (has_gzip_magic(gzip));
  return {all_zero(gzip) ? Reason::kNone : Reason::kGzipTrailingBytes, inflated};
}

void Gunzip::Free::operator()(libdeflate_decompressor* decompressor) const {
  libdeflate_free_decompressor(decompressor);
}

}  // namespace cwlogs

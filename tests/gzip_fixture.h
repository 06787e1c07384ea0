// gzip members for tests, sound and broken, and zlib's opinion of them.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <new>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cwlogs::testing {

// Does not compress.
inline std::string random_bytes(size_t n) {
  std::mt19937 random(static_cast<unsigned>(n));
  std::string bytes(n, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

// Compresses about as log data does.
inline std::string log_text(size_t n) {
  std::string text;
  for (size_t i = 0; text.size() < n; ++i) {
    text += "{\"id\":\"" + std::to_string(i * 2654435761U) + "\",\"message\":\"request " +
            std::to_string(i % 17) + " done\"},";
  }
  return text.substr(0, n);
}

struct DeflateOptions {
  int level = 6;
  int strategy = Z_DEFAULT_STRATEGY;
  int window_bits = 16 + MAX_WBITS;  // a gzip member; -MAX_WBITS: the deflate stream alone
};

inline std::string deflate_with(std::string_view text, DeflateOptions options) {
  z_stream stream{};
  if (deflateInit2(&stream, options.level, Z_DEFLATED, options.window_bits, 8, options.strategy) !=
      Z_OK) {
    throw std::invalid_argument("deflateInit2");
  }
  std::string in(text);
  std::string out(deflateBound(&stream, in.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::logic_error("deflate");
  return out;
}

// One member as zlib writes it: no name, MTIME 0.
inline std::string gzip(std::string_view text, int level = 6) {
  return deflate_with(text, {.level = level});
}

inline std::string little_endian(uLong value, int bytes) {
  std::string out;
  for (; bytes > 0; --bytes, value >>= 8) out += static_cast<char>(value & 0xff);
  return out;
}

inline uLong crc_of(const std::string& bytes) {
  return crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
}

// FLG of RFC 1952 section 2.3.1.
enum Flag { kText = 1, kHeaderCrc = 2, kExtra = 4, kName = 8, kComment = 16 };

// A member built field by field, with headers that zlib's compressor does not write.
inline std::string member_with_flags(int flags, const std::string& text,
                                     const std::string& deflated) {
  std::string member = std::string("\x1f\x8b\x08") + static_cast<char>(flags);
  member += std::string("\x01\x02\x03\x04\x02\x03");  // MTIME, XFL, OS
  if ((flags & kExtra) != 0) member += little_endian(6, 2) + "ab" + little_endian(2, 2) + "xy";
  if ((flags & kName) != 0) member += std::string("name.json") + '\0';
  if ((flags & kComment) != 0) member += std::string("comment") + '\0';
  if ((flags & kHeaderCrc) != 0) member += little_endian(crc_of(member), 2);
  return member + deflated + little_endian(crc_of(text), 4) + little_endian(text.size(), 4);
}

inline std::string member_with_flags(int flags, const std::string& text) {
  return member_with_flags(flags, text, deflate_with(text, {.window_bits = -MAX_WBITS}));
}

inline std::string with_bit_flipped(std::string bytes, size_t bit) {
  bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
  return bytes;
}

inline std::string with_bad_crc(const std::string& gzip) {
  return with_bit_flipped(gzip, (gzip.size() - 8) * 8);
}

inline std::string with_bad_isize(const std::string& gzip) {
  return with_bit_flipped(gzip, (gzip.size() - 4) * 8);
}

// Without the last `cut` bytes.
inline std::string truncated(std::string_view gzip, size_t cut = 1) {
  return std::string(gzip.substr(0, gzip.size() - cut));
}

// Inflates one member from the front of `gzip` and removes it there; nullopt where zlib objects.
inline std::optional<std::string> zlib_gunzip_member(std::string* gzip) {
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) throw std::bad_alloc();
  stream.next_in = reinterpret_cast<Bytef*>(gzip->data());
  stream.avail_in = static_cast<uInt>(gzip->size());
  std::string text;
  std::string piece(1 << 16, '\0');
  int result = Z_OK;
  while (result == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    result = inflate(&stream, Z_NO_FLUSH);
    text.append(piece, 0, piece.size() - stream.avail_out);
  }
  gzip->erase(0, gzip->size() - stream.avail_in);
  inflateEnd(&stream);
  if (result != Z_STREAM_END) return std::nullopt;
  return text;
}

// The control: every member by zlib, then nothing but zeros; nullopt where any of it does not hold.
inline std::optional<std::string> zlib_gunzip(std::string gzip) {
  std::string text;
  do {
    const std::optional<std::string> member = zlib_gunzip_member(&gzip);
    if (!member) return std::nullopt;
    text += *member;
  } while (gzip.starts_with("\x1f\x8b"));
  if (gzip.find_first_not_of('\0') != std::string::npos) return std::nullopt;
  return text;
}

}  // namespace cwlogs::testing

// A file's lines, gzipped or not, one by one: memory stays bounded however long the file is.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "tl/expected.hpp"

namespace cwlogs {

// A file's bytes, every gzip member inflated if it starts with one.
class TextSource {
 public:
  // As read(2).
  using ReadBlock = std::function<ssize_t(std::span<char>)>;

  explicit TextSource(ReadBlock read_block);

  // Fills the front of `out` and returns how much of it; 0 at the end.
  // Errors: why not, in a few words. It can't go on then.
  tl::expected<size_t, std::string> read(std::span<char> out);

 private:
  struct Free {
    void operator()(z_stream* stream) const;
  };

  tl::expected<void, std::string> fill();
  tl::expected<void, std::string> start();
  tl::expected<bool, std::string> next_member();
  tl::expected<size_t, std::string> inflate(std::span<char> out);

  ReadBlock read_block_;
  std::string in_;
  std::string_view rest_;  // of in_, not used yet
  bool started_ = false;
  bool at_end_ = false;  // of the file
  bool between_members_ = false;
  bool corrupt_ = false;
  std::unique_ptr<z_stream, Free> gzip_;  // null: plain text
};

class LineReader {
 public:
  // Longer lines are passed over. Kinesis takes records of up to 10 MiB.
  static constexpr size_t kLineBytesMax = 16'000'000;
  // Inflated. Firehose writes objects of some hundred MB at most.
  static constexpr size_t kFileBytesMax = 16'000'000'000;

  // Reads a file, or standard input for `-`. Errors: one line that names the file and says why.
  static tl::expected<LineReader, std::string> open(const std::string& path);
  // Lifetime: `bytes` must outlive it.
  static LineReader of_bytes(std::string_view bytes, std::string name);

  enum class Step {
    kLine,
    kTooLong,  // a line above kLineBytesMax, which is not kept
    kEnd,
    kFailed,  // error() says why; the end as well
  };
  Step next();

  // Of kLine, without the line feed; kJsonPadding readable bytes behind it, the first of them zero.
  // Lifetime: until the next call.
  std::string_view line() const { return line_; }
  size_t number() const { return number_; }  // of the line, from 1
  const std::string& name() const { return name_; }
  const std::string& error() const { return error_; }

 private:
  LineReader(TextSource source, std::string name);

  bool read_more();
  Step take_line(size_t size);

  TextSource source_;
  std::string name_;
  std::string buffer_;  // lines from begin_ to end_, padding behind
  size_t begin_ = 0;
  size_t end_ = 0;
  size_t scanned_ = 0;  // no line feed from begin_ to here
  size_t total_ = 0;
  bool skipping_ = false;  // the rest of a line that is too long
  bool at_end_ = false;
  size_t number_ = 0;
  std::string_view line_;
  std::string error_;
};

}  // namespace cwlogs

#include "cli/line_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include "processor/gunzip.h"
#include "processor/limits.h"
#include "processor/result.h"

namespace cwlogs {
namespace {

constexpr size_t kBlock = 256 * kKiB;

tl::unexpected<std::string> reason(Reason reason) {
  return tl::make_unexpected(std::string(name_of(reason)));
}

}  // namespace

void TextSource::Free::operator()(z_stream* stream) const {
  inflateEnd(stream);
  delete stream;
}

TextSource::TextSource(ReadBlock read_block)
    : read_block_(std::move(read_block)), in_(kBlock, '\0') {}

// Adds to what is there. Requires: `rest_` is short.
tl::expected<void, std::string> TextSource::fill() {
  std::memmove(in_.data(), rest_.data(), rest_.size());
  ssize_t n = 0;
  do {
    n = read_block_(std::span(in_).subspan(rest_.size()));
  } while (n < 0 && errno == EINTR);
  if (n < 0) return tl::make_unexpected(std::string(std::strerror(errno)));
  at_end_ = n == 0;
  rest_ = {in_.data(), rest_.size() + static_cast<size_t>(n)};
  return {};
}

// Tells gzip from text.
tl::expected<void, std::string> TextSource::start() {
  started_ = true;
  rest_ = std::string_view(in_).substr(0, 0);
  while (rest_.size() < 2 && !at_end_) {
    if (auto filled = fill(); !filled) return filled;
  }
  if (!has_gzip_magic(rest_)) return {};
  auto stream = std::make_unique<z_stream>();
  if (inflateInit2(stream.get(), 16 + MAX_WBITS) != Z_OK) throw std::bad_alloc();
  gzip_.reset(stream.release());
  return {};
}

tl::expected<size_t, std::string> TextSource::read(std::span<char> out) {
  if (!started_) {
    if (auto begun = start(); !begun) return tl::make_unexpected(begun.error());
  }
  if (gzip_) return inflate(out);
  if (rest_.empty() && !at_end_) {
    if (auto filled = fill(); !filled) return tl::make_unexpected(filled.error());
  }
  const size_t n = rest_.copy(out.data(), out.size());
  rest_.remove_prefix(n);
  return n;
}

// Goes to the next member, over zeros. False at the end.
tl::expected<bool, std::string> TextSource::next_member() {
  for (;;) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of('\0'), rest_.size()));
    if (rest_.size() >= 2 || (at_end_ && !rest_.empty())) break;
    if (at_end_) return false;
    if (auto filled = fill(); !filled) return tl::make_unexpected(filled.error());
  }
  if (!has_gzip_magic(rest_)) return reason(Reason::kGzipTrailingBytes);
  inflateReset(gzip_.get());
  between_members_ = false;
  return true;
}

tl::expected<size_t, std::string> TextSource::inflate(std::span<char> out) {
  if (corrupt_) return reason(Reason::kGzipCorrupt);
  gzip_->next_out = reinterpret_cast<Bytef*>(out.data());
  gzip_->avail_out = static_cast<uInt>(out.size());
  while (gzip_->avail_out == out.size() && !corrupt_) {
    if (between_members_) {
      const auto more = next_member();
      if (!more) return tl::make_unexpected(more.error());
      if (!*more) return 0;
    }
    if (rest_.empty() && !at_end_) {
      if (auto filled = fill(); !filled) return tl::make_unexpected(filled.error());
    }
    if (rest_.empty()) return reason(Reason::kGzipTruncated);
    gzip_->next_in = reinterpret_cast<Bytef*>(in_.data() + (rest_.data() - in_.data()));
    gzip_->avail_in = static_cast<uInt>(rest_.size());
    const int result = ::inflate(gzip_.get(), Z_NO_FLUSH);
    rest_.remove_prefix(rest_.size() - gzip_->avail_in);
    between_members_ = result == Z_STREAM_END;
    corrupt_ = result != Z_OK && result != Z_STREAM_END;
  }
  const size_t inflated = out.size() - gzip_->avail_out;
  if (inflated == 0) return reason(Reason::kGzipCorrupt);
  return inflated;  // what came before the corruption can still be used
}

tl::expected<LineReader, std::string> LineReader::open(const std::string& path) {
  if (path == "-") {
    return LineReader(TextSource([](std::span<char> out) {
                        return ::read(STDIN_FILENO, out.data(), out.size());
                      }),
                      "standard input");
  }
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return tl::make_unexpected("cannot read " + path + ": " + std::strerror(errno));
  // A std::function can be copied, a descriptor can't.
  const std::shared_ptr<const int> file(new int(fd), [](const int* owned) {
    ::close(*owned);
    delete owned;
  });
  return LineReader(
      TextSource([file](std::span<char> out) { return ::read(*file, out.data(), out.size()); }),
      path);
}

LineReader LineReader::of_bytes(std::string_view bytes, std::string name) {
  const auto read = [bytes](std::span<char> out) mutable {
    const size_t n = bytes.copy(out.data(), out.size());
    bytes.remove_prefix(n);
    return static_cast<ssize_t>(n);
  };
  return {TextSource(read), std::move(name)};
}

LineReader::LineReader(TextSource source, std::string name)
    : source_(std::move(source)), name_(std::move(name)) {}

// False at the end, or when it failed.
bool LineReader::read_more() {
  buffer_.erase(0, begin_);
  end_ -= begin_;
  scanned_ = end_;
  begin_ = 0;
  if (buffer_.size() < end_ + kBlock + kJsonPadding) {
    buffer_.resize(std::max(end_ * 2, end_ + kBlock) + kJsonPadding);
  }
  const auto n = source_.read(std::span(buffer_).subspan(end_, kBlock));
  at_end_ = !n || *n == 0;
  if (!n) error_ = "cannot read " + name_ + ": " + n.error();
  if (at_end_) return false;
  end_ += *n;
  total_ += *n;
  if (total_ <= kFileBytesMax) return true;
  error_ = "cannot read " + name_ + ": longer than " + std::to_string(kFileBytesMax) + " bytes";
  at_end_ = true;
  return false;
}

LineReader::Step LineReader::take_line(size_t size) {
  const bool too_long = std::exchange(skipping_, false) || size > kLineBytesMax;
  buffer_[begin_ + size] = '\0';
  line_ = {buffer_.data() + begin_, too_long ? 0 : size};
  begin_ = std::min(begin_ + size + 1, end_);
  scanned_ = begin_;
  ++number_;
  return too_long ? Step::kTooLong : Step::kLine;
}

LineReader::Step LineReader::next() {
  for (;;) {
    const std::string_view text(buffer_.data(), end_);
    const size_t line_feed = text.find('\n', scanned_);
    if (line_feed != std::string_view::npos) return take_line(line_feed - begin_);
    scanned_ = end_;
    if (end_ - begin_ > kLineBytesMax) {
      skipping_ = true;
      begin_ = end_;
    }
    if (!at_end_ && read_more()) continue;
    // What a broken file ends with is not a line.
    if (!error_.empty()) return Step::kFailed;
    if (begin_ == end_ && !skipping_) return Step::kEnd;
    return take_line(end_ - begin_);
  }
}

}  // namespace cwlogs

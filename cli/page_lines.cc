#include "cli/page_lines.h"

#include <algorithm>
#include <utility>

#include "cli/html_page.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

// Text in another encoding has no zero bytes; nearly everything else has them soon.
bool is_binary(std::string_view data) {
  constexpr size_t kLooked = 8000;
  return data.substr(0, kLooked).find('\0') != data.npos && !is_utf8(data);
}

uint64_t count_lines(std::string_view data) {
  const auto newlines = static_cast<uint64_t>(std::ranges::count(data, '\n'));
  return newlines + (data.empty() || data.back() == '\n' ? 0 : 1);
}

}  // namespace

PageLines first_lines(std::string_view data, size_t& bytes_left) {
  PageLines result;
  result.binary = is_binary(data);
  if (result.binary) return result;
  result.lines = count_lines(data);
  size_t room = std::min(bytes_left, kRecordLinesBytesMax);
  const size_t room_before = room;
  while (!data.empty() && result.shown.size() < kRecordLinesMax) {
    const size_t size = std::min(data.find('\n'), data.size());
    const std::string_view part = cut_utf8(data.substr(0, size), kLineBytesMax);
    std::string line = to_utf8(part);
    const size_t spelled = script_json_size(line) + std::string_view("\"\",").size();
    if (spelled > room) break;
    room -= spelled;
    if (part.size() < size) result.cut.push_back({result.shown.size(), size - part.size()});
    result.shown.push_back(std::move(line));
    data.remove_prefix(std::min(size + 1, data.size()));
  }
  bytes_left -= room_before - room;
  result.more_bytes = data.size();
  return result;
}

}  // namespace cwlogs

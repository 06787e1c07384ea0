#include "processor/raw_lines.h"

#include <algorithm>

#include "processor/json_string.h"
#include "processor/limits.h"

namespace cwlogs {

Result<std::string_view> document_of_lines(std::string_view text, int64_t arrival_ms,
                                           size_t bytes_max, std::string& document) {
  const std::string head = arrival_ms < 0
                               ? R"({"message":)"
                               : R"({"timestamp":)" + std::to_string(arrival_ms) + R"(,"message":)";
  document = R"({"messageType":"DATA_MESSAGE","logEvents":[)";
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (document.back() == '}') document += ',';
    document += head;
    append_quoted(text.substr(0, end), document);
    document += '}';
    if (document.size() > bytes_max) return tl::make_unexpected(Error{Reason::kInflatedTooLarge});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  document += "]}";
  const size_t size = document.size();
  document.append(kJsonPadding, '\0');
  return std::string_view(document).substr(0, size);
}

}  // namespace cwlogs

// A document -> the bytes of its record, broken on demand.
#pragma once

#include <zlib.h>

#include <optional>
#include <string>
#include <string_view>

#include "cli/event_generator.h"

namespace cwlogs {

// Deflates with zlib's gzip format. One per thread.
class GzipStream {
 public:
  explicit GzipStream(int level);
  ~GzipStream();
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  // One member. Its header holds nothing of this machine: no time, no operating system.
  std::string compress(std::string_view bytes);

 private:
  z_stream stream_{};
  gz_header header_{};  // zlib keeps a pointer to it
};

// What a broken record of an unzipped source holds instead: there is no gzip to break.
//
//   kTruncatedGzip  the document's first half
//   kBadCrc         the document without its end, as kBadJson: nothing guards its bytes
//   kTrailingBytes  the document and garbage after it
std::string make_plain_data(std::string document, std::optional<Breakage> breakage);

std::string make_gzip_data(std::string document, std::optional<Breakage> breakage,
                           GzipStream& gzip);

// Makes the base64 text of a record's data unreadable.
void break_base64(std::string& base64);

}  // namespace cwlogs

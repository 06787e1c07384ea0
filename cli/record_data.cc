#include "cli/record_data.h"

#include <algorithm>
#include <cassert>
#include <new>

namespace cwlogs {
namespace {

constexpr std::string_view kNoDocument =
    "<13>app[4711]: written by a producer that is not CloudWatch Logs\n";
constexpr std::string_view kGarbage = "garbage";
constexpr std::string_view kTypeField = R"("messageType":"DATA_MESSAGE",)";
constexpr std::string_view kUnknownTypeField = R"("messageType":"HEARTBEAT_MESSAGE",)";
constexpr std::string_view kDocumentEnd = "]}";

// A gzip header ends after ten bytes; the CRC-32 stands eight bytes before the end.
constexpr size_t kGzipHeaderBytes = 10;
constexpr size_t kGzipTrailerBytes = 8;

void insert_bad_utf8(std::string& document) {
  // Only the document's own keys match: within a message the quotes are escaped.
  constexpr std::string_view kMessage = R"("message":")";
  constexpr std::string_view kLogStream = R"("logStream":")";
  const size_t message = document.rfind(kMessage);
  const size_t at = message != std::string::npos ? message + kMessage.size()
                                                 : document.find(kLogStream) + kLogStream.size();
  document.insert(at, 1, '\xff');
}

// The faults that lie in the text, whether or not gzip is around it.
void break_document(std::string& document, Breakage breakage) {
  assert(document.find(kTypeField) == 1 && document.ends_with(kDocumentEnd));
  switch (breakage) {
    case Breakage::kNotGzip:
      document = kNoDocument;
      break;
    case Breakage::kBadJson:
      document.resize(document.size() - kDocumentEnd.size());
      break;
    case Breakage::kMissingField:
      document.erase(1, kTypeField.size());
      break;
    case Breakage::kBadUtf8:
      insert_bad_utf8(document);
      break;
    case Breakage::kUnknownType:
      document.replace(1, kTypeField.size(), kUnknownTypeField);
      break;
    default:
      break;
  }
}

// The first half, never within a character: it is the end that is missing, not valid UTF-8.
void keep_half(std::string& document) {
  size_t size = document.size() / 2;
  while (size > 0 && (static_cast<unsigned char>(document[size]) & 0xC0) == 0x80) --size;
  document.resize(size);
}

}  // namespace

GzipStream::GzipStream(int level) {
  constexpr int kGzipFormat = 16;
  constexpr int kMemoryLevel = 8;
  const int status = deflateInit2(&stream_, level, Z_DEFLATED, MAX_WBITS + kGzipFormat,
                                  kMemoryLevel, Z_DEFAULT_STRATEGY);
  if (status != Z_OK) throw std::bad_alloc();
}

GzipStream::~GzipStream() { deflateEnd(&stream_); }

std::string GzipStream::compress(std::string_view bytes) {
  deflateReset(&stream_);
  deflateSetHeader(&stream_, &header_);
  std::string member(deflateBound(&stream_, static_cast<uLong>(bytes.size())), '\0');
  // zlib only reads from next_in; its type is older than const.
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream_.avail_in = static_cast<uInt>(bytes.size());
  stream_.next_out = reinterpret_cast<Bytef*>(member.data());
  stream_.avail_out = static_cast<uInt>(member.size());
  [[maybe_unused]] const int status = deflate(&stream_, Z_FINISH);
  assert(status == Z_STREAM_END && "deflateBound() promises the room");
  member.resize(stream_.total_out);
  return member;
}

std::string make_plain_data(std::string document, std::optional<Breakage> breakage) {
  if (!breakage) return document;
  switch (*breakage) {
    case Breakage::kTruncatedGzip:
      keep_half(document);
      break;
    case Breakage::kBadCrc:
      break_document(document, Breakage::kBadJson);
      break;
    case Breakage::kTrailingBytes:
      document += kGarbage;
      break;
    default:
      break_document(document, *breakage);
  }
  return document;
}

std::string make_gzip_data(std::string document, std::optional<Breakage> breakage,
                           GzipStream& gzip) {
  if (!breakage) return gzip.compress(document);
  break_document(document, *breakage);
  if (*breakage == Breakage::kNotGzip) return document;
  std::string member = gzip.compress(document);
  if (*breakage == Breakage::kTruncatedGzip) {
    member.resize(std::max(kGzipHeaderBytes, member.size() / 2));
  } else if (*breakage == Breakage::kBadCrc) {
    char& crc = member[member.size() - kGzipTrailerBytes];
    crc = static_cast<char>(crc ^ 1);
  } else if (*breakage == Breakage::kTrailingBytes) {
    member += kGarbage;
  }
  return member;
}

void break_base64(std::string& base64) { base64[base64.size() / 2] = '!'; }

}  // namespace cwlogs

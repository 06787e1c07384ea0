// The Common and the Combined Log Format.
// https://httpd.apache.org/docs/2.4/logs.html#accesslog
// https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format
//
//   192.0.2.1 - alice [15/Jan/2024:09:30:00 +0900] "GET /a?b HTTP/1.1" 200 5 "referer" "agent"
//   host  ident user   time                         request      status bytes
//
// `-` is absent.
#include <algorithm>
#include <string_view>

#include "processor/log_time.h"
#include "processor/parsers.h"
#include "processor/text_escapes.h"

namespace cwlogs {
namespace {

void add_unless_absent(std::string_view name, std::string_view text, ParsedFields& fields) {
  if (text != "-") fields.add_text(name, decode_access_log_escapes(text, fields.arena()));
}

// A number of digits, or `-`; and the space or the end behind it.
bool add_count(LineScanner& line, std::string_view name, ParsedFields& fields) {
  const std::string_view text = line.take_token();
  if (text == "-") return true;
  if (!is_digits(text) || text.size() > kIntegerDigitsMax) return false;
  fields.add_number(name, without_leading_zeros(text));  // nginx writes 000 for an early end
  return true;
}

// A quoted text as it is written, and the space or the end behind it. Servers escape quotes; one
// that stands amidst words belongs to the text all the same.
bool scan_quoted(LineScanner& line, std::string_view& text) {
  if (line.peek() != '"') return false;
  const std::string_view rest = line.rest();
  for (size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '\\') {
      ++i;
    } else if (rest[i] == '"' && (i + 1 == rest.size() || rest[i + 1] == ' ')) {
      text = rest.substr(1, i - 1);
      line.take(std::min(i + 2, rest.size()));
      return true;
    }
  }
  return false;
}

bool add_quoted(LineScanner& line, std::string_view name, ParsedFields& fields) {
  std::string_view text;
  if (!scan_quoted(line, text)) return false;
  add_unless_absent(name, text, fields);
  return true;
}

// A token of RFC 9110 section 5.6.2.
bool is_method_character(char c) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return is_letter(c) || is_digit(c) || kOthers.find(c) != kOthers.npos;
}

struct RequestLine {
  std::string_view method;
  std::string_view target;
  std::string_view version;
};

// GET /path?query HTTP/1.1; false for HTTP/0.9, TLS on a plain port and whatever else arrives.
bool split_request(std::string_view text, RequestLine& request) {
  constexpr std::string_view kProtocol = "HTTP/";
  const size_t first = text.find(' ');
  const size_t last = text.rfind(' ');
  if (first == text.npos || last <= first + 1) return false;
  request.method = text.substr(0, first);
  request.target = text.substr(first + 1, last - first - 1);
  request.version = text.substr(last + 1);
  if (!request.version.starts_with(kProtocol)) return false;
  request.version.remove_prefix(kProtocol.size());
  return is_plain_number(request.version) && !request.method.empty() &&
         std::all_of(request.method.begin(), request.method.end(), is_method_character);
}

// Cut before it is decoded: an escaped `?` or space is none.
bool add_request(LineScanner& line, ParsedFields& fields) {
  std::string_view text;
  if (!scan_quoted(line, text)) return false;
  TextArena& arena = fields.arena();
  RequestLine request;
  if (!split_request(text, request)) {
    fields.add_text("request", decode_access_log_escapes(text, arena));
    return true;
  }
  const size_t path_end = std::min(request.target.find('?'), request.target.size());
  const std::string_view path = request.target.substr(0, path_end);
  fields.add_text("method", request.method);
  fields.add_text("path", decode_access_log_escapes(path, arena));
  if (path_end != request.target.size()) {
    const std::string_view query = request.target.substr(path_end + 1);
    fields.add_text("query", decode_access_log_escapes(query, arena));
  }
  fields.add_text("httpVersion", request.version);
  return true;
}

// `[time] ` at the start.
bool scan_bracketed_time(LineScanner& line, OptionalTime& time, std::string_view& text) {
  constexpr size_t kTimeBytes = std::string_view("15/Jan/2024:09:30:00 +0900").size();
  LineScanner scanner = line;
  if (!scanner.skip('[')) return false;
  text = scanner.take(kTimeBytes);
  if (!scanner.skip("] ")) return false;
  LineScanner in_brackets(text);
  WrittenTime written;
  if (!scan_access_time(in_brackets, written) || !in_brackets.at_end()) return false;
  time = to_time(written, absl::UTCTimeZone());
  if (!time) return false;
  line = scanner;
  return true;
}

// The user's name, which may hold spaces and brackets, and the time behind it.
bool add_user_and_time(LineScanner& line, ParsedFields& fields) {
  const std::string_view rest = line.rest();
  for (size_t at = rest.find(" ["); at != rest.npos; at = rest.find(" [", at + 1)) {
    LineScanner behind(rest.substr(at + 1));
    OptionalTime time;
    std::string_view text;
    if (!scan_bracketed_time(behind, time, text)) continue;
    add_unless_absent("user", rest.substr(0, at), fields);
    fields.add_event_time("time", text, *time);
    line = behind;
    return true;
  }
  return false;
}

bool is_host(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_graphic);
}

// Debian's vhost_combined puts `name:port ` before the host.
// https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#examples
bool scan_virtual_host(LineScanner& line, std::string_view& name, std::string_view& port) {
  LineScanner scanner = line;
  const std::string_view text = scanner.take_token();
  const size_t colon = text.rfind(':');
  if (colon == text.npos || !is_plain_integer(text.substr(colon + 1))) return false;
  // Behind a host come two words, behind a virtual host three; ::1 ends like a port, though.
  LineScanner words = scanner;
  const std::string_view host = words.take_token();
  const std::string_view ident = words.take_token();
  if (host == "-" || !is_host(host) || ident.empty() || words.peek() == '[') return false;
  name = text.substr(0, colon);
  port = text.substr(colon + 1);
  line = scanner;
  return !name.empty();
}

class AccessLogParser : public LineParser {
 public:
  explicit AccessLogParser(AccessLogKind kind) : kind_(kind) {}

 protected:
  bool parse_line(const LogLine& message, ParsedFields& fields) const override {
    LineScanner line(message.message);
    if (kind_ == AccessLogKind::kApache) add_virtual_host(line, fields);
    const std::string_view host = line.take_token();
    const std::string_view ident = line.take_token();
    if (!is_host(host) || ident.empty()) return false;
    fields.add_text("host", host);
    add_unless_absent("ident", ident, fields);
    if (!add_user_and_time(line, fields) || !add_request(line, fields) ||
        !add_count(line, "status", fields) || !add_count(line, "bytes", fields)) {
      return false;
    }
    return add_rest(line, fields);
  }

 private:
  static void add_virtual_host(LineScanner& line, ParsedFields& fields) {
    std::string_view name;
    std::string_view port;
    if (!scan_virtual_host(line, name, port)) return;
    fields.add_text("virtualHost", name);
    fields.add_number("virtualPort", port);
  }

  bool add_rest(LineScanner line, ParsedFields& fields) const {
    switch (kind_) {
      case AccessLogKind::kCommon:
        return line.at_end();
      case AccessLogKind::kCombined:
        return add_headers(line, fields) && line.at_end();
      case AccessLogKind::kNginx:
      case AccessLogKind::kApache:
        break;
    }
    if (line.peek() == '"' && !add_headers(line, fields)) return false;
    // The `main` format of nginx's own packages ends with "$http_x_forwarded_for".
    if (kind_ == AccessLogKind::kNginx) add_quoted(line, "forwardedFor", fields);
    if (!line.at_end()) fields.add_text("extra", line.rest());
    return true;
  }

  static bool add_headers(LineScanner& line, ParsedFields& fields) {
    return add_quoted(line, "referer", fields) && add_quoted(line, "userAgent", fields);
  }

  AccessLogKind kind_;
};

}  // namespace

LineParserPointer make_access_log_parser(AccessLogKind kind) {
  return std::make_unique<AccessLogParser>(kind);
}

}  // namespace cwlogs

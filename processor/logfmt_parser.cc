// key=value pairs, as Go programs, Heroku and Grafana's log them. https://brandur.org/logfmt
//
//   time=2024-01-15T09:30:00Z level=info msg="it \"works\"" ms=12.5 cached
//
// Numbers and booleans are such where they stand unquoted; a bare word is true.
#include <algorithm>
#include <string_view>

#include "processor/line_scanner.h"
#include "processor/parsers.h"
#include "processor/text_escapes.h"

namespace cwlogs {
namespace {

constexpr std::string_view kTrue = "true";

bool is_space(char c) { return c == ' ' || c == '\t'; }

// Letters of any script, digits and what joins them. Prose and other formats have more.
bool is_key_character(char c) {
  constexpr std::string_view kJoints = "_-./@:";
  return is_letter(c) || is_digit(c) || kJoints.find(c) != kJoints.npos ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_value_character(char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; }

// Only what a reader that knows nothing but doubles writes back as it was: long ids are text, and
// so are short hashes, which look like 12e7.
bool is_number(std::string_view text) {
  const size_t bytes_max = text.find('.') == text.npos ? 15 : 17;
  return text.size() <= bytes_max && text != "-0" && is_plain_number(text);
}

void add_unquoted(std::string_view key, std::string_view value, ParsedFields& fields) {
  if (value == kTrue || value == "false") {
    fields.add_boolean(key, value);
  } else if (is_number(value)) {
    fields.add_number(key, value);
  } else {
    fields.add_text(key, value);
  }
}

// Behind the opening quote, up to and with the closing one.
bool scan_quoted(LineScanner& line, std::string_view& text) {
  const std::string_view rest = line.rest();
  for (size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '\\') {
      ++i;
    } else if (rest[i] == '"') {
      text = line.take(i);
      return line.skip('"');
    }
  }
  return false;
}

// Behind the `=`.
bool add_value(LineScanner& line, std::string_view key, ParsedFields& fields) {
  if (line.skip('"')) {
    std::string_view text;
    if (!scan_quoted(line, text)) return false;
    fields.add_text(key, decode_quoted_escapes(text, fields.arena()));
  } else {
    add_unquoted(key, line.take_while(is_value_character), fields);
  }
  return line.at_end() || is_space(line.peek());
}

// It starts with a pair, and no more words are bare than have a value: prose with a stray `=` is
// no logfmt.
class LogfmtParser : public LineParser {
 protected:
  bool parse_line(const LogLine& message, ParsedFields& fields) const override {
    LineScanner line(message.message);
    size_t pairs = 0;
    size_t bare = 0;
    for (line.take_while(is_space); !line.at_end(); line.take_while(is_space)) {
      const std::string_view key = line.take_while(is_key_character);
      if (key.empty()) return false;
      if (line.skip('=')) {
        if (!add_value(line, key, fields)) return false;
        ++pairs;
        continue;
      }
      if (pairs == 0 || (!line.at_end() && !is_space(line.peek()))) return false;
      fields.add_boolean(key, kTrue);
      ++bare;
    }
    return pairs > 0 && bare <= pairs;
  }
};

}  // namespace

LineParserPointer make_logfmt_parser() { return std::make_unique<LogfmtParser>(); }

}  // namespace cwlogs

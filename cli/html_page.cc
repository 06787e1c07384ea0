#include "cli/html_page.h"

#include "processor/utf8.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

// U+2028 and U+2029 in UTF-8, but for the last byte.
constexpr std::string_view kLineSeparator = "\xe2\x80";

bool is_line_separator(std::string_view text) {
  return text.size() >= 3 && text.starts_with(kLineSeparator) &&
         (text[2] == '\xa8' || text[2] == '\xa9');
}

// What stands for the character that `text` begins with; empty: itself.
std::string_view script_escape(std::string_view text) {
  switch (text.front()) {
    case '<':
      return "\\u003c";
    case '>':
      return "\\u003e";
    case '&':
      return "\\u0026";
    default:
      if (!is_line_separator(text)) return "";
      return text[2] == '\xa8' ? "\\u2028" : "\\u2029";
  }
}

std::string_view html_escape(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return "";
  }
}

std::string part_of(std::string_view name, const PageParts& parts) {
  if (name == "title") return html_text(parts.title);
  if (name == "text") return html_text(parts.text);
  return script_json(parts.data);
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string html;
  for (const char c : to_utf8(text)) {
    const std::string_view escape = html_escape(c);
    if (escape.empty()) {
      html += c == '\0' ? ' ' : c;  // which HTML can't hold
    } else {
      html += escape;
    }
  }
  return html;
}

// These characters stand in a JSON text within strings only, where an escape is allowed.
std::string script_json(const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string script;
  script.reserve(text.size() + text.size() / 16);
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view escape = script_escape(rest);
    const size_t taken = is_line_separator(rest) ? kLineSeparator.size() + 1 : 1;
    script += escape.empty() ? rest.substr(0, 1) : escape;
    rest.remove_prefix(taken);
  }
  return script;
}

size_t script_json_size(std::string_view utf8) {
  size_t size = 0;
  for (std::string_view rest = utf8; !rest.empty(); rest.remove_prefix(1)) {
    const char c = rest.front();
    const std::string_view escape = script_escape(rest);
    if (!escape.empty()) {
      size += escape.size();
      if (is_line_separator(rest)) rest.remove_prefix(kLineSeparator.size());
    } else if (c == '"' || c == '\\' || (c >= '\b' && c <= '\r' && c != '\v')) {
      size += 2;
    } else {
      size += c >= '\0' && c < ' ' ? 6 : 1;
    }
  }
  return size;
}

std::string fill_page(std::string_view page, const PageParts& parts) {
  std::string html;
  for (size_t open = page.find("{{"); open != page.npos; open = page.find("{{")) {
    const size_t close = page.find("}}", open);
    html += page.substr(0, open);
    html += part_of(page.substr(open + 2, close - open - 2), parts);
    page.remove_prefix(close + 2);
  }
  html += page;
  return html;
}

}  // namespace cwlogs

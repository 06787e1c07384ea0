#include "tests/http_message.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

namespace cwlogs::testing {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

std::string_view trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Cuts `text` after the next `end`.
std::string_view take_until(std::string_view& text, std::string_view end) {
  const size_t at = text.find(end);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + end.size());
  return taken;
}

std::string_view reason_phrase(int status) {
  constexpr std::array<std::pair<int, std::string_view>, 13> kPhrases{{
      {200, "OK"},
      {202, "Accepted"},
      {400, "Bad Request"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {410, "Gone"},
      {413, "Request Entity Too Large"},
      {429, "Too Many Requests"},
      {500, "Internal Server Error"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
  }};
  for (const auto& [code, phrase] : kPhrases) {
    if (code == status) return phrase;
  }
  return "Unnamed";
}

void append_chunk(std::string& text, std::string_view bytes) {
  std::array<char, 24> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
  text += size.data();
  text += bytes;
  text += "\r\n";
}

}  // namespace

std::optional<std::string> find_header(const Headers& headers, std::string_view name) {
  for (const auto& [header, value] : headers) {
    if (same_name(header, name)) return value;
  }
  return std::nullopt;
}

std::string Request::header(std::string_view name) const {
  return find_header(headers, name).value_or("");
}

Reply json_reply(int status, std::string body) {
  Reply reply;
  reply.status = status;
  reply.headers = {{"Content-Type", "application/json"}};
  reply.body = std::move(body);
  return reply;
}

Reply fault_reply(Reply::Fault fault) {
  Reply reply;
  reply.body = R"({"this":"answer is never whole"})";
  reply.fault = fault;
  return reply;
}

Reply raw_reply(std::string bytes) {
  Reply reply;
  reply.raw = std::move(bytes);
  return reply;
}

std::optional<Request> parse_head(std::string_view head) {
  Request request;
  std::string_view line = take_until(head, "\r\n");
  request.method = take_until(line, " ");
  request.path = take_until(line, " ");
  if (line != "HTTP/1.1" || request.method.empty() || request.path.empty()) return std::nullopt;
  while (!head.empty()) {
    std::string_view header = take_until(head, "\r\n");
    const size_t colon = header.find(':');
    if (colon == 0 || colon == std::string_view::npos) return std::nullopt;
    request.headers.emplace_back(header.substr(0, colon), trim(header.substr(colon + 1)));
  }
  return request;
}

std::string render_head(const Reply& reply) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + ' ';
  head += reason_phrase(reply.status);
  head += "\r\n";
  for (const auto& [name, value] : reply.headers)
    head.append(name).append(": ").append(value) += "\r\n";
  if (reply.chunked) {
    head += "Transfer-Encoding: chunked\r\n";
  } else {
    head += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
  }
  if (reply.close) head += "Connection: close\r\n";
  return head + "\r\n";
}

std::string render_body(const Reply& reply) {
  if (!reply.chunked) return reply.body;
  constexpr size_t kChunk = 10'000;  // no power of two: chunks end anywhere in a client's buffer
  std::string text;
  for (size_t at = 0; at < reply.body.size(); at += kChunk) {
    append_chunk(text, std::string_view(reply.body).substr(at, kChunk));
  }
  append_chunk(text, "");
  return text;
}

}  // namespace cwlogs::testing

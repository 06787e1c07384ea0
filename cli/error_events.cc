#include "cli/error_events.h"

#include <sys/stat.h>

#include <algorithm>

#include "processor/json_string.h"

namespace cwlogs {
namespace {

constexpr std::string_view kEnd = "]}";

// A part of an ARN, or `fallback` where it could not stand in one.
std::string arn_part(std::string_view arn, size_t n, std::string_view fallback) {
  for (; n > 0; --n) arn.remove_prefix(std::min(arn.find(':'), arn.size() - 1) + 1);
  const std::string_view part = arn.substr(0, arn.find(':'));
  const bool sound = !part.empty() && std::ranges::all_of(part, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  return std::string(sound ? part : fallback);
}

// An error object does not name its stream: only the function tells where it was.
std::string make_head(const ErrorObject& object) {
  const bool arn = std::ranges::count(object.lambda_arn, ':') >= 5;
  const std::string_view lambda = arn ? std::string_view(object.lambda_arn) : "arn:::::";
  const std::string region = arn_part(lambda, 3, "us-east-1");
  return R"({"invocationId":"redrive","deliveryStreamArn":"arn:)" + arn_part(lambda, 1, "aws") +
         ":firehose:" + region + ':' + arn_part(lambda, 4, "000000000000") +
         R"(:deliverystream/redrive","region":")" + region + R"(","records":[)";
}

bool starts_with_error_object(LineReader lines) {
  for (;;) {
    if (lines.next() != LineReader::Step::kLine) return false;
    if (lines.line().find_first_not_of(" \t\r") == std::string_view::npos) continue;
    return looks_like_error_object(lines.line());
  }
}

}  // namespace

tl::expected<bool, std::string> ErrorEventPacker::add(std::string_view record_id,
                                                      const ErrorObject& object) {
  record_ = R"({"recordId":)";
  append_quoted(record_id, record_);
  if (object.arrival) {
    record_ += R"(,"approximateArrivalTimestamp":)" + std::to_string(object.arrival->count());
  }
  record_ += R"(,"data":")";
  record_ += object.raw_data;
  record_ += "\"}";
  const std::string head = make_head(object);
  if (head.size() + record_.size() + kEnd.size() > event_bytes_max_) return false;
  if (!event_.empty() && event_.size() + 1 + record_.size() + kEnd.size() > event_bytes_max_) {
    if (auto emitted = emit(false); !emitted) return tl::make_unexpected(emitted.error());
  }
  event_ += event_.empty() ? head : ",";
  event_ += record_;
  return true;
}

tl::expected<void, std::string> ErrorEventPacker::finish() {
  if (event_.empty()) return {};
  return emit(events_ == 0);
}

tl::expected<void, std::string> ErrorEventPacker::emit(bool alone) {
  event_ += kEnd;
  auto emitted = emit_({.json = event_, .number = ++events_, .alone = alone});
  event_.clear();
  return emitted;
}

bool is_error_file(const std::string& path) {
  struct stat status {};
  if (path == "-" || ::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  auto lines = LineReader::open(path);
  return lines && starts_with_error_object(std::move(*lines));
}

bool is_error_text(std::string_view text) {
  return starts_with_error_object(LineReader::of_bytes(text, ""));
}

}  // namespace cwlogs

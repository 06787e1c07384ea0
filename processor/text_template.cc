#include "processor/text_template.h"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <utility>

#include "processor/utf8.h"

namespace cwlogs {
namespace {

constexpr size_t kAccountBytes = 12;
constexpr size_t kRegionBytesMax = 32;

bool is_ascii_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// ASCII only: names of AWS have no other letters, and a locale would change what a key means.
void change_case(std::span<char> text, char first, char last) {
  for (char& c : text) {
    if (c >= first && c <= last) c = static_cast<char>(c ^ 0x20);
  }
}

// In what stands from `begin` on. By way of a copy behind it: no string but the one there is grows.
void replace_characters(std::string& text, size_t begin, std::string_view characters,
                        std::string_view by) {
  const size_t end = text.size();
  for (size_t i = begin; i < end; ++i) {
    const char c = text[i];
    if (characters.find(c) == characters.npos) {
      text += c;
    } else {
      text += by;
    }
  }
  text.erase(begin, end - begin);
}

size_t text_bytes_max(size_t bytes, std::string_view fallback) {
  return std::max(bytes, fallback.size());
}

}  // namespace

std::string quoted_text(std::string_view text) {
  constexpr size_t kQuotedBytesMax = 80;
  std::string shown(cut_utf8(text, kQuotedBytesMax));
  std::replace_if(shown.begin(), shown.end(), is_ascii_control, '?');
  return "'" + shown + (shown.size() < text.size() ? "...'" : "'");
}

std::string_view TextTemplate::value_of(const Part& part, EventFields& fields,
                                        std::string& scratch) const {
  switch (part.field) {
    case Field::kLiteral:
      return part.text;
    case Field::kOwner:
      return fields.owner();
    case Field::kLogGroup:
      return fields.log_group();
    case Field::kLogStream:
      return fields.log_stream();
    case Field::kAccount:
      return fields.account();
    case Field::kRegion:
      return fields.region();
    case Field::kSubscriptionFilter:
      return fields.subscription_filter();
    case Field::kId:
      return fields.id();
    case Field::kMessage:
      return fields.message();
    case Field::kS3Prefix:
      return fields.s3_prefix;
    case Field::kTimestamp: {
      const auto time = fields.timestamp();
      if (!time) return {};
      scratch = absl::FormatTime(part.text, absl::FromUnixMillis(time->count()), zone_);
      return scratch;
    }
    case Field::kMessagePointer: {
      const std::string_view object = fields.message_object();
      std::string_view value;
      if (object.empty() || !part.pointer.find(object, value)) return {};
      return scalar_text(value, scratch);
    }
    case Field::kExtractedField:
      return fields.extracted_field(part.text);
    case Field::kParsedField: {
      const ParsedField* const found = fields.parsed_fields().find(part.text);
      return found == nullptr || found->text == "null" ? std::string_view() : found->text;
    }
    case Field::kCapture:
      return part.capture < fields.captures.size() ? fields.captures[part.capture]
                                                   : std::string_view();
  }
  return {};
}

void TextTemplate::append(EventFields& fields, std::string_view missing, std::string& out) const {
  std::string scratch;
  for (const Part& part : parts_) {
    const std::string_view value = value_of(part, fields, scratch);
    if (value.empty()) {
      out += part.has_fallback ? std::string_view(part.fallback) : missing;
      continue;
    }
    const size_t begin = out.size();
    out += value;
    if (part.letters == Case::kLower) change_case(std::span(out).subspan(begin), 'A', 'Z');
    if (part.letters == Case::kUpper) change_case(std::span(out).subspan(begin), 'a', 'z');
    for (const Replace& r : part.replaces) replace_characters(out, begin, r.characters, r.text);
  }
}

std::vector<std::string_view> TextTemplate::absent(EventFields& fields) const {
  std::vector<std::string_view> absent;
  std::string scratch;
  for (const Part& part : parts_) {
    if (value_of(part, fields, scratch).empty()) absent.push_back(part.placeholder);
  }
  return absent;
}

size_t TextTemplate::bytes_max(size_t field_bytes_max) const {
  size_t bytes = 0;
  for (const Part& part : parts_) {
    size_t most = field_bytes_max;
    if (part.field == Field::kLiteral) most = part.text.size();
    if (part.field == Field::kOwner || part.field == Field::kAccount) most = kAccountBytes;
    if (part.field == Field::kRegion) most = kRegionBytesMax;
    if (part.field == Field::kTimestamp) {
      // The longest month and weekday in English.
      const absl::Time september =
          absl::FromCivil(absl::CivilSecond(2022, 9, 28, 22, 22, 22), zone_);
      most = absl::FormatTime(part.text, september, zone_).size();
    }
    for (const Replace& r : part.replaces) most *= std::max<size_t>(r.text.size(), 1);
    bytes += text_bytes_max(most, part.fallback);
  }
  return bytes;
}

bool TextTemplate::varies_within_document() const {
  return std::ranges::any_of(parts_, [](const Part& part) {
    switch (part.field) {
      case Field::kAccount:
      case Field::kRegion:
      case Field::kId:
      case Field::kMessage:
      case Field::kTimestamp:
      case Field::kMessagePointer:
      case Field::kExtractedField:
      case Field::kParsedField:
        return true;
      default:
        return false;
    }
  });
}

}  // namespace cwlogs

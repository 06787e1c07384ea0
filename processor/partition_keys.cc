#include "processor/partition_keys.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>
#include <utility>

#include "processor/json_string.h"
#include "processor/limits.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

constexpr std::string_view kUnknown = "unknown";
constexpr std::string_view kFieldsAllowed =
    "{owner}, {logGroup}, {logStream}, {account}, {region}, {subscriptionFilter} and "
    "{timestamp:format}, for example {timestamp:%Y-%m-%d}";
constexpr std::string_view kNameCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";
// Those that absl::FormatTime renders itself or hands to strftime, where they mean the same in
// every C library as long as the program stays in the C locale. Left out: what is a GNU or Abseil
// extension, and what a locale defines (%c %x %X %r).
constexpr std::string_view kConversionsAllowed =
    "%Y %m %d %H %M %S %y %j %e %I %p %F %T %R %s %z %Z %a %b %A %B %u %w %G %V %U %W %%";

bool is_ascii_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// Bytes of the UTF-8 character that starts with `lead`.
size_t character_bytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// C0, DEL and C1 (U+0080 to U+009F).
bool is_control(std::string_view character) {
  if (character.size() == 1) return is_ascii_control(character[0]);
  return character.size() == 2 && character[0] == '\xC2' &&
         static_cast<unsigned char>(character[1]) < 0xA0;
}

std::string_view or_unknown(std::string_view field) { return field.empty() ? kUnknown : field; }

std::string concat(std::initializer_list<std::string_view> texts) {
  std::string all;
  for (const std::string_view text : texts) all += text;
  return all;
}

auto error(std::initializer_list<std::string_view> texts) {
  return tl::make_unexpected(concat(texts));
}

// Text from the configuration as it may stand in a one-line message. Requires valid UTF-8.
std::string quoted(std::string_view text) {
  constexpr size_t kQuotedBytesMax = 80;
  std::string shown(cut_utf8(text, kQuotedBytesMax));
  std::replace_if(shown.begin(), shown.end(), is_ascii_control, '?');
  return concat({"'", shown, shown.size() < text.size() ? "...'" : "'"});
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kWhitespace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kWhitespace);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kWhitespace) - begin + 1);
}

// Where the first pair of `spec` ends: at a comma outside {}, or at the end.
size_t pair_bytes(std::string_view spec) {
  size_t at = spec.find_first_of(",{");
  while (at != spec.npos && spec[at] == '{') {
    const size_t close = spec.find_first_of("{}", at + 1);
    if (close == spec.npos || spec[close] == '{') return spec.size();  // to be told as unclosed
    at = spec.find_first_of(",{", close);
  }
  return std::min(at, spec.size());
}

// Says what is wrong with a time format; the empty string if nothing is.
std::string fault_of_time_format(std::string_view format) {
  size_t at = format.find('%');
  // Such as yyyy/MM/dd, the format of Firehose's own !{timestamp:...}.
  if (at == format.npos) return "has no % conversion";
  for (; at != format.npos; at = format.find('%', at + 2)) {
    if (at + 1 == format.size()) return "ends in a lone %";
    if (kConversionsAllowed.find(format.substr(at, 2)) != kConversionsAllowed.npos) continue;
    return "has the unknown " + quoted(format.substr(at, 1 + character_bytes(format[at + 1])));
  }
  return {};
}

// One value under construction: whatever is appended, it stays within the bytes and the characters
// that a partition key may have.
class PartitionValue {
 public:
  void append(std::string_view utf8) {
    while (!utf8.empty() && !full_) {
      const size_t size = std::min(character_bytes(utf8.front()), utf8.size());
      append_character(utf8.substr(0, size));
      utf8.remove_prefix(size);
    }
  }

  // The finished value, valid until the next change.
  std::string_view finish() {
    replace_dot_segments();
    return size_ == 0 ? kUnknown : std::string_view(bytes_.data(), size_);
  }

 private:
  void append_character(std::string_view character) {
    if (character == "/" && (size_ == 0 || bytes_[size_ - 1] == '/')) return;
    if (is_control(character)) character = "_";
    full_ = character.size() > bytes_.size() - size_;
    if (full_) return;  // for good: a shorter character must not follow the gap
    std::memcpy(bytes_.data() + size_, character.data(), character.size());
    size_ += character.size();
  }

  // Comes last, as a cut may have left such a segment.
  void replace_dot_segments() {
    size_t kept = 0;
    for (size_t begin = 0; begin < size_;) {
      const std::string_view rest(bytes_.data() + begin, size_ - begin);
      const std::string_view segment = rest.substr(0, rest.find('/'));
      const std::string_view replacement = segment == "." || segment == ".." ? "_" : segment;
      std::memmove(bytes_.data() + kept, replacement.data(), replacement.size());
      kept += replacement.size();
      begin += segment.size() + 1;
      if (begin <= size_) bytes_[kept++] = '/';
    }
    size_ = kept;
  }

  std::array<char, kPartitionKeyValueBytesMax> bytes_;
  size_t size_ = 0;
  bool full_ = false;
};

}  // namespace

class PartitionKeys::Parser {
 public:
  template <class T>
  using Parsed = tl::expected<T, std::string>;  // or what is wrong with it

  Parsed<std::vector<Key>> parse(std::string_view spec) {
    for (;;) {
      const size_t size = pair_bytes(spec);
      auto pair = parse_pair(trim(spec.substr(0, size)));
      if (!pair) return tl::make_unexpected(pair.error());
      keys_.push_back(std::move(*pair));
      if (size == spec.size()) return std::move(keys_);
      spec.remove_prefix(size + 1);
    }
  }

 private:
  Parsed<Key> parse_pair(std::string_view pair) const {
    const size_t equals = pair.find('=');
    if (equals == pair.npos) {
      return error(
          {quoted(pair), " has no '='; allowed are name=template pairs, one comma between"});
    }
    const std::string_view name = pair.substr(0, equals);
    if (const std::string fault = fault_of_name(name); !fault.empty()) {
      return error({"key name ", quoted(name), " ", fault});
    }
    auto parts = parse_template(pair.substr(equals + 1));
    if (!parts) return error({"key ", quoted(name), ": ", parts.error()});
    return Key{std::string(name), std::move(*parts)};
  }

  std::string fault_of_name(std::string_view name) const {
    constexpr const char* kAllowed = "; allowed are one or more of A-Z a-z 0-9 _ . -";
    if (name.empty()) return concat({"is empty", kAllowed});
    if (name.find_first_not_of(kNameCharacters) != name.npos) {
      return concat({"is not usable", kAllowed});
    }
    const auto has_name = [name](const Key& key) { return key.name == name; };
    const bool taken = std::any_of(keys_.begin(), keys_.end(), has_name);
    return taken ? "is given twice; allowed is one template per name" : "";
  }

  static Parsed<std::vector<Part>> parse_template(std::string_view text) {
    if (text.empty()) {
      return error({"the template is empty; allowed are literal text, ", kFieldsAllowed});
    }
    if (std::any_of(text.begin(), text.end(), is_ascii_control)) {
      return error({quoted(text), " has a control character; allowed is printable text"});
    }
    std::vector<Part> parts;
    while (!text.empty()) {
      auto part = parse_part(text);
      if (!part) return tl::make_unexpected(part.error());
      parts.push_back(std::move(*part));
    }
    return parts;
  }

  // Takes the literal or the placeholder that `text` starts with.
  static Parsed<Part> parse_part(std::string_view& text) {
    if (text.front() == '}') {
      return error({"stray '}' at ", quoted(text), "; allowed are ", kFieldsAllowed});
    }
    const bool is_literal = text.front() != '{';
    const size_t brace = std::min(text.find_first_of("{}", 1), text.size());
    if (!is_literal && !text.substr(brace).starts_with('}')) {
      return error({"unclosed '{' at ", quoted(text), "; allowed are ", kFieldsAllowed});
    }
    const std::string_view taken = text.substr(0, is_literal ? brace : brace + 1);
    text.remove_prefix(taken.size());
    if (is_literal) return Part{Field::kLiteral, std::string(taken)};
    return parse_placeholder(taken);
  }

  static Parsed<Part> parse_placeholder(std::string_view placeholder) {
    constexpr std::pair<std::string_view, Field> kFields[] = {
        {"{owner}", Field::kOwner},         {"{logGroup}", Field::kLogGroup},
        {"{logStream}", Field::kLogStream}, {"{account}", Field::kAccount},
        {"{region}", Field::kRegion},       {"{subscriptionFilter}", Field::kSubscriptionFilter},
    };
    for (const auto& [text, field] : kFields) {
      if (placeholder == text) return Part{field, {}};
    }
    constexpr std::string_view kTimestamp = "{timestamp:";
    if (placeholder != "{timestamp}" && !placeholder.starts_with(kTimestamp)) {
      return error({"unknown field ", quoted(placeholder), "; allowed are ", kFieldsAllowed});
    }
    std::string format(placeholder.substr(kTimestamp.size()));  // `{timestamp}` is as long
    if (!format.empty()) format.pop_back();
    const std::string fault = fault_of_time_format(format);
    if (!fault.empty()) {
      return error({quoted(placeholder), " ", fault, "; allowed are ", kConversionsAllowed});
    }
    return Part{Field::kTimestamp, std::move(format)};
  }

  std::vector<Key> keys_;
};

tl::expected<PartitionKeys, std::string> PartitionKeys::parse(std::string_view spec,
                                                              absl::TimeZone zone) {
  PartitionKeys result;
  result.zone_ = zone;
  if (trim(spec).empty()) return result;
  if (!is_utf8(spec)) {
    return error({"byte ", std::to_string(find_invalid_utf8(spec)),
                  " is not UTF-8; allowed are name=template pairs in UTF-8"});
  }
  auto keys = Parser().parse(spec);
  if (!keys) return tl::make_unexpected(keys.error());
  result.keys_ = std::move(*keys);
  return result;
}

std::string_view PartitionKeys::expand(const Part& part, const PartitionSource& source,
                                       std::string& scratch) const {
  switch (part.field) {
    case Field::kLiteral:
      return part.text;
    case Field::kOwner:
      return or_unknown(source.owner);
    case Field::kLogGroup:
      return or_unknown(source.log_group);
    case Field::kLogStream:
      return or_unknown(source.log_stream);
    case Field::kAccount:
      return or_unknown(source.account);
    case Field::kRegion:
      return or_unknown(source.region);
    case Field::kSubscriptionFilter:
      return or_unknown(source.subscription_filter);
    case Field::kTimestamp:
      if (!source.timestamp) return kUnknown;
      scratch = absl::FormatTime(part.text, absl::FromUnixMillis(source.timestamp->count()), zone_);
      return scratch;
  }
  return kUnknown;
}

void PartitionKeys::append_json(const PartitionSource& source, std::string& out) const {
  std::string scratch;
  out += '{';
  for (const Key& key : keys_) {
    if (&key != &keys_.front()) out += ',';
    append_quoted(key.name, out);
    out += ':';
    PartitionValue value;
    for (const Part& part : key.parts) value.append(expand(part, source, scratch));
    append_quoted(value.finish(), out);
  }
  out += '}';
}

}  // namespace cwlogs

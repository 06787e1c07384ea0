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
constexpr std::string_view kNameCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";

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

std::string concat(std::initializer_list<std::string_view> texts) {
  std::string all;
  for (const std::string_view text : texts) all += text;
  return all;
}

auto error(std::initializer_list<std::string_view> texts) {
  return tl::make_unexpected(concat(texts));
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kWhitespace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kWhitespace);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kWhitespace) - begin + 1);
}

// One value under construction: whatever is appended, it stays within the bytes and the characters
// that a partition key may have.
class PartitionValue {
 public:
  void append(std::string_view utf8) {
    while (!utf8.empty() && !full_) {
      const size_t plain = plain_bytes(utf8);
      std::memcpy(bytes_.data() + size_, utf8.data(), plain);
      size_ += plain;
      utf8.remove_prefix(plain);
      if (utf8.empty()) return;
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
  // Of the printable ASCII characters in front that need no further look, and have room.
  size_t plain_bytes(std::string_view utf8) const {
    const size_t most = std::min(utf8.size(), bytes_.size() - size_);
    size_t n = 0;
    while (n < most && utf8[n] >= ' ' && utf8[n] < 0x7F && utf8[n] != '/') ++n;
    return n;
  }

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

void append_pair(std::string_view name, PartitionValue& value, std::string& json_object) {
  if (json_object.back() != '{') json_object += ',';
  append_quoted(name, json_object);
  json_object += ':';
  append_quoted(value.finish(), json_object);
}

}  // namespace

class PartitionKeys::Parser {
 public:
  explicit Parser(const TextTemplate::Scope& scope) : scope_(scope) {}

  tl::expected<void, std::string> add(std::string_view name, std::string_view text) {
    if (const std::string fault = fault_of_name(name); !fault.empty()) {
      return error({"key name ", quoted_text(name), " ", fault});
    }
    auto parsed = TextTemplate::parse(text, scope_);
    if (!parsed) return error({"key ", quoted_text(name), ": ", parsed.error()});
    keys_.push_back({std::string(name), std::move(*parsed)});
    return {};
  }

  std::vector<Key> take() { return std::move(keys_); }

 private:
  std::string fault_of_name(std::string_view name) const {
    constexpr const char* kAllowed = "; allowed are one or more of A-Z a-z 0-9 _ . -";
    if (name.empty()) return concat({"is empty", kAllowed});
    if (!is_partition_key_name(name)) {
      return concat({"is not usable", kAllowed});
    }
    const auto has_name = [name](const Key& key) { return key.name == name; };
    const bool taken = std::any_of(keys_.begin(), keys_.end(), has_name);
    return taken ? "is given twice; allowed is one template per name" : "";
  }

  const TextTemplate::Scope& scope_;
  std::vector<Key> keys_;
};

size_t pair_bytes(std::string_view spec) {
  size_t at = spec.find_first_of(",{");
  while (at != spec.npos && spec[at] == '{') {
    const size_t close = spec.find_first_of("{}", at + 1);
    if (close == at + 1 && spec[close] == '{') {  // a literal brace
      at = spec.find_first_of(",{", close + 1);
      continue;
    }
    if (close == spec.npos || spec[close] == '{') return spec.size();  // to be told as unclosed
    at = spec.find_first_of(",{", close);
  }
  return std::min(at, spec.size());
}

tl::expected<std::vector<NamedText>, std::string> split_pairs(std::string_view spec) {
  std::vector<NamedText> pairs;
  if (trim(spec).empty()) return pairs;
  for (;;) {
    const size_t size = pair_bytes(spec);
    const std::string_view pair = trim(spec.substr(0, size));
    const size_t equals = pair.find('=');
    if (equals == pair.npos) {
      return error(
          {quoted_text(pair), " has no '='; allowed are name=template pairs, one comma between"});
    }
    pairs.push_back({std::string(pair.substr(0, equals)), std::string(pair.substr(equals + 1))});
    if (size == spec.size()) return pairs;
    spec.remove_prefix(size + 1);
  }
}

bool is_partition_key_name(std::string_view name) {
  return !name.empty() && name.find_first_not_of(kNameCharacters) == name.npos;
}

std::string partition_value(std::string_view text) {
  PartitionValue value;
  value.append(text);
  return std::string(value.finish());
}

tl::expected<PartitionKeys, std::string> PartitionKeys::parse(std::string_view spec,
                                                              const TextTemplate::Scope& scope) {
  if (!is_utf8(spec)) {
    return error({"byte ", std::to_string(find_invalid_utf8(spec)),
                  " is not UTF-8; allowed are name=template pairs in UTF-8"});
  }
  const auto pairs = split_pairs(spec);
  if (!pairs) return tl::make_unexpected(pairs.error());
  return parse(*pairs, scope);
}

tl::expected<PartitionKeys, std::string> PartitionKeys::parse(std::span<const NamedText> pairs,
                                                              const TextTemplate::Scope& scope) {
  Parser parser(scope);
  for (const NamedText& pair : pairs) {
    if (const auto added = parser.add(pair.name, pair.text); !added) {
      return tl::make_unexpected(added.error());
    }
  }
  PartitionKeys result;
  result.keys_ = parser.take();
  return result;
}

void PartitionKeys::append_json(EventFields& fields, std::string& out) const {
  const auto& own = fields.own_partition_keys();
  out += '{';
  for (const Key& key : keys_) {
    const auto set = std::ranges::find(own, key.name, &OwnKey::name);
    PartitionValue value;
    if (set == own.end()) {
      // The text is made where the pair is to stand, for want of a string that lasts.
      const size_t begin = out.size();
      key.text.append(fields, kUnknown, out);
      value.append(std::string_view(out).substr(begin));
      out.resize(begin);
    } else {
      value.append(set->value);
    }
    append_pair(key.name, value, out);
  }
  for (const OwnKey& key : own) {
    const bool is_configured = std::ranges::find(keys_, key.name, &Key::name) != keys_.end();
    if (is_configured) continue;
    PartitionValue value;
    value.append(key.value);
    append_pair(key.name, value, out);
  }
  out += '}';
}

bool PartitionKeys::vary_within_document() const {
  return std::ranges::any_of(keys_,
                             [](const Key& key) { return key.text.varies_within_document(); });
}

std::vector<PartitionKeys::Size> PartitionKeys::sizes_max(size_t field_bytes_max) const {
  std::vector<Size> sizes;
  for (const Key& key : keys_) {
    sizes.push_back(
        {key.name, std::min(key.text.bytes_max(field_bytes_max), kPartitionKeyValueBytesMax)});
  }
  return sizes;
}

}  // namespace cwlogs

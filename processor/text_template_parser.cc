// From the text of a template to its parts.
#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "processor/text_template.h"
#include "processor/utf8.h"

namespace cwlogs {
namespace {

constexpr std::string_view kFieldsAllowed =
    "{owner}, {logGroup}, {logStream}, {account}, {region}, {subscriptionFilter}, {id}, "
    "{message}, {s3Prefix}, {timestamp:format} such as {timestamp:%Y-%m-%d}, "
    "{message:/json/pointer}, {extractedFields:name}, {capture:name} and {field:name}";
constexpr std::string_view kModifiersAllowed = "!lower, !upper and !replace:CHARACTERS:TEXT";
// Those that absl::FormatTime renders itself or hands to strftime, where they mean the same in
// every C library as long as the program stays in the C locale. Left out: what is a GNU or Abseil
// extension, and what a locale defines (%c %x %X %r).
constexpr std::string_view kConversionsAllowed =
    "%Y %m %d %H %M %S %y %j %e %I %p %F %T %R %s %z %Z %a %b %A %B %u %w %G %V %U %W %%";

std::string concat(std::initializer_list<std::string_view> texts) {
  std::string all;
  for (const std::string_view text : texts) all += text;
  return all;
}

auto error(std::initializer_list<std::string_view> texts) {
  return tl::make_unexpected(concat(texts));
}

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

// Bytes of the UTF-8 character that starts with `lead`.
size_t character_bytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Says what is wrong with a time format; the empty string if nothing is.
std::string fault_of_time_format(std::string_view format) {
  size_t at = format.find('%');
  // Such as yyyy/MM/dd, the format of Firehose's own !{timestamp:...}.
  if (at == format.npos) return "has no % conversion";
  for (; at != format.npos; at = format.find('%', at + 2)) {
    if (at + 1 == format.size()) return "ends in a lone %";
    if (kConversionsAllowed.find(format.substr(at, 2)) != kConversionsAllowed.npos) continue;
    return "has the unknown " + quoted_text(format.substr(at, 1 + character_bytes(format[at + 1])));
  }
  return {};
}

// Takes what `text` holds up to `separator`, and the separator.
std::string_view take_until(std::string_view& text, char separator) {
  const size_t end = std::min(text.find(separator), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

}  // namespace

class TextTemplate::Parser {
 public:
  template <class T>
  using Parsed = tl::expected<T, std::string>;  // or what is wrong with it

  explicit Parser(const Scope& scope) : scope_(scope) {}

  Parsed<std::vector<Part>> parse(std::string_view text) const {
    std::vector<Part> parts;
    while (!text.empty()) {
      auto part = parse_part(text);
      if (!part) return tl::make_unexpected(part.error());
      parts.push_back(std::move(*part));
    }
    return parts;
  }

 private:
  // Takes the literal or the placeholder that `text` starts with.
  Parsed<Part> parse_part(std::string_view& text) const {
    if (text.starts_with("{{") || text.starts_with("}}")) {
      Part brace{.text = std::string(text.substr(0, 1))};
      text.remove_prefix(2);
      return brace;
    }
    if (text.front() == '}') {
      return error({"stray '}' at ", quoted_text(text), "; write }} for a brace; allowed are ",
                    kFieldsAllowed});
    }
    const bool literal = text.front() != '{';
    const size_t brace = std::min(text.find_first_of("{}", 1), text.size());
    if (!literal && !text.substr(brace).starts_with('}')) {
      return error({"unclosed '{' at ", quoted_text(text), "; write {{ for a brace; allowed are ",
                    kFieldsAllowed});
    }
    const std::string_view taken = text.substr(0, literal ? brace : brace + 1);
    text.remove_prefix(taken.size());
    if (literal) return Part{.text = std::string(taken)};
    return parse_placeholder(taken);
  }

  Parsed<Part> parse_placeholder(std::string_view placeholder) const {
    std::string_view rest = placeholder.substr(1, placeholder.size() - 2);
    const bool has_fallback = rest.find('|') != rest.npos;
    std::string_view field = take_until(rest, '|');
    std::string_view modifiers = field;
    field = take_until(modifiers, '!');
    auto part = parse_field(field, placeholder);
    if (!part) return part;
    part->has_fallback = has_fallback;
    part->fallback = rest;
    part->placeholder = placeholder;
    while (!modifiers.empty()) {
      const std::string fault = add_modifier(take_until(modifiers, '!'), *part);
      if (!fault.empty()) {
        return error({quoted_text(placeholder), " ", fault, "; allowed are ", kModifiersAllowed});
      }
    }
    return part;
  }

  // Says what is wrong with a modifier; the empty string if nothing is.
  static std::string add_modifier(std::string_view modifier, Part& part) {
    constexpr std::string_view kReplace = "replace:";
    if (modifier == "lower" || modifier == "upper") {
      part.letters = modifier == "lower" ? Case::kLower : Case::kUpper;
      return {};
    }
    if (!modifier.starts_with(kReplace)) {
      return "has the unknown modifier " + quoted_text(modifier);
    }
    modifier.remove_prefix(kReplace.size());
    const size_t colon = modifier.find(':', 1);
    if (colon == modifier.npos) return "says replace without what to put instead";
    const std::string_view characters = modifier.substr(0, colon);
    if (std::ranges::any_of(characters, [](char c) { return (c & 0x80) != 0; })) {
      return "replaces a character that is not ASCII";
    }
    part.replaces.push_back({std::string(characters), std::string(modifier.substr(colon + 1))});
    return {};
  }

  Parsed<Part> parse_field(std::string_view field, std::string_view placeholder) const {
    constexpr std::array<std::pair<std::string_view, Field>, 9> kFields = {{
        {"owner", Field::kOwner},
        {"logGroup", Field::kLogGroup},
        {"logStream", Field::kLogStream},
        {"account", Field::kAccount},
        {"region", Field::kRegion},
        {"subscriptionFilter", Field::kSubscriptionFilter},
        {"id", Field::kId},
        {"message", Field::kMessage},
        {"s3Prefix", Field::kS3Prefix},
    }};
    for (const auto& [name, id] : kFields) {
      if (field == name) return Part{.field = id};
    }
    std::string_view argument = field;
    const std::string_view name = take_until(argument, ':');
    if (name == "timestamp") return parse_time(argument, placeholder);
    if (name == "message") return parse_pointer(argument, placeholder);
    if (name == "capture") return parse_capture(argument, placeholder);
    if (name == "extractedFields" && !argument.empty()) {
      return Part{.field = Field::kExtractedField, .text = std::string(argument)};
    }
    if (name == "field" && !argument.empty()) {
      return Part{.field = Field::kParsedField, .text = std::string(argument)};
    }
    return error({"unknown field ", quoted_text(placeholder), "; allowed are ", kFieldsAllowed});
  }

  static Parsed<Part> parse_time(std::string_view format, std::string_view placeholder) {
    const std::string fault = fault_of_time_format(format);
    if (!fault.empty()) {
      return error({quoted_text(placeholder), " ", fault, "; allowed are ", kConversionsAllowed});
    }
    return Part{.field = Field::kTimestamp, .text = std::string(format)};
  }

  static Parsed<Part> parse_pointer(std::string_view pointer, std::string_view placeholder) {
    auto parsed = JsonPointer::parse(pointer);
    if (!parsed) return error({quoted_text(placeholder), ": ", parsed.error()});
    Part part{.field = Field::kMessagePointer};
    part.pointer = std::move(*parsed);
    return part;
  }

  Parsed<Part> parse_capture(std::string_view name, std::string_view placeholder) const {
    const auto found = std::ranges::find(scope_.captures, name);
    const bool absent = found == scope_.captures.end();
    if (absent &&
        std::ranges::find(scope_.captures_elsewhere, name) == scope_.captures_elsewhere.end()) {
      std::string allowed;
      for (const std::string& capture : scope_.captures) allowed += " " + capture;
      return error({quoted_text(placeholder), " names no capture; ",
                    allowed.empty() ? "no logGroupRegex or logStreamRegex has a group of that "
                                      "name, (?P<name>...)"
                                    : "the rule's are" + allowed});
    }
    Part part{.field = Field::kCapture};
    part.capture = absent ? SIZE_MAX : static_cast<size_t>(found - scope_.captures.begin());
    return part;
  }

  const Scope& scope_;
};

tl::expected<TextTemplate, std::string> TextTemplate::parse(std::string_view text,
                                                            const Scope& scope) {
  if (text.empty()) {
    return error({"the template is empty; allowed are literal text, ", kFieldsAllowed});
  }
  if (!is_utf8(text)) return error({"the template is not UTF-8"});
  if (std::ranges::any_of(text, is_control)) {
    return error({quoted_text(text), " has a control character; allowed is printable text"});
  }
  auto parts = Parser(scope).parse(text);
  if (!parts) return tl::make_unexpected(parts.error());
  TextTemplate result;
  result.source_ = text;
  result.parts_ = std::move(*parts);
  result.zone_ = scope.zone;
  return result;
}

}  // namespace cwlogs

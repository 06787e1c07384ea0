// Dynamic partition keys: `name=template` pairs, and what they become for one record.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "processor/event_fields.h"
#include "processor/text_template.h"
#include "tl/expected.hpp"

namespace cwlogs {

struct NamedText {
  std::string name;
  std::string text;
};

// Where the first pair of `name=text,name=text…` ends: at a comma outside {}, or at the end. {{
// stands for a brace.
size_t pair_bytes(std::string_view spec);

// Splits all of them. Errors: one sentence.
tl::expected<std::vector<NamedText>, std::string> split_pairs(std::string_view spec);

// Whether it is one or more of A-Z a-z 0-9 _ . -
bool is_partition_key_name(std::string_view name);

// `text` as a key's value may have it: see PartitionKeys::append_json().
std::string partition_value(std::string_view text);

// Immutable once parsed; any number of threads may use one.
class PartitionKeys {
 public:
  // Parses `name=template,name=template…`, for example
  //   instanceId={logStream},year={timestamp:%Y},hour={timestamp:%H}
  // An empty spec gives no keys. Errors: one sentence that names the mistake and what is allowed.
  static tl::expected<PartitionKeys, std::string> parse(std::string_view spec,
                                                        const TextTemplate::Scope& scope);
  static tl::expected<PartitionKeys, std::string> parse(std::span<const NamedText> pairs,
                                                        const TextTemplate::Scope& scope);

  PartitionKeys() = default;  // no keys

  bool empty() const { return keys_.empty(); }

  struct Key {
    std::string name;
    TextTemplate text;
  };
  // In the order given.
  const std::vector<Key>& all() const { return keys_; }

  // Appends the keys as a JSON object: {"instanceId":"i-0abc","year":"2022"}. Every value is 1 to
  // kPartitionKeyValueBytesMax bytes of UTF-8 before escaping, fit for an S3 prefix: `unknown` for
  // what is missing, `_` for control characters and for `.` and `..` segments, no leading or
  // doubled `/`. Keys that a transform has set take the place of those, or follow them.
  void append_json(EventFields& fields, std::string& out) const;

  // Whether log events of one document may differ in their keys.
  bool vary_within_document() const;

  // The names, and the most bytes of each value where a field has up to `field_bytes_max`.
  struct Size {
    std::string_view name;
    size_t bytes_max;
  };
  std::vector<Size> sizes_max(size_t field_bytes_max) const;

 private:
  class Parser;

  std::vector<Key> keys_;
};

}  // namespace cwlogs

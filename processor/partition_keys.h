// Dynamic partition keys: `name=template` pairs, and what they become for one record.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "tl/expected.hpp"

namespace cwlogs {

// What the templates may refer to, all UTF-8, taken from the record's first kept log event.
struct PartitionSource {
  std::string_view owner;
  std::string_view log_group;
  std::string_view log_stream;
  std::string_view subscription_filter;  // the first one
  std::string_view account;
  std::string_view region;
  std::optional<std::chrono::milliseconds> timestamp;  // since the epoch; within years 1970 to 9999
};

// Immutable once parsed; any number of threads may use one.
class PartitionKeys {
 public:
  // Parses `name=template,name=template…`, for example
  //   instanceId={logStream},year={timestamp:%Y},hour={timestamp:%H}
  // Fields: {owner} {logGroup} {logStream} {account} {region} {subscriptionFilter}
  // {timestamp:strftime}, the latter in `zone`. A comma inside {} does not separate.
  // An empty spec gives no keys. Errors: one sentence that names the mistake and what is allowed.
  static tl::expected<PartitionKeys, std::string> parse(std::string_view spec, absl::TimeZone zone);

  PartitionKeys() = default;  // no keys

  bool empty() const { return keys_.empty(); }

  // Appends the keys as a JSON object: {"instanceId":"i-0abc","year":"2022"}. Every value is 1 to
  // kPartitionKeyValueBytesMax bytes of UTF-8 before escaping, fit for an S3 prefix: `unknown` for
  // what is missing, `_` for control characters and for `.` and `..` segments, no leading or
  // doubled `/`.
  void append_json(const PartitionSource& source, std::string& out) const;

 private:
  enum class Field : uint8_t {
    kLiteral,
    kOwner,
    kLogGroup,
    kLogStream,
    kAccount,
    kRegion,
    kSubscriptionFilter,
    kTimestamp,
  };
  struct Part {
    Field field;
    std::string text;  // the literal, or the strftime format
  };
  struct Key {
    std::string name;
    std::vector<Part> parts;
  };

  class Parser;

  // What `part` stands for: a view into it, into `source` or into `scratch`.
  std::string_view expand(const Part& part, const PartitionSource& source,
                          std::string& scratch) const;

  std::vector<Key> keys_;
  absl::TimeZone zone_;
};

}  // namespace cwlogs

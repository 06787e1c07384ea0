// The metadata of an Ok record: dynamic partition keys, and where an Iceberg destination is to put
// it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "processor/event_fields.h"
#include "processor/partition_keys.h"
#include "processor/text_template.h"

namespace cwlogs {

// https://docs.aws.amazon.com/firehose/latest/dev/apache-iceberg-format-input-record-different.html
struct IcebergRoute {
  TextTemplate database;
  TextTemplate table;
  std::optional<TextTemplate> operation;  // insert, update or delete; Firehose's default is insert
};

// Immutable once filled; any number of threads may use one.
struct RecordMetadata {
  PartitionKeys partition_keys;
  std::optional<IcebergRoute> iceberg;

  bool empty() const { return partition_keys.empty() && !iceberg; }

  // Appends {"partitionKeys":{…},"otfMetadata":{…}}, of these what is configured or a transform has
  // set; nothing where none is.
  void append_json(EventFields& fields, std::string& out) const;

  // Whether log events of one document may differ in it.
  bool varies_within_document() const;
};

// Appends the same metadata with `value` for every partition key. Requires: `metadata` was made by
// append_json().
void append_with_keys(std::string_view metadata, std::string_view value, std::string& out);

}  // namespace cwlogs

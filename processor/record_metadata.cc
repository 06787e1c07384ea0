#include "processor/record_metadata.h"

#include "processor/json_cursor.h"
#include "processor/json_string.h"
#include "processor/json_text.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

constexpr std::string_view kPartitionKeys = R"("partitionKeys":)";

void append_member(std::string_view name, const TextTemplate& text, EventFields& fields,
                   std::string& out) {
  std::string value;
  text.append(fields, "unknown", value);
  append_quoted(name, out);
  out += ':';
  append_quoted(value, out);
}

void append_iceberg(const IcebergRoute& iceberg, EventFields& fields, std::string& out) {
  out += R"("otfMetadata":{)";
  append_member("destinationDatabaseName", iceberg.database, fields, out);
  out += ',';
  append_member("destinationTableName", iceberg.table, fields, out);
  if (iceberg.operation) {
    out += ',';
    append_member("operation", *iceberg.operation, fields, out);
  }
  out += '}';
}

// Copies an object of strings, each replaced by `value`.
void append_keys_with(JsonCursor& cursor, std::string_view value, std::string& out) {
  out += '{';
  cursor.begin_object();
  for (RawString key; cursor.next_field(key); cursor.skip_value()) {
    if (out.back() != '{') out += ',';
    append_json_string(key, out);
    out += ':';
    append_quoted(value, out);
  }
  out += '}';
}

}  // namespace

void RecordMetadata::append_json(EventFields& fields, std::string& out) const {
  const bool has_keys = !partition_keys.empty() || !fields.own_partition_keys().empty();
  if (!has_keys && !iceberg) return;
  out += '{';
  if (has_keys) {
    out += kPartitionKeys;
    partition_keys.append_json(fields, out);
  }
  if (iceberg) {
    if (has_keys) out += ',';
    append_iceberg(*iceberg, fields, out);
  }
  out += '}';
}

bool RecordMetadata::varies_within_document() const {
  if (partition_keys.vary_within_document()) return true;
  if (!iceberg) return false;
  return iceberg->database.varies_within_document() || iceberg->table.varies_within_document() ||
         (iceberg->operation && iceberg->operation->varies_within_document());
}

void append_with_keys(std::string_view metadata, std::string_view value, std::string& out) {
  if (metadata.empty() || !metadata.substr(1).starts_with(kPartitionKeys)) {
    out += metadata;
    return;
  }
  std::string padded(metadata);
  padded.append(kJsonPadding, '\0');
  JsonCursor cursor(std::string_view(padded).substr(0, metadata.size()));
  RawString key;
  cursor.begin_object();
  cursor.next_field(key);
  out += '{';
  out += kPartitionKeys;
  append_keys_with(cursor, value, out);
  out += metadata.substr(cursor.offset());
}

}  // namespace cwlogs

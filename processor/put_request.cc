#include "processor/put_request.h"

#include "processor/json_string.h"

namespace cwlogs {

void render_put_request(const FirehoseEvent& event, std::span<const PutRecord> puts,
                        std::string& body) {
  const bool kinesis = event.source == Source::kKinesis;
  body = kinesis ? R"({"StreamName":)" : R"({"DeliveryStreamName":)";
  append_quoted(event.stream, body);
  body += R"(,"Records":[)";
  for (const PutRecord& put : puts) {
    if (&put != puts.data()) body += ',';
    body += R"({"Data":")";
    body += put.data_base64;
    body += '"';
    if (kinesis) {
      body += R"(,"PartitionKey":)";
      append_quoted(put.partition_key, body);
    }
    body += '}';
  }
  body += "]}";
}

}  // namespace cwlogs

// Firehose's PutRecordBatch and Kinesis's PutRecords on one loopback port: strict about what is
// asked, scripted in what is answered, with a list of every record that was stored.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "tests/fault_server.h"
#include "tests/put_behaviours.h"
#include "tests/put_call.h"

namespace cwlogs::testing {

struct FakeFirehoseOptions {
  std::deque<PutBehaviour> script{};       // for the first calls, one each
  PutBehaviour afterwards = accept_all();  // for all others
  PutLimits limits{};
  FaultServerOptions server{};
};

struct StoredRecord {
  std::string stream{};
  std::string data{};
  std::string partition_key{};
  size_t call = 0;
  bool told = true;  // the client got an answer that says so
};

class FakeFirehose {
 public:
  explicit FakeFirehose(FakeFirehoseOptions options = {});
  // All calls behave alike.
  explicit FakeFirehose(PutBehaviour behaviour);
  ~FakeFirehose() { server_.stop(); }
  FakeFirehose(const FakeFirehose&) = delete;
  FakeFirehose& operator=(const FakeFirehose&) = delete;

  // AWS_ENDPOINT_URL_FIREHOSE and _KINESIS.
  std::string url() const { return server_.url(); }
  const FaultServer& server() const { return server_; }

  std::vector<PutCall> calls() const;  // the right ones, stored or not, in order
  std::vector<StoredRecord> records() const;
  std::vector<std::string> stored_data() const;
  // One sentence for every call that no service would take. They are answered with 400.
  std::vector<std::string> violations() const;

 private:
  Reply answer(const Request& request);

  FakeFirehoseOptions options_;
  mutable std::mutex mutex_;
  std::vector<PutCall> calls_;
  std::vector<StoredRecord> records_;
  std::vector<std::string> violations_;
  FaultServer server_;  // last: its threads use all of the above
};

}  // namespace cwlogs::testing

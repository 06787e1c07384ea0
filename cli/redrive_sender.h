// Sends the records of error objects to a stream: signed, retried, resumable.
#pragma once

#include <memory>
#include <string>

#include "cli/error_object.h"
#include "cli/redrive_progress.h"
#include "cli/redrive_puts.h"
#include "processor/firehose_event.h"
#include "runtime/aws_client.h"
#include "runtime/reingestion.h"
#include "tl/expected.hpp"

namespace cwlogs {

struct SendArguments {
  std::string put_to;    // a URL, or `aws`; empty: nothing is sent
  std::string region;    // empty: AWS_REGION or AWS_DEFAULT_REGION, for a URL us-east-1
  std::string progress;  // a file that remembers what was accepted; empty: none
};

// Puts batches as the Lambda would, with time to wait for a throttled stream.
class AwsPutTarget : public PutTarget {
 public:
  // A URL gets made-up credentials, `aws` those of the environment.
  explicit AwsPutTarget(const std::string& put_to);

  tl::expected<std::vector<PutOutcome>, std::string> put(const FirehoseEvent& destination,
                                                         std::span<const PutRecord> puts) override;

 private:
  AwsClient client_;
  Reingestion reingestion_;
};

class RedriveSender {
 public:
  // Errors: one line: no region, or a progress file of something else.
  static tl::expected<std::unique_ptr<RedriveSender>, std::string> make(
      Source source, const std::string& stream, const SendArguments& arguments);

  // As RedrivePuts has them.
  tl::expected<bool, std::string> add(const ErrorObject& object);
  tl::expected<void, std::string> finish();
  const RedrivePuts::Counts& counts() const { return puts_.counts(); }

 private:
  RedriveSender(Source source, const std::string& stream, const SendArguments& arguments,
                std::string region, RedriveProgress progress);
  void show_progress() const;

  std::string stream_;
  std::string region_;
  FirehoseEvent destination_;
  AwsPutTarget target_;
  RedriveProgress progress_;
  RedrivePuts puts_;
};

}  // namespace cwlogs

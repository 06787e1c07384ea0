// `cwlogs redrive`: what Firehose wrote to the error prefix, and the way back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/error_object.h"
#include "cli/redrive_sender.h"

namespace cwlogs {

struct RedriveArguments {
  std::vector<std::string> files;  // paths, or - for standard input
  ErrorSelection selection;
  std::optional<uint64_t> decode;  // a record by its number among those selected, 0: all
  std::string event_out;           // empty: none
  std::string requests_out;        // empty: none
  std::string stream;              // of the requests, or to put to
  bool kinesis = false;            // PutRecords, else PutRecordBatch
  SendArguments send;
  bool json = false;
};

// Adds the subcommand to `app`; parsing fills `arguments`, which must outlive it.
CLI::App* add_redrive_command(CLI::App& app, RedriveArguments& arguments);

// Returns the exit code: 0 done, 1 something can't be read, put or written.
int run_redrive(const RedriveArguments& arguments);

}  // namespace cwlogs

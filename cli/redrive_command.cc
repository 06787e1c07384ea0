#include "cli/redrive_command.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "cli/error_events.h"
#include "cli/option_values.h"
#include "cli/parsed_option.h"
#include "cli/problem_log.h"
#include "cli/redrive_decoder.h"
#include "cli/redrive_puts.h"
#include "cli/redrive_summary.h"
#include "cli/style.h"
#include "cli/text_file.h"
#include "processor/put_request.h"

namespace cwlogs {
namespace {

using Outcome = tl::expected<void, std::string>;

constexpr int kDone = 0;
constexpr int kFailed = 1;

constexpr size_t kFirehoseNameMax = 64;
constexpr size_t kKinesisNameMax = 128;

// event.json -> event-2.json
std::string numbered(const std::string& path, size_t number) {
  const size_t slash = path.rfind('/');
  const size_t name = slash == std::string::npos ? 0 : slash + 1;
  const size_t dot = path.rfind('.');
  const size_t end = dot == std::string::npos || dot <= name ? path.size() : dot;
  return path.substr(0, end) + '-' + std::to_string(number) + path.substr(end);
}

// One pass over the files; every output takes what it needs from each record.
class Redrive {
 public:
  Redrive(const RedriveArguments& arguments, std::optional<OutputFile> requests_out,
          std::unique_ptr<RedriveSender> sender)
      : arguments_(arguments),
        requests_out_(std::move(requests_out)),
        sender_(std::move(sender)),
        destination_(put_destination(arguments.kinesis ? Source::kKinesis : Source::kDirectPut,
                                     arguments.stream)),
        events_([this](const ErrorEventPacker::Event& event) { return write_event(event); }),
        requests_(destination_.source,
                  [this](const PutBatcher::Batch& batch) { return write_request(batch); }) {}

  int run() {
    Outcome done;
    for (const std::string& file : arguments_.files) {
      done = read_file(file);
      if (!done) break;
    }
    if (done) done = finish();
    if (!done) report(done.error());
    return failed_ ? kFailed : kDone;
  }

 private:
  void report(const std::string& problem) {
    problems_.add(problem);
    failed_ = true;
  }

  // Errors: an output can't be written.
  Outcome read_file(const std::string& path) {
    auto reader = ErrorObjectReader::open(path);
    if (!reader) {
      report(reader.error());
      summary_.add_problem();
      return {};
    }
    ErrorObject object;
    for (;;) {
      switch (reader->next(object)) {
        case ErrorObjectReader::Step::kEnd:
          return {};
        case ErrorObjectReader::Step::kProblem:
          report(reader->problem());
          summary_.add_problem();
          break;
        case ErrorObjectReader::Step::kObject:
          if (!select(object)) break;
          summary_.add(object);
          if (Outcome handled = handle(object, reader->name()); !handled) return handled;
          break;
      }
    }
  }

  bool select(const ErrorObject& object) {
    const ErrorSelection& selection = arguments_.selection;
    if (selection.has_code(object) && selection.has_time(object)) return true;
    if (selection.has_code(object) && !object.arrival) {
      summary_.add_without_arrival();
    } else {
      summary_.add_not_selected();
    }
    return false;
  }

  Outcome handle(const ErrorObject& object, const std::string& name) {
    const size_t number = summary_.records();
    const std::string where = name + ':' + std::to_string(object.line);
    const auto check = [&](const tl::expected<bool, std::string>& added,
                           const char* what) -> Outcome {
      if (!added) return tl::make_unexpected(added.error());
      if (!*added) report(where + ": " + what);
      return {};
    };
    if (arguments_.decode && (*arguments_.decode == 0 || *arguments_.decode == number)) {
      if (Outcome printed = decoder_.print(number, where, object); !printed) return printed;
    }
    if (!arguments_.event_out.empty()) {
      Outcome added =
          check(events_.add(std::to_string(number), object), "too large for an event, left out");
      if (!added) return added;
    }
    if (sender_ != nullptr) {
      Outcome sent = check(sender_->add(object), "too large for a put, left out");
      if (!sent) return sent;
    }
    if (arguments_.requests_out.empty()) return {};
    return check(requests_.add(number, object), "too large for a put, left out");
  }

  Outcome write_event(const ErrorEventPacker::Event& event) {
    const bool standard_output = arguments_.event_out == "-";
    if (standard_output && !event.alone) {
      return tl::make_unexpected(
          "more than one event is needed: give --event-out a file, its name will be numbered");
    }
    auto file = OutputFile::open(event.alone ? arguments_.event_out
                                             : numbered(arguments_.event_out, event.number));
    if (!file) return tl::make_unexpected(file.error());
    if (Outcome written = file->write(event.json); !written) return written;
    return file->write("\n");
  }

  Outcome write_request(const PutBatcher::Batch& batch) {
    render_put_request(destination_, batch.puts, request_);
    request_ += '\n';
    return requests_out_->write(request_);
  }

  Outcome finish() {
    if (Outcome made = events_.finish(); !made) return made;
    if (Outcome made = requests_.finish(); !made) return made;
    if (Outcome sent = finish_sending(); !sent) return sent;
    if (arguments_.decode && *arguments_.decode > summary_.records()) {
      report("no record " + std::to_string(*arguments_.decode) + ": " +
             std::to_string(summary_.records()) + " selected");
    }
    if (summary_.without_arrival() != 0) {
      note("without an arrivalTimestamp, and so not selected: " +
           with_thousands(summary_.without_arrival()));
    }
    if (!arguments_.event_out.empty()) note_events();
    if (arguments_.decode || arguments_.event_out == "-" || arguments_.requests_out == "-") {
      return {};
    }
    return OutputFile::standard_output().write(arguments_.json ? summary_.render_json() + '\n'
                                                               : summary_.render_text());
  }

  Outcome finish_sending() {
    if (sender_ == nullptr) return {};
    if (Outcome sent = sender_->finish(); !sent) return sent;
    const RedrivePuts::Counts& counts = sender_->counts();
    note(with_thousands(counts.accepted) + " records accepted by " + arguments_.stream + " in " +
         with_thousands(counts.calls) + " calls" +
         (counts.accepted_earlier == 0
              ? ""
              : ", " + with_thousands(counts.accepted_earlier) + " in an earlier run"));
    if (counts.failed != 0) report(with_thousands(counts.failed) + " records were not accepted");
    return {};
  }

  void note_events() const {
    const size_t events = events_.events();
    if (events == 0) note("nothing selected: " + arguments_.event_out + " is not written");
    if (events < 2) return;
    note(with_thousands(events) + " events: " + numbered(arguments_.event_out, 1) + " to " +
         numbered(arguments_.event_out, events));
  }

  static void note(const std::string& text) {
    std::fprintf(stderr, "cwlogs: %s\n", on_one_line(text).c_str());
  }

  const RedriveArguments& arguments_;
  std::optional<OutputFile> requests_out_;
  std::unique_ptr<RedriveSender> sender_;  // null: nothing is sent
  FirehoseEvent destination_;
  RedriveDecoder decoder_;
  ErrorEventPacker events_;
  PutBatcher requests_;
  std::string request_;
  RedriveSummary summary_;
  ProblemLog problems_;
  bool failed_ = false;
};

void add_selection_options(CLI::App& command, ErrorSelection& selection) {
  command
      .add_option("--error-code", selection.error_codes,
                  "Only records of this errorCode; may be repeated")
      ->type_name("CODE")
      ->allow_extra_args(false);
  const std::string wanted = "a time such as 2022-06-22T00:00:00Z or 1655856000000";
  add_parsed(command, "--from", selection.from, parse_time, wanted,
             "Only records that arrived then or later: ISO 8601 in UTC, or milliseconds since 1970")
      ->type_name("TIME");
  add_parsed(command, "--to", selection.to, parse_time, wanted,
             "Only records that arrived before then")
      ->type_name("TIME");
}

void add_output_options(CLI::App& command, RedriveArguments& arguments) {
  command.add_flag("--json", arguments.json, "The counts as one line of JSON");
  const auto read_decode = [&arguments](const std::string& text) {
    const bool none = text.empty() || text == "true";
    const auto number = parse_number(text);
    if (!none && text != "all" && !number) arguments.files.push_back(text);
    if (number == 0u) refuse("--decode", text, "the number of a record, from 1, or all");
    arguments.decode = number.value_or(0);
  };
  command
      .add_option_function<std::string>(
          "--decode", read_decode,
          wrap("Print the log lines of record N of those selected, counted from 1, or of all, as "
               "they would be delivered; or why they would not"))
      ->type_name("[N|all]")
      ->expected(0, 1);
  command
      .add_option("--event-out", arguments.event_out,
                  wrap("Write the records as Firehose transformation events for replay: FILE, or "
                       "FILE-1, FILE-2, … (before the extension) where one event can't hold them"))
      ->type_name("FILE");
  command
      .add_option("--requests-out", arguments.requests_out,
                  wrap("Write PutRecordBatch request bodies to --stream within the limits of the "
                       "service, one a line"))
      ->type_name("FILE");
  command.add_option("--stream", arguments.stream, "The stream to put to")->type_name("NAME");
  command
      .add_option("--put-to", arguments.send.put_to,
                  wrap("Put the records to --stream: aws, with the shell's credentials, or the URL "
                       "of an endpoint, with made-up ones"))
      ->type_name("URL|aws");
  command
      .add_option("--region", arguments.send.region,
                  "Of the stream (default AWS_REGION; for a URL us-east-1)")
      ->type_name("REGION");
  command
      .add_option("--progress", arguments.send.progress,
                  wrap("Remember in FILE what was accepted: a second run puts only the rest"))
      ->type_name("FILE");
  command.add_flag("--kinesis", arguments.kinesis,
                   "It is a Kinesis stream: PutRecords instead of PutRecordBatch");
}

void check_stream(const RedriveArguments& arguments) {
  const size_t max = arguments.kinesis ? kKinesisNameMax : kFirehoseNameMax;
  const bool sound = std::ranges::all_of(arguments.stream, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
  if (sound && arguments.stream.size() <= max) return;
  refuse("--stream", arguments.stream,
         "the name of a stream: 1 to " + std::to_string(max) + " of A-Z a-z 0-9 _ . -");
}

// What no option alone can tell.
void check_together(const RedriveArguments& arguments) {
  if (arguments.files.empty()) throw CLI::RequiredError("FILE");
  const std::string& put_to = arguments.send.put_to;
  if ((arguments.requests_out.empty() && put_to.empty()) != arguments.stream.empty()) {
    throw CLI::ValidationError("--stream",
                               "goes with --put-to or --requests-out, and they with it");
  }
  if (put_to.empty() && !(arguments.send.progress + arguments.send.region).empty()) {
    throw CLI::ValidationError("--progress, --region", "need --put-to");
  }
  if (!put_to.empty() && put_to != "aws" && !put_to.starts_with("http://") &&
      !put_to.starts_with("https://")) {
    refuse("--put-to", put_to, "aws or a URL");
  }
  if (arguments.kinesis && arguments.stream.empty()) {
    throw CLI::ValidationError("--kinesis", "needs --stream");
  }
  check_stream(arguments);
  const int standard_outputs = (arguments.decode ? 1 : 0) + (arguments.json ? 1 : 0) +
                               (arguments.event_out == "-" ? 1 : 0) +
                               (arguments.requests_out == "-" ? 1 : 0);
  if (standard_outputs > 1) {
    throw CLI::ValidationError("--decode, --json, -", "only one of them can have standard output");
  }
}

}  // namespace

CLI::App* add_redrive_command(CLI::App& app, RedriveArguments& arguments) {
  CLI::App* const command = app.add_subcommand(
      "redrive", "Count, decode and bring back what Firehose wrote to its error prefix");
  command
      ->add_option_function<std::vector<std::string>>(
          "FILE",
          [&arguments](const std::vector<std::string>& files) {
            arguments.files.insert(arguments.files.end(), files.begin(), files.end());
          },
          "Error objects as Firehose wrote them, gzipped or not; - is standard input")
      ->type_name("FILE");
  add_selection_options(*command, arguments.selection);
  add_output_options(*command, arguments);
  command->callback([&arguments] { check_together(arguments); });
  return command;
}

int run_redrive(const RedriveArguments& arguments) {
  std::optional<OutputFile> requests_out;
  if (!arguments.requests_out.empty()) {
    auto file = OutputFile::open(arguments.requests_out);
    if (!file) {
      ProblemLog().add(file.error());
      return kFailed;
    }
    requests_out.emplace(std::move(*file));
  }
  std::unique_ptr<RedriveSender> sender;
  if (!arguments.send.put_to.empty()) {
    auto made = RedriveSender::make(arguments.kinesis ? Source::kKinesis : Source::kDirectPut,
                                    arguments.stream, arguments.send);
    if (!made) {
      ProblemLog().add(made.error());
      return kFailed;
    }
    sender = std::move(*made);
  }
  return Redrive(arguments, std::move(requests_out), std::move(sender)).run();
}

}  // namespace cwlogs

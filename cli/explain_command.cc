#include "cli/explain_command.h"

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/color_option.h"
#include "cli/explain_log_event.h"
#include "cli/explain_report.h"
#include "cli/problem_log.h"
#include "cli/saved_events.h"
#include "cli/text_file.h"
#include "processor/firehose_response.h"
#include "processor/json_string.h"
#include "processor/processor.h"
#include "runtime/config_loader.h"
#include "runtime/error_message.h"

namespace cwlogs {
namespace {

using Outcome = tl::expected<void, std::string>;

// How many times the log events of each record are read: what they become counts the last time.
class ReadingCounter : public TransformObserver {
 public:
  void begin_record(size_t index) override { readings.resize(index + 1); }
  void begin_log_events() override { ++readings.back(); }
  void log_event(const ObservedLogEvent& /*observed*/) override {}

  std::vector<size_t> readings;
};

// Standard output by the piece.
class Printer {
 public:
  void print(const std::string& text) {
    constexpr size_t kPieceBytes = 65536;
    buffer_ += text;
    if (buffer_.size() >= kPieceBytes) flush();
  }
  Outcome flush() {
    if (written_) written_ = output_.write(buffer_);
    buffer_.clear();
    return written_;
  }
  bool is_terminal() const { return output_.is_terminal(); }

 private:
  OutputFile output_ = OutputFile::standard_output();
  std::string buffer_;
  Outcome written_;
};

// Prints one event while it is processed once more: what each record came to is known by then, and
// no more than a log event is held.
class Explainer : public TransformObserver {
 public:
  Explainer(const ExplainArguments& arguments, const Rules& rules, Printer& printer)
      : arguments_(arguments),
        rules_(rules),
        printer_(printer),
        text_(Style(want_color(arguments.color, printer.is_terminal()))) {}

  void start(const Plan& plan, bool puts_accepted, std::vector<size_t> readings,
             const std::string& event) {
    plan_ = &plan;
    outcomes_.assign(plan.puts.size(), puts_accepted ? PutOutcome::kAccepted : PutOutcome::kFailed);
    readings_ = std::move(readings);
    event_ = event;
  }

  void begin_record(size_t index) override {
    finish();
    std::string id;
    append_unescaped(plan_->event->records[index].id.text, id);
    if (!arguments_.record_id.empty() && id != arguments_.record_id) return;
    found_ = true;
    readings_left_ = readings_[index];
    const RecordExplanation record = settled(index, std::move(id));
    // Of a broken record nothing is delivered.
    const Reason reason = record.answer.reason;
    shows_log_events_ = reason < Reason::kDataMissing || reason > Reason::kTransformFailed;
    open_ = true;
    log_events_ = 0;
    is_ok_ = record.answer.verdict == Verdict::kOk;
    if (!arguments_.json) return printer_.print(text_.begin(record));
    std::string head = dump(to_json(record));
    head.pop_back();
    printer_.print(head + R"(,"logEvents":[)");
  }

  void begin_log_events() override {
    if (open_) --readings_left_;
  }

  void log_event(const ObservedLogEvent& observed) override {
    if (!open_ || readings_left_ != 0 || !shows_log_events_) return;
    const LogEventExplanation explanation = explain(observed, rules_);
    if (!arguments_.json) {
      printer_.print(text_.add(explanation));
    } else {
      printer_.print((log_events_ == 0 ? "" : ",") + dump(to_json(explanation)));
    }
    ++log_events_;
  }

  // Ends the record in hand.
  void finish() {
    if (!std::exchange(open_, false)) return;
    if (arguments_.json) return printer_.print("]}\n");
    if (is_ok_ && log_events_ == 0) printer_.print("  passed on as it came: RAW_RECORDS=pass\n");
  }

  bool found() const { return found_; }

 private:
  RecordExplanation settled(size_t index, std::string id) const {
    const Answer& answer = plan_->answers[index];
    // All puts are accepted, or none is.
    RecordExplanation record{.event = event_,
                             .id = std::move(id),
                             .answer = settle(answer, std::span(outcomes_).first(answer.puts)),
                             .metadata = {}};
    if (record.answer.verdict == Verdict::kOk) record.metadata = plan_->metadata_of(answer);
    if (record.answer.verdict == Verdict::kProcessingFailed) record.answer.puts = 0;
    return record;
  }

  static std::string dump(const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  }

  const ExplainArguments& arguments_;
  const Rules& rules_;
  Printer& printer_;
  ExplanationText text_;
  const Plan* plan_ = nullptr;
  std::vector<PutOutcome> outcomes_;
  std::vector<size_t> readings_;
  std::string event_;
  bool found_ = false;

  // Of the record in hand.
  bool open_ = false;
  bool is_ok_ = false;
  bool shows_log_events_ = false;
  size_t readings_left_ = 0;
  size_t log_events_ = 0;
};

Options observed_options(const Configuration& configuration, TransformObserver& observer) {
  Options options = configuration.options();
  options.rules = &configuration.rules;
  options.observer = &observer;
  return options;
}

Outcome explain_event(const SavedEvent& event, const Configuration& configuration,
                      Explainer& explainer) {
  ReadingCounter counter;
  Processor first(observed_options(configuration, counter));
  const auto plan = first.process(event.text);
  if (!plan) {
    return tl::make_unexpected(event.name + ": " + describe(plan.error(), event.text.size()));
  }
  explainer.start(*plan, configuration.reingest, std::move(counter.readings), event.name);
  Processor second(observed_options(configuration, explainer));
  // As it went the first time.
  static_cast<void>(second.process(event.text));
  explainer.finish();
  return {};
}

}  // namespace

CLI::App* add_explain_command(CLI::App& app, ExplainArguments& arguments) {
  CLI::App* const explain = app.add_subcommand(
      "explain", "Say what becomes of each log event of a saved event, and by which setting");
  explain
      ->add_option("EVENT", arguments.event,
                   "An event file, or Firehose's error objects; - is standard input")
      ->required()
      ->type_name("FILE");
  explain->add_option("--record", arguments.record_id, "Only the record of this recordId")
      ->type_name("ID");
  add_settings(*explain, arguments.settings);
  explain->add_flag("--json", arguments.json, "A JSON object a line for each record");
  add_color(*explain, arguments.color);
  return explain;
}

int run_explain(const ExplainArguments& arguments) {
  const auto configuration = load_configuration(environment_with(arguments.settings), "");
  if (!configuration) {
    print_error(summary_of(configuration.error()));
    return kExitWrongUsage;
  }
  Printer printer;
  Explainer explainer(arguments, configuration->rules, printer);
  ProblemLog problems;
  bool failed = false;
  const auto take = [&](const SavedEvent& event) {
    return explain_event(event, *configuration, explainer);
  };
  const auto report = [&](const std::string& problem) {
    problems.add(problem);
    failed = true;
  };
  Outcome outcome = read_saved_events(arguments.event, take, report);
  const Outcome written = printer.flush();
  if (outcome) outcome = written;
  if (!outcome) {
    print_error(outcome.error());
    return kExitFailed;
  }
  if (!arguments.record_id.empty() && !explainer.found()) {
    print_error("--record: there is no record '" + arguments.record_id + "' in " +
                (arguments.event == "-" ? "standard input" : arguments.event));
    return kExitWrongUsage;
  }
  return failed ? kExitFailed : kExitDone;
}

}  // namespace cwlogs

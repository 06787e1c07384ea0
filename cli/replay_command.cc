#include "cli/replay_command.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/event_output.h"
#include "cli/plain_data.h"
#include "cli/problem_log.h"
#include "cli/progress.h"
#include "cli/replay_bootstrap.h"
#include "cli/replay_page.h"
#include "cli/replay_summary.h"
#include "cli/saved_events.h"
#include "cli/style.h"
#include "cli/text_file.h"
#include "nlohmann/json.hpp"
#include "processor/firehose_response.h"
#include "processor/json_string.h"
#include "processor/processor.h"
#include "processor/put_request.h"
#include "runtime/config_loader.h"
#include "runtime/error_message.h"

namespace cwlogs {
namespace {

// The decoded data of the Ok records; a header line each where there is more than one.
// To a terminal go no control characters of the data; elsewhere the data goes as it is.
std::string render_decoded(const Plan& plan, const std::string& event, bool several_events,
                           const Style& style, bool terminal) {
  size_t ok = 0;
  for (const Answer& answer : plan.answers) ok += answer.verdict == Verdict::kOk ? 1 : 0;
  const bool headers = ok > 1 || several_events;
  std::string text;
  for (size_t i = 0; i < plan.answers.size(); ++i) {
    const Answer& answer = plan.answers[i];
    if (answer.verdict != Verdict::kOk) continue;
    if (headers) {
      if (!text.empty() && text.back() != '\n') text += '\n';
      std::string header = "==> ";
      if (several_events) header += event + ' ';
      append_unescaped(plan.event->records[i].id.text, header);
      header += ", " + std::to_string(answer.log_events) + " log event" +
                (answer.log_events == 1 ? "" : "s");
      if (answer.metadata_size != 0) {
        header += ", " + render_metadata(plan.metadata_of(answer));
      }
      text += style.paint(Color::kBold, on_one_line(header + " <==")) + '\n';
    }
    const std::string data = plain_data(plan.data(answer));
    text += terminal ? without_controls(data) : data;
  }
  return text;
}

ReplayPageOptions page_options(const ReplayArguments& arguments) {
  ReplayPageOptions page{configuration_variables(environment_with(arguments.settings)),
                         arguments.prefix};
  if (arguments.prefix) page.options.push_back("--prefix " + *arguments.prefix);
  if (!arguments.assume_put_ok) page.options.emplace_back("--assume-put fail");
  return page;
}

// What is written beside standard output.
struct Outputs {
  std::optional<OutputFile> reingest;
  std::optional<OutputFile> html;
  std::optional<ReplayPage> page;  // of `html`
};

tl::expected<Outputs, EventOutputError> open_outputs(const ReplayArguments& arguments) {
  auto reingest = open_event_output("--reingest-out", arguments.reingest_out, arguments.events);
  if (!reingest) return tl::make_unexpected(reingest.error());
  std::vector<std::string> others = arguments.events;
  others.push_back(arguments.reingest_out);
  others.push_back(environment_with(arguments.settings)("PROCESSOR_CONFIG").value_or(""));
  auto html = open_event_output("--html", arguments.html, others);
  if (!html) return tl::make_unexpected(html.error());
  Outputs outputs{std::move(*reingest), std::move(*html), std::nullopt};
  if (outputs.html) outputs.page.emplace(page_options(arguments));
  return outputs;
}

// Replays one event after the other with one processor, as a warm Lambda would.
class Replay {
 public:
  Replay(const ReplayArguments& arguments, Options options, Outputs outputs)
      : arguments_(arguments),
        processor_(std::move(options)),
        outputs_(std::move(outputs)),
        several_responses_(arguments.events.size() > 1),
        output_style_(want_color(arguments.color, output_.is_terminal())),
        summary_style_(want_color(arguments.color, ::isatty(STDERR_FILENO) == 1)) {}

  int run() {
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    Progress progress(arguments_.events.size(), terminal && arguments_.events.size() > 1 &&
                                                    arguments_.summary == SummaryFormat::kText);
    size_t done = 0;
    for (const std::string& event : arguments_.events) {
      progress.step(done++);
      const auto replayed = replay(event, progress);
      if (replayed) continue;
      progress.clear();
      fail(replayed.error());
      if (output_broken_) return kExitFailed;
    }
    write_page();
    return failed_ ? kExitFailed : kExitDone;
  }

 private:
  using Outcome = tl::expected<void, std::string>;

  void fail(const std::string& error) {
    print_error(error);
    if (outputs_.page) outputs_.page->add_error(error);
    failed_ = true;
  }

  void write_page() {
    if (!outputs_.page) return;
    const Outcome written = outputs_.html->write(outputs_.page->render());
    if (!written) fail(written.error());
  }

  Outcome replay(const std::string& event, Progress& progress) {
    ProblemLog problems;
    const auto take = [&](const SavedEvent& saved) {
      several_responses_ |= !saved.alone;
      return replay_event(saved.text, saved.name, progress);
    };
    const auto report = [&](const std::string& problem) {
      progress.clear();
      problems.add(problem);
      failed_ = true;
    };
    return read_saved_events(event, take, report);
  }

  // Requires: as Processor::process.
  Outcome replay_event(std::string_view text, const std::string& name, Progress& progress) {
    const auto plan = processor_.process(text);
    if (!plan) return tl::make_unexpected(name + ": " + describe(plan.error(), text.size()));
    put_outcomes_.assign(plan->puts.size(),
                         arguments_.assume_put_ok ? PutOutcome::kAccepted : PutOutcome::kFailed);
    render_response(*plan, put_outcomes_, response_);
    // The response comes last: where anything fails, the event has none.
    Outcome written = write_put_requests(*plan);
    if (written) written = write_result(*plan, name);
    output_broken_ = !written;
    if (!written) return written;
    progress.clear();
    const ReplaySummary summary{summarize(*plan, put_outcomes_, response_.size()), name};
    print_summary(summary);
    if (outputs_.page) outputs_.page->add({*plan, put_outcomes_, summary});
    return {};
  }

  Outcome write_result(const Plan& plan, const std::string& name) {
    if (arguments_.decode) {
      return output_.write(
          render_decoded(plan, name, several_responses_, output_style_, output_.is_terminal()));
    }
    if (several_responses_) response_ += '\n';
    Outcome written = output_.write(response_);
    if (several_responses_) response_.pop_back();
    return written;
  }

  Outcome write_put_requests(const Plan& plan) {
    if (!outputs_.reingest) return {};
    for (const PutBatch& batch : plan.batches) {
      render_put_request(*plan.event, plan.puts.subspan(batch.first, batch.count), put_request_);
      put_request_ += '\n';
      if (Outcome written = outputs_.reingest->write(put_request_); !written) return written;
    }
    return {};
  }

  void print_summary(const ReplaySummary& summary) const {
    switch (arguments_.summary) {
      case SummaryFormat::kText:
        std::fputs(render_text(summary, summary_style_).c_str(), stderr);
        break;
      case SummaryFormat::kJson:
        std::fputs((render_json(summary) + '\n').c_str(), stderr);
        break;
      case SummaryFormat::kNone:
        break;
    }
  }

  const ReplayArguments& arguments_;
  Processor processor_;
  OutputFile output_ = OutputFile::standard_output();
  Outputs outputs_;
  bool several_responses_;
  Style output_style_;
  Style summary_style_;
  std::string response_;
  std::string put_request_;
  std::vector<PutOutcome> put_outcomes_;
  bool failed_ = false;
  bool output_broken_ = false;
};

}  // namespace

int run_replay(const ReplayArguments& arguments) {
  if (!arguments.bootstrap.path.empty()) return run_replay_bootstrap(arguments);
  const auto config = load_configuration(environment_with(arguments.settings), "");
  if (!config) {
    print_error(summary_of(config.error()));
    return kExitWrongUsage;
  }
  auto outputs = open_outputs(arguments);
  if (!outputs) {
    print_error(outputs.error().message);
    return outputs.error().usage ? kExitWrongUsage : kExitFailed;
  }
  ReplayArguments assumed = arguments;
  if (!config->reingest) {  // REINGEST=fail: nothing is put
    assumed.assume_put_ok = false;
    outputs->reingest.reset();
  }
  Replay replay(assumed, config->options(), std::move(*outputs));
  return replay.run();
}

}  // namespace cwlogs

#include "cli/replay_bootstrap.h"

#include <unistd.h>

#include <cstdio>
#include <mutex>
#include <optional>
#include <utility>

#include "cli/bootstrap_host.h"
#include "cli/bootstrap_report.h"
#include "cli/event_output.h"
#include "cli/text_file.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

using Outcome = tl::expected<void, std::string>;

// How long a bootstrap may take from its answer to asking for the next event.
constexpr std::chrono::milliseconds kAskAgain{5'000};

// Violations of the protocols, from whichever thread sees them.
class Violations {
 public:
  void add(const std::string& violation) {
    const std::lock_guard<std::mutex> lock(mutex_);
    list_.push_back(violation);
  }
  std::vector<std::string> take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(list_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> list_;
};

// Delivers one event after the other. Runs beside the thread that supervises the bootstrap.
class BootstrapReplay {
 public:
  BootstrapReplay(const ReplayArguments& arguments, BootstrapHost& host, Violations& violations,
                  std::optional<OutputFile> reingest_out)
      : arguments_(arguments),
        host_(host),
        violations_(violations),
        reingest_out_(std::move(reingest_out)),
        output_style_(want_color(arguments.color, output_.is_terminal())),
        summary_style_(want_color(arguments.color, ::isatty(STDERR_FILENO) == 1)) {}

  int run() {
    for (const std::string& event : arguments_.events) {
      const Outcome replayed = replay(event);
      if (replayed) continue;
      print_error(replayed.error());
      failed_ = true;
      if (over_) break;
    }
    return failed_ ? kExitFailed : kExitDone;
  }

 private:
  Outcome replay(const std::string& event) {
    const auto text = read_text(event, kEventBytesMax);
    if (!text) return tl::make_unexpected(text.error());
    BootstrapReport report;
    report.event = event == "-" ? "standard input" : event;
    report.put_to = arguments_.bootstrap.put_to;
    report.put_url = arguments_.bootstrap.put_url;
    report.result = host_.invoke(std::string(text->view()), arguments_.bootstrap.timeout);
    // It may do wrong after its answer too.
    host_.protocol().wait_until_asked(kAskAgain);
    if (report.result.end == InvocationEnd::kAnswered) read_response(text->view(), report);
    report.puts = host_.take_puts();
    for (std::string& violation : violations_.take()) {
      report.violations.push_back(std::move(violation));
    }
    Outcome written = write_puts(report.puts);
    if (written) written = write_result(report);
    // One that does not start won't for the next event either.
    over_ =
        !written || report.result.end == InvocationEnd::kInitFailed || host_.protocol().is_closed();
    if (!written) return written;
    print_report(report);
    if (report.result.end == InvocationEnd::kAnswered) return {};
    return tl::make_unexpected(report.event + ": " + describe_failure(report.result));
  }

  static void read_response(std::string_view event, BootstrapReport& report) {
    auto answer = read_answer(event, report.result.body);
    if (answer) {
      report.violations = answer->faults;
      report.answer = std::move(*answer);
    } else {
      report.violations.push_back(answer.error());
    }
  }

  Outcome write_puts(const std::vector<PutCall>& calls) {
    if (!reingest_out_) return {};
    for (const PutCall& call : calls) {
      if (Outcome written = reingest_out_->write(call.body + '\n'); !written) return written;
    }
    return {};
  }

  Outcome write_result(const BootstrapReport& report) {
    if (report.result.end != InvocationEnd::kAnswered) return {};
    const bool several = arguments_.events.size() > 1;
    if (!arguments_.decode) return output_.write(report.result.body + (several ? "\n" : ""));
    if (!report.answer) return {};
    return output_.write(render_delivered(*report.answer, several ? report.event : "",
                                          output_style_, output_.is_terminal()));
  }

  void print_report(const BootstrapReport& report) {
    if (arguments_.summary == SummaryFormat::kText) {
      std::fputs(render_text(report, summary_style_).c_str(), stderr);
    } else if (arguments_.summary == SummaryFormat::kJson) {
      std::fputs((render_json(report, host_.configuration()) + '\n').c_str(), stderr);
    }
    for (const std::string& violation : report.violations) {
      print_error(report.event + ": " + violation);
      failed_ = true;
    }
  }

  const ReplayArguments& arguments_;
  BootstrapHost& host_;
  Violations& violations_;
  OutputFile output_ = OutputFile::standard_output();
  std::optional<OutputFile> reingest_out_;
  Style output_style_;
  Style summary_style_;
  bool failed_ = false;
  bool over_ = false;
};

}  // namespace

int run_replay_bootstrap(const ReplayArguments& arguments) {
  auto reingest_out = open_event_output("--reingest-out", arguments.reingest_out, arguments.events);
  if (!reingest_out) {
    print_error(reingest_out.error().message);
    return reingest_out.error().usage ? kExitWrongUsage : kExitFailed;
  }
  Violations violations;
  BootstrapHostOptions options;
  options.bootstrap = arguments.bootstrap.path;
  options.put_to = arguments.bootstrap.put_to;
  options.put_url = arguments.bootstrap.put_url;
  options.accept_puts = arguments.assume_put_ok;
  options.settings = arguments.settings;
  options.on_violation = [&violations](const std::string& text) { violations.add(text); };
  options.on_note = print_error;
  auto host = BootstrapHost::start(std::move(options));
  if (!host) {
    print_error(host.error());
    return kExitFailed;
  }
  if (arguments.summary == SummaryFormat::kText) {
    for (const std::string& line : (*host)->configuration()) print_error("bootstrap gets " + line);
  }
  int code = kExitFailed;
  BootstrapReplay replay(arguments, **host, violations, std::move(*reingest_out));
  (*host)->supervise_while([&] { code = replay.run(); });
  return code;
}

}  // namespace cwlogs

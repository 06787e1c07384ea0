#include "cli/bench_command.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "cli/bench_report.h"
#include "cli/bootstrap_invoker.h"
#include "cli/color_option.h"
#include "cli/core_invoker.h"
#include "cli/option_values.h"
#include "cli/parsed_option.h"
#include "cli/problem_log.h"
#include "cli/saved_events.h"
#include "cli/style.h"
#include "cli/text_file.h"
#include "runtime/config_loader.h"
#include "runtime/error_message.h"

namespace cwlogs {
namespace {

using Outcome = tl::expected<void, std::string>;

constexpr uint64_t kSecondsMax = 600;
constexpr double kHintMbMin = 0.2;
constexpr double kHintMbMax = 3;
constexpr size_t kPricesBytesMax = 64 * kKiB;
// Of all events: they are held at once, decoded and as they came.
constexpr size_t kEventsBytesMax = 256 * kMiB;

std::optional<std::chrono::seconds> parse_seconds(const std::string& text) {
  const std::optional<uint64_t> seconds = parse_number(text);
  if (!seconds || *seconds == 0 || *seconds > kSecondsMax) return std::nullopt;
  return std::chrono::seconds(*seconds);
}

// "0.5" or "0.2,1,3": BufferSizeInMBs of a stream.
std::optional<std::vector<double>> parse_hints(const std::string& text) {
  std::vector<double> hints;
  for (std::string_view rest = text;;) {
    const size_t comma = rest.find(',');
    const std::string_view number = rest.substr(0, comma);
    double hint = 0;
    const char* const end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, hint, std::chars_format::fixed);
    if (error != std::errc() || stop != end) return std::nullopt;
    if (!(hint >= kHintMbMin && hint <= kHintMbMax)) return std::nullopt;
    hints.push_back(hint);
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  std::sort(hints.begin(), hints.end());
  hints.erase(std::unique(hints.begin(), hints.end()), hints.end());
  return hints;
}

// One way of output: a configuration, and the options that make it.
struct Variant {
  SettingOptions settings;
  Configuration configuration;

  std::string output() const { return configuration.gzip_level ? "gzip" : "none"; }
};

tl::expected<Variant, std::string> load_variant(const SettingOptions& settings) {
  auto configuration = load_configuration(environment_with(settings), "");
  if (!configuration) return tl::make_unexpected(summary_of(configuration.error()));
  return Variant{settings, std::move(*configuration)};
}

// The same with the other OUTPUT_COMPRESSION, where that is possible.
tl::expected<Variant, std::string> load_counterpart(const Variant& variant) {
  SettingOptions settings = variant.settings;
  const bool gzip = variant.configuration.gzip_level.has_value();
  settings["OUTPUT_COMPRESSION"] = gzip ? "none" : "gzip";
  if (gzip) settings["OUTPUT_COMPRESSION_LEVEL"] = "";  // which is for gzip alone
  return load_variant(settings);
}

class Bench {
 public:
  Bench(const BenchArguments& arguments, const CostOptions& costs) : arguments_(arguments) {
    report_.costs = costs;
    report_.bootstrap = arguments.bootstrap.path;
  }

  int run(const Variant& variant) {
    for (const std::string& path : arguments_.events) read_events(path, variant);
    if (!events_.empty()) {
      if (const Outcome measured = measure(variant); !measured) {
        fail(measured.error());
      } else if (const Outcome written = write_report(); !written) {
        fail(written.error());
      }
    }
    return failed_ ? kExitFailed : kExitDone;
  }

 private:
  void fail(const std::string& problem) {
    print_error(problem);
    failed_ = true;
  }

  void read_events(const std::string& path, const Variant& variant) {
    ProblemLog problems;
    const auto take = [&](const SavedEvent& event) { return add_event(event, variant); };
    const auto report = [&](const std::string& problem) {
      problems.add(problem);
      failed_ = true;
    };
    if (const Outcome outcome = read_saved_events(path, take, report); !outcome) {
      fail(outcome.error());
    }
  }

  Outcome add_event(const SavedEvent& saved, const Variant& variant) {
    bytes_ += saved.text.size();
    if (bytes_ > kEventsBytesMax) {
      return tl::make_unexpected(saved.name + ": the events are more than 256 MiB together");
    }
    auto event = make_bench_event(saved.name, saved.text, variant.configuration);
    if (!event) {
      return tl::make_unexpected(saved.name + ": " + describe(event.error(), saved.text.size()));
    }
    events_.push_back(std::move(*event));
    return {};
  }

  Outcome measure(const Variant& variant) {
    report_.output = variant.output();
    if (arguments_.bootstrap.path.empty()) measure_memory(variant);
    Outcome measured = with_invoke(variant, [&](const Invoke& invoke) -> Outcome {
      auto events = measure_events(events_, invoke, arguments_.time);
      if (!events) return tl::make_unexpected(events.error());
      report_.events = std::move(*events);
      project(variant, true, invoke);
      return {};
    });
    if (measured && !report_.projections.empty()) compare(variant);
    return measured;
  }

  void measure_memory(const Variant& variant) {
    report_.memory_peak_bytes = added_memory_peak([&] {
      CoreInvoker invoker(variant.configuration);
      // What fails here is told by the measuring.
      for (const auto& event : events_) static_cast<void>(invoker.invoke(event->text.view()));
    });
  }

  void project(const Variant& variant, bool configured, const Invoke& invoke) {
    const Arrivals arrivals = arrivals_of(events_);
    uint64_t text_bytes = 0;
    for (const ArrivedRecord& record : arrivals.records) text_bytes += record.text_bytes;
    if (text_bytes == 0) return;
    Projection projection{variant.output(), configured, {}, ""};
    auto hints = simulate_hints(arrivals, arguments_.hints_mb, invoke);
    if (hints) {
      projection.hints = std::move(*hints);
    } else {
      projection.left_out = hints.error();
    }
    report_.projections.push_back(std::move(projection));
  }

  void compare(const Variant& variant) {
    const auto counterpart = load_counterpart(variant);
    if (!counterpart) {
      return leave_out(variant.output() == "gzip" ? "none" : "gzip", counterpart.error());
    }
    const Outcome compared = with_invoke(*counterpart, [&](const Invoke& invoke) {
      project(*counterpart, false, invoke);
      return Outcome();
    });
    if (!compared) leave_out(counterpart->output(), compared.error());
  }

  void leave_out(const std::string& output, const std::string& why) {
    report_.projections.push_back({output, false, {}, why});
  }

  // Calls `work` with what invokes the core or the bootstrap so configured.
  Outcome with_invoke(const Variant& variant, const std::function<Outcome(const Invoke&)>& work) {
    if (!arguments_.bootstrap.path.empty()) {
      return with_bootstrap({.path = arguments_.bootstrap.path,
                             .timeout = arguments_.bootstrap.timeout,
                             .settings = variant.settings,
                             .accept_puts = variant.configuration.reingest},
                            work);
    }
    CoreInvoker invoker(variant.configuration);
    return work([&invoker](std::string_view event) { return invoker.invoke(event); });
  }

  Outcome write_report() const {
    OutputFile output = OutputFile::standard_output();
    const Style style(want_color(arguments_.color, output.is_terminal()));
    return output.write(arguments_.json ? render_json(report_) : render_text(report_, style));
  }

  const BenchArguments& arguments_;
  BenchEvents events_;
  size_t bytes_ = 0;
  BenchReport report_;
  bool failed_ = false;
};

// Errors: one line, of which `usage` says whose fault it is.
struct PricesError {
  std::string message;
  bool usage = false;
};

tl::expected<Prices, PricesError> load_prices(const std::string& path) {
  if (path.empty()) return Prices{};
  const auto text = read_text(path, kPricesBytesMax);
  if (!text) return tl::make_unexpected(PricesError{text.error(), false});
  auto prices = parse_prices(text->view());
  if (!prices) return tl::make_unexpected(PricesError{path + ": " + prices.error(), true});
  return std::move(*prices);
}

}  // namespace

CLI::App* add_bench_command(CLI::App& app, BenchArguments& arguments) {
  CLI::App* const bench = app.add_subcommand(
      "bench", "Measure saved events with a configuration, and say what a terabyte of them costs");
  bench
      ->add_option("EVENT", arguments.events,
                   "Event files, or Firehose's error objects; - is standard input")
      ->required()
      ->type_name("FILE");
  add_bootstrap_run(*bench, arguments.bootstrap);
  add_settings(*bench, arguments.settings);
  add_parsed(*bench, "--seconds", arguments.time, parse_seconds,
             "a number of seconds from 1 to 600", "How long to measure the events; by default 2")
      ->type_name("SECONDS");
  add_parsed(*bench, "--buffer", arguments.hints_mb, parse_hints,
             "numbers of MB from 0.2 to 3, such as 0.2,1,3",
             "Buffer hints of the Lambda to compare; by default 0.2,0.5,1,1.5,2,3")
      ->type_name("MB,…");
  bench
      ->add_option(
          "--prices", arguments.prices,
          wrap("Prices in JSON in place of those built in: {\"firehoseDirectPutGb\": 0.029}"))
      ->type_name("FILE");
  add_choice(
      *bench, "--ingestion", arguments.ingestion,
      "What Firehose charges the logs as; by default direct-put",
      {{"direct-put", Ingestion::kDirectPut}, {"cloudwatch-logs", Ingestion::kCloudWatchLogs}});
  bench->add_flag("--json", arguments.json, "The results as JSON");
  add_color(*bench, arguments.color);
  return bench;
}

int run_bench(const BenchArguments& arguments) {
  const auto prices = load_prices(arguments.prices);
  if (!prices) {
    print_error(prices.error().message);
    return prices.error().usage ? kExitWrongUsage : kExitFailed;
  }
  const auto variant = load_variant(arguments.settings);
  if (!variant) {
    print_error(variant.error());
    return kExitWrongUsage;
  }
  return Bench(arguments, {*prices, arguments.ingestion}).run(*variant);
}

}  // namespace cwlogs

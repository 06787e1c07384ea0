#include "cli/generate_command.h"

#include <cstdint>
#include <cstdio>
#include <functional>
#include <numeric>
#include <optional>
#include <string_view>
#include <vector>

#include "cli/option_values.h"
#include "cli/parsed_option.h"
#include "cli/style.h"
#include "cli/text_file.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;

// Ours: the event is held in memory.
constexpr size_t kAllLogEventsMax = 1'000'000;
constexpr size_t kRecordsMax = 1'000'000;
constexpr size_t kLogEventsMax = 100'000;
constexpr size_t kLogGroupsMax = 10'000;
constexpr size_t kEventBytesMin = 2000;

// The enumerator of that name.
template <typename Enum, size_t kCount>
std::optional<Enum> find_named(std::string_view name) {
  for (size_t i = 0; i < kCount; ++i) {
    if (name_of(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

constexpr size_t kFamilyCount = static_cast<size_t>(LogFamily::kMixed) + 1;
constexpr size_t kSourceCount = static_cast<size_t>(EventSource::kMsk) + 1;

// "nginx, apache, …"
template <typename Enum, size_t kCount>
std::string list_names() {
  std::string list;
  for (size_t i = 0; i < kCount; ++i) {
    if (i > 0) list += ", ";
    list += name_of(static_cast<Enum>(i));
  }
  return list;
}

template <typename Enum, size_t kCount>
void add_choice(CLI::App& command, const std::string& name, Enum& value, const std::string& help) {
  const std::string names = list_names<Enum, kCount>();
  add_parsed(command, name, value, find_named<Enum, kCount>, "one of " + names, help + ": " + names)
      ->type_name("NAME")
      ->default_str(std::string(name_of(value)));
}

template <typename Value>
void add_number(CLI::App& command, const std::string& name, Value& value, uint64_t min,
                uint64_t max, const std::string& help) {
  const auto parse = [min, max](std::string_view text) -> std::optional<Value> {
    const std::optional<uint64_t> number = parse_number(text);
    if (!number || *number < min || *number > max) return std::nullopt;
    return static_cast<Value>(*number);
  };
  const std::string wanted =
      "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
  add_parsed(command, name, value, parse, wanted, help)
      ->type_name("N")
      ->default_str(std::to_string(value));
}

std::optional<size_t> parse_event_bytes(std::string_view text) {
  const std::optional<size_t> bytes = parse_bytes(text);
  if (!bytes || *bytes < kEventBytesMin || *bytes > kResponseBytesMax) return std::nullopt;
  return bytes;
}

std::optional<std::chrono::milliseconds> parse_span(std::string_view text) {
  const std::optional<std::chrono::milliseconds> span = parse_duration(text);
  if (!span || span->count() == 0) return std::nullopt;
  return span;
}

void add_time_options(CLI::App& command, GeneratorOptions& options) {
  add_parsed(command, "--start", options.start, parse_time,
             "a time such as 2022-06-22T00:00:00Z or 1655856000000",
             "Time of the first log event: ISO 8601 in UTC, or milliseconds since 1970")
      ->type_name("TIME")
      ->default_str("2022-06-22T00:00:00Z");
  add_parsed(command, "--span", options.span, parse_span,
             "a duration such as 250ms, 90s, 15m, 2h or 1d",
             "Time over which the log events are spread: a number with ms, s, m, h or d")
      ->type_name("DURATION")
      ->default_str("60s");
}

void add_size_options(CLI::App& command, GeneratorOptions& options) {
  add_number(command, "--records", options.records, 0, kRecordsMax, "Records in the event");
  add_number(command, "--log-events", options.log_events_per_record, 0, kLogEventsMax,
             "Log events in each record");
  add_number(command, "--log-groups", options.log_groups, 1, kLogGroupsMax,
             "Log groups, in which the records take turns");
  add_number(command, "--log-streams", options.log_streams, 1, kLogGroupsMax,
             "Log streams in each log group");
  add_parsed(command, "--size", options.target_bytes, parse_event_bytes,
             "a size from " + std::to_string(kEventBytesMin) + " bytes to " +
                 std::to_string(kResponseBytesMax) + ", such as 500KB or 6MiB",
             "Size of the event in bytes, or with KB, MB, KiB or MiB, at most " +
                 std::to_string(kResponseBytesMax) +
                 ": adds records until the next one would not fit; --records does not count then")
      ->type_name("BYTES");
}

// KIND=SHARE
void read_broken(const std::string& text, GeneratorOptions& options) {
  const size_t equals = std::min(text.find('='), text.size());
  const auto kind = find_named<Breakage, kBreakageCount>(std::string_view(text).substr(0, equals));
  const std::optional<double> share =
      equals == text.size() ? std::nullopt : parse_share(std::string_view(text).substr(equals + 1));
  if (!kind || !share) {
    refuse("--broken", text,
           "KIND=SHARE with a share from 0 to 1 and one of the kinds " +
               list_names<Breakage, kBreakageCount>());
  }
  options.broken_share[static_cast<size_t>(*kind)] = *share;
}

void add_share_options(CLI::App& command, GeneratorOptions& options) {
  add_parsed(command, "--control", options.control_share, parse_share, "a number from 0 to 1",
             "Share of the records that are control messages, from 0 to 1")
      ->type_name("SHARE")
      ->default_str("0");
  const auto read = [&options](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) read_broken(text, options);
  };
  command
      .add_option_function<std::vector<std::string>>(
          "--broken", read,
          wrap("Share of the records that are broken in some way, from 0 to 1; may be repeated, or "
               "hold several with commas. Kinds: " +
               list_names<Breakage, kBreakageCount>()))
      ->type_name("KIND=SHARE")
      ->delimiter(',')
      ->allow_extra_args(false);
}

// What no option alone can tell.
void check_together(const GeneratorOptions& options) {
  constexpr double kRounding = 1e-9;
  const double sum = std::accumulate(std::begin(options.broken_share),
                                     std::end(options.broken_share), options.control_share);
  if (sum > 1 + kRounding) {
    throw CLI::ValidationError("--control, --broken", "the shares add up to more than 1");
  }
  if (options.target_bytes == 0 &&
      options.records * options.log_events_per_record > kAllLogEventsMax) {
    throw CLI::ValidationError("--records, --log-events",
                               "more than " + std::to_string(kAllLogEventsMax) + " log events");
  }
  if (options.start + options.span > kTimestampMax) {
    throw CLI::ValidationError("--span", "the log events would end after the year 9999");
  }
}

}  // namespace

CLI::App* add_generate_command(CLI::App& app, GenerateArguments& arguments) {
  CLI::App* const command = app.add_subcommand(
      "generate", "Make a realistic event; the same options give the same bytes");
  command->alias("generate-event");
  GeneratorOptions& options = arguments.options;
  add_choice<LogFamily, kFamilyCount>(*command, "--family", options.family, "Log lines");
  add_choice<EventSource, kSourceCount>(*command, "--source", options.source,
                                        "Source of the stream");
  add_size_options(*command, options);
  add_time_options(*command, options);
  add_share_options(*command, options);
  command->add_flag(
      "--plain", options.plain,
      wrap("Records hold JSON without gzip, as Firehose's own decompression leaves them"));
  add_number(*command, "--gzip-level", options.gzip_level, 1, 9,
             "gzip level, from 1 (fast) to 9 (small)");
  add_number(*command, "--seed", options.seed, 0, UINT64_MAX, "Another seed makes another event");
  command->add_option("-o,--output", arguments.output, "File to write, - for standard output")
      ->type_name("FILE")
      ->capture_default_str();
  command->callback([&options] { check_together(options); });
  return command;
}

int run_generate(const GenerateArguments& arguments) {
  const auto fail = [](const std::string& message) {
    std::fprintf(stderr, "cwlogs: %s\n", on_one_line(message).c_str());
    return kFailed;
  };
  // Opened first: a path that can't be written to is known before the work is done.
  auto output = OutputFile::open(arguments.output);
  if (!output) return fail(output.error());
  GeneratorOptions options = arguments.options;
  if (options.target_bytes > 0) --options.target_bytes;  // the line feed counts too
  const auto written = output->write(generate_event(options) + '\n');
  return written ? kDone : fail(written.error());
}

}  // namespace cwlogs

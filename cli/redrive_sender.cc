#include "cli/redrive_sender.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <thread>
#include <utility>

#include "runtime/aws_http_options.h"

namespace cwlogs {
namespace {

// For one batch: long enough for a stream that is throttled to take breath.
constexpr auto kBatchTime = std::chrono::minutes(10);

std::unique_ptr<HttpClient> make_http() {
  return std::make_unique<CurlClient>(aws_http_options(process_environment));
}

// What the client sees of the environment: of the shell's AWS variables nothing goes to a URL.
Environment environment_for(const std::string& put_to) {
  if (put_to == "aws") return process_environment;
  return [put_to](std::string_view name) -> std::optional<std::string> {
    if (name == "AWS_ENDPOINT_URL") return put_to;
    if (name == "AWS_ACCESS_KEY_ID" || name == "AWS_SECRET_ACCESS_KEY") return "test";
    return std::nullopt;
  };
}

std::string region_of(const SendArguments& arguments) {
  if (!arguments.region.empty()) return arguments.region;
  for (const char* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    std::string region = process_environment(variable).value_or("");
    if (!region.empty()) return region;
  }
  return arguments.put_to == "aws" ? "" : "us-east-1";
}

}  // namespace

AwsPutTarget::AwsPutTarget(const std::string& put_to)
    : client_(environment_for(put_to), make_http),
      reingestion_({.put = true, .attempts = 20, .reserve = std::chrono::milliseconds(0)}, client_,
                   std::random_device()(),
                   [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }) {}

tl::expected<std::vector<PutOutcome>, std::string> AwsPutTarget::put(
    const FirehoseEvent& destination, std::span<const PutRecord> puts) {
  // A plan in which every record stands for itself.
  std::vector<PutRecord> records(puts.begin(), puts.end());
  for (size_t i = 0; i < records.size(); ++i) records[i].record = static_cast<uint32_t>(i);
  const std::vector<Answer> answers(records.size());
  const PutBatch batch = {.first = 0, .count = records.size()};
  Plan plan;
  plan.event = &destination;
  plan.answers = answers;
  plan.puts = records;
  plan.batches = {&batch, 1};

  std::vector<PutOutcome> outcomes;
  ReingestReport report;
  reingestion_.run(plan, std::chrono::steady_clock::now() + kBatchTime, outcomes, report);
  const bool none = std::ranges::count(outcomes, PutOutcome::kAccepted) == 0;
  if (!none || report.message.empty()) return outcomes;
  std::string problem = "nothing was put: " + report.message;
  if (!report.code.empty()) problem += " (" + report.code + ')';
  if (const auto advice = advice_for(report.code); !advice.empty()) {
    problem += "; " + std::string(advice);
  }
  return tl::make_unexpected(problem);
}

tl::expected<std::unique_ptr<RedriveSender>, std::string> RedriveSender::make(
    Source source, const std::string& stream, const SendArguments& arguments) {
  std::string region = region_of(arguments);
  if (region.empty()) {
    return tl::make_unexpected("no region: give --region, or set AWS_REGION");
  }
  RedriveProgress progress;
  if (!arguments.progress.empty()) {
    auto opened = RedriveProgress::open(
        arguments.progress, arguments.put_to + ' ' + region + ' ' +
                                (source == Source::kKinesis ? "kinesis " : "firehose ") + stream);
    if (!opened) return tl::make_unexpected(opened.error());
    progress = std::move(*opened);
  }
  return std::unique_ptr<RedriveSender>(
      new RedriveSender(source, stream, arguments, std::move(region), std::move(progress)));
}

RedriveSender::RedriveSender(Source source, const std::string& stream,
                             const SendArguments& arguments, std::string region,
                             RedriveProgress progress)
    : stream_(stream),
      region_(std::move(region)),
      destination_(put_destination(source, stream_)),
      target_(arguments.put_to),
      progress_(std::move(progress)),
      puts_(destination_, target_, progress_) {
  destination_.region = region_;
}

tl::expected<bool, std::string> RedriveSender::add(const ErrorObject& object) {
  const size_t calls = counts().calls;
  auto added = puts_.add(object);
  if (counts().calls != calls) show_progress();
  return added;
}

tl::expected<void, std::string> RedriveSender::finish() {
  auto finished = puts_.finish();
  if (::isatty(STDERR_FILENO) == 1) std::fputs("\r\x1b[K", stderr);
  return finished;
}

void RedriveSender::show_progress() const {
  if (::isatty(STDERR_FILENO) != 1) return;
  std::fprintf(stderr, "\r\x1b[K%zu records put", counts().accepted);
  std::fflush(stderr);
}

}  // namespace cwlogs

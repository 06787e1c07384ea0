#include "cli/bootstrap_invoker.h"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/bootstrap_report.h"
#include "cli/console.h"
#include "cli/firehose_answer.h"
#include "cli/style.h"
#include "processor/base64.h"

namespace cwlogs {
namespace {

// As `cwlogs replay --bootstrap` has it.
constexpr std::chrono::milliseconds kAskAgain{5'000};
constexpr size_t kLinesKept = 20;

void count_delivered(const FirehoseAnswer& answer, Invocation& invocation) {
  invocation.failed = answer.failed;
  for (const AnsweredRecord& record : answer.delivered) {
    invocation.delivered_bytes += record.data.size();
    if (has_partition_keys(record.metadata)) invocation.partitioned_bytes += record.data.size();
  }
}

size_t decoded_size(std::string_view base64) {
  const size_t padding = base64.ends_with("==") ? 2 : base64.ends_with('=') ? 1 : 0;
  return base64::decoded_size_max(base64.size()) - padding;
}

}  // namespace

void BootstrapNotes::add_line(std::string_view line) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (lines_.size() == kLinesKept) lines_.erase(lines_.begin());
  lines_.emplace_back(line);
}

void BootstrapNotes::add_violation(const std::string& violation) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (violation_.empty()) violation_ = violation;
}

std::string BootstrapNotes::take_violation() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(violation_, {});
}

std::string BootstrapNotes::lines() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::string text;
  for (const std::string& line : lines_) text += "bootstrap: " + without_controls(line) + '\n';
  return text;
}

tl::expected<Invocation, std::string> BootstrapInvoker::invoke(std::string_view event) {
  result_ = host_.invoke(std::string(event), timeout_);
  if (result_.end != InvocationEnd::kAnswered) {
    return tl::make_unexpected(describe_failure(result_));
  }
  // It may do wrong after its answer too, and must not start the next event in the middle of that.
  host_.protocol().wait_until_asked(kAskAgain);
  const auto answer = read_answer(event, result_.body);
  if (!answer) return tl::make_unexpected(answer.error());
  if (!answer->faults.empty()) return tl::make_unexpected(answer->faults.front());
  if (auto puts = read_puts(); !puts) return tl::make_unexpected(puts.error());
  if (std::string violation = notes_.take_violation(); !violation.empty()) {
    return tl::make_unexpected(std::move(violation));
  }
  Invocation invocation;
  invocation.duration = result_.duration;
  invocation.response = result_.body;
  invocation.puts = puts_;
  count_delivered(*answer, invocation);
  return invocation;
}

tl::expected<void, std::string> BootstrapInvoker::read_puts() {
  put_texts_.clear();
  puts_.clear();
  for (const PutCall& call : host_.take_puts()) {
    const auto body = nlohmann::json::parse(call.body, nullptr, false);
    if (!body.is_object() || !body.contains("Records")) {
      return tl::make_unexpected("the bootstrap put something without Records");
    }
    for (const auto& record : body["Records"]) {
      put_texts_.push_back(record.value("Data", ""));
      put_texts_.push_back(record.value("PartitionKey", ""));
    }
  }
  for (size_t i = 0; i < put_texts_.size(); i += 2) {
    puts_.push_back({.data_base64 = put_texts_[i],
                     .partition_key = put_texts_[i + 1],
                     .bytes = static_cast<uint32_t>(decoded_size(put_texts_[i]))});
  }
  return {};
}

tl::expected<void, std::string> with_bootstrap(
    const BenchBootstrap& bootstrap,
    const std::function<tl::expected<void, std::string>(const Invoke& invoke)>& work) {
  BootstrapNotes notes;
  BootstrapHostOptions options;
  options.bootstrap = bootstrap.path;
  options.settings = bootstrap.settings;
  options.accept_puts = bootstrap.accept_puts;
  options.on_line = [&notes](std::string_view line) { notes.add_line(line); };
  options.on_violation = [&notes](const std::string& text) { notes.add_violation(text); };
  options.on_note = print_error;
  auto host = BootstrapHost::start(std::move(options));
  if (!host) return tl::make_unexpected(host.error());
  BootstrapInvoker invoker(**host, notes, bootstrap.timeout);
  tl::expected<void, std::string> outcome;
  (*host)->supervise_while([&] {
    outcome = work([&invoker](std::string_view event) { return invoker.invoke(event); });
  });
  (*host)->end_bootstrap();
  if (!outcome) std::fputs(notes.lines().c_str(), stderr);
  return outcome;
}

}  // namespace cwlogs

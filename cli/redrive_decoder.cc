#include "cli/redrive_decoder.h"

#include <utility>

#include "cli/error_events.h"
#include "cli/redrive_summary.h"
#include "cli/style.h"
#include "runtime/error_message.h"

namespace cwlogs {
namespace {

using Outcome = tl::expected<void, std::string>;

std::string describe(const Answer& answer) {
  std::string log_events =
      std::to_string(answer.log_events) + " log event" + (answer.log_events == 1 ? "" : "s");
  const std::string reason(name_of(answer.reason));
  switch (answer.verdict) {
    case Verdict::kOk:
      return log_events;
    case Verdict::kDropped:
      return "Dropped: " + reason;
    case Verdict::kProcessingFailed:
      return "ProcessingFailed: " + reason;
    case Verdict::kReingest:
      return log_events + ", does not fit a response: put back, " + reason;
  }
  return {};
}

}  // namespace

RedriveDecoder::RedriveDecoder() : processor_({.response_bytes_max = kResponseBytesMax}) {}

Outcome RedriveDecoder::print(uint64_t number, const std::string& where,
                              const ErrorObject& object) {
  std::string event;
  ErrorEventPacker packer(
      [&event](const ErrorEventPacker::Event& made) -> Outcome {
        event = made.json;
        return {};
      },
      kEventBytesMax);
  if (auto added = packer.add(std::to_string(number), object); !added || !*added) {
    return tl::make_unexpected(where + ": too large to decode");
  }
  if (auto made = packer.finish(); !made) return made;
  const PaddedText text(std::move(event));
  const auto plan = processor_.process(text.view());
  if (!plan) {
    return tl::make_unexpected(where + ": " + cwlogs::describe(plan.error(), text.view().size()));
  }
  const Answer& answer = plan->answers.front();
  std::string header = "==> " + std::to_string(number) + ", " + where;
  if (object.arrival) header += ", " + render_time(*object.arrival);
  if (!object.error_code.empty()) header += ", " + object.error_code;
  std::string out = on_one_line(header + ", " + describe(answer) + " <==") + '\n';
  const std::string_view data = plan->data(answer);
  out += output_.is_terminal() ? without_controls(data) : std::string(data);
  if (out.back() != '\n') out += '\n';
  return output_.write(out);
}

}  // namespace cwlogs

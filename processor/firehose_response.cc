#include "processor/firehose_response.h"

#include <algorithm>
#include <cassert>

#include "processor/base64.h"
#include "processor/response_packer.h"

namespace cwlogs {
namespace {

using namespace response_text;

void append_base64(std::string_view bytes, std::string& out) {
  const size_t before = out.size();
  out.resize(before + base64::encoded_size(bytes.size()));
  base64::encode(bytes, out.data() + before);
}

void append_payload(const Plan& plan, const Answer& answer, std::string& out) {
  out += kOk;
  out += data_field(plan.event->source);
  append_base64(plan.data(answer), out);
  out += kDataEnd;
  if (answer.metadata_size == 0) return;
  out += kMetadata;
  out += plan.metadata_of(answer);
}

void append_entry(const Plan& plan, const Record& record, const Answer& answer, std::string& out) {
  out += kRecordId;
  out += record.id.text;  // as it came: escapes stay escapes
  out += kResult;
  if (answer.verdict == Verdict::kOk) {
    append_payload(plan, answer, out);
  } else {
    out += answer.verdict == Verdict::kDropped ? kDropped : kProcessingFailed;
  }
  out += kEntryEnd;
}

// Most bytes of the response, whatever becomes of the puts.
size_t size_max(const Plan& plan) {
  size_t size = kHead.size() + kTail.size();
  for (size_t i = 0; i < plan.answers.size(); ++i) {
    size += answer_size(plan, i, plan.answers[i]) + kSeparator.size();
  }
  return size;
}

}  // namespace

Answer settle(const Answer& answer, std::span<const PutOutcome> put_outcomes) {
  Answer settled = answer;
  if (answer.puts == 0) return settled;
  const bool accepted = std::ranges::all_of(
      put_outcomes, [](PutOutcome outcome) { return outcome == PutOutcome::kAccepted; });
  if (!accepted) {
    settled.verdict = Verdict::kProcessingFailed;
    settled.reason = Reason::kReingestFailed;
  } else if (answer.verdict == Verdict::kReingest) {
    settled.verdict = Verdict::kDropped;
  }
  return settled;
}

size_t answer_size(const Plan& plan, size_t index, const Answer& settled) {
  size_t size = kRecordId.size() + plan.event->records[index].id.text.size() + kResult.size() +
                kEntryEnd.size();
  if (settled.verdict != Verdict::kOk) {
    return size + (settled.verdict == Verdict::kDropped ? kDropped : kProcessingFailed).size();
  }
  size += kOk.size() + data_field(plan.event->source).size() +
          base64::encoded_size(settled.data_size) + kDataEnd.size();
  if (settled.metadata_size != 0) size += kMetadata.size() + settled.metadata_size;
  return size;
}

void render_response(const Plan& plan, std::span<const PutOutcome> put_outcomes,
                     std::string& response) {
  assert(put_outcomes.size() == plan.puts.size());
  response.clear();
  response.reserve(size_max(plan));  // else it doubles, and takes twice the memory
  response += kHead;
  size_t put = 0;
  for (size_t i = 0; i < plan.answers.size(); ++i) {
    const Answer& answer = plan.answers[i];
    if (i != 0) response += kSeparator;
    append_entry(plan, plan.event->records[i],
                 settle(answer, put_outcomes.subspan(put, answer.puts)), response);
    put += answer.puts;
  }
  response += kTail;
  assert(response.size() <= plan.response_bytes_max);
}

}  // namespace cwlogs

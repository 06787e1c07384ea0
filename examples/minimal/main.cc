// Delivers errors alone, each behind the name of its log group.
#include "runtime/run_lambda.h"

int main() {
  return cwlogs::run_lambda([](const cwlogs::LogEvent& log_event,
                               const cwlogs::LogEnvelope& envelope, cwlogs::Output& output) {
    if (log_event.message.find("ERROR") == log_event.message.npos) return cwlogs::Kept::kNo;
    output.append(envelope.log_group);
    output.append(" ");
    return cwlogs::Kept::kAsConfigured;
  });
}

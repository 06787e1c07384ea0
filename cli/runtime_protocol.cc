#include "cli/runtime_protocol.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <random>
#include <string_view>

#include "cli/style.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

using std::chrono::milliseconds;

constexpr size_t kEndedKept = 16;
constexpr size_t kQuotedBytesMax = 80;

std::string quoted(const std::string& text) {
  return '\'' + on_one_line(text.substr(0, kQuotedBytesMax)) +
         (text.size() > kQuotedBytesMax ? "...'" : "'");
}

int64_t now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<milliseconds>(now).count();
}

std::string random_hex(size_t digits) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::random_device random;
  std::string hex(digits, '0');
  for (char& digit : hex) digit = kHex[random() % 16];
  return hex;
}

std::string make_trace_id(int64_t time_ms) {
  char seconds[16];
  std::snprintf(seconds, sizeof(seconds), "%08x", static_cast<unsigned>(time_ms / 1000));
  return std::string("Root=1-") + seconds + '-' + random_hex(24) + ";Parent=" + random_hex(16) +
         ";Sampled=0";
}

CallAnswer invalid_state(const char* from, const std::string& to) {
  return {403, "InvalidStateTransition",
          std::string("State transition from ") + from + " to " + to +
              " failed for runtime. Error: State transition is not allowed"};
}

CallAnswer invalid_request_id() { return {400, "InvalidRequestID", "Invalid request ID"}; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// application/json, with or without parameters.
bool is_json_type(std::string content_type) {
  content_type.resize(std::min(content_type.find(';'), content_type.size()));
  content_type.resize(content_type.find_last_not_of(' ') + 1);
  for (char& c : content_type) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return content_type == "application/json";
}

// (Runtime|Function).[A-Z][a-zA-Z]+
bool is_error_type(std::string_view type) {
  for (const std::string_view prefix : {"Runtime.", "Function."}) {
    if (!type.starts_with(prefix)) continue;
    type.remove_prefix(prefix.size());
    return type.size() >= 2 && type[0] >= 'A' && type[0] <= 'Z' &&
           std::all_of(type.begin(), type.end(), is_letter);
  }
  return false;
}

}  // namespace

std::string make_uuid() {
  const std::string hex = random_hex(32);
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + "-4" + hex.substr(13, 3) + "-8" +
         hex.substr(17, 3) + '-' + hex.substr(20);
}

void RuntimeProtocol::violate(const std::string& sentence) {
  const std::string violation = "the bootstrap " + sentence;
  if (listener_) {
    listener_(violation);
  } else {
    violations_.push_back(violation);
  }
}

void RuntimeProtocol::finish(InvocationEnd end, InvocationResult result) {
  result.end = end;
  result.request_id = invocation_->delivery.request_id;
  if (const auto delivered = invocation_->delivered) {
    result.duration =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - *delivered);
    ended_.push_back({result.request_id, end, *delivered + invocation_->timeout});
    if (ended_.size() > kEndedKept) ended_.pop_front();
    phase_ = Phase::kAnswered;
  }
  invocation_->result = std::move(result);
  changed_.notify_all();
}

void RuntimeProtocol::finish_timed_out() {
  InvocationResult result;
  result.error_type = "Sandbox.Timedout";
  char seconds[32];
  std::snprintf(seconds, sizeof(seconds), "%.2f",
                static_cast<double>(invocation_->timeout.count()) / 1000);
  result.error_message = std::string("Task timed out after ") + seconds + " seconds";
  finish(InvocationEnd::kTimedOut, std::move(result));
  phase_ = Phase::kInit;  // its environment is as good as gone
}

std::variant<Delivery, CallAnswer> RuntimeProtocol::next() {
  std::unique_lock<std::mutex> lock(mutex_);
  if (is_open()) {
    violate("asked for the next event without answering " + invocation_->delivery.request_id);
    finish(InvocationEnd::kNotAnswered,
           {.error_type = "Runtime.NotAnswered", .error_message = "the event was never answered"});
    return invalid_state("Running", "Ready");
  }
  if (phase_ == Phase::kWaiting) violate("asked for the next event twice at once");
  init_error_.reset();
  const uint64_t asker = ++asker_;
  phase_ = Phase::kWaiting;
  changed_.notify_all();
  changed_.wait(lock, [&] { return closed_ || asker_ != asker || is_pending(); });
  if (asker_ != asker || closed_) return CallAnswer{500, "InternalServerError", "Closed"};
  phase_ = Phase::kBusy;
  given_an_event_ = true;
  invocation_->delivered = Clock::now();
  invocation_->delivery.deadline_ms = now_ms() + invocation_->timeout.count();
  changed_.notify_all();
  return invocation_->delivery;
}

CallAnswer RuntimeProtocol::refuse_late(const std::string& call, Clock::time_point deadline) {
  const auto late = std::chrono::duration_cast<milliseconds>(Clock::now() - deadline);
  violate("posted " + call + ' ' + std::to_string(late.count()) + " ms after the deadline");
  return {410, "InvokeTimeout", "The invocation has timed out"};
}

// For an id that is not the open invocation's.
CallAnswer RuntimeProtocol::refuse_settled(const std::string& call, const RuntimePost& post) {
  const Ended* ended = nullptr;
  for (const Ended& one : ended_) {
    if (one.request_id == post.request_id) ended = &one;
  }
  if (ended == nullptr) {
    violate("posted " + call + " for an unknown request id, " + quoted(post.request_id));
    return invalid_request_id();
  }
  if (ended->end == InvocationEnd::kTimedOut) return refuse_late(call, ended->deadline);
  if (ended->end == InvocationEnd::kTooLarge && call == "/error") {
    violate("posted /error after its response was refused as too large");
  } else if (ended->end == InvocationEnd::kNotAnswered) {
    violate("posted " + call + " for " + ended->request_id +
            " after it had asked for the next event");
  } else {
    violate("answered " + ended->request_id + " a second time, by " + call);
  }
  if (phase_ != Phase::kAnswered || ended != &ended_.back()) return invalid_request_id();
  return invalid_state("InvocationResponse",
                       call == "/error" ? "InvocationErrorResponse" : "InvocationResponse");
}

std::optional<CallAnswer> RuntimeProtocol::refuse(const std::string& call,
                                                  const RuntimePost& post) {
  if (!is_open() || invocation_->delivery.request_id != post.request_id) {
    return refuse_settled(call, post);
  }
  const std::string& invocation_id = invocation_->delivery.invocation_id;
  if (!post.invocation_id) {
    violate("did not echo Lambda-Runtime-Invocation-Id with " + call);
  } else if (*post.invocation_id != invocation_id) {
    violate("echoed a wrong Lambda-Runtime-Invocation-Id with " + call + ": " +
            quoted(*post.invocation_id) + ", not " + quoted(invocation_id));
    return CallAnswer{400, "InvalidInvocationId", "Invalid invocation ID"};
  }
  if (!is_json_type(post.content_type)) {
    violate("posted " + call + " with content type " + quoted(post.content_type) +
            ", not application/json");
  }
  const Clock::time_point deadline = *invocation_->delivered + invocation_->timeout;
  if (Clock::now() <= deadline) return std::nullopt;
  const CallAnswer late = refuse_late(call, deadline);
  finish_timed_out();
  return late;
}

CallAnswer RuntimeProtocol::response(const RuntimePost& post) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (auto refused = refuse("/response", post)) return *refused;
  if (post.body_bytes > kResponseBytesMax) {
    const std::string allowed = std::to_string(kResponseBytesMax);
    const std::string message = "Exceeded maximum allowed payload size (" + allowed + " bytes).";
    violate("posted a response of " + with_thousands(post.body_bytes) + " bytes; " +
            with_thousands(kResponseBytesMax) + " are allowed");
    finish(InvocationEnd::kTooLarge,
           {.error_type = "Function.ResponseSizeTooLarge", .error_message = message});
    return {413, "RequestEntityTooLarge", message};
  }
  finish(InvocationEnd::kAnswered, {.body = post.body});
  return {};
}

InvocationResult RuntimeProtocol::read_error(const std::string& call, const RuntimePost& post) {
  InvocationResult result;
  result.body = post.body;
  const auto json = nlohmann::json::parse(post.body, nullptr, false);
  const auto member = [&json](const char* name) -> std::string {
    const auto found = json.is_object() ? json.find(name) : json.end();
    return found != json.end() && found->is_string() ? found->get<std::string>() : "";
  };
  result.error_type = member("errorType");
  result.error_message = member("errorMessage");
  if (result.error_type.empty()) {
    violate("posted " + call + " with a body that is no JSON object with errorType");
    result.error_type = "Runtime.Unknown";
  }
  if (post.error_type && !is_error_type(*post.error_type)) {
    violate("posted " + call + " with Lambda-Runtime-Function-Error-Type " +
            quoted(*post.error_type) + ", not Runtime.Name or Function.Name");
  }
  return result;
}

CallAnswer RuntimeProtocol::error(const RuntimePost& post) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (auto refused = refuse("/error", post)) return *refused;
  finish(InvocationEnd::kFailed, read_error("/error", post));
  return {};
}

CallAnswer RuntimeProtocol::init_error(const RuntimePost& post) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (phase_ != Phase::kInit) {
    violate("posted /init/error after it had asked for an event");
    return invalid_state("Ready", "InitError");
  }
  init_error_ = read_error("/init/error", post);
  if (is_pending()) finish(InvocationEnd::kInitFailed, *init_error_);
  return {};
}

void RuntimeProtocol::exited(const std::string& how) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++asker_;
  if (is_open()) {
    violate(how + " without answering " + invocation_->delivery.request_id);
    finish(InvocationEnd::kExited,
           {.error_type = "Runtime.ExitError", .error_message = "the bootstrap " + how});
  } else if (phase_ == Phase::kAnswered) {
    violate(how + " after its answer, instead of asking for the next event");
  }
  phase_ = Phase::kInit;
  given_an_event_ = false;
  changed_.notify_all();
}

void RuntimeProtocol::close(const std::string& why) {
  const std::lock_guard<std::mutex> lock(mutex_);
  closed_ = why;
  if (is_open() || is_pending()) {
    finish(InvocationEnd::kExited, {.error_type = "Runtime.ExitError", .error_message = why});
  }
  changed_.notify_all();
}

bool RuntimeProtocol::is_closed() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return closed_.has_value();
}

bool RuntimeProtocol::was_given_an_event() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return given_an_event_;
}

InvocationResult RuntimeProtocol::invoke(std::string event, milliseconds timeout) {
  const std::lock_guard<std::mutex> turn(turn_);
  std::unique_lock<std::mutex> lock(mutex_);
  invocation_.emplace();
  invocation_->timeout = timeout;
  invocation_->delivery = {make_uuid(), make_uuid(), make_trace_id(now_ms()), 0,
                           std::make_shared<const std::string>(std::move(event))};
  if (init_error_) {
    finish(InvocationEnd::kInitFailed, *init_error_);
  } else if (closed_) {
    finish(InvocationEnd::kExited, {.error_type = "Runtime.ExitError", .error_message = *closed_});
  }
  changed_.notify_all();
  changed_.wait_for(lock, times_.init, [this] { return !is_pending(); });
  if (is_pending()) {
    finish(InvocationEnd::kExited,
           {.error_type = "Sandbox.Timedout",
            .error_message = "the bootstrap did not ask for an event within " +
                             std::to_string(times_.init.count()) + " ms"});
  }
  if (is_open()) {
    changed_.wait_until(lock, *invocation_->delivered + timeout + times_.late,
                        [this] { return !is_open(); });
  }
  if (is_open()) finish_timed_out();
  return std::move(*invocation_->result);
}

bool RuntimeProtocol::wait_until_asked(milliseconds timeout) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait_for(lock, timeout, [this] { return closed_ || phase_ != Phase::kAnswered; });
  if (phase_ == Phase::kAnswered && !closed_) {
    violate("did not ask for the next event within " + std::to_string(timeout.count()) +
            " ms of its answer");
  }
  return phase_ == Phase::kWaiting;
}

std::vector<std::string> RuntimeProtocol::take_violations() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(violations_, {});
}

}  // namespace cwlogs

// The Lambda Runtime API without HTTP: which answer each call gets, what becomes of an invocation,
// and every breach of the protocol as a sentence.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cwlogs {

// How an invocation ended.
enum class InvocationEnd : uint8_t {
  kAnswered,
  kFailed,       // /error was posted
  kTooLarge,     // the response was refused with 413
  kTimedOut,     // no answer, or a late one
  kNotAnswered,  // the bootstrap asked for the next event instead
  kExited,       // the bootstrap ended, or there is none to take the event
  kInitFailed,   // /init/error was posted
};

struct InvocationResult {
  InvocationEnd end = InvocationEnd::kAnswered;
  std::string request_id{};
  std::string body{};  // as it was posted: the response, or the error; empty where nothing was
  std::string error_type{};
  std::string error_message{};
  std::chrono::microseconds duration{};  // from delivery to end

  std::chrono::milliseconds milliseconds() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration);
  }
};

// What `next` hands out.
struct Delivery {
  std::string request_id;
  std::string invocation_id;
  std::string trace_id;
  int64_t deadline_ms = 0;  // since 1970
  std::shared_ptr<const std::string> event;
};

// The answer to any call but a successful `next`.
struct CallAnswer {
  int status = 202;
  std::string error_type;  // empty for 202
  std::string error_message;
};

// A call with a body.
struct RuntimePost {
  std::string request_id;  // of the path
  std::optional<std::string> invocation_id;
  std::string content_type;
  std::optional<std::string> error_type;  // Lambda-Runtime-Function-Error-Type
  std::string body;
  size_t body_bytes = 0;  // more than body's where that was cut
};

struct ProtocolTimes {
  std::chrono::milliseconds init{10'000};  // from start to the first `next`, or to the one after
  std::chrono::milliseconds late{1'000};   // how long a late answer is waited for
};

// Any thread may call anything.
class RuntimeProtocol {
 public:
  // Violations go to `listener` where there is one, else they are kept for take_violations().
  using Listener = std::function<void(const std::string& violation)>;
  explicit RuntimeProtocol(ProtocolTimes times = {}, Listener listener = {})
      : times_(times), listener_(std::move(listener)) {}

  // --- The bootstrap's calls ---
  std::variant<Delivery, CallAnswer> next();  // blocks until there is an event
  CallAnswer response(const RuntimePost& post);
  CallAnswer error(const RuntimePost& post);
  CallAnswer init_error(const RuntimePost& post);

  // --- What happens to the bootstrap ---
  // It ended: `how` completes "the bootstrap …".
  void exited(const std::string& how);
  // Nobody will take an event any more: invocations, open and future, end with kExited and `why`.
  void close(const std::string& why);
  bool is_closed() const;
  // True if it was given an event since it was started.
  bool was_given_an_event() const;

  // --- The invoker's calls ---
  // Hands the event out and waits for its end. One at a time; others wait.
  InvocationResult invoke(std::string event, std::chrono::milliseconds timeout);
  // Waits until the bootstrap asks for the next event, so that what it does after its answer is
  // seen. False if it doesn't.
  bool wait_until_asked(std::chrono::milliseconds timeout);
  std::vector<std::string> take_violations();

 private:
  using Clock = std::chrono::steady_clock;
  enum class Phase : uint8_t { kInit, kWaiting, kBusy, kAnswered };

  struct Invocation {
    Delivery delivery;
    std::chrono::milliseconds timeout;
    std::optional<Clock::time_point> delivered;
    std::optional<InvocationResult> result;
  };

  struct Ended {
    std::string request_id;
    InvocationEnd end;
    Clock::time_point deadline;
  };

  void violate(const std::string& sentence);
  void finish(InvocationEnd end, InvocationResult result = {});
  void finish_timed_out();
  std::optional<CallAnswer> refuse(const std::string& call, const RuntimePost& post);
  CallAnswer refuse_settled(const std::string& call, const RuntimePost& post);
  CallAnswer refuse_late(const std::string& call, Clock::time_point deadline);
  InvocationResult read_error(const std::string& call, const RuntimePost& post);
  bool is_pending() const { return invocation_ && !invocation_->result && !invocation_->delivered; }
  bool is_open() const { return invocation_ && !invocation_->result && invocation_->delivered; }

  const ProtocolTimes times_;
  const Listener listener_;
  std::mutex turn_;  // held by the one who invokes
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Phase phase_ = Phase::kInit;
  uint64_t asker_ = 0;  // of the latest `next`; older ones leave
  bool given_an_event_ = false;
  std::optional<std::string> closed_;  // why
  std::optional<InvocationResult> init_error_;
  std::optional<Invocation> invocation_;
  std::deque<Ended> ended_;  // the last few
  std::vector<std::string> violations_;
};

// A random UUID.
std::string make_uuid();

}  // namespace cwlogs

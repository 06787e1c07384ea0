#include "tests/fake_runtime_api.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <iterator>
#include <nlohmann/json.hpp>

namespace cwlogs::testing {
namespace {

using std::chrono::milliseconds;
using Json = nlohmann::ordered_json;

constexpr std::string_view kVersion = "/2018-06-01";
constexpr size_t kResponseMax = 6 * 1024 * 1024 + 100;  // the limit itself is accepted
constexpr size_t kErrorMax = 1024 * 1024;
// How often a waiting `next` looks whether its client is still there.
constexpr auto kLookInterval = milliseconds(10);

std::string name_of(Post::Kind kind) {
  switch (kind) {
    case Post::Kind::kResponse:
      return "response";
    case Post::Kind::kError:
      return "error";
    case Post::Kind::kInitError:
      break;
  }
  return "init/error";
}

std::string title_of(const Post& post) {
  return name_of(post.kind) + (post.id.empty() ? "" : " for " + post.id);
}

Reply accepted() { return json_reply(202, R"({"status":"OK"})"); }

Reply refused(int status, const std::string& type, const std::string& message) {
  return json_reply(status, Json{{"errorMessage", message}, {"errorType", type}}.dump());
}

// The status the client is sure to see; 0 where the reply is a fault.
int visible_status(const Reply& reply) {
  const bool whole =
      reply.fault == Reply::Fault::kNone || reply.fault == Reply::Fault::kWholeThenClose;
  return whole && !reply.raw ? reply.status : 0;
}

std::string numbered_id(size_t number) {
  std::array<char, 40> id{};
  std::snprintf(id.data(), id.size(), "00000000-0000-4000-8000-%012zu", number);
  return id.data();
}

int64_t epoch_milliseconds(milliseconds from_now) {
  const auto time = std::chrono::system_clock::now() + from_now;
  return std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count();
}

// By simdjson: nlohmann-json takes seconds for a large body in a build for debugging.
bool is_json(const std::string& body) {
  simdjson::dom::parser parser;
  return parser.parse(body).error() == simdjson::SUCCESS;
}

bool is_error_report(const std::string& body) {
  const Json report = Json::parse(body, nullptr, false);
  const auto has_text = [&](const char* name) {
    return report.contains(name) && report.at(name).is_string();
  };
  return report.is_object() && has_text("errorMessage") && has_text("errorType") &&
         (!report.contains("stackTrace") || report.at("stackTrace").is_array());
}

// What stands between the two, where it is one segment of a path; else empty.
std::string id_between(const std::string& path, std::string_view before, std::string_view after) {
  if (!path.starts_with(before) || !path.ends_with(after)) return "";
  if (path.size() < before.size() + after.size()) return "";
  std::string id = path.substr(before.size(), path.size() - before.size() - after.size());
  return id.find('/') == std::string::npos ? id : "";
}

// (Runtime|Function)\.[A-Z][a-zA-Z]+
bool is_error_type(std::string_view type) {
  const size_t dot = type.find('.');
  const std::string_view kind = type.substr(0, dot);
  if (dot == std::string_view::npos || (kind != "Runtime" && kind != "Function")) return false;
  const std::string_view name = type.substr(dot + 1);
  return name.size() >= 2 && std::isupper(static_cast<unsigned char>(name[0])) != 0 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalpha(c); });
}

FaultServerOptions server_options(const FakeRuntimeApiOptions& options) {
  FaultServerOptions server;
  server.keeps_journal = options.keeps_bodies;
  return server;
}

}  // namespace

FakeRuntimeApi::FakeRuntimeApi(Events events, FakeRuntimeApiOptions options)
    : options_(std::move(options)),
      events_(std::move(events)),
      server_([this](const Request& request) { return answer(request); },
              server_options(options_)) {}

FakeRuntimeApi::FakeRuntimeApi(std::vector<Invocation> events, FakeRuntimeApiOptions options)
    : FakeRuntimeApi(Events(), std::move(options)) {
  const std::lock_guard lock(mutex_);
  ready_.assign(std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
}

FakeRuntimeApi::~FakeRuntimeApi() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  server_.stop();
}

void FakeRuntimeApi::push(Invocation invocation) {
  const std::lock_guard lock(mutex_);
  ready_.push_back(std::move(invocation));
  changed_.notify_all();
}

void FakeRuntimeApi::end_with(Reply reply) {
  const std::lock_guard lock(mutex_);
  options_.after_last = std::move(reply);
  changed_.notify_all();
}

Reply FakeRuntimeApi::answer(const Request& request) {
  const std::string base = options_.path_prefix + std::string(kVersion);
  const std::string path = request.path.starts_with(base) ? request.path.substr(base.size()) : "";
  const std::string method = path == "/runtime/invocation/next" ? "GET" : "POST";
  if (request.method == method) {
    if (method == "GET") return answer_next(request);
    if (path == "/runtime/init/error") return answer_post(request, Post::Kind::kInitError, "");
    if (auto id = id_between(path, "/runtime/invocation/", "/response"); !id.empty()) {
      return answer_post(request, Post::Kind::kResponse, std::move(id));
    }
    if (auto id = id_between(path, "/runtime/invocation/", "/error"); !id.empty()) {
      return answer_post(request, Post::Kind::kError, std::move(id));
    }
  }
  const std::lock_guard lock(mutex_);
  violation("no such call: " + request.method + ' ' + request.path);
  return refused(404, "NotFound", "404 page not found");
}

// --- next ----------------------------------------------------------------------------------------

size_t FakeRuntimeApi::live_waiting_count() const {
  return static_cast<size_t>(
      std::count_if(waiting_.begin(), waiting_.end(), [](const Request* r) { return !r->gone(); }));
}

void FakeRuntimeApi::check_next(const Request& request) {
  if (live_waiting_count() > options_.concurrency) {
    violation("more than " + std::to_string(options_.concurrency) + " calls of next wait");
  }
  for (auto& [id, flight] : flights_) {
    if (flight.connection != request.connection || flight.posted) continue;
    violation("next, although nothing was posted for " + id);
    flight.connection = SIZE_MAX;  // said once
  }
  const auto& ended = ended_connections_;
  if (std::find(ended.begin(), ended.end(), request.connection) != ended.end()) {
    violation("next after status 500");
  }
}

// Takes an event from `events_` where none is ready. False where there is none left.
bool FakeRuntimeApi::refill() {
  if (!ready_.empty()) return true;
  std::optional<Invocation> event = events_ ? events_() : std::nullopt;
  if (!event) {
    if (events_) changed_.notify_all();
    events_ = nullptr;
    return false;
  }
  ready_.push_back(std::move(*event));
  return true;
}

// True where an event is ready.
bool FakeRuntimeApi::wait_for_event(const Request& request, Lock& lock) {
  while (!stopping_ && !request.gone()) {
    if (refill()) return true;
    if (options_.after_last) return false;
    changed_.wait_for(lock, kLookInterval);
  }
  return false;
}

Reply FakeRuntimeApi::answer_next(const Request& request) {
  Lock lock(mutex_);
  ++next_count_;
  waiting_.push_back(&request);
  check_next(request);
  changed_.notify_all();
  Reply reply;
  if (!options_.next_replies.empty()) {
    reply = std::move(options_.next_replies.front());
    options_.next_replies.pop_front();
  } else if (wait_for_event(request, lock)) {
    Invocation invocation = std::move(ready_.front());
    ready_.pop_front();
    reply = hand_out(std::move(invocation), request.connection);
  } else {
    reply = options_.after_last.value_or(fault_reply(Reply::Fault::kClose));
  }
  std::erase(waiting_, &request);
  changed_.notify_all();
  return reply;
}

Reply FakeRuntimeApi::hand_out(Invocation invocation, size_t connection) {
  ++handed_out_;
  ++unposted_;
  const std::string id = invocation.id.empty() ? numbered_id(handed_out_) : invocation.id;
  Flight& flight = flights_[id];
  flight.invocation_id = invocation.invocation_id;
  flight.deadline = std::chrono::steady_clock::now() + invocation.time_left;
  flight.connection = connection;
  flight.replies = std::move(invocation.replies);
  Reply reply = json_reply(200, std::move(invocation.body));
  reply.chunked = invocation.chunked;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) reply.headers.emplace_back(name, value);
  };
  add("Lambda-Runtime-Aws-Request-Id", id);
  add("Lambda-Runtime-Deadline-Ms", std::to_string(epoch_milliseconds(invocation.time_left)));
  add("Lambda-Runtime-Invoked-Function-Arn",
      "arn:aws:lambda:us-east-1:123456789012:function:cwlogs");
  add("Lambda-Runtime-Invocation-Id", invocation.invocation_id);
  add("Lambda-Runtime-Trace-Id", invocation.trace_id);
  reply.headers.insert(reply.headers.end(), invocation.headers.begin(), invocation.headers.end());
  return reply;
}

// --- posts ---------------------------------------------------------------------------------------

Reply FakeRuntimeApi::answer_post(const Request& request, Post::Kind kind, std::string id) {
  const std::lock_guard lock(mutex_);
  Post post;
  post.kind = kind;
  post.id = std::move(id);
  post.headers = request.headers;
  post.body = request.body;
  post.body_size = request.body.size();
  post.connection = request.connection;
  check_content(post);
  Reply reply;
  const auto found = flights_.find(post.id);
  if (kind == Post::Kind::kInitError) {
    reply = answer_init_error(post);
  } else if (found == flights_.end()) {
    violation(title_of(post) + ", which was not handed out");
    reply = refused(400, "InvalidRequestID", "Invalid request ID");
  } else {
    Flight& flight = found->second;
    post.time_left = std::chrono::floor<milliseconds>(flight.deadline - request.time);
    reply = answer_by_rule(post, flight);
    if (!flight.posted) --unposted_;
    flight.posted = kind;
    flight.status = visible_status(reply);
  }
  post.status = visible_status(reply);
  if (post.status == 500) ended_connections_.push_back(post.connection);
  if (options_.on_post) options_.on_post(post);
  if (!options_.keeps_bodies) post.body.clear();
  posts_.push_back(std::move(post));
  changed_.notify_all();
  return reply;
}

void FakeRuntimeApi::check_content(const Post& post) {
  if (!post.header("Content-Type").starts_with("application/json")) {
    violation(title_of(post) + ": Content-Type is '" + post.header("Content-Type") + "'");
  }
  if (post.kind == Post::Kind::kResponse) {
    if (!is_json(post.body)) violation(title_of(post) + ": the body is not JSON");
    return;
  }
  const std::string type = post.header("Lambda-Runtime-Function-Error-Type");
  if (!is_error_type(type)) {
    violation(title_of(post) + ": Lambda-Runtime-Function-Error-Type is '" + type + "'");
  }
  if (!is_error_report(post.body)) violation(title_of(post) + ": the body is no error report");
}

// The script first, else what the platform would say.
Reply FakeRuntimeApi::answer_by_rule(const Post& post, Flight& flight) {
  if (post.time_left.count() < 0) {
    violation(title_of(post) + " is late by " + std::to_string(-post.time_left.count()) + " ms");
  }
  Reply ruled = answer_by_state(post, flight);
  if (flight.replies.empty() || ruled.status != 202) return ruled;
  Reply scripted = std::move(flight.replies.front());
  flight.replies.pop_front();
  return scripted;
}

Reply FakeRuntimeApi::answer_by_state(const Post& post, Flight& flight) {
  // A post whose answer got lost may come again.
  if (flight.posted && flight.status != 0) {
    violation(title_of(post) + ", although its " + name_of(*flight.posted) + " was answered with " +
              std::to_string(flight.status));
    return flight.status == 413
               ? refused(403, "InvalidStateTransition", "State transition is not allowed")
               : refused(400, "InvalidRequestID", "Invalid request ID");
  }
  const auto echoed = find_header(post.headers, "Lambda-Runtime-Invocation-Id");
  if (echoed.value_or("") != flight.invocation_id) {
    violation(title_of(post) + ": Lambda-Runtime-Invocation-Id is " +
              (echoed ? "'" + *echoed + "'" : "missing") + ", not '" + flight.invocation_id + "'");
    if (echoed) return refused(400, "InvalidInvocationId", "Invalid invocation ID");
  }
  const size_t most = post.kind == Post::Kind::kResponse ? kResponseMax : kErrorMax;
  if (post.body_size > most) {
    violation(title_of(post) + " has " + std::to_string(post.body_size) + " bytes");
    return refused(413, "RequestEntityTooLarge",
                   "Exceeded maximum allowed payload size (" + std::to_string(most) + " bytes).");
  }
  return accepted();
}

Reply FakeRuntimeApi::answer_init_error(const Post& post) {
  const bool again = init_failed_;
  init_failed_ = true;
  if (next_count_ > 0 || again) {
    violation(title_of(post) + (again ? " comes twice" : " comes after next"));
    return refused(403, "InvalidStateTransition", "State transition is not allowed");
  }
  return options_.init_error_reply.value_or(accepted());
}

// --- for the test --------------------------------------------------------------------------------

bool FakeRuntimeApi::done() const {
  return init_failed_ || (ready_.empty() && !events_ && unposted_ == 0);
}

bool FakeRuntimeApi::wait_until_done(milliseconds timeout) {
  Lock lock(mutex_);
  return changed_.wait_for(lock, timeout, [this] { return done(); });
}

bool FakeRuntimeApi::wait_until_idle(milliseconds timeout, size_t count) {
  Lock lock(mutex_);
  return changed_.wait_for(lock, timeout,
                           [&] { return ready_.empty() && live_waiting_count() == count; });
}

std::vector<Post> FakeRuntimeApi::posts() const {
  const std::lock_guard lock(mutex_);
  return posts_;
}

std::vector<Post> FakeRuntimeApi::posts_of(Post::Kind kind) const {
  std::vector<Post> posts = this->posts();
  std::erase_if(posts, [&](const Post& post) { return post.kind != kind; });
  return posts;
}

size_t FakeRuntimeApi::next_count() const {
  const std::lock_guard lock(mutex_);
  return next_count_;
}

size_t FakeRuntimeApi::handed_out() const {
  const std::lock_guard lock(mutex_);
  return handed_out_;
}

std::vector<std::string> FakeRuntimeApi::violations() const {
  const std::lock_guard lock(mutex_);
  return violations_;
}

}  // namespace cwlogs::testing

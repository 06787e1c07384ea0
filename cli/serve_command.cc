#include "cli/serve_command.h"

#include <cstdio>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "cli/bootstrap_host.h"
#include "cli/bootstrap_report.h"
#include "cli/console.h"
#include "cli/loopback_server.h"
#include "cli/option_values.h"
#include "cli/parsed_option.h"
#include "cli/text_file.h"
#include "processor/limits.h"

namespace cwlogs {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kInvocations[] = "/2015-03-31/functions/function/invocations";
constexpr size_t kImmediateExitsMax = 3;

std::optional<int> parse_port(const std::string& text) {
  const std::optional<uint64_t> port = parse_number(text);
  if (!port || *port > 65535) return std::nullopt;
  return static_cast<int>(*port);
}

HttpResponse refuse_call(int status, const std::string& type, const std::string& message) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"x-amzn-ErrorType", type}};
  response.body = Json{{"Type", "User"}, {"message", message}}.dump(-1, ' ', false,
                                                                    Json::error_handler_t::replace);
  return response;
}

std::string render_error(const InvocationResult& result) {
  if (!result.body.empty()) return result.body;
  const Json error = {
      {"errorType", result.error_type},
      {"errorMessage", "RequestId: " + result.request_id + " Error: " + result.error_message}};
  return error.dump(-1, ' ', false, Json::error_handler_t::replace);
}

class Service {
 public:
  Service(BootstrapHost& host, std::chrono::milliseconds timeout,
          std::optional<OutputFile> reingest_out)
      : host_(host), timeout_(timeout), reingest_out_(std::move(reingest_out)) {}

  // Any thread.
  HttpResponse handle(const HttpRequest& request) {
    // No page in a browser has anything to do here.
    if (request.has_header("Origin")) {
      return refuse_call(403, "AccessDeniedException", "Requests of web pages are refused");
    }
    if (request.method != "POST" || request.path != kInvocations) {
      return refuse_call(404, "ResourceNotFoundException",
                         std::string("There is only POST ") + kInvocations);
    }
    if (request.body_bytes > kEventBytesMax) {
      return refuse_call(413, "RequestTooLargeException",
                         "The event is longer than " + std::to_string(kEventBytesMax) +
                             " bytes (EVENT_BYTES_MAX)");
    }
    // One at a time, so that its puts are its own.
    const std::lock_guard<std::mutex> lock(mutex_);
    const InvocationResult result = host_.invoke(request.body, timeout_);
    tell(result);
    HttpResponse response;
    response.headers = {{"X-Amz-Executed-Version", "$LATEST"},
                        {"X-Amzn-RequestId", result.request_id}};
    if (result.end == InvocationEnd::kAnswered) {
      response.body = result.body;
    } else {
      response.headers.emplace_back("X-Amz-Function-Error", "Unhandled");
      response.body = render_error(result);
    }
    return response;
  }

 private:
  void tell(const InvocationResult& result) {
    const std::vector<PutCall> puts = host_.take_puts();
    std::string line = result.request_id + ": ";
    if (result.end == InvocationEnd::kAnswered) {
      line += "answered with " + with_thousands(result.body.size()) + " bytes";
    } else {
      line += describe_failure(result);
    }
    line += ", after " + std::to_string(result.milliseconds().count()) + " ms";
    if (!puts.empty()) line += "; put " + render_puts(puts);
    print_error(line);
    if (!reingest_out_) return;
    for (const PutCall& call : puts) {
      const auto written = reingest_out_->write(call.body + '\n');
      if (!written) print_error(written.error());
    }
  }

  BootstrapHost& host_;
  const std::chrono::milliseconds timeout_;
  std::optional<OutputFile> reingest_out_;
  std::mutex mutex_;
};

void print_welcome(const std::string& url) {
  std::printf(
      "%s%s  try: aws lambda invoke --endpoint-url %s --function-name function"
      " --payload fileb://event.json out.json\n",
      url.c_str(), kInvocations, url.c_str());
  std::fflush(stdout);
}

BootstrapHostOptions host_options(const ServeArguments& arguments) {
  BootstrapHostOptions options;
  options.bootstrap = arguments.bootstrap.path;
  options.put_to = arguments.bootstrap.put_to;
  options.put_url = arguments.bootstrap.put_url;
  options.accept_puts = arguments.assume_put_ok;
  options.settings = arguments.settings;
  options.keep_up = true;
  options.immediate_exits_max = kImmediateExitsMax;
  options.on_violation = print_error;
  options.on_note = print_error;
  return options;
}

int fail(const std::string& message) {
  print_error(message);
  return kExitFailed;
}

}  // namespace

CLI::App* add_serve_command(CLI::App& app, ServeArguments& arguments) {
  CLI::App* const serve = app.add_subcommand(
      "serve", "Keep a Lambda bootstrap up and invoke it over HTTP, on this machine only");
  CLI::Option* const reingest_out = add_reingest_out(*serve, arguments.reingest_out);
  CLI::Option* const assume_put = add_assume_put(*serve, arguments.assume_put_ok);
  add_bootstrap_options(*serve, arguments.bootstrap, {reingest_out, assume_put})->required();
  add_parsed(*serve, "--port", arguments.port, parse_port, "a port from 0 to 65535",
             "Port on 127.0.0.1; by default 9000, 0 takes any")
      ->type_name("PORT");
  add_settings(*serve, arguments.settings);
  return serve;
}

int run_serve(const ServeArguments& arguments) {
  std::optional<OutputFile> reingest_out;
  if (!arguments.reingest_out.empty()) {
    auto file = OutputFile::open(arguments.reingest_out);
    if (!file) return fail(file.error());
    reingest_out.emplace(std::move(*file));
  }
  auto host = BootstrapHost::start(host_options(arguments));
  if (!host) return fail(host.error());
  for (const std::string& line : (*host)->configuration()) print_error("bootstrap gets " + line);
  Service service(**host, arguments.bootstrap.timeout, std::move(reingest_out));
  auto server = LoopbackServer::start(
      {.port = arguments.port, .threads = 16, .body_bytes_kept = kEventBytesMax},
      [&service](const HttpRequest& request) { return service.handle(request); });
  if (!server) return fail(server.error());
  print_welcome((*server)->url());
  const int signal = (*host)->supervise();
  (*host)->protocol().close("cwlogs serve is ending");
  (*server)->stop();
  if (signal != 0) return kExitDone;
  return fail((*host)->why_given_up());
}

}  // namespace cwlogs

#include "runtime/run_lambda.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/aws_client.h"
#include "runtime/aws_http_options.h"
#include "runtime/carried_files.h"
#include "runtime/config_loader.h"
#include "runtime/firehose_handler.h"
#include "runtime/http_client.h"
#include "runtime/invocation_loop.h"
#include "runtime/log.h"
#include "runtime/reingestion.h"
#include "runtime/runtime_api.h"
#include "runtime/second_thread.h"

namespace cwlogs {
namespace {

// One invocation after the other, with a connection, a processor and buffers of its own.
int work(const Configuration& config, const std::string& address, const Log& log,
         const TransformFactory& factory) {
  CurlClient http(HttpOptions{});
  RuntimeApi api(address, http,
                 [&log](const std::string& message) { log.write(LogLevel::kWarn, message, ""); });
  AwsClient aws(process_environment,
                [] { return std::make_unique<CurlClient>(aws_http_options(process_environment)); });
  Reingestion reingestion({.put = config.reingest,
                           .attempts = config.reingest_attempts,
                           .reserve = config.reingest_reserve},
                          aws, std::random_device()(), [](std::chrono::milliseconds time) {
                            std::this_thread::sleep_for(time);
                          });
  Options options = config.options();
  if (factory) options.transform = factory();
  std::optional<SecondThread> second_thread;
  if (config.has_second_vcpu && std::thread::hardware_concurrency() > 1) {
    options.executor = &second_thread.emplace();
  }
  FirehoseHandler firehose(std::move(options), reingestion,
                           metrics_options(config.emf, process_environment), log);
  const Handler handler = [&firehose](const Invocation& invocation) {
    return firehose.handle(invocation);
  };
  return run_invocations(api, handler, log, config.workers == 1);
}

// All workers; the first that loses the environment ends the process.
int work_all(const Configuration& config, const std::string& address, const Log& log,
             const TransformFactory& factory) {
  std::vector<std::thread> others;
  for (size_t i = 1; i < config.workers; ++i) {
    others.emplace_back([&] { ::_exit(work(config, address, log, factory)); });
  }
  const int code = work(config, address, log, factory);
  if (!others.empty()) ::_exit(code);
  return code;
}

int fail_init(const std::string& address, const Log& log, const std::string& message) {
  log.write(LogLevel::kFatal, "wrong configuration", "", {{"errorMessage", message}});
  CurlClient http(HttpOptions{});
  RuntimeApi api(address, http, [](const std::string&) {});
  api.post_init_error({.type = "Runtime.InvalidConfiguration", .message = message});
  return 1;
}

int run(const TransformFactory& factory) {
  const Log log = Log::from(process_environment);
  const std::string address = process_environment("AWS_LAMBDA_RUNTIME_API").value_or("");
  if (address.empty()) {
    std::fputs(
        "bootstrap: AWS_LAMBDA_RUNTIME_API is not set: AWS Lambda starts this program. To try it "
        "here: cwlogs replay --bootstrap PATH EVENT.json\n",
        stderr);
    return 1;
  }
  // c-ares, where libcurl has it: the second query to a name server goes out after a second. After
  // its own five there would be no time left to connect.
  ::setenv("RES_OPTIONS", "retrans:1000", 0);
  use_carried_time_zones(process_environment);
  const auto config =
      load_configuration(process_environment, config_path_beside_program(process_environment));
  if (!config) return fail_init(address, log, summary_of(config.error()));
  for (const Problem& note : config->notes) {
    log.write(LogLevel::kWarn, "configuration", "", {{"note", note.text()}});
  }
  end_on_sigterm();
  return work_all(*config, address, log, factory);
}

}  // namespace

int run_lambda_with(const TransformFactory& factory) try {
  return run(factory);
} catch (const std::exception& exception) {
  std::fprintf(stderr, "bootstrap: %s\n", exception.what());
  return 1;
}

}  // namespace cwlogs

#include "tests/sigv4_server.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

std::vector<std::string> arguments_of(const SigV4ServerOptions& options,
                                      const std::string& journal) {
  // Debian's own python: it has Debian's botocore.
  std::vector<std::string> arguments = {"/usr/bin/python3", CWLOGS_TESTS "/sigv4_server.py",
                                        "--access-key",     options.access_key,
                                        "--secret-key",     options.secret_key,
                                        "--region",         options.region,
                                        "--journal",        journal};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) arguments.insert(arguments.end(), {name, value});
  };
  add("--token", options.token);
  add("--cert", options.certificate_chain_path);
  add("--key", options.key_path);
  arguments.push_back("--clock-offset=" + std::to_string(options.clock_offset_seconds));
  return arguments;
}

}  // namespace

SigV4Server::SigV4Server(const SigV4ServerOptions& options)
    : process_(arguments_of(options, folder_.path("journal"))) {
  const auto port = process_.wait_for_line("port ", std::chrono::seconds(60));
  if (!port) throw std::runtime_error("sigv4_server.py: " + process_.err());
  url_ =
      (options.certificate_chain_path.empty() ? "http://127.0.0.1:" : "https://127.0.0.1:") + *port;
}

std::vector<SigV4Server::Record> SigV4Server::records() const {
  std::vector<Record> records;
  for (const std::string& line : lines_in(read_file(folder_.path("journal")))) {
    const Json entry = Json::parse(line);
    const Json& key = entry.at("key");
    records.push_back({entry.at("service"), entry.at("stream"),
                       bytes_of_base64(entry.at("data").get<std::string>()),
                       key.is_null() ? "" : key.get<std::string>(), entry.at("call")});
  }
  return records;
}

}  // namespace cwlogs::testing

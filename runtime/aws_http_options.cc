#include "runtime/aws_http_options.h"

#include <unistd.h>

namespace cwlogs {
namespace {

std::string given_file(const Environment& environment) {
  for (const char* variable : {"AWS_CA_BUNDLE", "SSL_CERT_FILE"}) {
    std::string path = environment(variable).value_or("");
    if (!path.empty()) return path;
  }
  return {};
}

std::string system_file() {
  for (const char* path :
       {"/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt"}) {
    if (::access(path, R_OK) == 0) return path;
  }
  return {};
}

}  // namespace

HttpOptions aws_http_options(const Environment& environment) {
  return {.proxy_from_environment = true,
          .ca_file = given_file(environment),
          .system_ca_file = system_file()};
}

}  // namespace cwlogs

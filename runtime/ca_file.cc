#include "runtime/ca_file.h"

#include <unistd.h>

namespace cwlogs {

std::string ca_file(const Environment& environment) {
  for (const char* variable : {"AWS_CA_BUNDLE", "SSL_CERT_FILE"}) {
    std::string path = environment(variable).value_or("");
    if (!path.empty()) return path;
  }
  for (const char* path :
       {"/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt"}) {
    if (::access(path, R_OK) == 0) return path;
  }
  return {};
}

}  // namespace cwlogs

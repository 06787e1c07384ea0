// How AWS is reached, and whom TLS trusts.
#pragma once

#include "config/environment.h"
#include "runtime/http_client.h"

namespace cwlogs {

// For calls of AWS: through the proxy of the environment, trusting the certificates in
// AWS_CA_BUNDLE, else in SSL_CERT_FILE, else Amazon's own roots and then the system's, which are in
// the first file that is there of the places where Amazon Linux and Debian keep them.
HttpOptions aws_http_options(const Environment& environment);

}  // namespace cwlogs

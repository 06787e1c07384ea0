// Whom TLS trusts.
#pragma once

#include <string>

#include "config/environment.h"

namespace cwlogs {

// The file of trusted certificates: AWS_CA_BUNDLE, SSL_CERT_FILE, else the first that is there of
// the places where Amazon Linux and Debian keep them; empty where none is.
std::string ca_file(const Environment& environment);

}  // namespace cwlogs

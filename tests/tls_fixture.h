// Certificates made at run time: a test's own CA, an intermediate CA, a server on loopback.
#pragma once

#include <string>

#include "tests/child_process.h"

namespace cwlogs::testing {

// Files of a folder of its own, removed at the end.
class TestCa {
 public:
  // `host` is what the server's certificate is for, besides 127.0.0.1 and ::1.
  explicit TestCa(const std::string& host = "localhost");

  std::string ca_path() const { return folder_.path("ca.pem"); }  // what a client trusts
  // The server's certificate followed by the intermediate CA's, and the server's key.
  std::string chain_path() const { return folder_.path("server-chain.pem"); }
  std::string key_path() const { return folder_.path("server-key.pem"); }

 private:
  TemporaryFolder folder_;
};

}  // namespace cwlogs::testing

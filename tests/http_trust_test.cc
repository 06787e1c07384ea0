// Whose certificates a CurlClient takes.
#include <gtest/gtest.h>

#include "runtime/amazon_roots.h"
#include "runtime/http_client.h"
#include "tests/sigv4_server.h"
#include "tests/tls_fixture.h"

namespace cwlogs::testing {
namespace {

// Debian keeps what Mozilla trusts, a file each.
TEST(AmazonRoots, AreThoseThatDebianHas) {
  std::string expected;
  for (const char* name :
       {"Amazon_Root_CA_1", "Amazon_Root_CA_2", "Amazon_Root_CA_3", "Amazon_Root_CA_4",
        "Starfield_Services_Root_Certificate_Authority_-_G2"}) {
    expected += read_file("/usr/share/ca-certificates/mozilla/" + std::string(name) + ".crt");
  }
  EXPECT_EQ(kAmazonRoots, expected);
}

class HttpTrust : public ::testing::Test {
 protected:
  // Whether the server's certificate was taken; its answer does not matter here.
  bool trusts(const HttpOptions& options) {
    CurlClient client(options);
    const auto result = client.send({.url = server_.url(),
                                     .post = false,
                                     .headers = {},
                                     .body = {},
                                     .timeout = std::chrono::seconds(20),
                                     .answer_bytes_max = 10'000,
                                     .signature = {}});
    if (!result) {
      EXPECT_TRUE(result.error().untrusted) << result.error().message;
      EXPECT_FALSE(result.error().may_have_arrived);
      EXPECT_NE(result.error().message.find("trusted are"), std::string::npos);
    }
    return result.has_value();
  }

  TestCa ca_;
  TestCa other_;

 private:
  SigV4Server server_{{.certificate_chain_path = ca_.chain_path(), .key_path = ca_.key_path()}};
};

TEST_F(HttpTrust, AmazonsRootsDoNotVouchForOthers) { EXPECT_FALSE(trusts({})); }

TEST_F(HttpTrust, TheSystemsRootsVouchWhereAmazonsDoNot) {
  EXPECT_TRUE(trusts({.ca_file = "", .system_ca_file = ca_.ca_path()}));
  EXPECT_FALSE(trusts({.ca_file = "", .system_ca_file = other_.ca_path()}));
  EXPECT_FALSE(trusts({.ca_file = "", .system_ca_file = "/does/not/exist.pem"}));
}

TEST_F(HttpTrust, AGivenFileIsTheOnlyOne) {
  EXPECT_TRUE(trusts({.ca_file = ca_.ca_path(), .system_ca_file = other_.ca_path()}));
  EXPECT_FALSE(trusts({.ca_file = other_.ca_path(), .system_ca_file = ca_.ca_path()}));
}

}  // namespace
}  // namespace cwlogs::testing

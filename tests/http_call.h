// One HTTP request to a server on this machine, by libcurl.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace cwlogs::testing {

struct HttpReply {
  int status = 0;                              // 0: no answer
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// GET without a body, else POST. Headers as "Name: value".
HttpReply http_get(const std::string& url);
HttpReply http_post(const std::string& url, const std::string& body,
                    const std::vector<std::string>& headers = {});

}  // namespace cwlogs::testing

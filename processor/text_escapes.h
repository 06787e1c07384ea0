// The ways in which log lines spell bytes that would break them.
#pragma once

#include <string_view>

#include "processor/text_arena.h"

namespace cwlogs {

// Each returns the text decoded, in `arena` where it differs. Text whose bytes would not be UTF-8
// then stays as it is written, whole: half of it decoded could not be told from what was there
// before. Requires: valid UTF-8. Cost: linear.

// \" \\ \n \t \r \b \f \v \xHH: what nginx (`escape=default`, \xHH alone) and Apache write.
// https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format
// https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats
std::string_view decode_access_log_escapes(std::string_view text, TextArena& arena);

// \" \\ \/ \n \t \r \b \f \uXXXX: between the quotes of a logfmt value. An unknown escape stays.
std::string_view decode_quoted_escapes(std::string_view text, TextArena& arena);

// %HH
std::string_view decode_percent(std::string_view text, TextArena& arena);

}  // namespace cwlogs

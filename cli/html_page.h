// Text of others on an HTML page of ours.
//
// What a log line says must never become markup or script. So the page has two places for it only:
// JSON in a <script type="application/json">, which no browser runs, where no `<` is left to end
// it; and text between tags, escaped. Its one script and one style stand in the page's
// Content-Security-Policy by their hashes, nothing is loaded, and Trusted Types forbid the script
// to make markup of text: it can but set the text of elements.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace cwlogs {

// As it must stand between tags, or in quotes: & < > " ' are escaped. Any bytes.
std::string html_text(std::string_view text);

// As it must stand in a script element: no & < > and no line separators but newline.
std::string script_json(const nlohmann::ordered_json& json);

// Bytes of `utf8` in script_json(), the quotes left out.
size_t script_json_size(std::string_view utf8);

struct PageParts {
  std::string_view title;
  std::string_view text;  // what can be read without the script
  const nlohmann::ordered_json& data;
};

// Fills `page`, whose places are {{title}}, {{text}} and {{data}}.
std::string fill_page(std::string_view page, const PageParts& parts);

}  // namespace cwlogs

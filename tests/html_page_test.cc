#include "cli/html_page.h"

#include <gtest/gtest.h>

#include "cli/replay_page_template.h"
#include "processor/utf8.h"
#include "tests/event_fixture.h"

namespace cwlogs::testing {
namespace {

TEST(HtmlPage, EscapesTextBetweenTags) {
  EXPECT_EQ(html_text("<b title=\"x\">'&amp;'</b>"),
            "&lt;b title=&quot;x&quot;&gt;&#39;&amp;amp;&#39;&lt;/b&gt;");
  EXPECT_EQ(html_text(std::string_view("a\0b\xff", 4)), "a b\xef\xbf\xbd");
}

// Whatever the text, a script element can't end within it, and it is read back as it was.
TEST(HtmlPage, EscapesJsonForAScript) {
  const Json json = {{"</script><!--", "<script>&amp;]]>"},
                     {"separators", "\u2028\u2029\u2027\u202a"},
                     {"quoted", "\"\\<\n\x01"}};
  const std::string script = script_json(json);
  EXPECT_EQ(script.find_first_of("<>&"), script.npos);
  EXPECT_EQ(script.find("\u2028"), script.npos);
  EXPECT_EQ(script.find("\u2029"), script.npos);
  EXPECT_NE(script.find("\\u003c/script\\u003e\\u003c!--"), script.npos);
  EXPECT_NE(script.find("\u2027\u202a"), script.npos);
  EXPECT_EQ(Json::parse(script), json);
}

TEST(HtmlPage, EscapesJsonOfInvalidUtf8) {
  EXPECT_EQ(script_json("a\xff<"), "\"a\xef\xbf\xbd\\u003c\"");
  EXPECT_EQ(script_json("\xe2\x80"), "\"\xef\xbf\xbd\"");
}

TEST(HtmlPage, KnowsTheSizeOfItsJson) {
  std::string all;
  for (char c = 0; c >= 0 && c < 127; ++c) all += c;
  for (const std::string& text :
       {all, std::string("日本 \u2028<\u2029>&\u2027\"\\\x7f"), std::string()}) {
    EXPECT_EQ(script_json_size(text), script_json(text).size() - 2) << text;
  }
}

TEST(HtmlPage, FillsEachPlaceOnce) {
  const Json data = {{"a", "{{text}}"}};
  EXPECT_EQ(fill_page("<t>{{title}}</t>{{text}}|{{data}}.", {"{{data}}", "a<{{title}}", data}),
            "<t>{{data}}</t>a&lt;{{title}}|{\"a\":\"{{text}}\"}.");
}

// The page itself: three places, one script and one style, both allowed by hash alone.
TEST(HtmlPage, HasATemplateThatLoadsNothing) {
  const std::string page(kReplayPageTemplate);
  for (const char* place : {"{{title}}", "{{text}}", "{{data}}"}) {
    const size_t at = page.find(place);
    ASSERT_NE(at, page.npos) << place;
    EXPECT_EQ(page.find(place, at + 1), page.npos) << place;
  }
  EXPECT_NE(page.find("default-src 'none'; script-src 'sha256-"), page.npos);
  for (const char* reference : {"http:", "https:", " src=", "href=", "unsafe-inline", "@import",
                                "url(", "innerHTML", "eval("}) {
    EXPECT_EQ(page.find(reference), page.npos) << reference;
  }
}

}  // namespace
}  // namespace cwlogs::testing

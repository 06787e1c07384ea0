#include "processor/event_fields.h"

#include <gtest/gtest.h>

#include "processor/limits.h"
#include "tests/event_fixture.h"
#include "tests/one_log_event.h"

namespace cwlogs::testing {
namespace {

TEST(EventFields, AreUnescaped) {
  OneLogEvent event(R"({"messageType":"DATA_MESSAGE","owner":"\u0031","logGroup":"\/a",)"
                    R"("logStream":"s\t","subscriptionFilters":["\u65e5","x"],)"
                    R"("logEvents":[{"id":"\"1\"","timestamp":7,"message":"a\n"}]})");
  EXPECT_EQ(event.fields().owner(), "1");
  EXPECT_EQ(event.fields().log_group(), "/a");
  EXPECT_EQ(event.fields().log_stream(), "s\t");
  EXPECT_EQ(event.fields().subscription_filter(), "日");
  EXPECT_EQ(event.fields().subscription_filters(), R"(["\u65e5","x"])");
  EXPECT_EQ(event.fields().id(), "\"1\"");
  EXPECT_EQ(event.fields().message(), "a\n");
  EXPECT_EQ(event.fields().message(), "a\n");  // once more, from what is kept
  EXPECT_EQ(event.fields().timestamp()->count(), 7);
  std::string json;
  event.fields().append_message(json);
  EXPECT_EQ(json, R"("a\n")");
}

TEST(EventFields, AreEmptyWhereAbsent) {
  OneLogEvent event(R"({"messageType":"DATA_MESSAGE","logEvents":[{"message":""}]})");
  EventFields& fields = event.fields();
  for (const std::string_view text :
       {fields.owner(), fields.log_group(), fields.log_stream(), fields.subscription_filter(),
        fields.subscription_filters(), fields.id(), fields.message(), fields.extracted_fields(),
        fields.extracted_field("a"), fields.account(), fields.message_object()}) {
    EXPECT_EQ(text, "");
  }
  EXPECT_FALSE(fields.timestamp());
  EXPECT_EQ(fields.region(), "eu-west-1");
}

TEST(EventFields, ForgetTheLogEventBefore) {
  OneLogEvent first(document({R"({"a":"first"})"}).dump());
  OneLogEvent second(document({"\"second\"\n"}).dump());
  EventFields& fields = first.fields();
  EXPECT_EQ(fields.message_object(), R"({"a":"first"})");
  fields.captures = {"x"};
  fields.s3_prefix = "x";
  fields.set_log_event(second.log_event());
  EXPECT_EQ(fields.message(), "\"second\"\n");
  EXPECT_EQ(fields.message_object(), "");
  EXPECT_EQ(fields.s3_prefix, "x");  // of the document
  fields.set_envelope({});
  EXPECT_EQ(fields.s3_prefix, "");
  EXPECT_TRUE(fields.captures.empty());
  EXPECT_EQ(fields.log_group(), "");
}

TEST(EventFields, PadAnObjectForReading) {
  OneLogEvent event(document({" \n{\"a\":1} "}).dump());
  const std::string_view object = event.fields().message_object();
  EXPECT_EQ(object, " \n{\"a\":1} ");
  EXPECT_EQ(std::string_view(object.data() + object.size(), kJsonPadding),
            std::string(kJsonPadding, '\0'));
}

std::string iso_time(int64_t ms, const std::string& zone_name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(zone_name, &zone));
  EventFields fields;
  std::string out;
  fields.append_iso_time(std::chrono::milliseconds(ms), zone, out);
  return out;
}

TEST(EventFields, TellTheTimeAsIso8601) {
  EXPECT_EQ(iso_time(1655856000005, "UTC"), "2022-06-22T00:00:00.005Z");
  EXPECT_EQ(iso_time(1655856000050, "Asia/Kathmandu"), "2022-06-22T05:45:00.050+05:45");
  EXPECT_EQ(iso_time(999, "America/New_York"), "1969-12-31T19:00:00.999-05:00");
  EXPECT_EQ(iso_time(1655856000500, "Europe/London"), "2022-06-22T01:00:00.500+01:00");
  EXPECT_EQ(iso_time(1643673600500, "Europe/London"), "2022-02-01T00:00:00.500+00:00");
}

TEST(EventFields, GoOnAfterReleasingWhatAnUnusualLogEventMadeLarge) {
  const std::string large = "{\"a\":\"" + std::string(kBufferKeepBytes, 'x') + "\\n\"}";
  OneLogEvent event(document({large}).dump());
  EXPECT_EQ(event.fields().message_object().size(), large.size());
  OneLogEvent next(document({"{\"b\":\"\\n\"}"}).dump());
  event.fields().release_oversize();
  event.fields().set_log_event(next.log_event());
  EXPECT_EQ(event.fields().message_object(), "{\"b\":\"\\n\"}");
}

}  // namespace
}  // namespace cwlogs::testing

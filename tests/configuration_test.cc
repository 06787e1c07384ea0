#include "config/configuration.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/time_zone.h"
#include "processor/limits.h"
#include "tests/configured.h"

namespace cwlogs {
namespace {

using testing::ByName;
using testing::environment_of;

tl::expected<Configuration, std::string> config_of(const ByName& variables) {
  auto configuration = make_configuration({.environment = environment_of(variables)});
  if (!configuration) return tl::make_unexpected(summary_of(configuration.error()));
  return std::move(*configuration);
}

std::string error_of(const ByName& variables) {
  const auto config = config_of(variables);
  return config ? "no error" : config.error();
}

std::string zone_error(std::string_view name) {
  const auto zone = load_time_zone(name);
  return zone ? "no error" : zone.error();
}

TEST(Configuration, TakesEmptyAsUnset) {
  const auto config = config_of({{"PARTITION_KEYS", ""}, {"RESPONSE_BYTES_MAX", ""}});
  ASSERT_TRUE(config) << config.error();
  EXPECT_EQ(config->response_bytes_max, kResponseBytesDefault);
}

TEST(ProcessEnvironment, ReadsThisProcess) {
  ASSERT_EQ(setenv("CWLOGS_CONFIG_TEST", "value", 1), 0);
  EXPECT_EQ(process_environment("CWLOGS_CONFIG_TEST"), "value");
  // A view into something longer names only its own characters.
  EXPECT_EQ(process_environment(std::string_view("CWLOGS_CONFIG_TEST+").substr(0, 18)), "value");
  ASSERT_EQ(unsetenv("CWLOGS_CONFIG_TEST"), 0);
  EXPECT_EQ(process_environment("CWLOGS_CONFIG_TEST"), std::nullopt);
}

TEST(Configuration, HasDefaults) {
  const auto config = config_of({});
  ASSERT_TRUE(config);
  EXPECT_TRUE(config->rules.otherwise.metadata.empty());
  EXPECT_EQ(config->response_bytes_max, kResponseBytesDefault);
  EXPECT_EQ(config->inflated_bytes_max, 32 * kMiB);
}

TEST(Configuration, BoundsTheDefaultByTheMemorySize) {
  const auto inflated_bytes_max = [](const std::string& memory_size) {
    return config_of({{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", memory_size}})->inflated_bytes_max;
  };
  EXPECT_EQ(inflated_bytes_max("128"), 16 * kMiB);
  EXPECT_EQ(inflated_bytes_max("255"), 255 * kMiB / 8);
  EXPECT_EQ(inflated_bytes_max("256"), 32 * kMiB);
  EXPECT_EQ(inflated_bytes_max("257"), 32 * kMiB);
  EXPECT_EQ(inflated_bytes_max("10240"), 32 * kMiB);
  for (const char* unusable : {"", "0", "-128", "128MB", "99999999999999999999"}) {
    EXPECT_EQ(inflated_bytes_max(unusable), 32 * kMiB) << unusable;
  }
}

TEST(Configuration, PrefersTheSettingToTheMemorySize) {
  const auto config =
      config_of({{"INFLATED_BYTES_MAX", "536870912"}, {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"}});
  EXPECT_EQ(config->inflated_bytes_max, kInflatedBytesMaxLimit);
}

TEST(Configuration, ChecksResponseBytesMax) {
  for (const char* value : {"256", "257", "6291555", "6291556", "0256"}) {
    const auto config = config_of({{"RESPONSE_BYTES_MAX", value}});
    ASSERT_TRUE(config) << config.error();
    EXPECT_EQ(config->response_bytes_max, std::stoul(value));
  }
  for (const std::string value : {"0", "255", "6291557", "99999999999999999999"}) {
    EXPECT_EQ(error_of({{"RESPONSE_BYTES_MAX", value}}),
              "RESPONSE_BYTES_MAX: '" + value + "' is not an integer from 256 to 6291556");
  }
}

TEST(Configuration, ChecksInflatedBytesMax) {
  for (const char* value : {"1024", "1025", "536870911", "536870912"}) {
    const auto config = config_of({{"INFLATED_BYTES_MAX", value}});
    ASSERT_TRUE(config) << config.error();
    EXPECT_EQ(config->inflated_bytes_max, std::stoul(value));
  }
  for (const std::string value : {"0", "1023", "536870913"}) {
    EXPECT_EQ(error_of({{"INFLATED_BYTES_MAX", value}}),
              "INFLATED_BYTES_MAX: '" + value + "' is not an integer from 1024 to 536870912");
  }
}

TEST(Configuration, ReadsIntegersStrictly) {
  for (const std::string value : {"+4096", "-4096", " 4096", "4096 ", "4096k", "4e3", "0x1000",
                                  "4096.0", "4,096", "four", "４０９６"}) {
    EXPECT_NE(error_of({{"RESPONSE_BYTES_MAX", value}}), "no error") << value;
  }
}

TEST(Configuration, ShowsValuesShortAndPrintable) {
  const std::string start = "RESPONSE_BYTES_MAX: '";
  const std::string end = " is not an integer from 256 to 6291556";
  const std::string eighty(80, '9');
  EXPECT_EQ(error_of({{"RESPONSE_BYTES_MAX", eighty}}), start + eighty + "'" + end);
  EXPECT_EQ(error_of({{"RESPONSE_BYTES_MAX", eighty + "9"}}), start + eighty + "...'" + end);
  EXPECT_EQ(error_of({{"RESPONSE_BYTES_MAX", "1\n2\x7F\xC3\xA9~"}}), start + "1?2???~'" + end);
}

TEST(Configuration, RendersPartitionKeysInTheTimeZone) {
  const auto config =
      config_of({{"PARTITION_KEYS", "hour={timestamp:%H}"}, {"TIME_ZONE", "Asia/Tokyo"}});
  ASSERT_TRUE(config) << config.error();
  RawLogEvent log_event;
  log_event.timestamp = std::chrono::milliseconds(0);
  EventFields fields;
  fields.set_log_event(log_event);
  std::string out;
  config->rules.otherwise.metadata.partition_keys.append_json(fields, out);
  EXPECT_EQ(out, R"({"hour":"09"})");
}

TEST(Configuration, NamesTheVariableOfAnError) {
  EXPECT_EQ(error_of({{"PARTITION_KEYS", "a"}}),
            "PARTITION_KEYS: 'a' has no '='; allowed are name=template pairs, one comma between");
  EXPECT_EQ(error_of({{"TIME_ZONE", "Mars/Base"}}),
            "TIME_ZONE: 'Mars/Base' is not a known IANA time zone (is tzdata installed?); allowed "
            "are IANA names such as UTC or Asia/Tokyo");
}

TEST(LoadTimeZone, LoadsIanaNames) {
  for (const std::string name :
       {"UTC", "Asia/Tokyo", "America/New_York", "America/Argentina/Buenos_Aires",
        "America/Port-au-Prince", "Etc/GMT+9", "Etc/GMT-14", "EST5EDT"}) {
    const auto zone = load_time_zone(name);
    ASSERT_TRUE(zone) << zone.error();
    EXPECT_EQ(zone->name(), name);
  }
}

TEST(LoadTimeZone, RefusesWhatIsNoZoneName) {
  for (const char* name : {"", "/", "/etc/localtime", "file:/etc/localtime", ":UTC", "libc:UTC",
                           "Fixed/UTC+09:00:00", "../zoneinfo/UTC", "Asia/../UTC", "Asia/./Tokyo",
                           "Asia//Tokyo", "Asia/Tokyo/", "Asia/Tokyo ", "tzdata.zi", "東京"}) {
    EXPECT_NE(zone_error(name).find(" is not a time zone name; allowed are IANA"),
              std::string::npos)
        << name;
  }
  EXPECT_NE(zone_error(std::string_view("UTC\0", 4)).find("'UTC?' is not a time zone name"),
            std::string::npos);
}

TEST(LoadTimeZone, RefusesWhatDiffersBetweenMachines) {
  for (const std::string name : {"localtime", "posixrules"}) {
    EXPECT_EQ(zone_error(name), "'" + name +
                                    "' differs between machines; allowed are IANA names such as "
                                    "UTC or Asia/Tokyo");
  }
}

TEST(LoadTimeZone, RefusesUnknownNames) {
  for (const char* name : {"Mars/Base", "Asia", "asia/tokyo", "UTC+9", "leapseconds", "-"}) {
    EXPECT_NE(zone_error(name).find(" is not a known IANA time zone (is tzdata installed?)"),
              std::string::npos)
        << name;
  }
}

}  // namespace
}  // namespace cwlogs

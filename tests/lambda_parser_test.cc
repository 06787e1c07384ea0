#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/parsed_line.h"

namespace cwlogs {
namespace {

using testing::ParsedLine;

TEST(Lambda, ReadsItsLinesOfText) {
  const struct {
    std::string_view line;
    std::string_view fields;
  } cases[] = {
      {"START RequestId: 8c360c87-d4b7-4423-b5f3-af02be3c1763 Version: $LATEST\n",
       R"({"type":"platform.start","requestId":"8c360c87-d4b7-4423-b5f3-af02be3c1763",)"
       R"("version":"$LATEST"})"},
      {"START RequestId: 8c360c87 Version: 42",
       R"({"type":"platform.start","requestId":"8c360c87","version":"42"})"},
      {"END RequestId: 8c360c87-d4b7-4423-b5f3-af02be3c1763\n",
       R"({"type":"platform.end","requestId":"8c360c87-d4b7-4423-b5f3-af02be3c1763"})"},
      {"REPORT RequestId: 8c360c87\tDuration: 3.53 ms\tBilled Duration: 4 ms\tMemory Size: 128 "
       "MB\tMax Memory Used: 38 MB\t\n",
       R"({"type":"platform.report","requestId":"8c360c87","durationMs":3.53,)"
       R"("billedDurationMs":4,"memorySizeMB":128,"maxMemoryUsedMB":38})"},
      {"REPORT RequestId: 8c360c87\tDuration: 102.25 ms\tBilled Duration: 103 ms\tMemory Size: "
       "1024 MB\tMax Memory Used: 76 MB\tInit Duration: 412.55 ms\t\n",
       R"({"type":"platform.report","requestId":"8c360c87","durationMs":102.25,)"
       R"("billedDurationMs":103,"memorySizeMB":1024,"maxMemoryUsedMB":76,)"
       R"("initDurationMs":412.55})"},
      {"REPORT RequestId: 8c360c87\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 512 "
       "MB\tMax Memory Used: 80 MB\t\nXRAY TraceId: 1-5e34a614-10bdxxxxfb44f02d\tSegmentId: "
       "07f027xxxxx\tSampled: true\t\n",
       R"({"type":"platform.report","requestId":"8c360c87","durationMs":12.34,)"
       R"("billedDurationMs":13,"memorySizeMB":512,"maxMemoryUsedMB":80,)"
       R"("xrayTraceId":"1-5e34a614-10bdxxxxfb44f02d","xraySegmentId":"07f027xxxxx",)"
       R"("xraySampled":true})"},
      {"REPORT RequestId: 8c360c87\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: "
       "128 MB\tMax Memory Used: 38 MB\tStatus: timeout",
       R"({"type":"platform.report","requestId":"8c360c87","durationMs":3000.00,)"
       R"("billedDurationMs":3000,"memorySizeMB":128,"maxMemoryUsedMB":38,)"
       R"("status":"timeout"})"},
      {"REPORT RequestId: 83269395\tDuration: 11.48 ms\tBilled Duration: 12 ms\tMemory Size: 128 "
       "MB\tMax Memory Used: 10 MB\tStatus: error\tError Type: Runtime.InvalidEntrypoint",
       R"({"type":"platform.report","requestId":"83269395","durationMs":11.48,)"
       R"("billedDurationMs":12,"memorySizeMB":128,"maxMemoryUsedMB":10,"status":"error",)"
       R"("errorType":"Runtime.InvalidEntrypoint"})"},
      {"REPORT RequestId: 8c360c87\tDuration: 2338.66 ms\tBilled Duration: 2521 ms\tMemory Size: "
       "3009 MB\tMax Memory Used: 173 MB\tRestore Duration: 398.97 ms\tBilled Restore Duration: "
       "182 ms\t",
       R"({"type":"platform.report","requestId":"8c360c87","durationMs":2338.66,)"
       R"("billedDurationMs":2521,"memorySizeMB":3009,"maxMemoryUsedMB":173,)"
       R"("restoreDurationMs":398.97,"billedRestoreDurationMs":182})"},
      // As agents and people pass it on: tabs became spaces.
      {"REPORT RequestId: 8c360c87  Duration: 3.53 ms  Billed Duration: 4 ms  Memory Size: 128 "
       "MB  Max Memory Used: 38 MB",
       R"({"type":"platform.report","requestId":"8c360c87","durationMs":3.53,)"
       R"("billedDurationMs":4,"memorySizeMB":128,"maxMemoryUsedMB":38})"},
      {"REPORT RequestId: 8c360c87\tTenant id: blue team\tFuture Value: 12 parsecs",
       R"({"type":"platform.report","requestId":"8c360c87","tenantId":"blue team",)"
       R"("futureValue":"12 parsecs"})"},
      {"INIT_START Runtime Version: python:3.12.v18\tRuntime Version ARN: "
       "arn:aws:lambda:ap-northeast-1::runtime:188d9ca2e2714ff5637bd2bbe06ceb81ec3bc408a0f277dab",
       R"({"type":"platform.initStart","runtimeVersion":"python:3.12.v18","runtimeVersionArn":)"
       R"("arn:aws:lambda:ap-northeast-1::runtime:188d9ca2e2714ff5637bd2bbe06ceb81ec3bc408a0f277dab"})"},
      {"INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout",
       R"({"type":"platform.initReport","initDurationMs":9999.79,"phase":"init",)"
       R"("status":"timeout"})"},
      {"INIT_REPORT Init Duration: 10.17 ms Phase: init Status: error   Error Type: "
       "Runtime.ExitError",
       R"({"type":"platform.initReport","initDurationMs":10.17,"phase":"init","status":"error",)"
       R"("errorType":"Runtime.ExitError"})"},
      {"RESTORE_START Runtime Version: java:21.v38\tRuntime Version ARN: arn:aws:lambda:x",
       R"({"type":"platform.restoreStart","runtimeVersion":"java:21.v38",)"
       R"("runtimeVersionArn":"arn:aws:lambda:x"})"},
      {"RESTORE_REPORT Restore Duration: 789.64 ms",
       R"({"type":"platform.restoreReport","restoreDurationMs":789.64})"},
  };
  ParsedLine parsed({.name = "lambda"});
  for (const auto& [line, fields] : cases) EXPECT_EQ(parsed(line), fields) << line;
}

// Of the Telemetry API's schema reference.
TEST(Lambda, FlattensItsJson) {
  const struct {
    std::string_view line;
    std::string_view fields;
  } cases[] = {
      {R"({"time":"2022-10-12T00:00:15.064Z","type":"platform.initStart","record":)"
       R"({"initializationType":"on-demand","phase":"init","runtimeVersion":"nodejs-14.v3",)"
       R"("runtimeVersionArn":"arn"}})",
       R"({"time":"2022-10-12T00:00:15.064Z","type":"platform.initStart",)"
       R"("initializationType":"on-demand","phase":"init","runtimeVersion":"nodejs-14.v3",)"
       R"("runtimeVersionArn":"arn"})"},
      {R"({"time":"2022-10-12T00:00:15.064Z","type":"platform.initReport","record":)"
       R"({"initializationType":"on-demand","phase":"init","status":"success","metrics":)"
       R"({"durationMs":125.33},"spans":[{"name":"someTimeSpan","start":)"
       R"("2022-06-02T12:02:33.913Z","durationMs":23.02}]}})",
       R"({"time":"2022-10-12T00:00:15.064Z","type":"platform.initReport",)"
       R"("initializationType":"on-demand","phase":"init","status":"success",)"
       R"("initDurationMs":125.33,"spans":[{"name":"someTimeSpan","start":)"
       R"("2022-06-02T12:02:33.913Z","durationMs":23.02}]})"},
      {R"({"time":"2022-10-12T00:00:15.064Z","type":"platform.start","record":{"requestId":)"
       R"("6d68ca91-49c9-448d-89b8-7ca3e6dc66aa","version":"$LATEST","tracing":{"spanId":)"
       R"("54565fb41ac79632","type":"X-Amzn-Trace-Id","value":)"
       R"("Root=1-62e900b2-710d76f009d6e7785905449a;Parent=0efbd19962d95b05;Sampled=1"}}})",
       R"({"time":"2022-10-12T00:00:15.064Z","type":"platform.start","requestId":)"
       R"("6d68ca91-49c9-448d-89b8-7ca3e6dc66aa","version":"$LATEST","tracing":{"spanId":)"
       R"("54565fb41ac79632","type":"X-Amzn-Trace-Id","value":)"
       R"("Root=1-62e900b2-710d76f009d6e7785905449a;Parent=0efbd19962d95b05;Sampled=1"},)"
       R"("xrayTraceId":"1-62e900b2-710d76f009d6e7785905449a","xraySampled":true})"},
      {R"({"time":"2022-10-12T00:01:15.000Z","type":"platform.report","record":{"metrics":)"
       R"({"billedDurationMs":694,"durationMs":693.92,"initDurationMs":397.68,)"
       R"("maxMemoryUsedMB":84,"memorySizeMB":128},"requestId":"6d68ca91","status":"success"}})",
       R"({"time":"2022-10-12T00:01:15.000Z","type":"platform.report","billedDurationMs":694,)"
       R"("durationMs":693.92,"initDurationMs":397.68,"maxMemoryUsedMB":84,"memorySizeMB":128,)"
       R"("requestId":"6d68ca91","status":"success"})"},
      {R"({"time":"2022-10-12T00:00:15.064Z","type":"platform.restoreReport","record":{"status":)"
       R"("success","metrics":{"durationMs":70.87,"billedDurationMs":13}}})",
       R"({"time":"2022-10-12T00:00:15.064Z","type":"platform.restoreReport",)"
       R"("status":"success","restoreDurationMs":70.87,"billedRestoreDurationMs":13})"},
      {R"({"time":"2022-10-12T00:02:35.000Z","type":"platform.logsDropped","record":)"
       R"({"droppedBytes":12345,"droppedRecords":123,"reason":"Some logs were dropped"}})",
       R"({"time":"2022-10-12T00:02:35.000Z","type":"platform.logsDropped",)"
       R"("droppedBytes":12345,"droppedRecords":123,"reason":"Some logs were dropped"})"},
      {R"({"type":"platform.telemetrySubscription","time":"2022-10-12T00:00:15.064Z","record":)"
       R"({"name":"ext","state":"Subscribed","types":["platform","function"]}})",
       R"({"type":"platform.telemetrySubscription","time":"2022-10-12T00:00:15.064Z",)"
       R"("name":"ext","state":"Subscribed","types":["platform","function"]})"},
      {R"({"time":"not a time","type":"platform.report","record":{"metrics":7,"requestId":"é"}})",
       R"({"time":"not a time","type":"platform.report","metrics":7,"requestId":"é"})"},
  };
  ParsedLine parsed({.name = "lambda"});
  for (const auto& [line, fields] : cases) EXPECT_EQ(parsed(line), fields) << line;
}

TEST(Lambda, TellsTheTimeOfItsJson) {
  ParsedLine parsed({.name = "lambda"});
  parsed(R"({"time":"2022-10-12T00:00:15.064Z","type":"platform.start","record":{}})");
  EXPECT_EQ(parsed.time(), "2022-10-12T00:00:15.064Z");
  parsed("END RequestId: 8c360c87");
  EXPECT_EQ(parsed.time(), "none");
}

TEST(Lambda, TakesALineOf64KiB) {
  const std::string text(64 * 1024, 'x');
  ParsedLine parsed({.name = "lambda"});
  EXPECT_EQ(parsed("END RequestId: " + text),
            R"({"type":"platform.end","requestId":")" + text + "\"}");
  const std::string spaces(64 * 1024, ' ');
  EXPECT_EQ(parsed("END RequestId: a" + spaces), R"({"type":"platform.end","requestId":"a"})");
}

TEST(Lambda, RefusesOtherLines) {
  ParsedLine parsed({.name = "lambda"});
  for (const std::string_view line : {
           "",
           "hello",
           "START",
           "START the engine",
           "END of file",
           "REPORT Duration: 3 ms",
           "REPORT RequestId: x\tDuration: fast",
           "REPORT RequestId: x\tDuration: 3 s",
           "REPORT RequestId: x\tDuration: 3.53 ms\tMemory Size: 128",
           "REPORT RequestId: x\tno label",
           "REPORT RequestId: x\tSampled: maybe",
           "REPORT RequestId: x\t: nothing",
           "INIT_START",
           "[INFO]\t2024-01-15T09:30:00.123Z\t8c360c87\thello",
           "2024-01-15T09:30:00.123Z\t8c360c87\tINFO\thello",
           "2024-01-15T09:30:00.123Z 8c360c87 Task timed out after 3.00 seconds",
           "{}",
           R"({"time":"2024-01-15T09:30:00Z","type":"function","record":"hello"})",
           R"({"time":"2024-01-15T09:30:00Z","type":"function","record":{"level":"INFO"}})",
           R"({"time":"2024-01-15T09:30:00Z","type":"platform.start"})",
           R"({"time":"2024-01-15T09:30:00Z","type":"platform.start","record":"x"})",
           R"({"time":"2024-01-15T09:30:00Z","type":7,"record":{}})",
           R"({"timestamp":"2024-01-15T09:30:00Z","level":"INFO","message":"x"})",
           R"({"time":"2024-01-15T09:30:00Z","type":"platform.start","record":{})",
       }) {
    EXPECT_EQ(parsed(line), "no match") << line;
  }
}

}  // namespace
}  // namespace cwlogs

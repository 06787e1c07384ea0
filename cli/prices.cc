#include "cli/prices.h"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "config/setting.h"

namespace cwlogs {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kAsOf = "asOf";
constexpr size_t kAsOfBytesMax = 32;

struct PriceKey {
  std::string_view name;
  double Prices::*price;
};

constexpr std::array<PriceKey, 6> kPriceKeys = {
    {{"lambdaGbSecondArm64", &Prices::lambda_gb_second_arm64},
     {"lambdaGbSecondX86_64", &Prices::lambda_gb_second_x86_64},
     {"lambdaMillionRequests", &Prices::lambda_million_requests},
     {"firehoseDirectPutGb", &Prices::firehose_direct_put_gb},
     {"firehoseCloudWatchLogsGb", &Prices::firehose_cloudwatch_logs_gb},
     {"firehoseDynamicPartitioningGb", &Prices::firehose_dynamic_partitioning_gb}}};

std::string unknown_key(const std::string& key) {
  std::vector<std::string_view> names = {kAsOf};
  for (const PriceKey& known : kPriceKeys) names.push_back(known.name);
  const std::string near(nearest(key, names));
  return "there is no price '" + key + '\'' + (near.empty() ? "" : "; did you mean " + near + '?');
}

// What is wrong; empty: nothing.
std::string set_price(const std::string& key, const Json& value, Prices& prices) {
  if (key == kAsOf) {
    if (!value.is_string()) return "asOf is not text";
    prices.as_of = value.get<std::string>();
    return prices.as_of.size() <= kAsOfBytesMax ? "" : "asOf is longer than 32 bytes";
  }
  for (const PriceKey& known : kPriceKeys) {
    if (known.name != key) continue;
    if (!value.is_number()) return key + " is not a number";
    const auto price = value.get<double>();
    if (!std::isfinite(price) || price < 0) return key + " is not a number from 0 on";
    prices.*known.price = price;
    return "";
  }
  return unknown_key(key);
}

}  // namespace

tl::expected<Prices, std::string> parse_prices(std::string_view json) {
  const Json table = Json::parse(json, nullptr, false);
  if (table.is_discarded()) return tl::make_unexpected("not JSON");
  if (!table.is_object()) return tl::make_unexpected("not a JSON object");
  Prices prices;
  prices.checked = true;
  for (const auto& [key, value] : table.items()) {
    const std::string wrong = set_price(key, value, prices);
    if (!wrong.empty()) return tl::make_unexpected(wrong);
  }
  return prices;
}

}  // namespace cwlogs

// The fields that VPC and transit gateway flow logs may have.
#pragma once

#include <cstdint>
#include <string_view>

namespace cwlogs {

enum class FlowFieldKind : uint8_t {
  kText,
  kNumber,
  kAddress,  // IPv4 or IPv6
  kStart,    // seconds since 1970
  kEnd,
  kAction,     // ACCEPT, REJECT
  kLogStatus,  // OK, NODATA, SKIPDATA
};

struct FlowField {
  std::string_view id;    // as a format writes it: account-id
  std::string_view name;  // as a column is called: account_id
  FlowFieldKind kind = FlowFieldKind::kText;
};

// nullptr for an id that is not in the table.
const FlowField* find_flow_field(std::string_view id);

// The format of flow logs that name none.
inline constexpr std::string_view kDefaultFlowFormat =
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} "
    "${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}";

}  // namespace cwlogs

#include "processor/vpc_flow_fields.h"

#include <array>

namespace cwlogs {
namespace {

using Kind = FlowFieldKind;

// https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html: versions 2 to 11, types
// as in its Parquet data types. Version 6 is that of transit gateways:
// https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html
// Names have underscores, as in Parquet files, Athena's tables and extractedFields.
constexpr auto kFields = std::to_array<FlowField>({
    // 2
    {"version", "version", Kind::kNumber},
    {"account-id", "account_id", Kind::kText},
    {"interface-id", "interface_id", Kind::kText},
    {"srcaddr", "srcaddr", Kind::kAddress},
    {"dstaddr", "dstaddr", Kind::kAddress},
    {"srcport", "srcport", Kind::kNumber},
    {"dstport", "dstport", Kind::kNumber},
    {"protocol", "protocol", Kind::kNumber},
    {"packets", "packets", Kind::kNumber},
    {"bytes", "bytes", Kind::kNumber},
    {"start", "start", Kind::kStart},
    {"end", "end", Kind::kEnd},
    {"action", "action", Kind::kAction},
    {"log-status", "log_status", Kind::kLogStatus},
    // 3
    {"vpc-id", "vpc_id", Kind::kText},
    {"subnet-id", "subnet_id", Kind::kText},
    {"instance-id", "instance_id", Kind::kText},
    {"tcp-flags", "tcp_flags", Kind::kNumber},
    {"type", "type", Kind::kText},
    {"pkt-srcaddr", "pkt_srcaddr", Kind::kAddress},
    {"pkt-dstaddr", "pkt_dstaddr", Kind::kAddress},
    // 4
    {"region", "region", Kind::kText},
    {"az-id", "az_id", Kind::kText},
    {"sublocation-type", "sublocation_type", Kind::kText},
    {"sublocation-id", "sublocation_id", Kind::kText},
    // 5
    {"pkt-src-aws-service", "pkt_src_aws_service", Kind::kText},
    {"pkt-dst-aws-service", "pkt_dst_aws_service", Kind::kText},
    {"flow-direction", "flow_direction", Kind::kText},
    {"traffic-path", "traffic_path", Kind::kNumber},
    // 6, transit gateways
    {"resource-type", "resource_type", Kind::kText},
    {"tgw-id", "tgw_id", Kind::kText},
    {"tgw-attachment-id", "tgw_attachment_id", Kind::kText},
    {"tgw-src-vpc-account-id", "tgw_src_vpc_account_id", Kind::kText},
    {"tgw-dst-vpc-account-id", "tgw_dst_vpc_account_id", Kind::kText},
    {"tgw-src-vpc-id", "tgw_src_vpc_id", Kind::kText},
    {"tgw-dst-vpc-id", "tgw_dst_vpc_id", Kind::kText},
    {"tgw-src-subnet-id", "tgw_src_subnet_id", Kind::kText},
    {"tgw-dst-subnet-id", "tgw_dst_subnet_id", Kind::kText},
    {"tgw-src-eni", "tgw_src_eni", Kind::kText},
    {"tgw-dst-eni", "tgw_dst_eni", Kind::kText},
    {"tgw-src-az-id", "tgw_src_az_id", Kind::kText},
    {"tgw-dst-az-id", "tgw_dst_az_id", Kind::kText},
    {"tgw-pair-attachment-id", "tgw_pair_attachment_id", Kind::kText},
    {"packets-lost-no-route", "packets_lost_no_route", Kind::kNumber},
    {"packets-lost-blackhole", "packets_lost_blackhole", Kind::kNumber},
    {"packets-lost-mtu-exceeded", "packets_lost_mtu_exceeded", Kind::kNumber},
    {"packets-lost-ttl-expired", "packets_lost_ttl_expired", Kind::kNumber},
    // 7
    {"ecs-cluster-arn", "ecs_cluster_arn", Kind::kText},
    {"ecs-cluster-name", "ecs_cluster_name", Kind::kText},
    {"ecs-container-instance-arn", "ecs_container_instance_arn", Kind::kText},
    {"ecs-container-instance-id", "ecs_container_instance_id", Kind::kText},
    {"ecs-container-id", "ecs_container_id", Kind::kText},
    {"ecs-second-container-id", "ecs_second_container_id", Kind::kText},
    {"ecs-service-name", "ecs_service_name", Kind::kText},
    {"ecs-task-definition-arn", "ecs_task_definition_arn", Kind::kText},
    {"ecs-task-arn", "ecs_task_arn", Kind::kText},
    {"ecs-task-id", "ecs_task_id", Kind::kText},
    // 8, 9, 10
    {"reject-reason", "reject_reason", Kind::kText},
    {"resource-id", "resource_id", Kind::kText},
    {"encryption-status", "encryption_status", Kind::kNumber},
    // 11
    {"instance-tag", "instance_tag", Kind::kText},
    {"instance-tag-2", "instance_tag_2", Kind::kText},
    {"interface-tag", "interface_tag", Kind::kText},
    {"interface-tag-2", "interface_tag_2", Kind::kText},
    {"asg-tag", "asg_tag", Kind::kText},
    {"asg-tag-2", "asg_tag_2", Kind::kText},
    {"interface-type", "interface_type", Kind::kText},
    {"next-hop-interface-id", "next_hop_interface_id", Kind::kText},
    {"next-hop-subnet-id", "next_hop_subnet_id", Kind::kText},
    {"next-hop-az-id", "next_hop_az_id", Kind::kText},
    {"next-hop-vpc-id", "next_hop_vpc_id", Kind::kText},
    {"next-hop-interface-type", "next_hop_interface_type", Kind::kText},
});

}  // namespace

const FlowField* find_flow_field(std::string_view id) {
  for (const FlowField& field : kFields) {
    if (field.id == id) return &field;
  }
  return nullptr;
}

}  // namespace cwlogs

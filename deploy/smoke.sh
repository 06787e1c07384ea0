#!/bin/sh
# Sends a first line through a deployed pipeline, and shows the object that it arrives in.
#
#   deploy/smoke.sh STACK [LOG_GROUP]
#   deploy/smoke.sh --terraform FOLDER [LOG_GROUP]
#
# The line goes to LOG_GROUP, by default the first one that is subscribed. Needs the AWS CLI, with
# permission to read the stack and the bucket and to write to the log group.
set -eu

seconds_between=${SMOKE_SECONDS_BETWEEN:-15}
seconds_at_most=${SMOKE_SECONDS_AT_MOST:-1200}

fail() {
  echo "smoke: $*" >&2
  exit 1
}

# value STACK_OUTPUT TERRAFORM_OUTPUT
value() {
  if [ -n "$folder" ]; then
    terraform -chdir="$folder" output -raw "$2"
  else
    aws cloudformation describe-stacks --stack-name "$stack" --output text \
      --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue"
  fi
}

configuration() {
  aws lambda get-function-configuration --function-name "$function" --qualifier "$1" \
    --query '[CodeSha256,Environment.Variables]' --output json
}

refuse_own_log_groups() {
  for own in $(echo "$own_log_groups" | tr , ' '); do
    filters=$(aws logs describe-subscription-filters --log-group-name "$own" \
      --query 'subscriptionFilters[].filterName' --output text)
    [ -z "$filters" ] || fail "$own is subscribed by $filters: it would feed on itself"
  done
}

send() {
  stream=cwlogs-smoke-$id
  aws logs create-log-stream --log-group-name "$log_group" --log-stream-name "$stream"
  aws logs put-log-events --log-group-name "$log_group" --log-stream-name "$stream" \
    --log-events "timestamp=$(date +%s)000,message=$id" >/dev/null
}

# Keys that were written since the start.
new_objects() {
  aws s3api list-objects-v2 --bucket "$bucket" --output text \
    --query 'Contents[].[LastModified,Key]' | awk -F '\t' -v start="$start" '$1 >= start {print $2}'
}

show_if_arrived() {
  new_objects >"$folder_of_keys/now"
  failed=$(grep '^failed/' "$folder_of_keys/now" || true)
  [ -z "$failed" ] || fail "there are new objects under the error prefix: $failed"
  while read -r key; do
    ! grep -qxF "$key" "$folder_of_keys/seen" || continue
    echo "$key" >>"$folder_of_keys/seen"
    line=$(aws s3 cp --only-show-errors "s3://$bucket/$key" - | gunzip | grep -F "$id" || true)
    [ -n "$line" ] || continue
    printf 's3://%s/%s\n%s\n' "$bucket" "$key" "$line"
    exit 0
  done <"$folder_of_keys/now"
}

stack= folder=
case ${1:-} in
  --terraform) folder=${2:?the folder of the Terraform configuration}; shift 2 ;;
  '' | -*) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  *) stack=$1; shift ;;
esac
bucket=$(value BucketName bucket_name)
function=$(value FunctionName function_name)
own_log_groups=$(value OwnLogGroupNames own_log_group_names)
log_group=${1:-$(value LogGroupNames log_group_names | cut -d , -f 1)}
[ -n "$bucket" ] && [ "$bucket" != None ] || fail "$stack$folder has no output of this deployment"

refuse_own_log_groups
[ "$(configuration live)" = "$(configuration '$LATEST')" ] ||
  fail "the alias live stands at another configuration than \$LATEST:" \
    "rolled back, or deployed without another Release"

folder_of_keys=$(mktemp -d)
trap 'rm -rf "$folder_of_keys"' EXIT
: >"$folder_of_keys/seen"
start=$(date -u +%Y-%m-%dT%H:%M:%S)
id=smoke-$(date +%s)-$$
send
echo "sent $id to $log_group; the buffers take some minutes" >&2
waited=0
while [ "$waited" -lt "$seconds_at_most" ]; do
  show_if_arrived
  sleep "$seconds_between"
  waited=$((waited + seconds_between))
done
fail "$id did not arrive within $seconds_at_most seconds; look into $own_log_groups"

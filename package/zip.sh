#!/bin/sh
# zip.sh BOOTSTRAP OUTPUT.zip [TZDATA.zi]: what Lambda unpacks to /var/task, the program and the time
# zones. These are the system's unless their source is given.
#
# The same bytes for the same contents: names in order, one time for all, no owner.
set -eu
bootstrap=$1
output=$(realpath -m "$2")
zones=$(realpath "${3:-/usr/share/zoneinfo/tzdata.zi}")

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
install -m 755 "$bootstrap" "$stage/bootstrap"
# Half as large as the system's, which hold each year's changes besides the rule for them.
/usr/sbin/zic -b slim -d "$stage/zoneinfo" "$zones"
find "$stage" -mindepth 1 -exec touch --no-dereference --date "@${SOURCE_DATE_EPOCH:-315532800}" {} +
chmod -R go=u,go-w "$stage"

mkdir -p "$(dirname "$output")"
rm -f "$output"
cd "$stage"
find . -type f | sed 's|^\./||' | LC_ALL=C sort | TZ=UTC zip -q -9 -X -D "$output" -@
# 7-Zip's DEFLATE: 3 % smaller, in five seconds. The same bytes each time, too.
advzip --recompress --shrink-extra --quiet "$output"

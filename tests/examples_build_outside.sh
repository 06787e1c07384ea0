#!/bin/sh
# examples/ is built against an installed tree and answers as the one built here does.
# examples_build_outside.sh CMAKE BUILD REPOSITORY
set -eu
cmake=$1 build=$2 repository=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$cmake" --install "$build" --prefix "$work/installed" >"$work/log"
cp -r "$repository/examples" "$work/outside"
"$cmake" -S "$work/outside" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_PREFIX_PATH="$work/installed" >>"$work/log"
"$cmake" --build "$work/build" >>"$work/log" || { cat "$work/log"; exit 1; }

# Nothing of this repository may have been needed.
if grep -qF "$repository" "$work/build/build.ninja"; then
  echo "the project outside refers to $repository"
  exit 1
fi

cwlogs=$work/installed/bin/cwlogs
for example in minimal:events/shop.json telemetry:examples/telemetry/event.json \
    windows_events:examples/windows_events/event.json; do
  name=${example%%:*} event=$repository/${example#*:}
  replay() {
    "$cwlogs" replay -q --set OUTPUT_FORMAT=json --set OUTPUT_FIELDS=fields "$@" "$event" 2>/dev/null
  }
  replay --bootstrap "$build/examples/$name/bootstrap" >"$work/here"
  replay --bootstrap "$work/build/examples/$name/bootstrap" >"$work/there"
  cmp "$work/here" "$work/there"
  replay >"$work/without"
  if cmp -s "$work/here" "$work/without"; then
    echo "$name changes nothing"
    exit 1
  fi
done
"$cwlogs" replay -q --bootstrap "$work/installed/libexec/cwlogs/bootstrap" \
  "$repository/events/one-record.json" >/dev/null 2>&1

#!/bin/sh
# package.sh ARCH...: everything in dist/, for x86_64 and arm64.
set -eu
cd "$(dirname "$0")/.."

# libre2-9 has the licence of libre2-dev.
libraries="libc6-dev linux-libc-dev libcrypt-dev zlib1g-dev libdeflate-dev libssl-dev libc-ares-dev \
  libabsl-dev libre2-dev libre2-9 libexpected-dev nlohmann-json3-dev tzdata"

debian_name_of() { echo "$1" | sed 's/x86_64/amd64/'; }
sysroot_of() { echo "build/package/$(debian_name_of "$1")"; }

# ccache may keep what was compiled in another folder, with other paths.
export CCACHE_DISABLE=1

package/debian.sh sources build/package/sources curl simdjson
for arch; do
  package/debian.sh sysroot "$(sysroot_of "$arch")" "$(debian_name_of "$arch")" $libraries
  cmake --preset "package-$arch" >&2
  cmake --build "build/package-$arch" >&2
done

rm -rf dist
mkdir dist
package/inventory.py dist "$@"
for arch; do
  package/zip.sh "build/package-$arch/bin/bootstrap" "dist/cwlogs-lambda-$arch.zip" \
    "$(sysroot_of "$arch")/root/usr/share/zoneinfo/tzdata.zi"
done
cd dist
sums=$(sha256sum -- *)
echo "$sums" > SHA256SUMS
ls -l

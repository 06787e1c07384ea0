#!/bin/sh
# package.sh ARCH...: everything in dist/, for x86_64 and arm64.
set -eu
cd "$(dirname "$0")/.."

# libre2-9 has the licence of libre2-dev.
libraries="libc6-dev linux-libc-dev libcrypt-dev zlib1g-dev libdeflate-dev libssl-dev libc-ares-dev \
  libabsl-dev libre2-dev libre2-9 libexpected-dev nlohmann-json3-dev"

package/debian.sh sources build/package/sources curl simdjson
for arch; do
  case $arch in x86_64) debian=amd64 ;; *) debian=$arch ;; esac
  package/debian.sh sysroot "build/package/$debian" "$debian" $libraries
  cmake --preset "package-$arch" >&2
  cmake --build "build/package-$arch" >&2
done

rm -rf dist
mkdir dist
package/inventory.py dist "$@"
for arch; do
  package/zip.sh "build/package-$arch/bin/bootstrap" "dist/cwlogs-lambda-$arch.zip"
done
cd dist
sums=$(sha256sum -- *)
echo "$sums" > SHA256SUMS
ls -l

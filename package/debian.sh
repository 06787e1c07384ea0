#!/bin/sh
# What Debian has and this machine need not: source packages, and another architecture's libraries.
#
#   debian.sh sources FOLDER PACKAGE...          unpacks source packages to FOLDER/PACKAGE
#   debian.sh sysroot FOLDER ARCH PACKAGE...     unpacks binary packages below FOLDER
#
# apt works in FOLDER, with lists, state and sources of its own: this machine's apt and dpkg stay as
# they are. It checks the archive's signature with Debian's keyring, and all files against that.
# DEBIAN_MIRROR is where from. Needs no root, and no network for what is there already.
set -eu

mirror=${DEBIAN_MIRROR:-http://deb.debian.org}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fail() {
  echo "make package: $1" >&2
  exit 1
}

write_sources() {
  type=$1
  . /etc/os-release
  [ "$ID" = debian ] || fail "this takes Debian's packages: elsewhere build by hand (docs/packaging.md)"
  for line in "debian $VERSION_CODENAME" "debian $VERSION_CODENAME-updates" \
              "debian-security $VERSION_CODENAME-security"; do
    set -- $line
    echo "$type [signed-by=$keyring] $mirror/$1 $2 main"
  done
}

# The machine's settings hold (its proxy), but for these: $architecture is what packages are for.
write_settings() {
  cat <<END
#clear APT::Update;
#clear DPkg;
Dir::Etc::SourceList "$folder/apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State "$folder/apt/state";
Dir::State::status "$folder/apt/status";
Dir::Cache "$folder/apt/cache";
APT::Architecture "$architecture";
APT::Architectures "$architecture";
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
Acquire::Languages "none";
END
}

private_apt() { apt-get -qq -c "$folder/apt/settings" "$@"; }

# $1: deb or deb-src
start_apt() {
  rm -rf "$folder/apt" "$folder/download"
  mkdir -p "$folder/apt/state/lists/partial" "$folder/apt/cache/archives/partial" "$folder/download"
  : > "$folder/apt/status"
  write_sources "$1" > "$folder/apt/sources.list"
  write_settings > "$folder/apt/settings"
  private_apt update ||
    fail "$mirror can't be reached, or its signature can't be verified: nothing was taken from it"
}

# What was asked for last time is there.
is_complete() { [ "$(cat "$folder/complete" 2>/dev/null)" = "$*" ]; }

verb=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
shift 2
is_complete "$@" && exit
rm -f "$folder/complete"
wanted="$*"

case $verb in
sources)
  architecture=$(dpkg --print-architecture)
  start_apt deb-src
  (cd "$folder/download" && private_apt source --download-only "$@") ||
    fail "the source packages $* can't be fetched, or are not what Debian signed"
  for package in "$@"; do
    rm -rf "${folder:?}/$package"
    dpkg-source --no-check --no-copy -x "$folder/download/$package"_*.dsc "$folder/$package" >/dev/null
  done ;;
sysroot)
  architecture=$1
  shift
  start_apt deb
  (cd "$folder/download" && private_apt download "$@") ||
    fail "the packages $* can't be fetched, or are not what Debian signed"
  rm -rf "$folder/root"
  for package in "$folder"/download/*.deb; do dpkg-deb -x "$package" "$folder/root"; done ;;
esac
rm -rf "$folder/apt"
echo "$wanted" > "$folder/complete"

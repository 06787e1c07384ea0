#!/bin/sh
# Shows that processor_is_pure.sh finds what it should and nothing else: each line below with REFUSE
# in it must be refused, and no other.
set -eu
guard=$(dirname "$0")/processor_is_pure.sh
planted=$(mktemp -d)
trap 'rm -rf "$planted"' EXIT

cat >"$planted/includes.h" <<'END'
// Pure: no socket, clock, environment, log or global. See <thread>, getenv("HOME") and printf().
#include "runtime/log.h"  // REFUSE
#include "config/setting.h"  // REFUSE
#include "cli/random.h"  // REFUSE
#include <curl/curl.h>  // REFUSE
#include <openssl/evp.h>  // REFUSE
#include <thread>  // REFUSE
#include <mutex>  // REFUSE
#include <iostream>  // REFUSE
#  include <cstdio>  // REFUSE
#include <fstream>  // REFUSE
#include <unistd.h>  // REFUSE
#include <sys/socket.h>  // REFUSE
#include <netinet/in.h>  // REFUSE
#include "processor/client.h"
#include <string>
// #include <thread>
END

cat >"$planted/tokens.cc" <<'END'
const char* home = std::getenv("HOME");  // REFUSE
const auto t = std::chrono::steady_clock::now();  // REFUSE
const auto u = system_clock :: now();  // REFUSE
const auto v = absl::Now();  // REFUSE
const auto z = absl::LocalTimeZone();  // REFUSE
const bool loaded = absl::LoadTimeZone(name, &zone);  // REFUSE
std::thread worker(work);  // REFUSE
pthread_t id;  // REFUSE
const int fd = ::socket(AF_INET, SOCK_STREAM, 0);  // REFUSE
std::snprintf(text, sizeof text, "%d", 1'000);  // REFUSE
/* printf("in a comment");
   getenv("HOME") */ printf("behind it");  // REFUSE
constexpr auto kRaw = R"x(getenv("HOME") )" // )x"; printf("");  // REFUSE
constexpr auto kText = "\"getenv(\" // socket("; absl::Now();  // REFUSE
constexpr char kQuote = '"'; absl::Now();  // REFUSE
constexpr size_t kMax = 4'000'000; absl::Now(); // 4'0 REFUSE
constexpr auto kMessage = "printf( getenv( std::thread";
constexpr auto kSpec = R"({"socket(":"LoadTimeZone"})";
bool websocket(int now);
int getenv_calls = is_absl::Nowhere + a_clock::nowhere;
END

expected=$(cd "$planted" && grep -n REFUSE includes.h tokens.cc | cut -d: -f1,2)
if output=$(sh "$guard" "$planted"); then
  echo "the guard passed what it must refuse" >&2
  exit 1
fi
found=$(printf '%s\n' "$output" | sed "s|^$planted/||" | cut -d: -f1,2)
if [ "$found" != "$expected" ]; then
  printf 'expected:\n%s\nfound:\n%s\n' "$expected" "$output" >&2
  exit 1
fi

mkdir "$planted/empty"
if sh "$guard" "$planted/empty" 2>/dev/null; then
  echo "the guard passed a directory without a file" >&2
  exit 1
fi

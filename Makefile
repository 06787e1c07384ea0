# A doorway to CMake and CTest. On a bare Debian 12 every target first installs what it misses.
.DEFAULT_GOAL := help
.PHONY: help deps deps-test deps-dev deps-bench build examples run test soak tsan bench \
  bench-peers bench-runtime deps-package package test-package check format lint lint-all clean

JOBS := $(shell nproc)
BENCH_CORE := 0
SAMPLE := events/syslog-partitioned
CWLOGS := build/release/bin/cwlogs
PACKAGED := $(wildcard dist/cwlogs-lambda-x86_64.zip)

PACKAGES := g++ cmake ninja-build pkg-config nlohmann-json3-dev zlib1g-dev libdeflate-dev \
  libsimdjson-dev libcurl4-openssl-dev libexpected-dev libabsl-dev libcli11-dev \
  libcpp-httplib-dev libre2-dev tzdata
# node, npm and python3 may come from elsewhere than Debian: whatever is there is used.
PACKAGES_TEST := $(PACKAGES) libgtest-dev libgmock-dev libbenchmark-dev libssl-dev \
  libpugixml-dev ca-certificates chromium-headless-shell python3-botocore python3-jsonschema awscli \
  $(if $(shell command -v node),,nodejs) $(if $(shell command -v npm),,npm) \
  python3-yaml $(if $(wildcard /usr/bin/python3),,python3)
PACKAGES_DEV := $(PACKAGES_TEST) clang-format clang-tidy
PACKAGES_PACKAGE := advancecomp g++ g++-aarch64-linux-gnu qemu-user-static cmake ninja-build pkg-config \
  dpkg-dev zip debian-archive-keyring $(if $(wildcard /usr/bin/python3),,python3)
PACKAGES_TEST_PACKAGE := strace openssl
PACKAGES_BENCH := $(PACKAGES_TEST) gnuplot-nox unzip

# $(call install,PACKAGES): needs neither network nor root when all are there.
define install
@missing=$$(for package in $(1); do \
    dpkg-query -W -f='$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed \
      || echo $$package; \
  done); \
if [ -n "$$missing" ]; then \
  if [ "$$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi; \
  echo "Installing:" $$missing; \
  $$as_root apt-get -qq update && $$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 install $$missing >/dev/null; \
fi
endef

# $(call install_npm,NAME): into build/NAME, as pinned in tests/NAME. Without optional parts, such as
# kinesalite's compiled leveldown, and without scripts. Needs no network when it is there.
define install_npm
@cmp -s tests/$(1)/package-lock.json build/$(1)/installed || { \
  mkdir -p build/$(1) && cp tests/$(1)/package*.json build/$(1) && \
  npm --prefix build/$(1) --omit=optional --ignore-scripts --no-audit --no-fund \
    --no-update-notifier --loglevel=error ci >&2 && \
  cp tests/$(1)/package-lock.json build/$(1)/installed; \
}
endef

# A Kinesis that others wrote, and a reader of Terraform's language.
define install_npms
$(call install_npm,kinesalite)
$(call install_npm,hcl2json)
endef

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

deps:  ## install what building and running needs
	$(call install,$(PACKAGES))

deps-test:  ## install what the tests need as well
	$(call install,$(PACKAGES_TEST))
	$(install_npms)

deps-dev:  ## install what `make check` needs as well
	$(call install,$(PACKAGES_DEV))
	$(install_npms)

deps-bench:  ## install what the benchmarks need
	$(call install,$(PACKAGES_BENCH))

deps-package:  ## install what `make package` needs
	$(call install,$(PACKAGES_PACKAGE))

build: deps  ## build build/release/bin/cwlogs and bootstrap
	@test -f build/release/build.ninja || cmake --preset release -DBUILD_TESTING=OFF >&2
	@cmake --build --preset release --target cwlogs bootstrap -j $(JOBS) >&2

examples: deps-test  ## build the functions of examples/
	cmake --preset release
	cmake --build --preset release --target examples/all -j $(JOBS)

run: build  ## replay a saved event: the lines, results and partition keys
	@xargs -d '\n' -a $(SAMPLE).options $(CWLOGS) replay --decode $(SAMPLE).json

test: deps-test  ## build and run all tests
	cmake --preset release
	cmake --build --preset release -j $(JOBS)
	ctest --preset release -j $(JOBS)

soak: deps-test  ## ten thousand invocations through one bootstrap
	cmake --preset release
	cmake --build --preset release -j $(JOBS)
	CWLOGS_SOAK_EVENTS=10000 build/release/bin/cwlogs_tests --gtest_filter='BootstrapSoak.*'

tsan: deps-test  ## 500 invocations by 8 workers under ThreadSanitizer
	cmake --preset tsan
	cmake --build --preset tsan --target bootstrap -j $(JOBS)
	cmake --preset release
	cmake --build --preset release --target cwlogs_tests -j $(JOBS)
	@# GCC 12's ThreadSanitizer needs addresses less random than newer kernels make them.
	CWLOGS_BOOTSTRAP=$(CURDIR)/build/tsan/bin/bootstrap CWLOGS_SOAK_EVENTS=500 CWLOGS_SOAK_MEMORY=any \
	  $$(setarch -R echo setarch -R 2>/dev/null) ctest --preset release --verbose \
	  --tests-regex 'BootstrapSoak.*EightWorkers|BootstrapEnd.*AllWorkers'

bench: deps-bench  ## measure the stages and whole invocations
	cmake --preset release >&2
	cmake --build --preset release --target cwlogs_bench -j $(JOBS) >&2
	@# One core: a move to another costs its caches.
	taskset -c $(BENCH_CORE) build/release/bin/cwlogs_bench --benchmark_counters_tabular=true

bench-peers: deps-bench  ## the same work by cwlogs, C++, Node.js and Python: a table and docs/peers.svg
	cmake --preset release >&2
	cmake --build --preset release -j $(JOBS) \
	  --target cwlogs_bench_events --target peer_cwlogs --target peer_plain >&2
	mkdir -p build/bench && build/release/bin/cwlogs_bench_events build/bench
	taskset -c $(BENCH_CORE) /usr/bin/python3 bench/peers/compare.py --programs build/release/bin \
	  --events build/bench --data build/bench/peers.tsv
	gnuplot -e "data='build/bench/peers.tsv'; chart='docs/peers.svg'" bench/peers/chart.gp

bench-runtime: deps-bench  ## cold start, round trips and memory of bootstrap, Node.js and Python
	cmake --preset release >&2
	cmake --build --preset release -j $(JOBS) \
	  --target cwlogs_bench_runtime --target bootstrap --target peer_curl >&2
	$(if $(PACKAGED),unzip -qo $(PACKAGED) -d build/package/unzipped)
	taskset -c $(BENCH_CORE) build/release/bin/cwlogs_bench_runtime \
	  $(if $(PACKAGED),'packaged bootstrap' build/package/unzipped/bootstrap --) \
	  bootstrap build/release/bin/bootstrap -- Node.js node bench/peers/loop.js \
	  -- Python /usr/bin/python3 -B bench/peers/loop.py -- 'bare libcurl' build/release/bin/peer_curl

package: deps-package  ## build dist/cwlogs-lambda-{x86_64,arm64}.zip
	@package/package.sh x86_64 arm64

test-package: deps-test package  ## run the packaged bootstraps in an empty root; needs root
	$(call install,$(PACKAGES_TEST_PACKAGE))
	cmake --preset release
	cmake --build --preset release --target cwlogs --target cwlogs_tests -j $(JOBS)
	@if [ "$$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi; \
	  $$as_root /usr/bin/python3 -B tests/package/package_test.py dist \
	    $(CURDIR)/build/release/bin/cwlogs $(CURDIR)/build/release/bin/cwlogs_tests x86_64 arm64

check: deps-dev  ## all tests again under ASan and UBSan, workers under TSan, the linters
	cmake --preset dev
	cmake --build --preset dev -j $(JOBS)
	ctest --preset dev -j $(JOBS)
	@$(MAKE) --no-print-directory tsan lint

# What is linted: clang-tidy takes five seconds a file, so tests and benchmarks are left to lint-all.
LINT := processor config runtime cli examples

lint: deps-dev  ## clang-format, and clang-tidy over the program, without changing anything
	git ls-files '*.cc' '*.h' | xargs clang-format --dry-run --Werror
	@# A tree of its own, never built: clang can't read GCC's precompiled headers.
	cmake --preset dev -B build/lint -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON >/dev/null
	git ls-files $(LINT) | grep '\.cc$$' | grep -v _neon | \
	  xargs -P $(JOBS) -n 4 clang-tidy --quiet -p build/lint

lint-all:  ## the same over tests and benchmarks too
	@$(MAKE) --no-print-directory lint LINT='$(LINT) tests bench'

format: deps-dev  ## clang-format in place
	git ls-files '*.cc' '*.h' | xargs clang-format -i

clean:  ## remove everything that was built
	rm -rf build

# CWLOGS_STATIC: a bootstrap that needs nothing but a kernel. `make package` uses it.
set(CWLOGS_CURL_SOURCE "" CACHE PATH "Folder of libcurl's source, 7.86 or later")
set(CWLOGS_SIMDJSON_SOURCE "" CACHE PATH "Folder of simdjson's source, 3.0 or later")
foreach(source IN ITEMS CWLOGS_CURL_SOURCE CWLOGS_SIMDJSON_SOURCE)
  if(NOT EXISTS ${${source}}/CMakeLists.txt)
    message(FATAL_ERROR "CWLOGS_STATIC builds from source: -D${source}=FOLDER (docs/packaging.md)")
  endif()
endforeach()

set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
# -Os: what is hot, the core and simdjson, has its own -O3. -fPIE and -static-pie: a program that parses what others wrote gets random addresses. The paths of
# this folder and of the build would be all that differs between two builds.
add_compile_options(-Os -fPIE -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
  -ffunction-sections -fdata-sections
  -ffile-prefix-map=${PROJECT_BINARY_DIR}=build -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.
  -ffile-prefix-map=${CWLOGS_CURL_SOURCE}=curl -ffile-prefix-map=${CWLOGS_SIMDJSON_SOURCE}=simdjson)
add_link_options(-static-pie -s -Wl,--gc-sections -Wl,-z,relro,-z,now -Wl,--build-id=none
  -Wl,-T,${CMAKE_CURRENT_LIST_DIR}/no_unwind_tables.ld)
include(CheckLinkerFlag)
check_linker_flag(CXX -Wl,-z,pack-relative-relocs CWLOGS_HAS_RELR)
if(CWLOGS_HAS_RELR)  # 7 KB instead of 570 for the addresses to relocate
  add_link_options(-Wl,-z,pack-relative-relocs)
endif()

# --- libcurl: HTTP and HTTPS by OpenSSL ----------------------------------------------------------
# Names are resolved by c-ares: glibc's resolver would load plug-ins at run time, even into a static
# program, and those of another glibc crash it.
set(BUILD_SHARED_LIBS OFF)
set(BUILD_CURL_EXE OFF)
set(CURL_ENABLE_EXPORT_TARGET OFF)
set(PICKY_COMPILER OFF)
set(HTTP_ONLY ON)
set(ENABLE_ARES ON)
set(CURL_USE_OPENSSL ON)
set(OPENSSL_USE_STATIC_LIBS ON)
set(CURL_CA_BUNDLE none CACHE INTERNAL "whom to trust is said for every connection")
set(CURL_CA_PATH none CACHE INTERNAL "")
foreach(feature IN ITEMS ALTSVC COOKIES DOH HSTS NETRC NTLM VERBOSE_STRINGS OPENSSL_AUTO_LOAD_CONFIG)
  set(CURL_DISABLE_${feature} ON)
endforeach()
foreach(library IN ITEMS CURL_USE_LIBPSL CURL_USE_LIBSSH2 USE_LIBIDN2)
  set(${library} OFF)
endforeach()
add_subdirectory(${CWLOGS_CURL_SOURCE} curl EXCLUDE_FROM_ALL SYSTEM)

# --- simdjson ------------------------------------------------------------------------------------
add_subdirectory(${CWLOGS_SIMDJSON_SOURCE} simdjson EXCLUDE_FROM_ALL SYSTEM)
target_compile_options(simdjson PRIVATE -O3)

# --- Abseil: its CMake package names Debian's shared libraries -----------------------------------
pkg_check_modules(absl_time REQUIRED IMPORTED_TARGET GLOBAL absl_time)
add_library(absl::time ALIAS PkgConfig::absl_time)

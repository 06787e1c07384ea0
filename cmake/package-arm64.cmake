set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static)  # libcurl's build runs small programs
set(triplet aarch64-linux-gnu)
set(architecture arm64)
include(${CMAKE_CURRENT_LIST_DIR}/sysroot.cmake)

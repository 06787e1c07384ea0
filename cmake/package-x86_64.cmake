set(triplet x86_64-linux-gnu)
set(architecture amd64)
include(${CMAKE_CURRENT_LIST_DIR}/sysroot.cmake)

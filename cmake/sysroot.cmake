# Toolchain: a compiler of Debian with the libraries that package/debian.sh unpacked, all static.
set(CMAKE_C_COMPILER ${triplet}-gcc)
set(CMAKE_CXX_COMPILER ${triplet}-g++)
cmake_path(SET CMAKE_SYSROOT NORMALIZE
  ${CMAKE_CURRENT_LIST_DIR}/../build/package/${architecture}/root)
set(libraries ${CMAKE_SYSROOT}/usr/lib/${triplet})
# A cross compiler looks first for the C library that it brings, which is older.
foreach(language IN ITEMS C CXX)
  set(CMAKE_${language}_FLAGS_INIT "-B${libraries} -fPIE -ffile-prefix-map=${CMAKE_SYSROOT}=")
endforeach()
set(CMAKE_EXE_LINKER_FLAGS_INIT "-L${libraries} -static-pie")

foreach(kind IN ITEMS LIBRARY INCLUDE PACKAGE)
  set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
endforeach()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${CMAKE_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR} ${libraries}/pkgconfig:${CMAKE_SYSROOT}/usr/share/pkgconfig)

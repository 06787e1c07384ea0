# `cmake --install`: the programs, and the libraries with their headers for find_package(cwlogs).
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

foreach(library IN ITEMS processor config runtime)
  set_target_properties(cwlogs_${library} PROPERTIES EXPORT_NAME ${library})
  add_library(cwlogs::${library} ALIAS cwlogs_${library})
  install(DIRECTORY ${library} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cwlogs
    FILES_MATCHING PATTERN *.h)
endforeach()
install(TARGETS cwlogs_processor cwlogs_config cwlogs_runtime EXPORT cwlogs
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/cwlogs)
install(TARGETS cwlogs)
install(TARGETS bootstrap RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/cwlogs)
install(FILES processor.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/cwlogs)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/cwlogs)
install(EXPORT cwlogs NAMESPACE cwlogs:: FILE cwlogs-targets.cmake DESTINATION ${package_dir})
configure_package_config_file(cmake/cwlogs-config.cmake.in cwlogs-config.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(cwlogs-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cwlogs-config.cmake
  ${PROJECT_BINARY_DIR}/cwlogs-config-version.cmake DESTINATION ${package_dir})

# What a user of adgen gets, from the build tree (adgen_DIR=build/lib/cmake/adgen) as from an installation.
include(CMakePackageConfigHelpers)

set(package_dir lib/cmake/adgen)
set_target_properties(adgen_runtime PROPERTIES EXPORT_NAME runtime)
set_target_properties(adgen-plugin PROPERTIES EXPORT_NAME plugin)

# The rooms are linked into the tool and the plugin; nobody links them again.
install(TARGETS adgen_runtime adgen adgen-plugin EXPORT adgenTargets
  RUNTIME DESTINATION bin LIBRARY DESTINATION lib ARCHIVE DESTINATION lib)
install(EXPORT adgenTargets NAMESPACE adgen:: DESTINATION ${package_dir})
export(EXPORT adgenTargets NAMESPACE adgen:: FILE ${PROJECT_BINARY_DIR}/${package_dir}/adgenTargets.cmake)

install(FILES include/adgen/adgen.h include/adgen/Grad.h include/adgen/check.h include/adgen/lanes.h DESTINATION include/adgen)
install(DIRECTORY include/adgen/detail include/adgen/runtime DESTINATION include/adgen FILES_MATCHING PATTERN *.h)

configure_package_config_file(cmake/adgenConfig.cmake.in ${PROJECT_BINARY_DIR}/${package_dir}/adgenConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/${package_dir}/adgenConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
configure_file(cmake/AdgenTarget.cmake ${PROJECT_BINARY_DIR}/${package_dir}/AdgenTarget.cmake COPYONLY)
configure_file(cmake/AdgenDependencies.cmake ${PROJECT_BINARY_DIR}/${package_dir}/AdgenDependencies.cmake COPYONLY)
install(FILES
  ${PROJECT_BINARY_DIR}/${package_dir}/adgenConfig.cmake
  ${PROJECT_BINARY_DIR}/${package_dir}/adgenConfigVersion.cmake
  cmake/AdgenTarget.cmake cmake/AdgenDependencies.cmake
  DESTINATION ${package_dir})

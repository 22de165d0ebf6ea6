# adgen_target(target [GENERATOR] [FLAGS flags...])
#
# Lets the C++ sources of a target use `#pragma grad`.  When the compiler is the
# Clang that adgen's plugin is built for, the plugin generates derivatives while
# it compiles.  With any other compiler, or with GENERATOR, adgen writes
# <source>.grad.h in a step of its own, for each source that includes a header
# of that name.  A source that includes it compiles both ways.
#
# The step sees the target's include directories, definitions and standard, and
# FLAGS: what else decides how Clang reads the sources.

include_guard()
set(_adgen_cmake_dir "${CMAKE_CURRENT_LIST_DIR}")

function(adgen_target target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "GENERATOR" "" "FLAGS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "adgen_target(${target}): unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  target_link_libraries(${target} PRIVATE adgen::runtime)

  set(directory "${CMAKE_CURRENT_BINARY_DIR}/adgen/${target}")
  target_include_directories(${target} PRIVATE "${directory}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_EQUAL adgen_CLANG_VERSION
     AND NOT arg_GENERATOR)
    set(by_plugin TRUE)
    get_target_property(plugin adgen::plugin LOCATION)
    target_compile_options(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:-fplugin=${plugin}>")
  else()
    set(by_plugin FALSE)
    target_compile_options(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:-Wno-unknown-pragmas>")
  endif()

  get_target_property(sources ${target} SOURCES)
  get_target_property(source_dir ${target} SOURCE_DIR)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${source_dir}" NORMALIZE)
    cmake_path(GET source EXTENSION LAST_ONLY extension)
    cmake_path(GET source STEM LAST_ONLY stem)
    if(NOT extension MATCHES "^\\.(cpp|cxx|cc|C|c\\+\\+)$" OR NOT EXISTS "${source}")
      continue()
    endif()
    # A source may start to include its header at any time.
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
    file(STRINGS "${source}" includes REGEX "^[ \t]*#[ \t]*include[ \t]*[\"<](.*/)?${stem}\\.grad\\.h[\">]")
    if(by_plugin AND includes)
      file(CONFIGURE OUTPUT "${directory}/${stem}.grad.h" CONTENT "// Empty: the plugin generates in place.\n")
    elseif(includes)
      _adgen_generate(${target} "${source}" "${directory}/${stem}.grad.h" "${arg_FLAGS}")
    endif()
    if(by_plugin)
      set_property(SOURCE "${source}" TARGET_DIRECTORY ${target}
        APPEND PROPERTY OBJECT_DEPENDS "${plugin}")
    endif()
  endforeach()
endfunction()

function(_adgen_generate target source header flags)
  get_target_property(standard ${target} CXX_STANDARD)
  if(NOT standard)
    set(standard 17)
  endif()
  set(directories "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
  set(definitions "$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>")
  set(words -std=c++${standard}
    "$<$<BOOL:${directories}>:-I$<JOIN:${directories},$<SEMICOLON>-I>>"
    "$<$<BOOL:${definitions}>:-D$<JOIN:${definitions},$<SEMICOLON>-D>>"
    ${flags})
  cmake_path(GET source FILENAME name)
  cmake_path(GET header FILENAME header_name)
  add_custom_command(
    OUTPUT "${header}"
    COMMAND adgen::adgen "${source}" -o "${header}" -- "${words}"
    # What the source includes decides what is generated; the header itself must not count.
    COMMAND "${CMAKE_CXX_COMPILER}" "${words}" -w -M -MT "${header}" -MF "${header}.all.d" "${source}"
    COMMAND "${CMAKE_COMMAND}" "-DALL=${header}.all.d" "-DHEADER=${header}"
      -P "${_adgen_cmake_dir}/AdgenDependencies.cmake"
    DEPENDS "${source}" adgen::adgen
    DEPFILE "${header}.d"
    COMMENT "Differentiating ${name}"
    COMMAND_EXPAND_LISTS VERBATIM)
  target_sources(${target} PRIVATE "${header}")
endfunction()

# The one place that knows where LLVM, MLIR, Clang and BLAS live and how Debian packs them.

macro(adgen_require package debian)
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "adgen needs ${package}. On Debian: apt-get install ${debian}")
  endif()
endmacro()

# Debian puts the packages under /usr/lib/llvm-19, outside CMake's default search.
find_package(MLIR 19.1 QUIET CONFIG HINTS /usr/lib/llvm-19/lib/cmake/mlir)
adgen_require(MLIR "libmlir-19-dev mlir-19-tools llvm-19-dev")
find_package(Clang QUIET CONFIG HINTS "${MLIR_DIR}/../clang" NO_DEFAULT_PATH)
adgen_require(Clang "clang-19 libclang-19-dev")
find_package(BLAS QUIET)
adgen_require(BLAS libopenblas-dev)
find_package(Threads REQUIRED)

list(APPEND CMAKE_MODULE_PATH "${LLVM_CMAKE_DIR}" "${MLIR_CMAKE_DIR}")
include(TableGen)
include(AddLLVM) # for add_public_tablegen_target
include(AddMLIR) # for mlir_tablegen

# One SYSTEM interface target carries the headers and the shared libraries.
# Never name a component library (MLIRIR, LLVMSupport, clangAST) beside it: a
# second, static copy means a second set of type ids and "Option registered
# more than once" at start.
add_library(llvm-dylibs INTERFACE)
target_include_directories(llvm-dylibs SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(llvm_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(llvm-dylibs INTERFACE ${llvm_definitions})
target_link_libraries(llvm-dylibs INTERFACE MLIR LLVM)
# Match the packages: a class derived from an LLVM class needs its typeinfo.
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(llvm-dylibs INTERFACE -fno-rtti)
endif()

find_program(LIT_COMMAND NAMES llvm-lit lit lit.py
  HINTS ${LLVM_TOOLS_BINARY_DIR} ${LLVM_INSTALL_PREFIX}/build/utils/lit)
find_program(CCACHE_COMMAND ccache)
if(CCACHE_COMMAND)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_COMMAND})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_COMMAND})
endif()

add_compile_options(-Wall -Wextra)
if(ADGEN_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  # The sanitizer cannot instrument functions compiled for several processors.
  add_compile_definitions(ADGEN_NO_CLONES)
endif()

#include "BuildFlags.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

/// The directory above bin/, found from where this program lies, so that an installation can be moved.
static std::string prefix() {
  static const int anchor = 0;
  std::string program =
      llvm::sys::fs::getMainExecutable("adgen", const_cast<void *>(static_cast<const void *>(&anchor)));
  return llvm::sys::path::parent_path(llvm::sys::path::parent_path(program)).str();
}

/// An installation has its headers beside bin/; a build tree finds them in the source tree.
static std::string includePath() {
  std::string installed = prefix() + "/include";
  return llvm::sys::fs::exists(installed + "/adgen/adgen.h") ? installed : ADGEN_SOURCE_INCLUDE_DIR;
}

std::string adgen::cppFlags() { return "-I" + includePath(); }

std::string adgen::cxxFlags() { return cppFlags() + " -fplugin=" + prefix() + "/lib/adgen.so"; }

std::string adgen::ldFlags() {
  const std::string library = prefix() + "/lib";
  return "-L" + library + " -Wl,-rpath," + library + " -ladgen_runtime";
}

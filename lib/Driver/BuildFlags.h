// The compiler flags that code with derivatives needs.
#pragma once

#include <string>

namespace adgen {

std::string cppFlags(); // the include path
std::string cxxFlags(); // the include path and the plugin
std::string ldFlags();  // the runtime library

} // namespace adgen

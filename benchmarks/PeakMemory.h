// The memory that a call needs beyond what is there before, as Linux counts it.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <malloc.h>
#include <string>

namespace measured {

/// A line of /proc/self/status, in bytes; 0 where there is none.
inline long statusBytes(const std::string &key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.compare(0, key.size(), key) == 0)
      return 1024 * std::strtol(line.c_str() + key.size() + 1, nullptr, 10);
  return 0;
}

/// In pages, so that a few thousand bytes are noise.
template <class Call> long peakMemoryOf(const Call &call) {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5"; // the peak starts anew
  const long before = statusBytes("VmRSS");
  call();
  return std::max(0L, statusBytes("VmHWM") - before);
}

} // namespace measured

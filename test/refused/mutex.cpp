// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A destructor of the library that does something visible.

#include <mutex>
static std::mutex m;
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through objects of class 'std::lock_guard<std::mutex>'
  std::lock_guard<std::mutex> lock(m);
  return x * x;
}

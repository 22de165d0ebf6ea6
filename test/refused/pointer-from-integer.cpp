// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A pointer that has been an integer.

#include <cstdint>
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through a conversion to 'std::uintptr_t'
  std::uintptr_t address = reinterpret_cast<std::uintptr_t>(&x);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through a conversion to 'double *'
  return *reinterpret_cast<double *>(address);
}

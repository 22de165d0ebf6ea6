// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The bits of a number, through memcpy.

#include <cstring>
#pragma grad
double f(double x) {
  long bits;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see what this memcpy writes
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: use pointers to one type for both blocks
  std::memcpy(&bits, &x, sizeof bits);
  return x + bits;
}

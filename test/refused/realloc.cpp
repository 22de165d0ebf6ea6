// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Memory from elsewhere that grows.

#include <cstdlib>
#pragma grad wrt(x)
double f(double x, double *block) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see how much of the old memory realloc keeps
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: allocate new memory, copy, and free the old
  block = static_cast<double *>(std::realloc(block, 4 * sizeof(double)));
  block[0] = x;
  return block[0] * x;
}

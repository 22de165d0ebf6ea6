// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Snapshots are for the outermost loop.

#include <cmath>
#pragma grad wrt(x)
double f(double x, int n) {
  for (int i = 0; i < n; ++i) {
#pragma grad checkpoint(3)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n) stands in front of a loop that is inside another loop; put it in front of the outer one
    for (int j = 0; j < n; ++j)
      x = std::sin(x);
  }
  return x;
}

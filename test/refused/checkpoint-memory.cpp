// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The loop's state has to have a size that is known when it begins.

#include <cmath>
#pragma grad
double f(double *x, int n) {
#pragma grad checkpoint(3)
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n): the loop writes to 'x', whose size adgen does not know; keep the state of the loop in local variables and arrays
  for (int i = 1; i < n; ++i)
    x[i] = std::sin(x[i] * x[i - 1]);
  return x[n - 1];
}

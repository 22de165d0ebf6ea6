// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A recursive function of the library, of an object that holds a lambda.

#include <algorithm>
#pragma grad wrt(x)
double f(double *x, int n) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot differentiate through 'std::sort'
  // CHECK: note: adgen does not differentiate a recursive function of objects whose class
  std::sort(x, x + n, [](double a, double b) { return a > b; });
  return x[0] * x[1];
}

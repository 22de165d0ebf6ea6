// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// What the gradient records grows while it runs.

#include <cmath>
#pragma grad
double f(double x) {
  while (x > 1)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot reverse this gradient once more, for what it records grows while it runs; differentiate the gradient in mode(jvp)
    x = std::sqrt(x) * x / 2;
  return x;
}
#pragma grad f_grad name(f_dxdx)

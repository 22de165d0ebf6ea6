// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The same as a parameter.

#include <vector>
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: 'f' has no parameter of a differentiable type
#pragma grad
double f(const std::vector<double> &x) {
  double sum = 0;
  for (double v : x)
    sum += v * v;
  return sum;
}

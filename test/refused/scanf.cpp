// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A value that comes in from outside.

#include <cstdio>
#pragma grad
double f(double x) {
  double y = x;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'scanf': it has no derivative rule
  std::scanf("%lf", &y);
  return x * y;
}

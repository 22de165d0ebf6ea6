// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// An object in the bytes of another one.

#include <new>
#pragma grad
double f(double x) {
  alignas(double) char raw[sizeof(double)];
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate this new expression
  double *p = new (raw) double(x);
  return *p * x;
}

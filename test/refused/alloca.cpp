// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// Memory of the function's frame without a type.

#include <alloca.h>
#pragma grad wrt(x)
double f(double x, int n) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through '__builtin_alloca': it has no derivative rule
  double *a = (double *)alloca(n * sizeof(double));
  a[0] = x;
  return a[0] * x;
}

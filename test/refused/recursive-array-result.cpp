// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A result with an array that comes from a recursion.

struct Triple {
  double a[3];
};
static Triple power(double x, int n) {
  if (n == 0)
    return {{x, 2 * x, x * x}};
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through an array that is copied as a whole; copy its elements in a loop
  return power(x * x, n - 1);
}

#pragma grad wrt(x)
Triple f(double x, int n) { return power(x, n); }

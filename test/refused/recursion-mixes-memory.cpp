// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The adjoint of 'first' has a place in one call and none in the next; no request names the parameters of a
// function that is called, so no remedy says so.

// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot follow where the derivative of what this pointer points to is kept
static double sum(const double *first, const double *second, int n) {
  if (n == 0)
    return 0;
  const double *p = n % 2 ? first : second;
  return p[n] * 2 + sum(second, first, n - 1);
}
#pragma grad wrt(x)
double f(const double *x, const double *constants, int n) { return sum(x, constants, n); }

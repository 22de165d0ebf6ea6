// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A loop that stands in another one by a call.

static double inner(double x, int n) {
#pragma grad checkpoint(2)
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n) stands in front of a loop that is inside another loop; put it in front of the outer one
  for (int i = 0; i < n; ++i)
    x *= x;
  return x;
}
#pragma grad wrt(x)
double f(double x, int n) {
  for (int i = 0; i < n; ++i)
    x = inner(x, n);
  return x;
}

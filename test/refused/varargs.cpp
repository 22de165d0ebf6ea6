// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A variable number of arguments.

#include <cstdarg>
static double sum(int n, ...) {
  va_list args;
  va_start(args, n);
  double s = 0;
  for (int i = 0; i < n; ++i)
    s += va_arg(args, double);
  va_end(args);
  return s;
}
#pragma grad
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate calls with a variable number of arguments
double f(double x) { return sum(2, x, x); }

// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The loop is repeated by the reverse sweep, and what it read is gone.

#include <cmath>
#pragma grad wrt(x)
double local(const double *x, int n) {
  double a[8] = {}, h[8];
  for (int i = 0; i < 8; ++i)
    h[i] = x[i] * x[i];
  double sum = 0;
#pragma grad checkpoint(2)
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n): the loop reads memory that is overwritten behind it; give the loop a copy of its own
  for (int i = 0; i < n; ++i)
    a[i] = x[i] * h[i];
  for (int i = 0; i < 8; ++i)
    h[i] = std::cos(x[i]);
  for (int i = 0; i < 8; ++i)
    sum += a[i] * h[i];
  return sum;
}

#pragma grad
double parameter(double *x, int n) {
  double sum = 0;
#pragma grad checkpoint(2)
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n): the loop reads memory that is overwritten behind it; give the loop a copy of its own
  for (int i = 0; i < n; ++i)
    sum = std::sin(sum + x[i]);
  x[0] = sum;
  return sum * x[0];
}

// What is written in front of the loop, or by it, may be.
#pragma grad
double inFront(const double *x, int n) {
  double h[8] = {}, sum = 0;
  for (int i = 0; i < n; ++i)
    h[i] = x[i] * x[i];
#pragma grad checkpoint(2)
  for (int i = 0; i < n; ++i)
    sum = std::sin(sum + h[i]);
  return sum;
}

// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A part of an object by memcpy and memset, or what may be one.

#include <cstring>

struct Pair {
  double a, b;
};

#pragma grad
double first(double x) {
  Pair p{1, 2}, q{x, x * x};
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see what this memcpy writes
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: let the number of bytes be a multiple of 'sizeof(Pair)', written as one
  std::memcpy(&p, &q, sizeof(double));
  return p.a * p.b;
}

#pragma grad
double cleared(double x) {
  Pair p{x, x * x};
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot see what this memset writes
  std::memset(&p, 0, sizeof(double));
  return p.a + p.b;
}

#pragma grad wrt(x)
double halves(const double *x, int n) {
  Pair p[4] = {};
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot see what this memcpy writes
  std::memcpy(p, x, n * sizeof(double));
  return p[0].a + p[1].b;
}

// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A struct's memory as an array.

struct Vec {
  double x, y, z;
};
#pragma grad
double f(const Vec &v) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see what memory holds behind this conversion to 'const double *'
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: use memory as the type that it was made with
  const double *p = reinterpret_cast<const double *>(&v);
  return p[0] * p[2];
}

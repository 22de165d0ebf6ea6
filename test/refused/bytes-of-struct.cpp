// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// One byte of a number.

#include <cstring>
struct P {
  double a;
  int n;
};
#pragma grad
double f(double x) {
  P p{x, 1}, q[2];
  std::memcpy(q, &p, sizeof p);
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see what memory holds behind this conversion to 'char *'
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: use memory as the type that it was made with
  char *bytes = (char *)&q[0];
  bytes[0] = 0;
  return q[0].a;
}

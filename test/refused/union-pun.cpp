// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// The bits of a number, through a union.

union Pun {
  double d;
  unsigned long u;
};
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through values of type 'Pun'
  Pun p = {x};
  p.u &= ~(1ul << 63);
  return p.d;
}

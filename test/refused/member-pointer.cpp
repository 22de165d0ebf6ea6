// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Pointers to members.

struct P {
  double a, b;
};
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through a pointer of type 'double P::*'
  double P::*m = &P::b;
  P p{x, 2 * x};
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through this operator on 'double'
  return p.*m;
}

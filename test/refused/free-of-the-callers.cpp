// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally
// A function frees memory that came in from outside.
#pragma grad
double f(double *x) {
  double y = *x * *x;
  // CHECK: [[@LINE+1]]:3: error: adgen does not differentiate a function that frees memory which it has not allocated
  delete x;
  return y;
}

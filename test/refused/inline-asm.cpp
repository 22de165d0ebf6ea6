// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Assembly language.

#pragma grad
double f(double x) {
  double y = x;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: inline assembly is not supported yet
  asm("addsd %1, %0" : "+x"(y) : "x"(x));
  return y;
}

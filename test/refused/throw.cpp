// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Exceptions.

#pragma grad
double f(double x) {
  if (x < 0)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through a throw expression
    throw x;
  return x * x;
}

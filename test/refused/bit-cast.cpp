// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The bits of a number, by a builtin.

#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through an expression of this kind, of type 'long'
  long bits = __builtin_bit_cast(long, x);
  return x + bits;
}

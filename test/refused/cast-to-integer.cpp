// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The bits of a number.

#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see what memory holds behind this conversion to 'long *'
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: use memory as the type that it was made with
  long bits = *reinterpret_cast<long *>(&x);
  return x + bits;
}

// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A number's memory as one of another floating-point type.

#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see what memory holds behind this conversion to 'float *'
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: use memory as the type that it was made with
  float *halves = (float *)&x;
  return halves[0];
}

// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// GNU's labels as values.

#pragma grad wrt(x)
double f(double x, int n) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through the address of a label
  void *targets[] = {&&first, &&second};
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: this goto is not supported yet
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: write it with loops and conditions
  goto *targets[n];
first:
  return x;
second:
  return x * x;
}

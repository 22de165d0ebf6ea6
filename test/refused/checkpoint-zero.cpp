// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// At least one snapshot is needed.

#pragma grad wrt(x)
double f(double x, int n) {
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: expected a positive number of snapshots in '#pragma grad', found '0'
#pragma grad checkpoint(0)
  for (int i = 0; i < n; ++i)
    x *= x;
  return x;
}

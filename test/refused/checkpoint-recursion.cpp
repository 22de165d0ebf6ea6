// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// There may be many such loops at one time.

#pragma grad wrt(x)
double f(double x, int n) {
#pragma grad checkpoint(2)
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n) is not supported in a function that calls itself
  for (int i = 0; i < n; ++i)
    x *= f(x, n - 1);
  return x;
}

// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Atomics, by a builtin.

#pragma grad wrt(x)
double f(double x, int *n) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through an atomic operation
  __atomic_fetch_add(n, 1, __ATOMIC_SEQ_CST);
  return x * *n;
}

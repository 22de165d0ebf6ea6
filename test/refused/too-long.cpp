// RUN: not %adgen %s -o - -- %flags -DADGEN_MAX_OPERATIONS=100 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:
// RUN: %adgen %s -o - -- %flags -DADGEN_MAX_OPERATIONS=1000 | FileCheck %s --check-prefix=ENOUGH

// Functions that are called count each time. The macro raises the limit.
static double power(double x) { return x * x * x * x * x * x * x * x; }

// CHECK: :[[@LINE+6]]:{{[0-9]+}}: error: 'f' is too long to be differentiated: it has more than 100 operations, with those of the functions that it calls
// CHECK: note: write what repeats as a loop, or, to wait for it, raise the limit: -DADGEN_MAX_OPERATIONS=1000
// Once is enough:
// CHECK-NOT: too long
// ENOUGH: f_grad
#pragma grad
double f(double x) {
  x = power(x) + power(x + 1) + power(x + 2);
  return power(x) + power(x + 1) + power(x + 2);
}

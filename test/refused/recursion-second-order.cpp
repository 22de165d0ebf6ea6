// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// What the gradient of a recursive function records grows while it runs.

#pragma grad wrt(x)
// CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot reverse this gradient once more, which records in functions that call themselves; differentiate the gradient in mode(jvp)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot reverse this gradient once more, which records in functions that call themselves; differentiate the gradient in mode(jvp)
double power(double x, int n) { return n == 0 ? 1 : x * power(x, n - 1); }
#pragma grad power_grad wrt(x) name(power_dxdx)

// One that returns integers is not active itself.
static int count(const double *x, int n) {
  if (n == 0)
    return 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot reverse this gradient once more
  return count(x, n - 1) + (x[n - 1] > 0 ? 1 : 2);
}
#pragma grad
double counted(const double *x, int n) { return count(x, n) * x[0] * x[0]; }
#pragma grad counted_grad

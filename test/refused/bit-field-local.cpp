// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// The same in a local variable.

struct Flags {
  unsigned sign : 1;
  unsigned level : 3;
};
#pragma grad wrt(x)
double f(double x, int n) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through values of type 'Flags'
  Flags flags{};
  flags.level = n;
  return x * flags.level;
}

// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A result with an array that comes from one of two calls.

struct Triple {
  double a[3];
};
static Triple make(double x) { return {{x, 2 * x, x * x}}; }

// CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot differentiate a function that returns an array inside of a struct chosen at run time; return it through a pointer or a reference
#pragma grad wrt(x)
Triple f(double x, int n) { return n ? make(x) : make(x * x); }

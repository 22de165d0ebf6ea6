// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A class with one base by two ways.

struct A {
  double k = 2;
};
struct B : virtual A {};
struct C : virtual A {};
struct D : B, C {};
#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through member 'k'
double f(double x, const D &d) { return x * d.k; }

// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The class of the object is not known.

struct A {
  virtual double g(double v) const { return v; }
};
struct B : A {
  double g(double v) const override { return v * v; }
  double k = 2;
};
#pragma grad wrt(x)
double f(double x, const A *a) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through a conversion to 'const B *'
  const B *b = dynamic_cast<const B *>(a);
  return b ? x * b->k : x;
}

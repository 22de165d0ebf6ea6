// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The same where the base class has no function at all.

struct Shape {
  virtual double area(double r) const = 0;
};
#pragma grad wrt(r)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot see which override of 'Shape::area' this calls
double f(double r, const Shape &shape) { return shape.area(r); }

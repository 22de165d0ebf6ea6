// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The class of the object is not known.

struct Shape {
  virtual ~Shape() = default;
  virtual double area(double r) const { return r; }
};
#pragma grad wrt(r)
// CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see which override of 'Shape::area' this calls
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: call it on an object whose class is known here
double f(double r, const Shape *shape) { return shape->area(r); }

// RUN: not %adgen %s -- %flags 2>&1 | FileCheck-19 %s
#include <cstdlib>
struct Point {
  double a, b;
  Point(double x, double y) : a(x), b(y) {}
};
#pragma grad
double f(double x, int n) {
  // CHECK: heap-without-constructor.cpp:[[#@LINE+2]]:{{[0-9]+}}: error: adgen cannot make an array of objects without a default constructor in the derivative, unless their number is a constant
  // CHECK: note: give 'Point' a default constructor
  Point *points = static_cast<Point *>(std::malloc(n * sizeof(Point)));
  points[n - 1].a = x;
  const double result = points[0].a * x;
  std::free(points);
  return result;
}

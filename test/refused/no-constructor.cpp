// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Braces mean another constructor, and nothing can be declared without one.

struct Interval {
  double low, high;
  Interval(double low, double width) : low(low), high(low + width) {}
};
#pragma grad
// CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: generated code cannot make objects of class 'Interval': it has no default constructor
// CHECK: note: give it one, or one that takes a value for each member
double f(const Interval &a, double x) { return a.low * a.high * x; }

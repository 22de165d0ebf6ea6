// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// What is not computed for several directions at once.

#include <adgen/lanes.h>
#include <cmath>
#include <tuple>

struct Point {
  double x, y;
};

// CHECK: error: adgen cannot compute the derivative of what is no number, pointer or array for several lanes at once; leave 'lanes' out
#pragma grad mode(jvp) lanes(2)
double norm(const Point &p) { return p.x * p.x + p.y * p.y; }

// CHECK: error: adgen cannot compute a struct for several lanes at once; leave 'lanes' out
#pragma grad mode(jvp) lanes(2)
Point polar(double x) { return {x, x * x}; }

// CHECK: :[[@LINE+2]]:{{.*}} error: adgen cannot compute a conversion between float and double for several lanes at once
#pragma grad mode(jvp) lanes(2)
double mixed(float x) { return x * 2.0; }

// CHECK: error: adgen cannot compute a recursive call for several lanes at once
#pragma grad mode(jvp) lanes(2) wrt(x)
double power(double x, int n) { return n == 0 ? 1 : x * power(x, n - 1); }

// CHECK: error: adgen cannot compute 'ldexp' for several lanes at once
#pragma grad mode(jvp) lanes(2)
double scaled(double x) { return std::ldexp(x, 3); }

// CHECK: error: adgen cannot compute a pointer to another type for several lanes at once
#pragma grad mode(jvp) lanes(2)
double corner(const double *x) {
  auto *rows = reinterpret_cast<const double(*)[2]>(x);
  return rows[1][1] * rows[0][1];
}

struct Pair {
  double a, b;
};
// CHECK: error: adgen cannot compute an object of this class for several lanes at once
#pragma grad mode(jvp) lanes(2)
double ofPairs(double x) {
  Pair pairs[3] = {};
  for (int i = 0; i < 9; ++i)
    pairs[i % 3].a += x * pairs[(i + 1) % 3].b + x;
  return pairs[1].a;
}

#pragma grad mode(jvp) lanes(2)
double square(double x) { return x * x; }
// CHECK: error: a derivative of several lanes cannot be differentiated again
#pragma grad square_jvp

#pragma grad mode(jvp) lanes(2)
double cube(double x) { return x * x * x; }
// CHECK: :[[@LINE+3]]:{{.*}} error: adgen does not differentiate through a derivative of several lanes
#pragma grad mode(jvp)
double inside(double x) {
  return std::get<1>(cube_jvp(x, {1.0}))[0];
}

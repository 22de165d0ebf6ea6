// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Copies of objects with a copy constructor or an assignment of their own, in the places where adgen copies numbers.

#include <algorithm>
#include <array>
#include <utility>

struct Worn {
  double v;
  Worn(double v = 1) : v(v) {}
  Worn(const Worn &o) : v(o.v + 1) {}
  Worn &operator=(const Worn &o) {
    v = o.v * 2;
    return *this;
  }
};

#pragma grad
// CHECK: :[[@LINE+3]]:{{[0-9]+}}: error: adgen does not follow this copy: 'Worn' has a copy constructor or an assignment of its own
double swapped(double x) {
  Worn a(x), b(2);
  std::swap(a, b);
  return a.v;
}

#pragma grad
// CHECK: :[[@LINE+4]]:{{[0-9]+}}: error: adgen does not follow this copy: 'Worn' has a copy constructor or an assignment of its own
double each(double x) {
  Worn a[2] = {x, 2};
  double s = 0;
  for (Worn m : a)
    s += m.v;
  return s;
}

#pragma grad
// CHECK: :[[@LINE+3]]:{{[0-9]+}}: error: adgen does not follow this copy: 'Worn' has a copy constructor or an assignment of its own
double copied(double x) {
  Worn a[3] = {x, 2, 3};
  std::copy(a, a + 2, a + 1);
  return a[2].v;
}

#pragma grad
// CHECK: :[[@LINE+4]]:{{[0-9]+}}: error: adgen does not follow this copy: 'Worn' has a copy constructor or an assignment of its own
double filled(double x) {
  Worn a[3] = {x, 2, 3};
  const Worn m(x);
  std::fill(a, a + 2, m);
  return a[2].v;
}

#pragma grad
// CHECK: :[[@LINE+3]]:{{[0-9]+}}: error: adgen does not follow this copy: '(lambda at {{.*}})' has a copy constructor or an assignment of its own
double inLambda(double x) {
  const Worn w(x);
  auto f = [w] { return w.v; }, g = f;
  return f() + g();
}

#pragma grad
// CHECK: :[[@LINE+3]]:{{[0-9]+}}: error: adgen does not follow this copy: 'std::array<Worn, 2>' has a copy constructor or an assignment of its own
double inArray(double x) {
  std::array<Worn, 2> a{x, 2};
  auto b = a;
  return b[0].v;
}

#pragma grad
// CHECK: :[[@LINE+3]]:{{[0-9]+}}: error: adgen does not follow this copy: 'std::pair<Worn, double>' has a copy constructor or an assignment of its own
double inPair(double x) {
  const Worn worn(x);
  std::pair<Worn, double> a(worn, 2.0);
  return a.first.v;
}

// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

struct B { virtual double g(double x) const { return x; } };
struct C { const B &b; };
#pragma grad wrt(x)
double f(double x, const C &c) {
  // expected-error@+2 {{adgen cannot see which override of 'B::g' this calls}}
  // expected-note@+1 {{call it on an object whose class is known here}}
  return c.b.g(x);
}

// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

struct B { virtual double g(double x) const { return x; } };
struct C { const B &b; };
#pragma grad wrt(x)
double f(double x, const C &c) {
  // expected-error@+2 {{adgen cannot differentiate through member 'b': it is a reference in an object from outside}}
  // expected-note@+1 {{make it a pointer}}
  return c.b.g(x);
}

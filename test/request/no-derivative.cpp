// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

#include <string>

enum Colour { Red };
struct Named {
  std::string name;
  int size;
};
struct Cell {}; // not adgen's

namespace adgen {
template <class T> struct BasicTensor {
  T *data;
};
struct Cell {};
} // namespace adgen
struct Network : adgen::Cell {
  double scale;
};

#pragma grad wrt(n) // expected-error {{'n' of type 'int' has no derivative: it is an integer}}
double a(double x, int n) { return x * n; } // expected-note {{'a' is defined here}}

#pragma grad wrt(flag) // expected-error {{'flag' of type 'bool' has no derivative: it is a truth value}}
double b(double x, bool flag) { return flag ? x : -x; } // expected-note {{'b' is defined here}}

#pragma grad wrt(1) // expected-error {{'1' of type 'Colour' has no derivative: it is an enumeration}}
double c(double x, Colour) { return x; } // expected-note {{'c' is defined here}}

#pragma grad wrt(s) // expected-error-re {{'s' of type '{{.*}}string{{.*}}' has no derivative}}
double d(double x, const std::string &s) { return x * double(s.size()); } // expected-note {{'d' is defined here}}

#pragma grad wrt(named) // expected-error {{has no derivative: it is a class without differentiable members}}
double e(double x, const Named &named) { return x * named.size; } // expected-note {{'e' is defined here}}

#pragma grad wrt(labels) // expected-error {{has no derivative: it is a tensor of integers or truth values}}
double f(double x, const adgen::BasicTensor<int> &labels) { return labels.data ? x : 0; } // expected-note {{'f' is defined here}}

#pragma grad wrt(network) // expected-error {{has no derivative: it is a cell, whose Parameters are differentiated by 'weights(...)'}}
double g(double x, const Network &network) { return x * network.scale; } // expected-note {{'g' is defined here}}

#pragma grad wrt(p) // expected-error {{has no derivative: it is a pointer to, or an array of, something without a derivative}}
double h(double x, const int *p) { return x * *p; } // expected-note {{'h' is defined here}}

#pragma grad // expected-error {{'i' has no parameter of a differentiable type}}
double i(int n) { return n; } // expected-note {{'i' is defined here}}

#pragma grad // expected-error {{'j' returns 'int', which has no derivative}}
int j(double x) { return int(x); } // expected-note {{'j' is defined here}}

#pragma grad // expected-error {{'k' returns nothing, so it has no gradient}}
void k(double) {} // expected-note {{'k' is defined here}}

// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <algorithm>

#pragma grad
double unchanged(double x, double y) {
  const double &larger = std::max(x, y);
  return larger * x;
}

// expected-error@+4 {{adgen cannot follow a reference to a place chosen at run time, when the place changes before the reference is read}}
// expected-note@+3 {{copy the value instead of binding a reference to it}}

#pragma grad
double changed(double x, double y) {
  const double &larger = x > y ? x : y;
  x *= 2;
  return larger * x;
}

#pragma grad
double assigned(double x, double y) {
  // expected-error@+2 {{adgen cannot follow an assignment to a place chosen at run time}}
  // expected-note@+1 {{return the value instead, or assign to a local variable}}
  (x > y ? x : y) = 1;
  return x * y;
}

// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

#define DERIVATIVE(clauses) _Pragma(clauses)

DERIVATIVE("grad wrt(y)") // expected-error {{'f' has no parameter 'y'}}
double f(double x) { return x; } // expected-note {{'f' is defined here}}

#define FUNCTION _Pragma("grad wrt(y)") double g(double x) { return x; }
FUNCTION // expected-error {{'g' has no parameter 'y'}} expected-note {{'g' is defined here}}

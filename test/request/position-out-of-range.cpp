// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

#pragma grad wrt(2) // expected-error {{position 2 is out of range: 'f' has 2 parameters}}
double f(double x, double y) { return x * y; } // expected-note {{'f' is defined here}}

#pragma grad wrt(0, 1) // expected-error {{position 1 is out of range: 'g' has 1 parameter}}
double g(double x) { return x; } // expected-note {{'g' is defined here}}

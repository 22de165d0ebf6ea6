// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s
// What lanes(n) is not for.

#pragma grad lanes(2) // expected-error {{'lanes' belongs to mode(jvp) and mode(vjp): a gradient has one cotangent}}
double f(double x) { return x; }

#pragma grad mode(jvp) lanes(0) // expected-error {{expected a number from 1 to 256 in '#pragma grad', found '0'}}
double g(double x) { return x; }

#pragma grad mode(jvp) lanes(257) // expected-error {{expected a number from 1 to 256 in '#pragma grad', found '257'}}
double g1(double x) { return x; }

#pragma grad mode(jvp) lanes() // expected-error {{expected a number from 1 to 256 in '#pragma grad', found ')'}}
double h(double x) { return x; }

#pragma grad mode(jvp) lanes(1)
double one(double x) { return x * x; }

// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

#pragma grad wtr(x) // expected-error {{unknown clause 'wtr' in '#pragma grad'; did you mean 'wrt'?}}
double f(double x) { return x; }

#pragma grad wrt(x) haz_aux // expected-error {{unknown clause 'haz_aux' in '#pragma grad'; did you mean 'has_aux'?}}
double g(double x) { return x; }

#pragma grad wrt(x) elephant // expected-error {{unknown clause 'elephant' in '#pragma grad'; known are wrt, weights, mode, has_aux, name}}
double h(double x) { return x; }

// A word without parentheses in the first place is taken for the name of a function.
#pragma grad haz_aux // expected-error {{no function 'haz_aux' is known here; did you mean the clause 'has_aux'?}}
double i(double x) { return x; }

// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

// expected-note@+1 {{it was given first here}}
#pragma grad wrt(x) wrt(y) // expected-error {{clause 'wrt' is given twice}}
double f(double x, double y) { return x * y; }

// expected-note@+1 {{it was given first here}}
#pragma grad has_aux has_aux // expected-error {{clause 'has_aux' is given twice}}
double g(double x) { return x; }

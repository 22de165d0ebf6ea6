// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

struct Pair {
  double a, b;
};

// expected-note@+1 {{it was given first here}}
#pragma grad wrt(x, x) // expected-error {{'x' is given twice in 'wrt'}}
double f(double x) { return x; }

// expected-note@+1 {{it was given first here}}
#pragma grad wrt(y, 1) // expected-error {{'1' is given twice in 'wrt'}}
double g(double x, double y) { return x * y; }

// A part of what is there already.
// expected-note@+1 {{it was given first here}}
#pragma grad wrt(p, p.a) // expected-error {{'p.a' is given twice in 'wrt'}}
double h(const Pair &p) { return p.a * p.b; }

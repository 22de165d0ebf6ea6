// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

struct View {
  double *data;
  int size;
};
using Pointer = double *;

// expected-error@+1 {{'f' returns nothing, so it has no gradient}}
#pragma grad
// expected-note@+1 {{'f' is defined here}}
void f(double x, const double &y, const double *z) {}

// expected-error@+1 {{'g' returns nothing: name the output parameter in 'wrt' too}}
#pragma grad wrt(x)
// expected-note@+2 {{'g' is defined here}}
// expected-note@+1 {{'y' is one that the function may write to}}
void g(double x, double &y) { y = x; }

// expected-error@+1 {{'h' returns 'int', which has no derivative: name the output parameter in 'wrt' too}}
#pragma grad wrt(x)
// expected-note@+2 {{'h' is defined here}}
// expected-note@+1 {{'y' is one that the function may write to}}
int h(const double *x, int n, int *count, double y[]) { return 0; }

// expected-error@+1 {{'i' returns 'Pointer'}}
#pragma grad
// expected-note@+1 {{'i' is defined here}}
Pointer i(double x) { return 0; }

// expected-error@+1 {{'j' returns 'View', which has no derivative: name the output parameter in 'wrt' too}}
#pragma grad wrt(x)
// expected-note@+2 {{'j' is defined here}}
// expected-note@+1 {{'v' is one that the function may write to}}
View j(double x, const View &v) { return v; }

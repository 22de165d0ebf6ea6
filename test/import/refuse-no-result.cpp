// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

// expected-error@+1 {{'f' returns nothing, so it has no gradient}}
#pragma grad
// expected-note@+1 {{'f' is defined here}}
void f(double x, double &y) {
  y = x;
}

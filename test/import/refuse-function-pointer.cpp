// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x, double (*g)(double)) {
  // expected-error@+2 {{adgen cannot see which function this calls}}
  // expected-note@+1 {{call the function by its name instead of through a pointer}}
  return g(x);
}

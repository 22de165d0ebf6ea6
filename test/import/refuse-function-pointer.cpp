// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x, double (*g)(double)) {
  // expected-error@+2 {{adgen cannot see which function this calls}}
  // expected-note@+1 {{call it by its name, or through a pointer that is set once, where adgen sees it}}
  return g(x);
}

// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x) {
  static double n = 0;
  // expected-error@+2 {{a static variable of a function or class is not supported}}
  // expected-note@+1 {{move it to namespace scope, or make it a constant}}
  n += 1;
  return x * n;
}

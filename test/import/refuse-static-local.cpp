// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x) {
  static double n = 0;
  // expected-error@+4 {{a static variable of a function or class is not supported}}
  // expected-note@+3 {{move it to namespace scope, or make it a constant}}
  // expected-error@+2 {{adgen does not differentiate a function that writes to a global variable}}
  // expected-note@+1 {{return the value instead, or assign to a local variable}}
  n += 1;
  return x * n;
}

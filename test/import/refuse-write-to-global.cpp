// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

double state = 0;
#pragma grad
double f(double x) {
  // expected-error@+2 {{adgen does not differentiate a function that writes to a global variable}}
  // expected-note@+1 {{return the value instead, or assign to a local variable}}
  state = x;
  return x;
}

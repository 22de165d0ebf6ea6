// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x) {
  // expected-error@+2 {{adgen cannot see what memory holds behind this conversion to 'long *'}}
  // expected-note@+1 {{use memory as the type that it was made with}}
  long *bits = reinterpret_cast<long *>(&x);
  return x + *bits;
}

// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x) {
  // expected-error@+2 {{a try block is not supported yet}}
  // expected-note@+1 {{a derivative does not leave by an exception}}
  try { x *= 2; }
  catch (...) {} return x;
}

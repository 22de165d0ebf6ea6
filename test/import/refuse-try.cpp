// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x) {
  // expected-error@+2 {{a try block is not supported yet}}
  // expected-note@+1 {{write it with loops and conditions}}
  try { x *= 2; }
  catch (...) {} return x;
}

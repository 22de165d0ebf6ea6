// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
// expected-error@+2 {{a loop is not supported yet}}
// expected-note@+1 {{adgen differentiates straight-line code so far}}
double f(double x) { do x *= 0.5; while (x > 1); return x; }

// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
// expected-error@+2 {{a switch is not supported yet}}
// expected-note@+1 {{adgen differentiates straight-line code so far}}
double f(double x, int k) { switch (k) { case 0: return x; default: return 2 * x; } }

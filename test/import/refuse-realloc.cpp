// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <cstdlib>

#pragma grad
double f(double x) {
  double *p = (double *)std::malloc(2 * sizeof(double));
  // expected-error@+2 {{adgen cannot see how much of the old memory realloc keeps}}
  // expected-note@+1 {{allocate new memory, copy, and free the old}}
  p = (double *)std::realloc(p, 4 * sizeof(double));
  p[0] = x;
  return p[0];
}

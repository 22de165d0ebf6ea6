// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <cstdlib>

#pragma grad
double ofParameter(double *p, double x) {
  // expected-error@+2 {{adgen cannot see how much of the old memory realloc keeps}}
  // expected-note@+1 {{allocate new memory, copy, and free the old}}
  p = (double *)std::realloc(p, 4 * sizeof(double));
  p[0] = x;
  return p[0];
}

#pragma grad
double ofUnknown(double x, double *other, int n) {
  double *p = (double *)std::malloc(2 * sizeof(double));
  for (int i = 0; i < n; ++i) {
    // expected-error@+2 {{adgen cannot see how much of the old memory realloc keeps}}
    // expected-note@+1 {{allocate new memory, copy, and free the old}}
    p = (double *)std::realloc(p, 4 * sizeof(double));
    p[0] = x;
    if (i == 2)
      p = other;
  }
  return p[0];
}

#pragma grad
double throughAddress(double x, int n) {
  double *p = (double *)std::malloc(2 * sizeof(double)), *q = nullptr, **address = n > 2 ? &p : &q;
  *address = (double *)std::malloc(n * sizeof(double));
  // expected-error@+2 {{adgen cannot see how much of the old memory realloc keeps}}
  // expected-note@+1 {{allocate new memory, copy, and free the old}}
  p = (double *)std::realloc(p, 4 * sizeof(double));
  p[0] = x;
  return p[0];
}

#pragma grad
double inArray(double x, int n) {
  double *p[2] = {(double *)std::malloc(2 * sizeof(double)), nullptr};
  // expected-error@+2 {{adgen cannot see how much of the old memory realloc keeps}}
  // expected-note@+1 {{allocate new memory, copy, and free the old}}
  p[n] = (double *)std::realloc(p[n], 4 * sizeof(double));
  p[0][0] = x;
  return p[0][0];
}

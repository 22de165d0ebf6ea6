// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <vector>
#pragma grad wrt(x)
double f(double x) {
  std::vector<double> v{x};
  // expected-error@+1 {{adgen cannot differentiate through 'std::vector<double>::operator[]'}}
  return v[0];
}
// expected-note@*:* {{adgen does not differentiate through pointers yet}}

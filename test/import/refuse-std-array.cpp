// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <array>
#pragma grad
double f(const std::array<double, 3> &x) {
  // expected-error@+1 {{adgen cannot differentiate through 'std::array<double, 3>::operator[]'}}
  return x[0] * 2;
}
// expected-note@*:* {{adgen cannot differentiate through member '_M_elems': its class is not supported}}

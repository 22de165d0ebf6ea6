// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <cmath>
#pragma grad
double f(double x) {
  // expected-error@+1 {{adgen cannot differentiate through 'std::cyl_bessel_j'}}
  return std::cyl_bessel_j(0, x);
}
// expected-note@*:* {{adgen cannot differentiate through 'std::__throw_domain_error': it has no derivative rule and no definition is visible here}}
// expected-note@*:* 0+ {{declared here}}

// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <functional>
#pragma grad
double f(double x) {
  // expected-error@+1 {{adgen does not differentiate through objects of class 'std::function<double (double)>'}}
  std::function<double(double)> g = [](double v) { return v; };
  return g(x);
}

// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <functional>
#pragma grad
double f(double x) {
  // expected-error@+2 {{adgen does not differentiate through objects of class 'std::function<double (double)>'}}
  // expected-note@+1 {{which function a std::function calls is not known}}
  std::function<double(double)> g = [](double v) { return v; };
  return g(x);
}

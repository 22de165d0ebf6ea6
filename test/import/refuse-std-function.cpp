// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <functional>
#pragma grad
// expected-error@+2 {{adgen does not differentiate through objects of class 'std::function<double (double)>'}}
// expected-error@+1 {{adgen cannot differentiate through 'std::function<double (double)>::operator()'}}
double f(double x) { std::function<double(double)> g = [](double v) { return v; }; return g(x); }
// expected-note@*:* {{adgen cannot differentiate through a conversion to '_Bool'}}
// expected-note@*:* {{declared here}}

// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s
// What does not go with a mode.

#include <tuple>

// expected-error@+1 {{'has_aux' belongs to a gradient, not to mode(vjp)}}
#pragma grad mode(vjp) has_aux
std::tuple<double, double> f(double x) { return {x, x}; }

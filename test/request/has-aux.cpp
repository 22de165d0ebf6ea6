// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

#include <array>
#include <tuple>

struct One {
  double value;
};

#pragma grad has_aux // expected-error {{'has_aux' needs a function with at least two outputs (a tuple, a pair or a struct)}}
double f(double x) { return x; } // expected-note {{'f' is defined here}}

#pragma grad has_aux // expected-error {{'has_aux' needs a function with at least two outputs (a tuple, a pair or a struct)}}
std::tuple<double> g(double x) { return {x}; } // expected-note {{'g' is defined here}}

#pragma grad has_aux // expected-error {{'has_aux' needs a function with at least two outputs (a tuple, a pair or a struct)}}
One h(double x) { return {x}; } // expected-note {{'h' is defined here}}

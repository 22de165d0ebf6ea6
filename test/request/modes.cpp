// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s
// What does not go with a mode.

#include <tuple>

// expected-error@+1 {{'has_aux' belongs to a gradient, not to mode(vjp)}}
#pragma grad mode(vjp) has_aux
std::tuple<double, double> f(double x) { return {x, x}; }

// expected-error@+1 {{'has_aux' belongs to a gradient, not to mode(jvp)}}
#pragma grad has_aux mode(forward)
std::tuple<double, double> g(double x) { return {x, x}; }

struct Model {
  double scale;
} model;
// expected-error@+1 {{'weights' is not supported with mode(jvp) yet}}
#pragma grad wrt(x) weights(model) mode(jvp)
double h(double x) { return x * model.scale; }

// One function may have a derivative in every mode; two in one mode need two names.
#pragma grad
#pragma grad mode(jvp) // expected-note {{the first one is asked for here}}
#pragma grad mode(vjp)
// expected-error@+1 {{the derivative of 'i' would define 'i_jvp' a second time; give it a name: 'name(i_dx)'}}
#pragma grad mode(jvp) wrt(x)
double i(double x) { return x * x; }

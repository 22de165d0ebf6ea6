// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

#include <memory>
#include <vector>

namespace adgen {
struct Parameter {};
struct Cell {};
} // namespace adgen

struct Dense : adgen::Cell {
  adgen::Parameter w;
};
struct Stack : adgen::Cell {
  std::vector<Dense> layers; // expected-note {{it is declared here}}
};
struct Owner : adgen::Cell {
  adgen::Parameter own;
  struct {
    std::unique_ptr<Dense> layer; // expected-note {{it is declared here}}
  } inner;
};
struct Empty : adgen::Cell {
  std::vector<double> history;
};

static Stack stack;
static Owner owner;
static Empty empty; // expected-note {{it is declared here}}
static double number; // expected-note {{it is declared here}}

#pragma grad wrt() weights(stack) // expected-error {{weights behind the pointer, reference or container 'layers' are not supported yet}}
double a(double x) { return x; }

#pragma grad wrt() weights(owner) // expected-error {{weights behind the pointer, reference or container 'inner.layer' are not supported yet}}
double b(double x) { return x; }

#pragma grad wrt() weights(empty) // expected-error {{'empty' of type 'Empty' holds no adgen::Parameter}}
double c(double x) { return x; }

#pragma grad wrt() weights(number) // expected-error {{'number' of type 'double' holds no adgen::Parameter}}
double d(double x) { return x; }

#pragma grad wrt() weights(modle) // expected-error {{'modle' in 'weights' is neither a parameter of 'e' nor a global object}}
double e(double x) { return x; }

#pragma grad wrt() weights(net) // expected-error {{weights behind the pointer 'net' are not supported yet}}
double f(double x, Dense *net) { return net ? x : 0; } // expected-note {{it is declared here}}

#pragma grad wrt() // expected-error {{'wrt()' asks for weights alone; add 'weights(...)' or name a parameter}}
double g(double x) { return x; }

double use() { return stack.layers.size() + double(sizeof owner + sizeof empty) + number; }

// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

struct Layer {
  double weight, bias;
};
struct Model {
  Layer first;
  double scale(double x) const { return x * first.weight; }
};

#pragma grad wrt(wight) // expected-error {{'f' has no parameter 'wight'; did you mean 'weight'?}}
double f(double weight, double x) { return weight * x; } // expected-note {{'f' is defined here}}

#pragma grad wrt(elephant) // expected-error-re {{'g' has no parameter 'elephant'{{$}}}}
double g(double x) { return x; } // expected-note {{'g' is defined here}}

#pragma grad wrt(model.first.wait) // expected-error {{'Layer' has no data member 'wait'}}
double h(const Model &model) { return model.first.weight; } // expected-note {{'h' is defined here}}

#pragma grad wrt(model.firts.bias) // expected-error {{'Model' has no data member 'firts'; did you mean 'first'?}}
double i(const Model &model) { return model.first.bias; } // expected-note {{'i' is defined here}}

#pragma grad wrt(x.first) // expected-error {{'double' has no members, so there is no 'first' in it}}
double j(double x) { return x; } // expected-note {{'j' is defined here}}

#pragma grad wrt(this->first) // expected-error {{'this' in 'wrt', but 'k' is not a member function with an object}}
double k(double x) { return x; } // expected-note {{'k' is defined here}}

#pragma grad Model::scale wrt(this->frist.weight) // expected-error {{has no data member 'frist'; did you mean 'first'?}}
// expected-note@8 {{'scale' is defined here}}

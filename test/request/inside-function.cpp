// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

// expected-note@* 0+ {{'#pragma grad' stands in front of the definition of a function}}

double f(double x) {
#pragma grad wrt(x) // expected-error {{'#pragma grad' inside the body of a function}}
  for (int i = 0; i < 2; ++i) {
    x *= x;
  }
#pragma grad // expected-error {{no function definition behind '#pragma grad'}}
  x += 1;
  struct Local {
#pragma grad // expected-error {{'#pragma grad' inside the body of a function}}
    double g(double y) { return y; }
  };
  return Local().g(x);
#pragma grad // expected-error {{no function definition behind '#pragma grad'}}
}

#pragma grad wrt(z) // expected-error {{'g' has no parameter 'z'}}
double g(double x) { // expected-note {{'g' is defined here}}
#pragma grad wrt(x) // expected-error {{'#pragma grad' inside the body of a function}}
  return x;
}

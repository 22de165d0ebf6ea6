// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

#pragma grad derivative_of(f) // expected-error {{'#pragma grad derivative_of' is not supported yet}}
double a(double x) { return x; }

#pragma grad nondifferentiable // expected-error {{'#pragma grad nondifferentiable' is not supported yet}}
double b(double x) { return x; }

// expected-note@+1 {{mode(jvp) gives its product with a vector, column by column}}
#pragma grad mode(jacobian) // expected-error {{mode(jacobian) is not supported yet}}
double g(double x) { return x; }

// expected-note@+1 {{mode(jvp) gives its product with a vector, column by column}}
#pragma grad mode(hessian) // expected-error {{mode(hessian) is not supported yet}}
double h(double x) { return x; }

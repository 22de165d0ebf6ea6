// What --emit=check cannot make arguments for, and what it cannot test at all.
// RUN: %python %S/Inputs/status.py 1 %adgen %s --emit=check --size=8 -o %t.none -- %flags 2>&1 | FileCheck %s --implicit-check-not=error:
// RUN: not test -e %t.none
#include <adgen/adgen.h>
#include <array>
#include <vector>

struct Spring {
  double k;
// CHECK: :[[#@LINE+3]]:10: error: --emit=check cannot test 'energy': a member function
// CHECK: note: call it from a function with the object as a parameter
#pragma grad wrt(x)
  double energy(double x) const { return k * x * x; }
};

// CHECK: error: --emit=check cannot test 'halfway': a function that stops a gradient
#pragma grad
double halfway(double x) { return x * adgen::stop_gradient(x); }

struct Network : adgen::Cell {
  adgen::Parameter w;
};
static Network network;
// CHECK: error: --emit=check cannot test 'loss': a derivative with respect to weights
#pragma grad wrt() weights(network)
adgen::Tensor loss(const adgen::Tensor &x) { return sum(network.w * x); }

// CHECK: error: --emit=check cannot test 'stiffness': a derivative with respect to members of parameters
#pragma grad wrt(spring.k)
double stiffness(const Spring &spring) { return spring.k * spring.k; }

// CHECK: error: --emit=check cannot test 'first': a result that points to memory
#pragma grad
double *first(double *x) {
  x[0] *= x[0];
  return x;
}

// CHECK: error: --emit=check cannot test 'ends': parameter 'x' is a reference to an array or a temporary
#pragma grad
double ends(const double (&x)[2]) { return x[0] * x[1]; }

// CHECK: error: --emit=check cannot test 'rows': parameter 'x' points to arrays or pointers
#pragma grad
double rows(const double (*x)[2]) { return x[0][0] * x[1][1]; }

// CHECK: error: --emit=check cannot test 'nested': parameter 'x' is a vector of vectors
#pragma grad
double nested(const std::vector<std::vector<double>> &x) { return x[0][0]; }

// CHECK: error: --emit=check cannot test 'bytes': parameter 'p' does not point to numbers or structs of numbers
#pragma grad wrt(x)
double bytes(double x, const void *p) { return p ? x * x : x; }

// CHECK: error: --emit=check cannot test 'chosen': parameter 'which' points to what has no random value
// CHECK: note: integers: say --value=which:1 for all
#pragma grad
double chosen(const double *x, const int *which) { return x[which[0]] * x[0]; }

// CHECK: error: --emit=check cannot test 'indexed': parameter 'i' is an integer, for which there is no random value
#pragma grad
double indexed(const double *x, int i) { return x[i] * x[0]; }

struct Weak {
  double *p;
};
// CHECK: error: --emit=check cannot test 'behind': parameter 'weak' holds pointers
#pragma grad
double behind(Weak weak) { return weak.p[0] * weak.p[1]; }

enum Colour { red };
// CHECK: error: --emit=check cannot test 'coloured': parameter 'c' is an integer, for which there is no random value
#pragma grad
double coloured(double x, Colour c) { return c == red ? x : x * x; }

// CHECK: error: --emit=check cannot test 'applied': parameter '1' has a type without random values
#pragma grad wrt(x)
double applied(double x, double Spring::*) { return x * x; }

struct Derived : Spring {
  double length;
};
// CHECK: error: --emit=check cannot test 'derived': parameter 'd' has a class whose numbers cannot be reached
#pragma grad
double derived(Derived d) { return d.k * d.length; }

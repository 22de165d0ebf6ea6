// RUN: %clang-plugin -w -ferror-limit=0 -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Expressions and functions of the library that have no counterpart in the graph.

#include <algorithm>
#include <cstring>
#include <new>
#include <tuple>
#include <utility>

struct Base {
  double a;
};
struct Derived : Base {
  double b;
};

#pragma grad
// expected-error@+2 {{adgen cannot differentiate through '?:' without a middle operand}}
// expected-note@+1 {{this is an extension of C++: write the operand twice}}
double withoutMiddle(double x) { return x ?: 1.0; }

#pragma grad
double statements(double x) {
  // expected-error@+2 {{adgen cannot differentiate through statements inside of an expression}}
  // expected-note@+1 {{this is an extension of C++ with its own scope and jumps: move the statements into a function or a lambda}}
  return ({
    double y = x * x;
    y + 1;
  });
}

#pragma grad
double assembly(double x) {
  // expected-error@+2 {{inline assembly is not supported yet}}
  // expected-note@+1 {{what it computes is not visible: write it in C++}}
  asm("");
  return x;
}

#pragma grad
double placementNew(double x) {
  double y;
  // expected-error@+2 {{adgen does not differentiate this new expression}}
  // expected-note@+1 {{memory that holds one object after another has no one adjoint: use new without arguments}}
  double *p = new (&y) double(x);
  return x;
}

#pragma grad
double memsetToOne(double x) {
  double a[2];
  // expected-error@+2 {{adgen only follows memset with 0}}
  // expected-note@+1 {{write a loop}}
  std::memset(a, 1, sizeof a);
  return x;
}

#pragma grad wrt(x, y)
double copyBetweenTypes(const float *x, double *y) {
  // expected-error@+2 {{adgen does not follow a copy between different types}}
  // expected-note@+1 {{write a loop}}
  std::copy(x, x + 2, y);
  return y[0] * y[1];
}

#pragma grad
double fillWithAnother(double x) {
  Base s[2];
  Derived d{{x}, x};
  // expected-error@+2 {{adgen does not follow std::fill with a value of another type}}
  // expected-note@+1 {{write a loop}}
  std::fill(s, s + 2, d);
  return x;
}

#pragma grad
double tupleOfNothing(double x) {
  // expected-error@+2 {{adgen cannot follow this construction of a tuple}}
  // expected-note@+1 {{give a value to each of its parts}}
  std::tuple<Base, double> t;
  return x;
}

#pragma grad
double tuplePiecewise(double x) {
  // expected-error@+2 {{adgen cannot follow this construction of a tuple}}
  // expected-note@+1 {{give a value to each of its parts}}
  std::pair<double, double> p(std::piecewise_construct, std::forward_as_tuple(x), std::forward_as_tuple(x));
  return x;
}

#pragma grad
double tupleOfConverted(double x) {
  Derived d{{x}, x};
  // expected-error@+2 {{adgen cannot follow this conversion to a part of a tuple}}
  // expected-note@+1 {{convert it in a variable of the part's type}}
  std::pair<Base, double> p(d, x);
  return x;
}

static std::pair<Derived, double> both(double x) { return {Derived{{x}, x}, 2 * x}; }
#pragma grad
double tieConverts(double x) {
  Base a;
  double z;
  // expected-error@+2 {{adgen cannot follow this assignment to a part of a tuple}}
  // expected-note@+1 {{use a variable of the value's type, a structured binding, or std::get}}
  std::tie(a, z) = both(x);
  return x;
}

#pragma grad
double variableArrayAgain(double x, int n) {
  int i = 0;
again:
  // expected-error@+2 {{adgen does not differentiate this array of variable length}}
  // expected-note@+1 {{use new and delete}}
  double a[n];
  a[0] = x;
  if (++i < 3)
    goto again;
  return x;
}

#pragma grad
double constantOfLocalClass(double x, int n) {
  constexpr double k = 2;
  struct Local {
    // expected-error@+1 {{'k' has no value here that adgen can follow}}
    static double power(double x, int n) { return n == 0 ? x : power(k * x, n - 1); }
  };
  return Local::power(x, n);
}

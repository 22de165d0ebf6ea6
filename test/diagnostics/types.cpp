// RUN: %clang-plugin -w -ferror-limit=0 -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Types that have no counterpart in the graph: each error says why, and what to use.

#include <atomic>
#include <complex>
#include <cstdlib>
#include <cstring>
#include <string>
#include <variant>
#include <vector>

union Number {
  double value;
  long bits;
  double get() const { return value; }
};

#pragma grad
double unionAsValue(double x) {
  // expected-error@+2 {{adgen does not differentiate through values of type 'Number'}}
  // expected-note@+1 {{'Number' is a union, whose members share their memory: use a struct}}
  Number n{x};
  return x;
}

#pragma grad
double unionMember(double x) {
  Number n;
  // expected-error@+2 {{adgen cannot differentiate through member 'value'}}
  // expected-note@+1 {{'Number' is a union, whose members share their memory: use a struct}}
  n.value = x;
  return x;
}

#pragma grad wrt(x)
// expected-error@+2 {{adgen does not differentiate through a pointer of type 'const Number *'}}
// expected-note@+1 {{'Number' is a union, whose members share their memory: use a struct}}
double unionBehindPointer(double x, const Number *n) { return x * n->get(); }

#pragma grad wrt(x)
// expected-error@+2 {{adgen cannot differentiate through an element of 'Number *'}}
// expected-note@+1 {{'Number' is a union, whose members share their memory: use a struct}}
double unionElement(double x, Number *n) { return x * n[1].value; }

#pragma grad
double unionArray(double x) {
  Number n[2];
  // expected-error@+2 {{adgen does not differentiate through values of type 'Number[2]'}}
  // expected-note@+1 {{'Number' is a union, whose members share their memory: use a struct}}
  n[0].value = x;
  return x;
}

#pragma grad
double unionOnHeap(double x) {
  // expected-error@+2 {{adgen does not differentiate this new expression}}
  // expected-note@+1 {{'Number' is a union, whose members share their memory: use a struct}}
  auto *n = new Number;
  return x;
}

#pragma grad wrt(x)
double unionFreed(double x, Number *n) {
  // expected-error@+2 {{adgen cannot see what this frees}}
  // expected-note@+1 {{'Number' is a union, whose members share their memory: use a struct}}
  std::free(n);
  return x;
}

struct Tagged {
  double value;
  Number number;
};
#pragma grad
double unionCleared(double x) {
  Tagged t;
  // expected-error@+2 {{adgen cannot set this object to zero: a part of it is of a type that adgen does not know}}
  // expected-note@+1 {{give its numbers their values one by one}}
  std::memset(&t, 0, sizeof t);
  return x;
}

struct Flags {
  double value;
  unsigned level : 3;
};
#pragma grad wrt(x)
// expected-error@+2 {{adgen cannot differentiate through member 'level'}}
// expected-note@+1 {{'Flags' has a bit-field, which has no address: make 'level' a whole number}}
double bitField(double x, const Flags &flags) { return x * flags.level; }

struct Named {
  double value;
  struct {
    double inner;
  };
};
#pragma grad wrt(x)
// expected-error@+2 {{adgen cannot differentiate through member 'value'}}
// expected-note@+1 {{'Named' has an unnamed struct: give the member a name}}
double unnamedStruct(double x, const Named &named) { return x * named.value; }

struct Base {
  double k;
};
struct Virtual : virtual Base {};
#pragma grad wrt(x)
// expected-error@+2 {{adgen cannot differentiate through member 'k'}}
// expected-note@+1 {{'Virtual' has a virtual base class, whose place is not known: inherit without 'virtual'}}
double virtualBase(double x, const Virtual &v) { return x * v.k; }

struct Declared;
#pragma grad wrt(x)
// expected-error@+2 {{adgen cannot differentiate through a conversion to 'bool'}}
// expected-note@+1 {{the definition of 'Declared' is not visible here: include it}}
double notDefined(double x, const Declared *d) { return d ? x : x * x; }

typedef double Pair __attribute__((vector_size(16)));
#pragma grad wrt(x)
// expected-error@+2 {{adgen cannot differentiate through an element of 'Pair'}}
// expected-note@+1 {{it is a vector type of the compiler: use an array}}
double vectorElement(double x, Pair p) { return x * p[0]; }

#pragma grad
double cComplex(double x) {
  // expected-error@+2 {{adgen cannot differentiate through a conversion to '_Complex double'}}
  // expected-note@+1 {{adgen does not know complex numbers: compute with the real and the imaginary part}}
  _Complex double z = x;
  return x;
}

#pragma grad wrt(x)
double wideSwitch(double x, __int128 n) {
  // expected-error@+2 {{adgen cannot follow a switch over this value}}
  // expected-note@+1 {{adgen knows float, double, long double, and integers of up to 64 bits}}
  switch (n) {
  case 1:
    return x;
  }
  return 2 * x;
}

#pragma grad
double memberPointer(double x) {
  // expected-error@+2 {{adgen does not differentiate through a pointer of type 'double Base::*'}}
  // expected-note@+1 {{which member it points to is not known: name the member}}
  double Base::*member = &Base::k;
  return x;
}

#pragma grad
double complexObject(double x) {
  // expected-error@+2 {{adgen does not differentiate through objects of class 'std::complex<double>'}}
  // expected-note@+1 {{adgen does not know std::complex: compute with the real and the imaginary part}}
  std::complex<double> z(x, x);
  return x;
}

#pragma grad wrt(x)
// expected-error@+2 {{adgen has no derivative of this overload of 'abs'}}
// expected-note@+1 {{adgen does not know std::complex: compute with the real and the imaginary part}}
double absOfComplex(double x, const std::complex<double> &z) { return x * std::abs(z); }

#pragma grad wrt(x)
// expected-error@+2 {{adgen cannot follow this std::get}}
// expected-note@+1 {{adgen knows no class of the standard library but std::array, std::vector, std::pair and std::tuple: use these, or numbers and structs of your own}}
double variantPart(double x, const std::variant<double, int> &v) { return x * std::get<0>(v); }

#pragma grad wrt(x)
double vectorLoop(double x, const std::vector<bool> &values) {
  // expected-error@+2 {{adgen does not differentiate a loop over values of type 'const std::vector<bool>'}}
  // expected-note@+1 {{std::vector<bool> has no objects as its elements: use a vector of char}}
  for (bool value : values)
    x *= value;
  return x;
}

#pragma grad
double vectorObject(double x) {
  // expected-error@+2 {{adgen cannot follow this construction of 'std::vector<bool>'}}
  // expected-note@+1 {{std::vector<bool> has no objects as its elements: use a vector of char}}
  std::vector<bool> v(3, x > 1);
  return x;
}

#pragma grad
double textObject(double x) {
  // expected-error@+2 {{adgen does not differentiate through objects of class 'std::string'}}
  // expected-note@+1 {{adgen knows no class of the standard library but std::array, std::vector, std::pair and std::tuple: use these, or numbers and structs of your own}}
  std::string s = "a";
  return x;
}

#pragma grad
double atomicObject(double x) {
  // expected-error@+2 {{adgen does not differentiate through objects of class 'std::atomic<double>'}}
  // expected-note@+1 {{adgen knows no class of the standard library but std::array, std::vector, std::pair and std::tuple: use these, or numbers and structs of your own}}
  std::atomic<double> a(x);
  return x;
}

struct Flexible {
  int count;
  double values[];
};
#pragma grad wrt(x)
// expected-error@+2 {{adgen does not differentiate through values of type 'double[]'}}
// expected-note@+1 {{how long the array is is not known: use a pointer}}
double flexibleArray(double x, Flexible *f) { return x * f->values[1]; }

#pragma grad
double variableArrayOfStrings(double x, int n) {
  // expected-error@+2 {{adgen does not differentiate this array of variable length}}
  // expected-note@+1 {{adgen knows no class of the standard library but std::array, std::vector, std::pair and std::tuple: use these, or numbers and structs of your own}}
  std::string s[n];
  return x;
}

struct Linked {
  double &number;
};
#pragma grad wrt(x)
// expected-error@+1 {{adgen does not differentiate through objects of class 'Linked' from outside: it has a reference among its members}}
double linkedFromOutside(double x, Linked *linked) { return x * linked->number; }

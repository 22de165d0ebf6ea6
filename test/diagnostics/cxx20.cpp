// RUN: %clang-plugin -std=c++20 -w -ferror-limit=0 -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// What only C++20 has.

#include <compare>

struct Scale {
  double factor;
};
// expected-error@+2 {{adgen does not differentiate through template parameters that are objects}}
// expected-note@+1 {{pass the object as an argument, or its numbers as template parameters}}
template <Scale scale> double scaled(double x) { return scale.factor * x; }
#pragma grad
double templateObject(double x) { return scaled<Scale{2}>(x); }

#pragma grad
// expected-error@+2 {{adgen cannot differentiate through this operator on 'std::partial_ordering'}}
// expected-note@+1 {{compare with < and > instead}}
double threeWay(double x) { return (x <=> 1.0) < 0 ? x : 2 * x; }

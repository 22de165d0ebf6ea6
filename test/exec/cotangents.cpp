// RUN: %exec-test %s %t
// mode(vjp): the gradient for a given cotangent of the result.
#include "Check.h"
#include <adgen/Grad.h>
#include <tuple>

#ifndef ADGEN_REFERENCE

#pragma grad mode(vjp)
#pragma grad
double product(double x, double y) { return x * y; }

struct Pair {
  double a, b;
  int count;
};
#pragma grad mode(vjp) wrt(p)
std::tuple<double, Pair> several(const Pair &p, int n) { return {p.a * p.b, Pair{p.a, n * p.b, n}}; }

#pragma grad mode(vjp)
void scale(double x, double &y) { y = y * x; }

#pragma grad mode(vjp) name(status_back)
int status(double x, double &y) {
  y = x * x;
  return 3;
}

struct Spring {
  double stiffness;
#pragma grad mode(vjp) wrt(this -> stiffness, length)
  double energy(double length) const { return stiffness * length * length / 2; }
};

// The parameters that are added do not clash with those of the function.
#pragma grad mode(vjp)
double clashing(double &result, double d_result) { return result * d_result; }

#include "Generated.h"

CHECK(ofANumber) {
  EXPECT(product_vjp(2, 3, 10) == std::make_tuple(30.0, 20.0));
  EXPECT(adgen::vjp<product>()(2, 3, 1) == product_grad(2, 3));
}

CHECK(ofARecord) {
  const Pair gradient =
      adgen::vjp<several>(adgen::wrt<0>)({2, 3, 0}, 4, std::tuple<double, Pair>{1, {10, 100, 0}});
  EXPECT(gradient.a == 3 + 10);
  EXPECT(gradient.b == 2 + 400);
  EXPECT(gradient.count == 0);
}

CHECK(aFunctionThatReturnsNothingHasNoCotangentOfItsOwn) {
  double y = 3, d_y = 10;
  EXPECT(scale_vjp(2, y, &d_y) == 30);
  EXPECT(y == 6);
  EXPECT(d_y == 20);
}

CHECK(neitherHasOneThatReturnsAnInteger) {
  double y = 3, d_y = 10;
  EXPECT(status_back(2, y, &d_y) == 40);
  EXPECT(y == 4);
  EXPECT(d_y == 0);
}

CHECK(namesDoNotClash) {
  double result = 3, d_result = 1;
  EXPECT(clashing_vjp(result, 5, 10, &d_result) == 30);
  EXPECT(d_result == 51);
}

CHECK(ofAMember) { EXPECT(energy_vjp(Spring{5}, 2, 10) == std::make_tuple(20.0, 100.0)); }
#endif

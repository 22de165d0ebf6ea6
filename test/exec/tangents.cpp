// RUN: %exec-test %s %t
// mode(jvp): the result and its derivative in a direction.
#include "Check.h"
#include <adgen/Grad.h>
#include <tuple>

#ifndef ADGEN_REFERENCE

#pragma grad mode(jvp)
#pragma grad mode(forward) wrt(y) name(product_dy)
double product(double x, double y) { return x * y; }

struct Pair {
  double a, b;
  int count;
};
#pragma grad mode(jvp) wrt(p)
std::tuple<double, Pair> several(const Pair &p, int n) { return {p.a * p.b, Pair{p.a, n * p.b, n}}; }

#pragma grad mode(jvp) wrt(p.a) name(several_da)
Pair swapped(const Pair &p) { return {p.b, p.a * p.b, p.count}; }

#pragma grad mode(jvp)
void scale(double x, double &y) { y = y * x; }

#pragma grad mode(jvp)
int status(double x, double &y) {
  y = x * x;
  return 3;
}

struct Spring {
  double stiffness;
#pragma grad mode(jvp) wrt(this->stiffness, length)
  double energy(double length) const { return stiffness * length * length / 2; }
};

#pragma grad mode(jvp) wrt(x)
double clashing(double x, double d_x) { return x * d_x; }

#include "Generated.h"

CHECK(ofANumber) {
  EXPECT(product_jvp(2, 3, 1, 10) == std::make_tuple(6.0, 23.0));
  EXPECT(product_dy(2, 3, 10) == std::make_tuple(6.0, 20.0));
  EXPECT(adgen::jvp<product>()(2, 3, 1, 0) == std::make_tuple(6.0, 3.0));
  EXPECT(adgen::jvp<product>(adgen::wrt<1>)(2, 3, 10) == std::make_tuple(6.0, 20.0));
}

CHECK(ofARecord) {
  auto [result, tangent] = several_jvp({2, 3, 0}, 4, {10, 100, 0});
  EXPECT(std::get<0>(result) == 6);
  EXPECT(std::get<0>(tangent) == 230);
  EXPECT(std::get<1>(tangent).a == 10);
  EXPECT(std::get<1>(tangent).b == 400);
  EXPECT(std::get<1>(tangent).count == 0);
}

CHECK(ofAMemberOfARecord) {
  auto [result, tangent] = several_da({2, 3, 7}, 10);
  EXPECT(result.count == 7);
  EXPECT(tangent.a == 0);
  EXPECT(tangent.b == 30);
}

CHECK(aReferenceHasItsTangentChanged) {
  double y = 3, d_y = 10;
  scale_jvp(2, y, 1, &d_y);
  EXPECT(y == 6);
  EXPECT(d_y == 23);
}

CHECK(anIntegerHasTheTangentZero) {
  double y = 3, d_y = 10;
  EXPECT(std::get<0>(status_jvp(2, y, 1, &d_y)) == 3);
  EXPECT(y == 4);
  EXPECT(d_y == 4);
}

CHECK(ofAnObject) { EXPECT(energy_jvp(Spring{5}, 2, 1, 10) == std::make_tuple(10.0, 102.0)); }

CHECK(namesDoNotClash) { EXPECT(clashing_jvp(2, 3, 10) == std::make_tuple(6.0, 30.0)); }
#endif

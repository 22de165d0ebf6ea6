// RUN: %exec-test %s %t
// What the caller gets back beside the result: cotangents that come in with a buffer, adjoints of arrays that
// overlap, tangents of single members, and those through both operands of a product.
#include "Check.h"
#include <adgen/adgen.h>
#include <array>
#include <cmath>
#include <tuple>
#include <vector>

#ifndef ADGEN_REFERENCE
using adgen::TensorD;

/// The result is the state itself, which the caller may have a use for as well.
#pragma grad
std::array<double, 3> &advance(std::array<double, 3> &x, double t) {
  for (int i = 0; i < 3; ++i)
    x[i] += t * x[i] * x[(i + 1) % 3];
  return x;
}

/// Of the first array much is read in front of each write, of the second nothing: but they may be the same.
#pragma grad wrt(u, v)
double normalise(double *u, double *v, int n) {
  double total = 0;
  for (int i = 0; i < n; ++i) {
    double square = 0;
    for (int j = 0; j < n; ++j)
      square += u[j] * u[j];
    u[i] *= 1 + square;
    v[i] = 0.1 * v[i] + i;
    total += square;
  }
  return total;
}

struct Chain {
  double masses[3], stiffness;
};
#pragma grad mode(jvp) wrt(chain.stiffness)
double stiffen(Chain &chain, double x) {
  double energy = 0;
  for (double mass : chain.masses)
    energy += mass * chain.stiffness * x;
  chain.stiffness *= chain.stiffness * x;
  return energy;
}

#pragma grad mode(jvp)
TensorD product(const TensorD &a, const TensorD &b) { return matmul(a, b); }

#include "Generated.h"

template <class F> static double difference(F &&f) {
  const double step = 1e-4;
  return (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step);
}

/// With what the caller weighs the final state with, the result adds to its cotangents.
CHECK(aReturnedArrayHasCotangentsAlready) {
  const std::array<double, 3> start = {1, 2, 0.5}, weights = {3, -2, 5};
  std::array<double, 3> x = start, d_x = weights;
  const double d_t = advance_grad(x, 0.7, &d_x);
  auto total = [&](std::array<double, 3> moved, double t) {
    advance(moved, t);
    return moved[0] * (weights[0] + 1) + moved[1] * (weights[1] + 1) + moved[2] * (weights[2] + 1);
  };
  EXPECT(isClose(d_t, difference([&](double step) { return total(start, 0.7 + step); }), 1e-9));
  for (size_t i = 0; i < 3; ++i)
    EXPECT(isClose(d_x[i], difference([&](double step) {
                     std::array<double, 3> moved = start;
                     moved[i] += step;
                     return total(moved, 0.7);
                   }),
                   1e-9));
}

CHECK(whatIsRestoredMayOverlap) {
  const std::vector<double> start = {0.5, 0.3, -0.2, 0.4, 0.1};
  std::vector<double> x = start, d_x(5);
  normalise_grad(x.data() + 1, x.data(), 4, d_x.data() + 1, d_x.data());
  for (size_t i = 0; i < 5; ++i)
    EXPECT(isClose(d_x[i], difference([&](double step) {
                     std::vector<double> moved = start;
                     moved[i] += step;
                     return normalise(moved.data() + 1, moved.data(), 4);
                   }),
                   1e-9));
}

CHECK(theTangentOfAMemberGoesBack) {
  Chain chain = {{1, 2, 4}, 3};
  double d_stiffness = 10;
  EXPECT(stiffen_jvp(chain, 2, &d_stiffness) == std::make_tuple(7 * 3 * 2.0, 7 * 2 * 10.0));
  EXPECT(chain.stiffness == 18);
  EXPECT(d_stiffness == 2 * 3 * 2 * 10);
}

CHECK(bothFactorsOfAProductMove) {
  const TensorD a = {{1, 2}, {3, 4}}, b = {{5, -1}, {2, 7}}, d_a = {{1, 0}, {-2, 3}}, d_b = {{0, 2}, {1, -1}};
  const auto [value, tangent] = product_jvp(a, b, d_a, d_b);
  const TensorD expected = matmul(d_a, b) + matmul(a, d_b), same = matmul(a, b);
  for (int i = 0; i < 4; ++i) {
    EXPECT(value.data()[i] == same.data()[i]);
    EXPECT(isClose(tangent.data()[i], expected.data()[i]));
  }
}
#endif

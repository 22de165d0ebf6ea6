// RUN: %exec-test %s %t
// std::vector beside what test/corpus/vectors.cpp checks: cotangents, derivatives of derivatives, the API, globals.
#include "Check.h"
#include <adgen/adgen.h>
#include <cmath>
#include <vector>

#ifndef ADGEN_REFERENCE

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

#pragma grad
#pragma grad mode(vjp)
Vector sines(const Vector &x, double s) {
  Vector y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    y[i] = std::sin(x[i]) * s;
  return y;
}

#pragma grad mode(vjp) wrt(x)
Matrix squares(const Vector &x) {
  Matrix a(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    for (double e : x)
      a[i].push_back(x[i] * e);
  return a;
}

#pragma grad wrt(x)
double cubes(const Vector &x, double s) {
  double sum = 0;
  for (double e : x)
    sum += e * e * e * s;
  return sum;
}
#pragma grad cubes_grad mode(jvp) wrt(x)
#pragma grad cubes_grad
inline Vector cubes_grad(const Vector &x, double s); // adgen's header stands behind all functions

#pragma grad wrt(x)
double ofGradient(const Vector &x, double s) {
  const Vector g = cubes_grad(x, s);
  double sum = 0;
  for (double e : g)
    sum += e * e;
  Vector twice(x);
  for (double &e : twice)
    e *= 2;
  for (double e : cubes_grad(twice, 1))
    sum += e;
  return sum;
}

static const Vector table = {1, 2, 3};
static const Matrix rows = {{1, 2}, {3, 4}};
#pragma grad
double ofGlobals(double x) {
  double sum = 0;
  for (std::size_t i = 0; i < table.size(); ++i)
    sum += std::pow(x, table[i]);
  for (const Vector &row : rows)
    sum += row[0] * x * row.back();
  return sum;
}

#include "Generated.h"

CHECK(cotangents) {
  const Vector x = {1, 2, 3};
  auto [dx, ds] = sines_vjp(x, 2, {1, 0, 2});
  EXPECT(dx.size() == 3 && isClose(dx[0], 2 * std::cos(1.0), 1e-15) && dx[1] == 0 && isClose(dx[2], 4 * std::cos(3.0), 1e-15));
  EXPECT(isClose(ds, std::sin(1.0) + 2 * std::sin(3.0), 1e-15));
  const Vector d = squares_vjp({2, 3}, {{1, 10}, {100, 1000}});
  EXPECT(d == Vector({2 * 2 + 110 * 3, 110 * 2 + 2000 * 3}));
}
CHECK(derivativesOfDerivatives) {
  const Vector x = {1, 2}, direction = {1, -1};
  EXPECT(std::get<1>(cubes_grad_jvp(x, 2, direction)) == Vector({12, -24}));
  const auto [ofX, ofS] = cubes_grad_grad(x, 2); // of the sum of 3 s x^2
  EXPECT(ofX == Vector({12, 24}) && ofS == 15);
  // The sum of 9 s^2 x^4 and 12 x^2.
  EXPECT(ofGradient_grad(x, 2) == Vector({36 * 4 + 24, 36 * 4 * 8 + 48}));
}
CHECK(throughTheApi) {
  const Vector x = {1, 2};
  EXPECT(adgen::grad<cubes>(adgen::wrt<0>)(x, 2.0) == Vector({6, 24}));
  auto [value, gradient] = adgen::value_and_grad<cubes>(adgen::wrt<0>)(x, 2.0);
  EXPECT(value == 18 && gradient == Vector({6, 24}));
}
CHECK(globals) { EXPECT(isClose(ofGlobals_grad(2), 1 + 2 * 2 + 3 * 4 + 2 + 12, 1e-15)); }
#endif

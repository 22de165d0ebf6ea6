// RUN: %exec-test %s %t
// Generated functions called by functions that are differentiated themselves: a Newton step, a
// physics-informed residual.
#include "Check.h"

#pragma grad wrt(x)
Real cubic(Real x, Real a) { return x * x * x - a * x - 2; }

#pragma grad wrt(t) name(solution_dt)
Real solution(Real t, Real k) { return std::exp(-k * t) * std::cos(t); }
#pragma grad solution_dt wrt(t) name(solution_dtt)

// What adgen writes refers to every function that it differentiates.
Real newtonStep(Real x, Real a);
Real residual(Real t, Real k);
Real fromBoth(Real x);
#include "Generated.h"

#ifndef ADGEN_REFERENCE
#pragma grad
Real newtonStep(Real x, Real a) { return x - cubic(x, a) / cubic_grad(x, a); }

#pragma grad wrt(k)
Real residual(Real t, Real k) {
  Real r = solution_dtt(t, k) + 2 * k * solution_dt(t, k) + (k * k + 1) * solution(t, k);
  return r * r + solution_dt(t, k);
}

#pragma grad
Real fromBoth(Real x) {
  auto [value, slope] = cubic_value_and_grad(x, 3);
  return value * slope;
}
#endif

CHECK(newton) {
#ifndef ADGEN_REFERENCE
  // d/dx (x - f/f') = f f'' / f'^2
  Real x = 1.7, a = 1.2, f = cubic(x, a), df = 3 * x * x - a, ddf = 6 * x;
  auto [dx, da] = newtonStep_grad(x, a);
  EXPECT(isClose(dx, f * ddf / (df * df)));
  EXPECT(isClose(da, -(-x * df + f) / (df * df)));
#endif
}

CHECK(residuals) {
#ifndef ADGEN_REFERENCE
  // The residual vanishes identically; what is left is d/dk (-k cos t - sin t) exp(-k t).
  Real t = 0.8, k = 0.3;
  Real expected = (-std::cos(t) + t * (k * std::cos(t) + std::sin(t))) * std::exp(-k * t);
  EXPECT(isClose(residual_grad(t, k), expected));
#endif
}

CHECK(both) {
#ifndef ADGEN_REFERENCE
  Real x = 1.7;
  EXPECT(isClose(fromBoth_grad(x), (3 * x * x - 3) * (3 * x * x - 3) + (x * x * x - 3 * x - 2) * 6 * x));
#endif
}

// RUN: %exec-test %s %t
// Derivatives of generated functions, and generated functions inside of functions.
#include "Check.h"

#pragma grad
Real wave(Real x) { return std::sin(x) * std::exp(-0.1 * x * x); }
#pragma grad wave_grad
#pragma grad wave_grad_grad

#pragma grad wrt(x) name(saddle_dx)
#pragma grad wrt(y) name(saddle_dy)
Real saddle(Real x, Real y) { return x * x * x * y - std::pow(y, x) + std::atan2(y, x); }
#pragma grad saddle_dx wrt(x) name(saddle_dxx)
#pragma grad saddle_dx wrt(y) name(saddle_dxy)
#pragma grad saddle_dy wrt(x, y) name(saddle_dy_both)
#pragma grad saddle_dxy wrt(y) name(saddle_dxyy)

#pragma grad
Real branching(Real x, Real y) { return x > y ? x * x * y : std::log(y) * x * x * x; }
#pragma grad branching_grad wrt(x, y)

#pragma grad
Real special(Real x) {
  return std::tanh(x) + std::erf(x) * std::sqrt(x) + std::lgamma(x) + std::atan(x) / std::cosh(x) +
         std::cbrt(x) + std::asinh(x) * std::log1p(x) + std::expm1(x) + std::tgamma(x) +
         std::exp2(x) * std::log2(x);
}
#pragma grad special_grad
#pragma grad special_grad_grad

struct Point {
  Real x, y;
};
EXEC_FIELDS(Point, x, y)
#pragma grad
Real well(const Point &p) { return p.x * p.x * p.y + std::cos(p.y) * p.x; }
#pragma grad well_grad

// A loop that runs together with its adjoint is a loop as any other when it is differentiated again.
#pragma grad
Real sumOfWaves(Real a) {
  Real terms[4], total = 0;
  for (int i = 0; i < 5; ++i) {
    for (int j = 0; j < 4; ++j)
      terms[j] = std::sin(a * (i + 1) + j) * a;
    Real sum = 0;
    for (int j = 0; j < 4; ++j)
      sum += std::exp(terms[j]);
    total += std::log(sum);
  }
  return 3 * total;
}
#pragma grad sumOfWaves_grad
#pragma grad sumOfWaves_grad_grad

#include "Generated.h"

GRADIENT(wave, along(0.3, 1.7, -4))
HIGHER(wave, wave_grad, along(0.3, 1.7, -4).wrt(0).after(0))
HIGHER(wave, wave_grad_grad, along(0.3, 1.7, -4).wrt(0).after(0).after(0).within(1e-9))
GRADIENT_NAMED(saddle, saddle_dx, at({{0.7, 1.3}, {2, 0.4}}).wrt(0))
GRADIENT_NAMED(saddle, saddle_dy, at({{0.7, 1.3}, {2, 0.4}}).wrt(1))
HIGHER_NAMED(saddle, saddle_dx, saddle_dxx, at({{0.7, 1.3}, {2, 0.4}}).wrt(0).after(0))
HIGHER_NAMED(saddle, saddle_dx, saddle_dxy, at({{0.7, 1.3}, {2, 0.4}}).wrt(1).after(0))
HIGHER_NAMED(saddle, saddle_dy, saddle_dy_both, at({{0.7, 1.3}, {2, 0.4}}).wrt(0, 1).after(1))
HIGHER_NAMED(saddle, saddle_dxy, saddle_dxyy,
             at({{0.7, 1.3}, {2, 0.4}}).wrt(1).after(1).after(0).within(1e-9))
GRADIENT(branching, at({{2, 1}, {0.5, 1.5}}))
HIGHER(branching, branching_grad, at({{2, 1}, {0.5, 1.5}}).wrt(0, 1).after(0, 1))
GRADIENT(special, along(0.6, 1.4))
HIGHER(special, special_grad, along(0.6, 1.4).wrt(0).after(0))
HIGHER(special, special_grad_grad, along(0.6, 1.4).wrt(0).after(0).after(0).within(1e-9))
GRADIENT(well, at({{0.5, 1.5}}))
HIGHER(well, well_grad, at({{0.5, 1.5}}).wrt(0).after(0))
GRADIENT(sumOfWaves, along(0.3, 0.8))
HIGHER(sumOfWaves, sumOfWaves_grad, along(0.3, 0.8).wrt(0).after(0))
HIGHER(sumOfWaves, sumOfWaves_grad_grad, along(0.3, 0.8).wrt(0).after(0).after(0).within(1e-9))

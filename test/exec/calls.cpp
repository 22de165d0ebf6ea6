// RUN: %exec-test %s %t
// Calls: several levels, overloads, templates, default arguments, references in and out, lambdas.
#include "Check.h"

Real square(Real x) { return x * x; }
Real cube(Real x) { return square(x) * x; }
static inline Real quintic(Real x) { return cube(x) * square(x); }
constexpr Real affine(Real x, Real slope = 2, Real offset = 1) { return slope * x + offset; }

#pragma grad
Real severalLevels(Real x) { return quintic(std::sin(x)) + cube(square(x)) - square(quintic(x)); }

#pragma grad
Real defaultArguments(Real x) { return affine(x) * affine(x, 3) - affine(x, x, x); }

Real combine(Real x) { return x * x; }
Real combine(Real x, Real y) { return x * y; }
Real combine(Real x, int n) { return n * x; }

#pragma grad
Real overloads(Real x, Real y) { return combine(x) + combine(x, y) * combine(y, 3); }

template <class T> T poly(T x) { return x * x * x - 2 * x; }
template <int N> Real power(Real x) {
  if constexpr (N == 0)
    return 1;
  else
    return x * power<N - 1>(x);
}
template <class F> Real applyTwice(const F &f, Real x) { return f(f(x)); }
template <class... T> Real sumOf(T... x) { return (x + ...); }

#pragma grad
Real templates(Real x) { return poly(x) + power<4>(x) + sumOf(x, square(x), 2 * x); }

#pragma grad
Real lambdas(Real x, Real y) {
  Real offset = x * y;
  auto byValue = [offset](Real t) { return t * t + offset; };
  offset = 7 * x;
  auto byReference = [&](Real t) {
    offset += t;
    return offset * y;
  };
  auto generic = [=](auto t) { return t * x; };
  return byValue(y) + byReference(x) * generic(y) + offset + [](Real t) { return std::cos(t); }(x);
}

#pragma grad
Real higherOrderCall(Real x, Real y) {
  return applyTwice([y](Real t) { return t * t * y; }, x);
}

void halve(Real &x) { x /= 2; }
void rotate(Real &x, Real &y, Real angle) {
  Real c = std::cos(angle), s = std::sin(angle);
  Real rotated = c * x - s * y;
  y = s * x + c * y;
  x = rotated;
}
const Real &larger(const Real &x, const Real &y) { return x > y ? x : y; }
Real &second(Real &, Real &y) { return y; }
void addTo(Real &total, const Real &x) { total += x; }

#pragma grad
Real calleeWrites(Real x, Real y) {
  halve(x);
  rotate(x, y, x * y);
  Real total = x;
  addTo(total, total);
  addTo(total, y * y);
  return total * x;
}

#pragma grad
Real calleeReturnsReference(Real x, Real y) {
  second(x, y) *= x;
  return x * y * larger(x, y);
}

#pragma grad
Real branchInCallee(Real x) {
  auto clip = [](Real t) {
    if (t > 2)
      return Real(2);
    if (t < -1)
      return t / 2;
    return t * t;
  };
  return clip(x) * clip(2 * x) * clip(-x);
}

namespace physics {
namespace detail {
Real kinetic(Real m, Real v) { return 0.5 * m * v * v; }
} // namespace detail
inline namespace v1 {
Real potential(Real m, Real h) { return 9.81 * m * h; }
} // namespace v1

#pragma grad wrt(v, h)
Real energy(Real m, Real v, Real h) { return detail::kinetic(m, v) + potential(m, h); }
} // namespace physics

namespace {
#pragma grad
Real inUnnamed(Real x) { return square(x) + ::cube(x); }
} // namespace

namespace a::b {
#pragma grad
[[nodiscard]] static inline Real nested(const Real &x) noexcept { return physics::potential(x, x); }
} // namespace a::b

#pragma grad
constexpr Real constantFunction(Real x) { return x * x + 1; }

template <class T> T generic(T x, T y);
#pragma grad
template <> Real generic<Real>(Real x, Real y) { return x * y * y; }

#pragma grad name(firstOverload_grad)
Real overloaded(Real x) { return x * x; }
#pragma grad
Real overloaded(Real x, Real y) { return x * y; }

Real later(Real x);
Real callsLater(Real x);
Real later(Real x) { return x * x * 3; }
Real callsLater(Real x) { return later(x) * x; }
#pragma grad callsLater

#include "Generated.h"

GRADIENT(severalLevels, along(-0.7, 1.2))
GRADIENT(defaultArguments, along(-0.7, 1.2))
GRADIENT(overloads, at({{1, 2}, {-0.3, 0.8}}))
GRADIENT(templates, along(-0.7, 1.2))
GRADIENT(lambdas, at({{1, 2}, {-0.3, 0.8}}))
GRADIENT(higherOrderCall, at({{1, 2}, {-0.3, 0.8}}))
GRADIENT(calleeWrites, at({{1, 2}, {-0.3, 0.8}}))
GRADIENT(calleeReturnsReference, at({{1, 2}, {2.5, 0.8}}))
GRADIENT(branchInCallee, along(-1.7, -0.3, 0.8, 1.5))
EXEC_GRADIENT("energy", &physics::energy, physics::energy, physics::energy, physics::energy_grad,
              physics::energy_value_and_grad, at({{2, 3, 4}}).wrt(1, 2))
GRADIENT(inUnnamed, along(1.2))
EXEC_GRADIENT("nested", &a::b::nested, a::b::nested, a::b::nested, a::b::nested_grad,
              a::b::nested_value_and_grad, along(1.5))
GRADIENT(constantFunction, along(1.2))
EXEC_GRADIENT("generic", &generic<Real>, generic<Real>, generic<Real>, generic_grad, generic_value_and_grad,
              at({{2, 3}}))
GRADIENT(callsLater, along(1.2))

CHECK(overloadsHaveTheirOwnDerivatives) {
  EXPECT(firstOverload_grad(3) == 6);
  EXPECT(overloaded_grad(3, 4) == std::make_tuple(4.0, 3.0));
}

// RUN: %exec-test %s %t
// Number types: float, double, long double and integers mixed, casts, constants, enumerations.
#include "Check.h"

#pragma grad
Float inFloat(Float x, Float y) { return std::sin(x) * y + std::pow(x, y) / 3; }

#pragma grad
Long inLongDouble(Long x, Long y) { return std::exp(x) * y + std::sqrt(x * y) * 0.1L; }

#pragma grad
Real mixedWidths(Float x, Real y, Long z) { return x * y + z * z / x; }

#pragma grad
Float narrowed(Real x, Float y) { return static_cast<Float>(x * x) * y + Float(x); }

#pragma grad
Real throughFloat(Real x) {
  Float narrow = x * 2;
  narrow += x;
  return narrow * x;
}

#pragma grad wrt(x)
Real withIntegers(Real x, int n, unsigned u, long long wide, short tiny, unsigned char byte, char letter) {
  return x * n + u * x * x - wide / x + tiny * x + byte * (letter + x);
}

#pragma grad wrt(x)
Real integerArithmetic(Real x, int n, int m) {
  int quotient = n / m, rest = n % m;
  n *= 4;
  m += 1 << 3;
  m -= 16 >> 1;
  n ^= 5;
  n |= m & 12;
  m = -m;
  ++m;
  return x * quotient + x * x * rest + n * x - (~m >> 1) * x + (n > m ? x : 2 * x);
}

#pragma grad wrt(x)
Real unsignedArithmetic(Real x, unsigned n, unsigned m) {
  unsigned wrapped = n - m;
  unsigned quotient = wrapped / 7u, rest = wrapped % 1000u, shifted = wrapped >> 3;
  bool large = wrapped > 5u;
  return x * quotient * 1e-8 + rest * x * x + (large ? x : 0) + shifted * 1e-9 * x +
         static_cast<Real>(wrapped) * x * 1e-9;
}

#pragma grad wrt(x)
Real unsignedToReal(Real x, unsigned long long huge, unsigned char small) {
  return x * huge * 1e-19 + small * x;
}

#pragma grad wrt(x)
Real truthValues(Real x, bool flag) { return flag * x + !flag * x * x + (x > 1) * x; }

enum Shape { Circle, Square = 5, Triangle };
enum class Unit : unsigned char { Metre, Foot = 3 };

#pragma grad wrt(x)
Real enumerations(Real x, Shape shape, Unit unit) {
  Real factor = unit == Unit::Foot ? 0.3048 : 1;
  if (shape == Circle)
    return M_PI * x * x * factor;
  return shape == Square ? x * x * factor : shape * x * factor;
}

constexpr double gravity = 9.81;
const Real scale = 2.5;
static const int dimension = 3;
namespace constants {
inline constexpr double avogadro = 6.02214076e23;
constexpr float single = 0.1f;
} // namespace constants

#pragma grad
Real withConstants(Real x) {
  static constexpr double local = 1e-3;
  return gravity * x * x * scale + dimension * x + constants::avogadro * 1e-23 * x + constants::single * x +
         local / x + M_E * x + 0x1p-3 * x + 1'000 * x + .5f * x;
}

Real adjustable = 1.5;

#pragma grad
Real withGlobal(Real x) { return adjustable * x * x; }

#pragma grad
Real hugeAndTiny(Real x) { return x * 1e300 * 1e-300 + 5e-324 * x + 1.7976931348623157e308 / 1e308 * x; }

#pragma grad
Real exactDecimal(Real x) { return x * 0.1 + x * x * 0.2 + 1 / 3. * x; }

#ifndef ADGEN_REFERENCE
#pragma grad
float suffixedFloat(float x) { return sinf(x) * fabsf(x) + powf(x, 2) - std::hypot(x, 1.0f); }
#pragma grad
long double suffixedLong(long double x) { return sinl(x) * fabsl(x) + powl(x, 2); }
#endif

#include "Generated.h"

GRADIENT(inFloat, at({{0.5, 1.25}, {2, -0.75}}).within(1e-5))
GRADIENT(inLongDouble, at({{0.5, 1.25}, {2, 0.75}}))
GRADIENT(mixedWidths, at({{0.5, 1.25, 3}}).within(1e-6))
GRADIENT(narrowed, at({{0.5, 1.25}, {2, -0.75}}).within(1e-5))
GRADIENT(throughFloat, along(0.3, 1.75).within(1e-6))
GRADIENT(withIntegers, at({{0.5, -3, 4, 5000000000, -7, 200, 65}}).wrt(0))
GRADIENT(integerArithmetic, at({{0.5, 17, 5}, {2, -17, 5}, {3, 17, -4}}).wrt(0))
GRADIENT(unsignedArithmetic, at({{0.5, 3, 5}, {2, 500, 3}}).wrt(0))
GRADIENT(unsignedToReal, at({{0.5, 18446744073709549568.0, 255}}).wrt(0))
GRADIENT(truthValues, at({{0.5, 1}, {2, 0}}).wrt(0))
GRADIENT(enumerations, at({{0.5, 0, 0}, {2, 5, 3}, {3, 6, 3}}).wrt(0))
GRADIENT(withConstants, along(0.3, -1.75))
GRADIENT(withGlobal, along(0.3))
GRADIENT(hugeAndTiny, along(2.3))
GRADIENT(exactDecimal, along(2.3))

CHECK(globalsAreRead) {
  adjustable = 4;
  EXPECT(withGlobal_grad(2) == 16);
  adjustable = 1.5;
  EXPECT(withGlobal_grad(2) == 6);
}

CHECK(suffixes) {
#ifndef ADGEN_REFERENCE
  EXPECT(isClose(suffixedFloat_grad(2), std::cos(2.0) * 2 + std::sin(2.0) + 4 - 2 / std::sqrt(5.0), 1e-6));
  const long double expected = std::cos(2.0L) * 2 + std::sin(2.0L) + 4;
  EXPECT(std::fabs(suffixedLong_grad(2) - expected) < 1e-18L * expected);
#endif
}

CHECK(gradientsHaveTheirParametersTypes) {
#ifndef ADGEN_REFERENCE
  EXPECT(std::is_same_v<decltype(mixedWidths_grad(1, 1, 1)), std::tuple<float, double, long double>>);
  EXPECT(std::is_same_v<decltype(narrowed_grad(1, 1)), std::tuple<double, float>>);
  EXPECT(std::is_same_v<decltype(inFloat_value_and_grad(1, 1)), std::tuple<float, std::tuple<float, float>>>);
#endif
}

// The reference role of a corpus file: Real is __float128, the pragmas mean
// nothing, and what the file declares with GRADIENT(...) is differentiated by
// central differences. Built as a shared object of its own, so that its Real
// never meets the other one.
#pragma once

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <math.h> // its using-declarations have to stand in front of what follows
#include <quadmath.h>

using Real = __float128;
using Float = __float128;
using Long = __float128;

// The functions of <cmath> for the type that libstdc++ gives none, by both of their names.
#define EXEC_QUAD_UNARY(name)                                                                                \
  inline __float128 name(__float128 x) { return name##q(x); }
#define EXEC_QUAD_BINARY(name)                                                                               \
  inline __float128 name(__float128 x, __float128 y) { return name##q(x, y); }                               \
  template <class T, class = std::enable_if_t<std::is_arithmetic_v<T>>> __float128 name(__float128 x, T y) { \
    return name##q(x, y);                                                                                    \
  }                                                                                                          \
  template <class T, class = std::enable_if_t<std::is_arithmetic_v<T>>> __float128 name(T x, __float128 y) { \
    return name##q(x, y);                                                                                    \
  }
#define EXEC_QUAD_MATH                                                                                       \
  EXEC_QUAD_UNARY(fabs)                                                                                      \
  EXEC_QUAD_UNARY(sqrt)                                                                                      \
  EXEC_QUAD_UNARY(cbrt)                                                                                      \
  EXEC_QUAD_UNARY(exp)                                                                                       \
  EXEC_QUAD_UNARY(exp2)                                                                                      \
  EXEC_QUAD_UNARY(expm1)                                                                                     \
  EXEC_QUAD_UNARY(log)                                                                                       \
  EXEC_QUAD_UNARY(log2)                                                                                      \
  EXEC_QUAD_UNARY(log10)                                                                                     \
  EXEC_QUAD_UNARY(log1p)                                                                                     \
  EXEC_QUAD_UNARY(sin)                                                                                       \
  EXEC_QUAD_UNARY(cos)                                                                                       \
  EXEC_QUAD_UNARY(tan)                                                                                       \
  EXEC_QUAD_UNARY(asin)                                                                                      \
  EXEC_QUAD_UNARY(acos)                                                                                      \
  EXEC_QUAD_UNARY(atan)                                                                                      \
  EXEC_QUAD_UNARY(sinh)                                                                                      \
  EXEC_QUAD_UNARY(cosh)                                                                                      \
  EXEC_QUAD_UNARY(tanh)                                                                                      \
  EXEC_QUAD_UNARY(asinh)                                                                                     \
  EXEC_QUAD_UNARY(acosh)                                                                                     \
  EXEC_QUAD_UNARY(atanh)                                                                                     \
  EXEC_QUAD_UNARY(erf)                                                                                       \
  EXEC_QUAD_UNARY(erfc)                                                                                      \
  EXEC_QUAD_UNARY(lgamma)                                                                                    \
  EXEC_QUAD_UNARY(tgamma)                                                                                    \
  EXEC_QUAD_UNARY(floor)                                                                                     \
  EXEC_QUAD_UNARY(ceil)                                                                                      \
  EXEC_QUAD_UNARY(round)                                                                                     \
  EXEC_QUAD_UNARY(trunc)                                                                                     \
  EXEC_QUAD_UNARY(rint)                                                                                      \
  EXEC_QUAD_UNARY(nearbyint)                                                                                 \
  EXEC_QUAD_BINARY(pow)                                                                                      \
  EXEC_QUAD_BINARY(hypot)                                                                                    \
  EXEC_QUAD_BINARY(atan2)                                                                                    \
  EXEC_QUAD_BINARY(fmod)                                                                                     \
  EXEC_QUAD_BINARY(remainder)                                                                                \
  EXEC_QUAD_BINARY(copysign)                                                                                 \
  EXEC_QUAD_BINARY(fmax)                                                                                     \
  EXEC_QUAD_BINARY(fmin)                                                                                     \
  EXEC_QUAD_BINARY(fdim)                                                                                     \
  inline __float128 fma(__float128 x, __float128 y, __float128 z) { return fmaq(x, y, z); }                  \
  inline __float128 ldexp(__float128 x, int n) { return ldexpq(x, n); }                                      \
  inline __float128 scalbn(__float128 x, int n) { return scalbnq(x, n); }                                    \
  inline __float128 hypot(__float128 x, __float128 y, __float128 z) { return sqrtq(x * x + y * y + z * z); } \
  inline bool isnan(__float128 x) { return isnanq(x); }                                                      \
  inline bool isinf(__float128 x) { return isinfq(x); }                                                      \
  inline bool isfinite(__float128 x) { return finiteq(x); }                                                  \
  inline bool signbit(__float128 x) { return signbitq(x); }

namespace std {
EXEC_QUAD_MATH
inline __float128 abs(__float128 x) { return fabsq(x); }
} // namespace std
EXEC_QUAD_MATH
using std::abs;

#include "Numbers.h"

namespace exec {

/// The sum of the real outputs of a function whose numbers are laid out flat, or the first alone.
using Flat = std::function<__float128(const __float128 *numbers, bool firstOnly)>;

struct Reference {
  const char *name;
  size_t size; ///< How many numbers its arguments hold.
  Flat function;
};
inline std::vector<Reference> &references() {
  static std::vector<Reference> all;
  return all;
}

template <class Function, class F> bool addReference(const char *name, Function, F &&call) {
  using Arguments = typename Signature<Function>::Arguments;
  Arguments probe{};
  size_t size = 0;
  eachNumber(probe, [&](auto &) { ++size; });
  references().push_back({name, size, [call](const __float128 *numbers, bool firstOnly) {
                            Arguments arguments = argumentsFrom<Arguments>(numbers);
                            auto outputs = realsOf<__float128>(std::apply(call, arguments));
                            __float128 sum = 0;
                            for (__float128 output : outputs) {
                              sum += output;
                              if (firstOnly)
                                break;
                            }
                            return sum;
                          }});
  return true;
}

/// d/d`along` of the function, or of its derivative along `earlier` (each set of numbers: the sum of the
/// partial derivatives). With quadruple precision, the steps leave some 20, 16 and 12 digits.
inline __float128 difference(const Reference &reference, std::vector<__float128> &at, bool firstOnly,
                             const std::vector<std::vector<int>> &sets, size_t order) {
  if (order == 0)
    return reference.function(at.data(), firstOnly);
  static constexpr double steps[] = {0, 1e-10, 1e-8, 1e-6};
  __float128 sum = 0;
  for (int index : sets[order - 1]) {
    const __float128 middle = at[index], step = steps[sets.size()] * fmaxq(1, fabsq(middle));
    at[index] = middle + step;
    __float128 up = difference(reference, at, firstOnly, sets, order - 1);
    at[index] = middle - step;
    __float128 down = difference(reference, at, firstOnly, sets, order - 1);
    at[index] = middle;
    sum += (up - down) / (2 * step);
  }
  return sum;
}

} // namespace exec

/// Called from the other role. `sets`: the numbers of each order, every set closed by -1, all by -2.
extern "C" __attribute__((visibility("default"))) double
execReference(const char *name, const double *numbers, size_t size, bool firstOnly, const int *sets) {
  for (const exec::Reference &reference : exec::references()) {
    if (std::strcmp(reference.name, name) != 0)
      continue;
    if (reference.size != size)
      std::abort();
    std::vector<__float128> at(numbers, numbers + size);
    std::vector<std::vector<int>> orders(1);
    for (; *sets != -2; ++sets)
      if (*sets == -1)
        orders.emplace_back();
      else
        orders.back().push_back(*sets);
    orders.pop_back();
    return static_cast<double>(exec::difference(reference, at, firstOnly, orders, orders.size()));
  }
  std::abort();
}

#define EXEC_GRADIENT(name, signature, primal, value, grad, valueAndGrad, ...)                               \
  EXEC_REGISTER(::exec::addReference(name, signature, EXEC_CALL(primal)))
#define CHECK(name) template <int> [[maybe_unused]] static void name()
#define EXPECT(...) static_cast<void>(0)

//===- ScalarMath.h - What <cmath> lacks ------------------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// The functions of adgen/runtime/Elementwise.h that <cmath> does not have, for
// float and double. They follow the conventions of their tensor namesakes.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_SCALARMATH_H
#define ADGEN_RUNTIME_SCALARMATH_H

#include <cmath>
#include <type_traits>

namespace adgen {

namespace detail {
template <class T> using IfFloating = std::enable_if_t<std::is_floating_point_v<T>, int>;
/// The same as the default of a type parameter, for functions that a library
/// exports: g++ and clang mangle IfFloating differently.
template <class T> using EnableFloating = std::enable_if_t<std::is_floating_point_v<T>>;

/// std::isnan for any number.
template <class T> inline bool isNaN(T x) {
  if constexpr (std::is_floating_point_v<T>)
    return std::isnan(x);
  else
    return false;
}
} // namespace detail

/// 1 / sqrt(x).
template <class T, detail::IfFloating<T> = 0> inline T rsqrt(T x) { return 1 / std::sqrt(x); }
/// 1 / x.
template <class T, detail::IfFloating<T> = 0> inline T reciprocal(T x) { return 1 / x; }
/// x * x.
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0> inline T square(T x) { return x * x; }

/// -1, 0 or 1; zero and NaN are returned as they are.
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0> inline T sign(T x) {
  return x > 0 ? T(1) : x < 0 ? T(-1) : x;
}

/// 1 / (1 + exp(-x)), without overflow on either side.
template <class T, detail::IfFloating<T> = 0> inline T sigmoid(T x) {
  T e = std::exp(-std::fabs(x));
  return (x < 0 ? e : T(1)) / (1 + e);
}

/// log(1 + exp(x)), without overflow: max(x, 0) + log1p(exp(-|x|)).
template <class T, detail::IfFloating<T> = 0> inline T softplus(T x) {
  return (x < 0 ? T(0) : x) + std::log1p(std::exp(-std::fabs(x)));
}

/// max(x, 0); NaN stays NaN.
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0> inline T relu(T x) {
  return x < 0 ? T(0) : x;
}

/// x Phi(x) with the normal distribution function Phi, or its approximation
/// x / 2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). Hendrycks and Gimpel 2016,
/// arXiv:1606.08415.
template <class T, detail::IfFloating<T> = 0> inline T gelu(T x, bool approximate = false) {
  if (approximate)
    return x / 2 * (1 + std::tanh(T(0.79788456080286535588) * (x + T(0.044715) * x * x * x)));
  return x / 2 * std::erfc(x * T(-0.70710678118654752440));
}

/// x sigmoid(x). Elfwing et al. 2017, arXiv:1702.03118.
template <class T, detail::IfFloating<T> = 0> inline T silu(T x) { return x * sigmoid(x); }

/// x for x > 0, else alpha (exp(x) - 1). Clevert et al. 2015, arXiv:1511.07289.
template <class T, detail::IfFloating<T> = 0> inline T elu(T x, std::common_type_t<T> alpha = 1) {
  return x > 0 ? x : alpha * std::expm1(x);
}

/// x for x > 0, else slope x.
template <class T, detail::IfFloating<T> = 0>
inline T leaky_relu(T x, std::common_type_t<T> slope = T(0.01)) {
  return x > 0 ? x : slope * x;
}

/// The larger, or NaN if either is; unlike std::fmax.
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0> inline T maximum(T a, T b) {
  return a > b || detail::isNaN(a) ? a : b;
}

/// The smaller, or NaN if either is; unlike std::fmin.
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0> inline T minimum(T a, T b) {
  return a < b || detail::isNaN(a) ? a : b;
}

/// x limited to [lo, hi]; NaN stays NaN.
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0>
inline T clamp(T x, std::common_type_t<T> lo, std::common_type_t<T> hi) {
  return minimum(maximum(x, T(lo)), T(hi));
}

/// c where dy is not 0, else 0: the factor of an adjoint dy. An adjoint of
/// exactly zero contributes zero, also where the partial derivative c is
/// infinite or NaN.
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0>
inline T guarded(T dy, std::common_type_t<T> c) {
  return dy != 0 ? c : T(0);
}

/// x z, and 0 where either is exactly 0: of an adjoint and a factor that may be infinite or NaN.
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0>
inline T guarded_mul(T x, std::common_type_t<T> z) {
  return x != 0 && z != 0 ? x * z : T(0);
}
/// x / z, and 0 where x is exactly 0, also where z is.
template <class T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0>
inline T guarded_div(T x, std::common_type_t<T> z) {
  return x != 0 ? x / z : T(0);
}

/// v. A mark for the differentiation: nothing flows back through it.
template <class V> inline V stop_gradient(V v) { return v; }

} // namespace adgen

#endif // ADGEN_RUNTIME_SCALARMATH_H

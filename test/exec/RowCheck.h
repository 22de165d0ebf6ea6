// The harness of the generated tests of rows (Inputs/RowCorpus.cpp): every row
// against differences of eighth order in long double, tensors against
// differences along a random direction.
#pragma once

#include "adgen/adgen.h"
#include "adgen/runtime/SpecialFunctions.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <random>
#include <tuple>

namespace rows {

// Functions of C's library, as overloads.
#define OVERLOADS(NAME)                                                                                      \
  inline float NAME(float x) { return ::NAME##f(x); }                                                        \
  inline double NAME(double x) { return ::NAME(x); }                                                         \
  inline long double NAME(long double x) { return ::NAME##l(x); }
#define OVERLOADS_OF_ORDER(NAME)                                                                             \
  inline float NAME(int n, float x) { return ::NAME##f(n, x); }                                              \
  inline double NAME(int n, double x) { return ::NAME(n, x); }                                               \
  inline long double NAME(int n, long double x) { return ::NAME##l(n, x); }
OVERLOADS(j0)
OVERLOADS(j1)
OVERLOADS(y0)
OVERLOADS(y1)
OVERLOADS(exp10)
OVERLOADS_OF_ORDER(jn)
OVERLOADS_OF_ORDER(yn)

inline int failures = 0, checks = 0;
inline int finish() {
  std::printf("%d checks, %d failures\n", checks, failures);
  return failures != 0 || checks == 0;
}

inline void compare(const char *row, const char *what, int operand, long double found, long double expected,
                    long double tolerance) {
  ++checks;
  if (std::fabs(found - expected) <= tolerance * std::fmax(1.0L, std::fabs(expected)))
    return;
  ++failures;
  std::printf("%s, %s, operand %d: %.20Lg, not %.20Lg\n", row, what, operand, found, expected);
}

/// The derivative of f(t) at 0.
template <class Number, class F> Number difference(F &&f, Number step) {
  const Number weights[] = {Number(4) / 5, Number(-1) / 5, Number(4) / 105, Number(-1) / 280};
  Number sum = 0;
  for (int i = 1; i <= 4; ++i)
    sum += weights[i - 1] * (f(i * step) - f(-i * step));
  return sum / step;
}

/// Gradients as an array, whether one came or a tuple.
template <class T> std::array<long double, 1> gathered(T gradient) {
  return {static_cast<long double>(gradient)};
}
template <class... T> std::array<long double, sizeof...(T)> gathered(const std::tuple<T...> &gradients) {
  return std::apply(
      [](auto... g) { return std::array<long double, sizeof...(g)>{static_cast<long double>(g)...}; },
      gradients);
}
template <class T, std::size_t n> T total(const std::array<T, n> &numbers) {
  T sum = 0;
  for (T number : numbers)
    sum += number;
  return sum;
}

template <int n, class Value, class Grad, class GradFloat, class Wide, class WideGrad, class Second,
          class WideSecond, class Jvp, class GradJvp>
void checkScalars(const char *row, double low, double high, Value value, Grad grad, GradFloat gradFloat,
                  Wide wide, WideGrad wideGrad, Second second, WideSecond wideSecond, Jvp jvp,
                  GradJvp gradJvp) {
  std::mt19937 random(7);
  const double margin = 0.05 * (high - low);
  std::uniform_real_distribution<double> uniform(low + margin, high - margin);
  for (int sample = 0; sample < 8; ++sample) {
    std::array<double, n> at;
    for (double &x : at)
      x = static_cast<float>(uniform(random)); // one number in every type
    std::array<long double, n> wideAt;
    std::array<float, n> narrowAt;
    for (int i = 0; i < n; ++i)
      wideAt[i] = at[i], narrowAt[i] = static_cast<float>(at[i]);
    auto call = [](auto &f, const auto &numbers) { return std::apply(f, numbers); };
    if (std::fabs(static_cast<long double>(call(value, at)) - call(wide, wideAt)) > 1e-13L)
      compare(row, "value", -1, call(value, at), call(wide, wideAt), 1e-13L);
    std::array<double, n> ones;
    ones.fill(1);
    const std::array<long double, n> gradient = gathered(call(grad, at));
    compare(row, "tangent", -1, std::get<1>(std::apply(jvp, std::tuple_cat(at, ones))), total(gradient),
            1e-13L);
    auto tangents = gathered(std::get<1>(std::apply(gradJvp, std::tuple_cat(at, ones))));
    for (int i = 0; i < n; ++i) {
      auto along = [&](auto &&f) {
        return difference<long double>(
            [&](long double t) {
              auto moved = wideAt;
              moved[i] += t;
              return f(moved);
            },
            1e-4L * (high - low));
      };
      long double first = along([&](const auto &moved) { return call(wide, moved); });
      compare(row, "gradient", i, gathered(call(grad, at))[i], first, 1e-10L);
      compare(row, "gradient in float", i, gathered(call(gradFloat, narrowAt))[i], first, 1e-5L);
      compare(row, "gradient in long double", i, gathered(call(wideGrad, wideAt))[i], first, 1e-12L);
      long double curvature =
          along([&](const auto &moved) { return total(gathered(call(wideGrad, moved))); });
      compare(row, "tangent of the gradient", i, tangents[i], curvature, 1e-9L);
      compare(row, "second derivative", i, gathered(call(second, at))[i], curvature, 1e-9L);
      compare(row, "second derivative in long double", i, gathered(call(wideSecond, wideAt))[i], curvature,
              1e-11L);
    }
  }
}

inline const adgen::TensorI indices{1, 0, 1};
inline const adgen::TensorI columns{{2, 0}, {1, 1}};

inline adgen::TensorD randomTensor(const adgen::Shape &shape, double low, double high, std::mt19937 &random) {
  adgen::TensorD tensor = adgen::zeros<double>(shape);
  std::uniform_real_distribution<double> uniform(low, high);
  for (int64_t i = 0; i < tensor.size(); ++i)
    tensor.data()[i] = uniform(random);
  return tensor;
}
inline double inner(const adgen::TensorD &a, const adgen::TensorD &b) {
  double sum = 0;
  for (int64_t i = 0; i < a.size(); ++i)
    sum += a.data()[i] * b.data()[i];
  return sum;
}

inline const std::tuple<adgen::TensorD> asTuple(const adgen::TensorD &gradient) { return {gradient}; }
template <class... T> const std::tuple<T...> &asTuple(const std::tuple<T...> &gradients) { return gradients; }

template <int n>
auto tensorsOf(const std::array<adgen::Shape, 3> &shapes, double low, double high, std::mt19937 &random) {
  std::array<adgen::TensorD, n> tensors;
  for (int i = 0; i < n; ++i)
    tensors[i] = randomTensor(shapes[i], low, high, random);
  return tensors;
}

/// <gradient, direction> and <weights, tangent> against the difference of <weights, f> along the direction.
template <int n, class Value, class Grad, class Jvp>
void checkTensors(const char *row, bool isElementwise, double low, double high, Value value, Grad grad,
                  Jvp jvp) {
  using adgen::Shape;
  static const std::array<Shape, 3> shapes[] = {
      {Shape{2, 3}, Shape{2, 3}, Shape{2, 3}},  {Shape{2, 3}, Shape{3}, Shape{1}},
      {Shape{2, 1}, Shape{1, 3}, Shape{}},      {Shape{}, Shape{2, 2}, Shape{2}},
      {Shape{1, 1, 1}, Shape{4, 1}, Shape{5}},  {Shape{0, 3}, Shape{1, 3}, Shape{}},
      {Shape{40, 33}, Shape{33}, Shape{40, 1}},
  };
  const double margin = 0.1 * (high - low);
  for (const auto &choice : shapes) {
    std::mt19937 random(11);
    auto at = tensorsOf<n>(choice, low + margin, high - margin, random);
    auto direction = tensorsOf<n>(choice, -1, 1, random);
    const adgen::TensorD weights = randomTensor(std::apply(value, at).shape(), -1, 1, random);
    auto gradients = std::apply([&](const auto &...x) { return grad(x..., weights); }, at);
    double found = 0;
    int i = 0;
    std::apply(
        [&](const auto &...gradient) {
          ((compare(row, "shape", i, gradient.shape() == at[i].shape(), 1, 0),
            found += inner(gradient, direction[i]), ++i),
           ...);
        },
        asTuple(gradients));
    // Among many elements, one is near a kink: a step too small to reach it.
    const bool isLarge = weights.size() > 1000;
    double expected = difference<double>(
        [&](double t) {
          auto moved = at;
          for (int k = 0; k < n; ++k)
            for (int64_t j = 0; j < moved[k].size(); ++j)
              moved[k].data()[j] += t * direction[k].data()[j];
          return inner(weights, std::apply(value, moved));
        },
        isLarge ? 1e-7 : 1e-4 * (high - low));
    compare(row, "tensors", -1, found, expected, isLarge ? 1e-5L : 1e-8L);
    auto both = std::apply(jvp, std::tuple_cat(at, direction));
    compare(row, "shape of the tangent", -1, std::get<1>(both).shape() == weights.shape(), 1, 0);
    compare(row, "tangent", -1, inner(weights, std::get<1>(both)), expected, isLarge ? 1e-5L : 1e-8L);
    if (!isElementwise)
      break;
  }
}

} // namespace rows

#define ROW_CALL(f) [](const auto &...x) { return f(x...); }
#define ROW_ON_SCALARS(id, arity, low, high)                                                                 \
  checkScalars<arity>(#id, low, high, ROW_CALL(id##_double), ROW_CALL(id##_double_grad),                     \
                      ROW_CALL(id##_float_grad), ROW_CALL(id##_long), ROW_CALL(id##_long_grad),              \
                      ROW_CALL(id##_double_grad_grad), ROW_CALL(id##_long_grad_grad),                        \
                      ROW_CALL(id##_double_jvp), ROW_CALL(id##_double_grad_jvp));
#define ROW_ON_TENSORS(id, arity, isElementwise, low, high)                                                  \
  checkTensors<arity>(#id, isElementwise, low, high, ROW_CALL(id##_value), ROW_CALL(id##_tensor_grad),       \
                      ROW_CALL(id##_value_jvp));

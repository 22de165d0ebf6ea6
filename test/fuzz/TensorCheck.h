// The harness of random programs of tensors (tensors.py), compiled in two roles:
//  - with adgen's tensors, the pragmas answered by adgen or the plugin;
//  - with those of TinyTensor.h (ADGEN_REFERENCE), as a shared object that gives the derivatives.
// TENSORS(f, at(...), ...) compares f_grad, f_value_and_grad and f_jvp. A point has one argument per
// parameter: a number, or values(seed, {extents}).
#pragma once

#ifdef ADGEN_REFERENCE
#include "TinyTensor.h"
using Real = adgen::Dual;
#else
#include <adgen/adgen.h>
using Real = double;
#endif
using adgen::TensorD;

#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace fuzz {

using Numbers = std::vector<double>;
struct Argument {
  Numbers numbers;
  std::vector<int64_t> extents;

  Argument(double number) : numbers{number} {}
  Argument(Numbers all, std::vector<int64_t> shape) : numbers(std::move(all)), extents(std::move(shape)) {}
};
using Point = std::vector<Argument>;

/// Numbers between -1.5 and 1.5 without a pattern.
inline Argument values(int seed, std::vector<int64_t> extents) {
  int64_t count = 1;
  for (int64_t extent : extents)
    count *= extent;
  Numbers numbers;
  unsigned state = static_cast<unsigned>(seed) * 2654435761u + 12345u;
  for (int64_t i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    numbers.push_back(3.0 * (state >> 8) / (1 << 24) - 1.5);
  }
  return {numbers, extents};
}
template <class... T> Point at(const T &...arguments) { return {static_cast<Argument>(arguments)...}; }

/// What a function returned: its numbers, and the derivatives of them.
struct Result {
  Numbers values, tangents;
};
using Reference = Result (*)(const char *name, const Point &point, const Point &tangents);

template <class P> using Plain = std::remove_cv_t<std::remove_reference_t<P>>;

} // namespace fuzz

/// Of the shared object. Points have the same layout in both roles.
void tensorReference(const char *name, const void *point, const void *tangents, void *result);

#define TENSORS_JOIN_(a, b) a##b
#define TENSORS_JOIN(a, b) TENSORS_JOIN_(a, b)
#define TENSORS_REGISTER(...)                                                                                \
  [[maybe_unused]] static const bool TENSORS_JOIN(registered, __LINE__) = __VA_ARGS__;

#ifdef ADGEN_REFERENCE
namespace fuzz {

using Function = std::function<Result(const Point &, const Point &)>;
inline std::map<std::string, Function> &functions() {
  static std::map<std::string, Function> all;
  return all;
}

template <class P> P make(const Argument &value, const Argument &tangent) {
  if constexpr (std::is_same_v<P, TensorD>) {
    TensorD x(value.extents);
    for (std::size_t i = 0; i < value.numbers.size(); ++i)
      x.elements[i] = {value.numbers[i], tangent.numbers[i]};
    return x;
  } else if constexpr (std::is_same_v<P, Real>)
    return Real(value.numbers[0], tangent.numbers[0]);
  else
    return static_cast<P>(value.numbers[0]);
}
inline void take(Result &to, Real x) {
  to.values.push_back(static_cast<double>(x.v));
  to.tangents.push_back(static_cast<double>(x.d));
}
inline void take(Result &to, const TensorD &x) {
  for (const Real &element : x.elements)
    take(to, element);
}
template <class A, class B> void take(Result &to, const std::pair<A, B> &x) {
  take(to, x.first), take(to, x.second);
}

template <class R, class... P, std::size_t... i>
Result call(R (*f)(P...), const Point &point, const Point &tangents, std::index_sequence<i...>) {
  Result result;
  take(result, f(make<Plain<P>>(point[i], tangents[i])...));
  return result;
}
template <class R, class... P> bool add(const char *name, R (*f)(P...)) {
  functions()[name] = [=](const Point &point, const Point &tangents) {
    return call(f, point, tangents, std::index_sequence_for<P...>{});
  };
  return true;
}

} // namespace fuzz

__attribute__((visibility("default"))) void tensorReference(const char *name, const void *point,
                                                            const void *tangents, void *result) {
  *static_cast<fuzz::Result *>(result) = fuzz::functions().at(name)(
      *static_cast<const fuzz::Point *>(point), *static_cast<const fuzz::Point *>(tangents));
}
#define TENSORS(f, ...) TENSORS_REGISTER(::fuzz::add(#f, &f))
#else
#include "TensorCompare.h"

int main(int count, char **arguments) { return fuzz::runAll({arguments + 1, arguments + count}); }
#define TENSORS_CALL(f) [](auto &&...arguments) { return f(arguments...); }
#define TENSORS(f, ...)                                                                                      \
  TENSORS_REGISTER(::fuzz::add(#f, &f, TENSORS_CALL(f##_grad), TENSORS_CALL(f##_value_and_grad),             \
                               TENSORS_CALL(f##_jvp), {__VA_ARGS__}))
#endif

using fuzz::at;
using fuzz::values;

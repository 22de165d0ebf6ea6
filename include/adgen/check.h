// adgen::check_gradient and its like: generated derivatives against finite differences, at run time.
//
//     adgen::CheckResult result = adgen::check_gradient<f>(x, adgen::array(y, n), n);
//     if (!result)
//       std::cerr << result.message;
//
// What the functions take are the arguments of f. An array behind a pointer needs its length:
// adgen::array(pointer, n), a std::vector or a std::array. All arguments are copied; none is changed.
// `adgen --emit=check` writes tests of these calls. Needs C++17 and nothing but the standard library.
#pragma once

#include "adgen/Grad.h"

#include "adgen/detail/CheckNumbers.h"

#include <cstdio>
#include <ostream>
#include <random>

namespace adgen {

/// What a check has found. True in a condition if every entry agrees.
struct CheckResult {
  bool passed = true;
  std::size_t entries = 0;  ///< How many numbers have been compared.
  int position = -1;        ///< Of the worst one: its parameter; -1: a direction through all of them,
  std::size_t index = 0;    ///< which of the parameter's real numbers,
  double expected = 0;      ///< what the differences say (or forward mode, in a dot product),
  double actual = 0;        ///< what the generated function says,
  double relativeError = 0; ///< how far they are apart,
  double step = 0;          ///< and the step at which the differences agree best with their neighbours.
  std::string message;      ///< All of this in words.

  explicit operator bool() const { return passed; }
};
inline std::ostream &operator<<(std::ostream &stream, const CheckResult &result) {
  return stream << result.message;
}

/// What is wrong, in words; empty where nothing is.
inline std::string failure(const CheckResult &result) { return result.passed ? "" : result.message; }

/// An array that an argument points to.
template <class T> detail::ArrayArgument<T> array(const T *pointer, std::size_t size) {
  return {pointer, size};
}

/// Arguments without a pattern, the same on every run.
class CheckRandom {
public:
  explicit CheckRandom(unsigned seed) : engine(seed) {}

  /// A number, or something that consists of numbers, each between `low` and `high`.
  template <class T> T value(double low, double high) { return fill(T{}, low, high); }
  template <class T> std::vector<T> array(std::size_t size, double low, double high) {
    return fill(std::vector<T>(size), low, high);
  }
  /// With the shape of what comes in: for tensors.
  template <class T> T fill(T value, double low, double high) {
    detail::eachReal(value, [&](auto &number) {
      using Number = std::decay_t<decltype(number)>;
      // Not std::uniform_real_distribution: its numbers differ from library to library.
      number = static_cast<Number>(low + (high - low) * static_cast<double>(engine() >> 11) * 0x1p-53);
    });
    return value;
  }

private:
  std::mt19937_64 engine;
};

} // namespace adgen

#include "adgen/detail/CheckCalls.h"

namespace adgen {

/// Compares what grad<f> and value_and_grad<f> give with central differences, number by number. The first
/// argument may be wrt<...>; without it, the positions are those of a pragma without wrt(...).
template <auto function, class... Arguments> CheckResult check_gradient(const Arguments &...arguments) {
  return detail::withPositions<function, detail::ReverseCheck, false>(arguments...);
}

/// The same for a pragma with has_aux.
template <auto function, class... Arguments> CheckResult check_aux_gradient(const Arguments &...arguments) {
  return detail::withPositions<function, detail::ReverseCheck, true>(arguments...);
}

/// The same for vjp<f>, with a cotangent whose numbers have no pattern.
template <auto function, class... Arguments> CheckResult check_vjp(const Arguments &...arguments) {
  return detail::withPositions<function, detail::CotangentCheck, false>(arguments...);
}

/// Compares the tangent that jvp<f> gives along a direction with central differences along it.
template <auto function, class... Arguments> CheckResult check_jvp(const Arguments &...arguments) {
  return detail::withPositions<function, detail::TangentCheck, false>(arguments...);
}

/// Compares jvp<f> and grad<f> by the identity <w, J v> = <J^T w, v>.
template <auto function, class... Arguments> CheckResult check_dot_product(const Arguments &...arguments) {
  return detail::withPositions<function, detail::DotProductCheck, false>(arguments...);
}

} // namespace adgen

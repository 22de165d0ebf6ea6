// The points of a corpus file, and what is told about them from role to role (see CorpusCheck.h).
#pragma once

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <utility>
#include <vector>

namespace corpus {

/// The numbers of one argument, structs by their members, integers too.
struct Argument {
  std::vector<double> numbers;
  std::size_t rows = 0; ///< For a pointer to pointers.

  Argument(std::vector<double> all, std::size_t rowCount = 0) : numbers(std::move(all)), rows(rowCount) {}
  Argument(double number) : numbers{number} {}
};

/// All arguments of a call, and how exact double is there.
struct Point {
  std::vector<Argument> arguments;
  double tolerance = 1e-10;

  /// Where float takes part.
  Point &&within(double relative) && { return tolerance = relative, std::move(*this); }
};

template <class... T> Point point(const T &...arguments) { return {{static_cast<Argument>(arguments)...}}; }
inline Argument array(std::initializer_list<double> numbers) { return std::vector<double>(numbers); }
/// Numbers between `low` and `high` without a pattern, the same on every run.
inline Argument filled(std::size_t count, double low, double high) {
  std::vector<double> numbers(count);
  double step = 0.41, turn = 0.37;
  for (double &number : numbers) {
    step += 0.6180339887498949; // growing, or the numbers would be those of a singular matrix
    turn += step;
    turn -= std::floor(turn);
    number = low + (high - low) * turn;
  }
  return numbers;
}
inline Argument zeros(std::size_t count) { return std::vector<double>(count); }
/// What a `Real **` points to.
inline Argument rows(std::size_t count, Argument argument) { return {std::move(argument.numbers), count}; }

/// d outputs / d inputs at a point. Inputs: the real numbers of all arguments. Outputs: the sum of
/// what is returned, then the real numbers behind pointers and references on return.
struct Jacobian {
  std::size_t outputs = 0;
  std::vector<double> values;  ///< Of the outputs.
  std::vector<double> entries; ///< inputs x outputs.
  double doubt = 0;            ///< How far two steps disagree, relative to the largest entry.
};

} // namespace corpus

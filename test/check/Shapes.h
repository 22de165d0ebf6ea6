// Third role of a corpus file (see CorpusCheck.h): the program prints, for each function and point, the
// options of `adgen --emit=check` that make arguments of the same shapes, numbers between the smallest and
// the largest of each argument, and integers as they are (in an array, the middle one for all).
#pragma once

#include "../corpus/Arguments.h"

#include <algorithm>
#include <cstdio>

namespace corpus {

/// What the arguments of one parameter consist of.
struct Shape {
  std::size_t size = 0; ///< Of an array; 0: no array.
  std::vector<double> reals, integers;

  template <class T> void add(T &value) {
    exec::eachNumber(value, [&](auto &number) {
      (exec::isReal<std::decay_t<decltype(number)>> ? reals : integers)
          .push_back(static_cast<double>(number));
    });
  }
  template <class T> void addAll(ValueBox<T> &box) {
    if constexpr (exec::IsVector<T>::value)
      size = box.value.size();
    add(box.value);
  }
  template <class Leaf> void addAll(LeavesBox<Leaf> &box) {
    size = box.size;
    for (std::size_t i = 0; i < box.size; ++i)
      add(box.leaves[i]);
  }

  void print(std::size_t position) {
    if (size)
      std::printf(" --size=%zu:%zu", position, size);
    if (!reals.empty()) {
      const auto [low, high] = std::minmax_element(reals.begin(), reals.end());
      // A single number is a narrow box around it.
      const double margin = *low < *high ? 0 : std::fmax(std::fabs(*low), 0.1) / 8;
      std::printf(" --box=%zu:%.17g,%.17g", position, *low - margin, *high + margin);
    }
    if (!integers.empty()) {
      std::sort(integers.begin(), integers.end());
      std::printf(" --value=%zu:%.0f", position, integers[integers.size() / 2]);
    }
  }
};

template <class P> void printShape(std::size_t position, const Argument &argument) {
  Box<P> box;
  box.allocate(argument);
  const Numbers numbers(argument.numbers.begin(), argument.numbers.end());
  const Number *next = numbers.data();
  box.take(next, false);
  Shape shape;
  shape.addAll(box);
  shape.print(position);
}

template <class R, class... P> bool printShapes(const char *name, R (*)(P...), std::vector<Point> points) {
  for (const Point &point : points) {
    std::printf("%s", name);
    std::size_t position = 0;
    ((printShape<P>(position, point.arguments[position]), ++position), ...);
    std::printf("\n");
  }
  return true;
}

} // namespace corpus

using corpus::array, corpus::filled, corpus::point, corpus::rows, corpus::zeros;

// The reference role of a corpus file: central differences in __float128.
#pragma once

#include "Arguments.h"

namespace corpus {

using Quads = std::vector<__float128>;

struct Reference {
  const char *name;
  std::function<Quads(const Point &, const Quads &)> outputs;
  std::function<std::vector<std::size_t>(const Point &)> inputs; ///< Which of the numbers are real.
};
inline std::vector<Reference> &references() {
  static std::vector<Reference> all;
  return all;
}

template <class R, class... P> bool addReference(const char *name, R (*function)(P...)) {
  auto outputs = [function](const Point &point, const Quads &numbers) {
    Arguments<P...> arguments;
    arguments.fill(point.arguments.data(), numbers);
    Quads found(1);
    if constexpr (std::is_void_v<R>)
      arguments.call(function);
    else
      for (__float128 real : exec::realsOf<__float128>(arguments.call(function)))
        found[0] += real;
    arguments.forEach([&](auto &box) {
      if constexpr (std::decay_t<decltype(box)>::isBuffer)
        box.visit([&](auto &number) {
          if constexpr (exec::isReal<std::decay_t<decltype(number)>>)
            found.push_back(number);
        });
    });
    return found;
  };
  auto inputs = [](const Point &point) {
    Arguments<P...> arguments;
    arguments.fill(point.arguments.data(), flat(point));
    std::vector<std::size_t> reals;
    std::size_t next = 0;
    arguments.forEach([&](auto &box) {
      box.visit([&](auto &number) {
        if constexpr (exec::isReal<std::decay_t<decltype(number)>>)
          reals.push_back(next);
        ++next;
      });
    });
    return reals;
  };
  references().push_back({name, outputs, inputs});
  return true;
}

inline Jacobian differences(const Reference &reference, const Point &point) {
  std::vector<double> start = flat(point);
  Quads at(start.begin(), start.end());
  Quads values = reference.outputs(point, at);
  Jacobian jacobian;
  jacobian.outputs = values.size();
  for (__float128 value : values)
    jacobian.values.push_back(static_cast<double>(value));
  __float128 largest = 0, apart = 0;
  for (std::size_t index : reference.inputs(point)) {
    const __float128 middle = at[index], step = 1e-8 * fmaxq(fabsq(middle), 1e-3);
    auto slopes = [&](__float128 by) {
      at[index] = middle + by;
      Quads up = reference.outputs(point, at);
      at[index] = middle - by;
      Quads down = reference.outputs(point, at);
      at[index] = middle;
      for (std::size_t i = 0; i < up.size(); ++i)
        up[i] = (up[i] - down[i]) / (2 * by);
      return up;
    };
    Quads coarse = slopes(2 * step), fine = slopes(step);
    for (std::size_t i = 0; i < fine.size(); ++i) {
      largest = fmaxq(largest, fabsq(fine[i]));
      apart = fmaxq(apart, fabsq(fine[i] - coarse[i]));
      jacobian.entries.push_back(static_cast<double>((4 * fine[i] - coarse[i]) / 3)); // Richardson
    }
  }
  jacobian.doubt = largest > 0 ? static_cast<double>(apart / largest) : 0;
  return jacobian;
}

} // namespace corpus

/// Called from the other role.
__attribute__((visibility("default"))) void corpusReference(const char *name, const void *point,
                                                            void *jacobian) {
  for (const corpus::Reference &reference : corpus::references())
    if (std::strcmp(reference.name, name) == 0) {
      *static_cast<corpus::Jacobian *>(jacobian) =
          corpus::differences(reference, *static_cast<const corpus::Point *>(point));
      return;
    }
  std::abort();
}

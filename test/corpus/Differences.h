// The reference role of a corpus file: central differences in __float128.
#pragma once

#include "Arguments.h"

namespace corpus {

struct Reference {
  const char *name;
  Boxes (*makeArguments)();
  std::function<Number(Boxes &)> call; ///< Gives the sum of what is returned.
};
inline std::vector<Reference> &references() {
  static std::vector<Reference> all;
  return all;
}

template <class R, class... P> bool addReference(const char *name, R (*function)(P...)) {
  auto callIt = [function](Boxes &boxes) {
    Number sum = 0;
    if constexpr (std::is_void_v<R>)
      call<P...>(function, boxes, std::index_sequence_for<P...>{});
    else
      for (Number real : exec::realsOf<Number>(call<P...>(function, boxes, std::index_sequence_for<P...>{})))
        sum += real;
    return sum;
  };
  references().push_back({name, makeBoxes<P...>, callIt});
  return true;
}

/// What is returned, then the real numbers behind pointers and references.
inline Numbers outputsOf(const Reference &reference, const Point &point, const Numbers &numbers) {
  Boxes boxes = reference.makeArguments();
  fill(boxes, point, numbers);
  Numbers outputs = {reference.call(boxes)};
  Numbers contents = contentsOf(boxes, true);
  outputs.insert(outputs.end(), contents.begin(), contents.end());
  return outputs;
}

/// Which of the point's numbers are real.
inline std::vector<std::size_t> realInputs(const Reference &reference, const Point &point) {
  // Marks every number with its index, and sees which marks the real ones bear.
  Boxes boxes = reference.makeArguments();
  std::vector<std::size_t> reals;
  std::size_t first = 0;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const std::size_t count = point.arguments[i].numbers.size();
    boxes[i]->allocate(point.arguments[i]);
    Numbers marks(count), found;
    for (std::size_t k = 0; k < count; ++k)
      marks[k] = static_cast<Number>(first + k);
    const Number *next = marks.data();
    boxes[i]->take(next, false);
    boxes[i]->append(found, true);
    for (Number mark : found)
      reals.push_back(static_cast<std::size_t>(mark));
    first += count;
  }
  return reals;
}

inline Jacobian differences(const Reference &reference, const Point &point) {
  Numbers at = flat(point);
  const Numbers values = outputsOf(reference, point, at);
  Jacobian jacobian;
  jacobian.outputs = values.size();
  for (Number value : values)
    jacobian.values.push_back(static_cast<double>(value));
  Number largest = 1e-3, apart = 0; // gradients are compared so, too
  for (std::size_t index : realInputs(reference, point)) {
    const Number middle = at[index], step = 1e-10 * fmaxq(fabsq(middle), 1e-3);
    auto slopes = [&](Number by) {
      at[index] = middle + by;
      Numbers up = outputsOf(reference, point, at);
      at[index] = middle - by;
      Numbers down = outputsOf(reference, point, at);
      at[index] = middle;
      for (std::size_t i = 0; i < up.size(); ++i)
        up[i] = (up[i] - down[i]) / (2 * by);
      return up;
    };
    Numbers coarse = slopes(2 * step), fine = slopes(step);
    for (std::size_t i = 0; i < fine.size(); ++i) {
      largest = fmaxq(largest, fabsq(fine[i]));
      apart = fmaxq(apart, fabsq(fine[i] - coarse[i]));
      jacobian.entries.push_back(static_cast<double>((4 * fine[i] - coarse[i]) / 3)); // Richardson
    }
  }
  jacobian.doubt = static_cast<double>(apart / largest);
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

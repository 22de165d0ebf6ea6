//===- MapSum.h - The sum of a map, without the map -------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_MAPSUM_H
#define ADGEN_RUNTIME_MAPSUM_H

#include "adgen/runtime/Map.h"

namespace adgen {
namespace detail {

// The sum of n consecutive elements: of floats in double precision, of doubles
// in many short partial sums, of integers exactly.
double sumSpan(const float *x, int64_t n);
double sumSpan(const double *x, int64_t n);
int64_t sumSpan(const int64_t *x, int64_t n);
int64_t sumSpan(const int32_t *x, int64_t n);
int64_t sumSpan(const bool *x, int64_t n);

/// Running totals beside the tile that the values of f are written to first:
/// both loops over a tile vectorise, whatever f is.
template <class R> struct SumSink {
  using Total = decltype(sumSpan(static_cast<const R *>(nullptr), 0));
  R tile[TileSize];
  Total total = 0;

  std::tuple<R *> outputs() { return {tile}; }
  void add(int64_t n) { total += sumSpan(tile, n); }
  R value() const { return static_cast<R>(total); }
};

template <class... R> struct SumSink<std::tuple<R...>> {
  std::tuple<SumSink<R>...> parts;

  std::tuple<R *...> outputs() {
    return std::apply([](auto &...part) { return std::tuple<R *...>(part.tile...); }, parts);
  }
  void add(int64_t n) {
    std::apply([n](auto &...part) { (part.add(n), ...); }, parts);
  }
  std::tuple<R...> value() const {
    return std::apply([](const auto &...part) { return std::make_tuple(part.value()...); }, parts);
  }
};

} // namespace detail

/// The sum of map(f, a...) over all elements, as a scalar of the type that f
/// returns, without storing the map; for an f that returns a std::tuple, the
/// tuple of the sums. Floats are added in double precision.
/// \throws ShapeError when the shapes do not broadcast.
template <class F, class... A> auto map_sum(const F &f, const A &...a) {
  static_assert((false || ... || isTensor<A>), "map_sum needs at least one tensor");
  using R = detail::MapValue<F, A...>;
  detail::SumSink<R> sum;
  const auto outputs = sum.outputs();
  auto addSpan = [&](int64_t count, const auto &...in) {
    for (int64_t i = 0; i < count; i += detail::TileSize) {
      const int64_t n = std::min(detail::TileSize, count - i);
      detail::mapSpan<detail::MapLoop<R>>(f, outputs, 0, n, detail::advanced(in, i)...);
      sum.add(n);
    }
  };
  detail::MapShape to("map_sum", {detail::MapOperand<A>::shape(a)...});
  if (to.flat)
    addSpan(to.shape.numel(), detail::MapOperand<A>::flat(a)...);
  else
    detail::mapBroadcast(
        to.shape, [&](int64_t, int64_t n, const auto *...in) { addSpan(n, in...); },
        std::index_sequence_for<A...>(), a...);
  return sum.value();
}

} // namespace adgen

#endif // ADGEN_RUNTIME_MAPSUM_H

//===- Map.h - One pass of a function over broadcast operands ---*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// What generated code fuses chains of elementwise operations into.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_MAP_H
#define ADGEN_RUNTIME_MAP_H

#include "adgen/runtime/Broadcast.h"

#include <tuple>

namespace adgen {
namespace detail {

/// A scalar operand, read like an array.
template <class T> struct Splat {
  T value;
  T operator[](int64_t) const { return value; }
};

/// Calls body(0) to body(n - 1), which are independent. g++ vectorises at -O2
/// only loops of a constant length, hence the blocks.
template <class Body> inline void forEachIndependent(int64_t n, const Body &body) {
  int64_t i = 0;
#if !defined(__clang__)
  for (; i + 16 <= n; i += 16)
#pragma GCC ivdep
    for (int64_t k = 0; k < 16; ++k)
      body(i + k);
#endif
  for (; i < n; ++i)
    body(i);
}

/// The loop of a map whose function returns R: one output, or one for each
/// element of a std::tuple. No output overlaps an operand, which compilers need
/// to know in order to vectorise.
template <class R> struct MapLoop {
  using Result = BasicTensor<R>;
  using Outputs = std::tuple<R *>;

  static Result make(const Shape &shape) { return Result::uninitialized(shape); }
  static Outputs outputs(Result &result) { return {result.mutable_data()}; }

  template <class F, class... In> static void run(const F &f, int64_t n, R *__restrict out, const In... in) {
    forEachIndependent(n, [&](int64_t i) { out[i] = f(in[i]...); });
  }
};
template <class... R> struct MapLoop<std::tuple<R...>> {
  using Result = std::tuple<BasicTensor<R>...>;
  using Outputs = std::tuple<R *...>;

  static Result make(const Shape &shape) { return Result(BasicTensor<R>::uninitialized(shape)...); }
  static Outputs outputs(Result &result) {
    return std::apply([](auto &...part) { return Outputs(part.mutable_data()...); }, result);
  }

  template <class F, class... In>
  static void run(const F &f, int64_t n, R *__restrict... out, const In... in) {
    forEachIndependent(
        n, [&](int64_t i) { std::apply([&](const R &...value) { ((out[i] = value), ...); }, f(in[i]...)); });
  }
};

/// Runs the loop with its outputs moved on by \p offset.
template <class Loop, class F, class... In>
void mapSpan(const F &f, const typename Loop::Outputs &outputs, int64_t offset, int64_t n, const In... in) {
  std::apply([&](auto *...out) { Loop::run(f, n, out + offset..., in...); }, outputs);
}

/// A pointer or scalar operand \p by elements further on.
template <class T> const T *advanced(const T *in, int64_t by) { return in + by; }
template <class T> Splat<T> advanced(Splat<T> in, int64_t) { return in; }

/// How map sees an operand: a number, or a tensor.
template <class A, bool = isTensor<A>> struct MapOperand {
  using Element = std::decay_t<A>;
  static_assert(std::is_arithmetic_v<Element>, "the operands of map are tensors and numbers");
  static const Shape *shape(const Element &) { return nullptr; }
  static Splat<Element> flat(const Element &a) { return {a}; }
  static const Element *strided(const Element &a) { return &a; }
};
template <class A> struct MapOperand<A, true> {
  using Element = ElementOf<A>;
  static const Shape *shape(const BasicTensor<Element> &a) { return &a.shape(); }
  static const Element *flat(const BasicTensor<Element> &a) { return a.data(); }
  static const Element *strided(const BasicTensor<Element> &a) { return a.data(); }
};

template <class F, class... A>
using MapValue = std::decay_t<std::invoke_result_t<const F &, typename MapOperand<A>::Element...>>;

/// The broadcast shape of the operands, null entries being scalars, and whether
/// every tensor among them has it.
struct MapShape {
  Shape shape;
  bool flat = true;
  MapShape(const char *op, std::initializer_list<const Shape *> operands) {
    const Shape *first = nullptr;
    for (const Shape *s : operands) {
      if (!s)
        continue;
      if (!first)
        shape = *(first = s);
      else if (*s != *first)
        flat = false;
    }
    if (!flat)
      for (const Shape *s : operands)
        if (s)
          shape = broadcastShapes(shape, *s, op);
  }
};

/// Calls \p body(offset, length, pointers...) on spans of the broadcast operands.
template <class Body, class... A, size_t... K>
void mapBroadcast(const Shape &shape, const Body &body, std::index_sequence<K...>, const A &...a) {
  BroadcastOperand layouts[sizeof...(A)];
  ((layouts[K].shape = MapOperand<A>::shape(a)), ...);
  BroadcastPlan plan(shape, layouts, sizeof...(A));
  std::tuple<SpanReader<typename MapOperand<A>::Element>...> readers(
      SpanReader<typename MapOperand<A>::Element>(MapOperand<A>::strided(a), layouts[K], plan)...);
  forEachSpan(plan, body, std::get<K>(readers)...);
}

/// A temporary operand of the type and shape of the result, whose elements fill
/// a buffer that it owns alone. Inline elements are cheaper to write anew.
template <class A, class R> void findSpare(R *&spare, const Shape &shape, std::remove_reference_t<A> &a) {
  if constexpr (std::is_same_v<A, R>) // a temporary, else A were a reference
    if (a.size() > R::InlineSize && a.shape() == shape && a.unique())
      spare = &a;
}

} // namespace detail

/// f applied to corresponding elements: result[i] = f(a[i], b[i], ...). Operands
/// are tensors of any element types, which broadcast against each other as in
/// NumPy, and scalars, which reach f with their own type; at least one is a
/// tensor. The result is a BasicTensor of what f returns; if that is a
/// std::tuple, a tuple of tensors filled in the same pass. f must be free of
/// side effects: it may be called in any order, from vectorised loops.
/// A temporary operand with the type and shape of the result lends its buffer.
/// \throws ShapeError when the shapes do not broadcast.
template <class F, class... A> auto map(const F &f, A &&...a) {
  static_assert((false || ... || isTensor<A>), "map needs at least one tensor");
  using R = detail::MapValue<F, A...>;
  using Loop = detail::MapLoop<R>;
  using Result = typename Loop::Result;
  detail::MapShape to("map", {detail::MapOperand<A>::shape(a)...});
  if (!to.flat) {
    Result result = Loop::make(to.shape);
    const auto outputs = Loop::outputs(result);
    detail::mapBroadcast(
        to.shape,
        [&](int64_t offset, int64_t n, const auto *...in) {
          detail::mapSpan<Loop>(f, outputs, offset, n, in...);
        },
        std::index_sequence_for<A...>(), a...);
    return result;
  }
  const int64_t count = to.shape.numel();
  Result *spare = nullptr;
  (detail::findSpare<A>(spare, to.shape, a), ...);
  if constexpr (std::is_arithmetic_v<R>)
    if (spare) {
      // By way of a tile, as the outputs of a loop overlap no operand.
      R tile[detail::TileSize];
      R *out = spare->mutable_data();
      for (int64_t i = 0; i < count; i += detail::TileSize) {
        const int64_t n = std::min(detail::TileSize, count - i);
        Loop::run(f, n, tile, detail::advanced(detail::MapOperand<A>::flat(a), i)...);
        std::memcpy(out + i, tile, static_cast<size_t>(n) * sizeof(R));
      }
      return Result(std::move(*spare));
    }
  Result result = Loop::make(to.shape);
  detail::mapSpan<Loop>(f, Loop::outputs(result), 0, count, detail::MapOperand<A>::flat(a)...);
  return result;
}

} // namespace adgen

#endif // ADGEN_RUNTIME_MAP_H

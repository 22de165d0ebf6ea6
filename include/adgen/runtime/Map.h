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

// The iterations of a map are independent, also when the result reuses the
// buffer of an operand: element i depends on elements i only. g++ vectorises
// at -O2 only loops of a constant length, hence its blocks of 16. clang warns
// about every loop that it was told to vectorise and could not, such as one
// that calls a function of <cmath>; that is no fault of the user's.
#if defined(__clang__)
#define ADGEN_LOOP_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define ADGEN_LOOP_INDEPENDENT _Pragma("GCC ivdep")
#endif

namespace adgen {
namespace detail {

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpass-failed"
#endif

/// Where the results of f go: one array, or one per element of its tuple.
template <class R> struct MapSink {
  using Value = R;
  using Result = BasicTensor<R>;
  template <int> using Element = R;
  R *to;

  static Result make(const Shape &shape) { return Result::uninitialized(shape); }
  static MapSink into(Result &result) { return {result.mutable_data()}; }
  MapSink at(int64_t offset) const { return {to + offset}; }
  void put(int64_t i, const R &value) const { to[i] = value; }
};

template <class... R> struct MapSink<std::tuple<R...>> {
  using Value = std::tuple<R...>;
  using Result = std::tuple<BasicTensor<R>...>;
  std::tuple<R *...> to;

  static Result make(const Shape &shape) { return Result(BasicTensor<R>::uninitialized(shape)...); }
  static MapSink into(Result &result) {
    return {std::apply([](auto &...part) { return std::make_tuple(part.mutable_data()...); }, result)};
  }
  MapSink at(int64_t offset) const {
    return {std::apply([=](auto *...part) { return std::make_tuple(part + offset...); }, to)};
  }
  void put(int64_t i, const Value &value) const { put(i, value, std::index_sequence_for<R...>()); }
  template <size_t... K> void put(int64_t i, const Value &value, std::index_sequence<K...>) const {
    ((std::get<K>(to)[i] = std::get<K>(value)), ...);
  }
};

/// A scalar operand, read like an array.
template <class T> struct Splat {
  T value;
  T operator[](int64_t) const { return value; }
};

template <class F, class Sink, class... In>
inline void mapSpan(const F &f, Sink sink, int64_t n, const In... in) {
#if defined(__clang__)
  ADGEN_LOOP_INDEPENDENT
  for (int64_t i = 0; i < n; ++i)
    sink.put(i, f(in[i]...));
#else
  int64_t i = 0;
  for (; i + 16 <= n; i += 16)
    ADGEN_LOOP_INDEPENDENT
  for (int64_t k = i; k < i + 16; ++k)
    sink.put(k, f(in[k]...));
  for (; i < n; ++i)
    sink.put(i, f(in[i]...));
#endif
}

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

template <class A> struct MapElement {
  using Type = std::decay_t<A>;
};
template <class T> T mapElement(const BasicTensor<T> *);
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

/// Takes over the buffer of \p a for a result of the same type and shape, if \p a
/// is a temporary that owns it alone. Inline elements are cheaper to write anew.
template <class R, class A> void mapReuse(R &result, bool &found, const Shape &shape, A &&a) {
  if constexpr (std::is_same_v<A, R>) {
    if (!found && a.size() > R::InlineSize && a.shape() == shape && a.unique()) {
      result = std::move(a);
      found = true;
    }
  }
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
  using Sink = detail::MapSink<detail::MapValue<F, A...>>;
  using Result = typename Sink::Result;
  detail::MapShape to("map", {detail::MapOperand<A>::shape(a)...});
  if (to.flat) {
    auto run = [&](auto... in) {
      Result result;
      bool reused = false;
      (detail::mapReuse(result, reused, to.shape, std::forward<A>(a)), ...);
      if (!reused)
        result = Sink::make(to.shape);
      Sink sink = Sink::into(result);
      detail::mapSpan(f, sink, to.shape.numel(), in...);
      return result;
    };
    return run(detail::MapOperand<A>::flat(a)...);
  }
  Result result = Sink::make(to.shape);
  Sink sink = Sink::into(result);
  detail::mapBroadcast(
      to.shape,
      [&](int64_t offset, int64_t n, const auto *...in) { detail::mapSpan(f, sink.at(offset), n, in...); },
      std::index_sequence_for<A...>(), a...);
  return result;
}

} // namespace adgen

#endif // ADGEN_RUNTIME_MAP_H

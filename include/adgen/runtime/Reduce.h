//===- Reduce.h - Reductions and their adjoints -----------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// Reductions take the axes to reduce, all of them for an empty list, negative
// ones counted from the end. With keepdims these axes stay with extent 1.
// \throws ShapeError for an axis that is out of range or named twice.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_REDUCE_H
#define ADGEN_RUNTIME_REDUCE_H

#include "adgen/runtime/MapSum.h"
#include "adgen/runtime/ScalarMath.h"

namespace adgen {

/// The sum; 0 over nothing. Floats are added in double precision, doubles with
/// compensation or pairwise, so the error does not grow with the count.
template <class T> BasicTensor<T> sum(const BasicTensor<T> &x, const Axes &axes = {}, bool keepdims = false);
/// How many elements are true.
TensorI sum(const TensorB &x, const Axes &axes = {}, bool keepdims = false);

/// The arithmetic mean; NaN over nothing. Of float and double tensors.
template <class T, class = detail::EnableFloating<T>>
BasicTensor<T> mean(const BasicTensor<T> &x, const Axes &axes = {}, bool keepdims = false);

/// The largest element, NaN if there is a NaN. \throws ShapeError over nothing.
template <class T> BasicTensor<T> max(const BasicTensor<T> &x, const Axes &axes = {}, bool keepdims = false);

/// The smallest element, NaN if there is a NaN. \throws ShapeError over nothing.
template <class T> BasicTensor<T> min(const BasicTensor<T> &x, const Axes &axes = {}, bool keepdims = false);

/// The product; 1 over nothing.
template <class T> BasicTensor<T> prod(const BasicTensor<T> &x, const Axes &axes = {}, bool keepdims = false);

/// The variance sum((x - mean)^2) / (n - ddof), in two passes.
template <class T, class = detail::EnableFloating<T>>
BasicTensor<T> var(const BasicTensor<T> &x, const Axes &axes = {}, bool keepdims = false, int64_t ddof = 0);

/// log(sum(exp(x))), shifted by the maximum so that nothing overflows; -inf
/// over nothing but -inf. \throws ShapeError over nothing.
template <class T, class = detail::EnableFloating<T>>
BasicTensor<T> logsumexp(const BasicTensor<T> &x, const Axes &axes = {}, bool keepdims = false);

/// The Euclidean norm sqrt(sum(x^2)).
template <class T, class = detail::EnableFloating<T>>
BasicTensor<T> norm(const BasicTensor<T> &x, const Axes &axes = {}, bool keepdims = false);

/// Whether any element is true; false over nothing.
TensorB any(const TensorB &x, const Axes &axes = {}, bool keepdims = false);

/// Whether all elements are true; true over nothing.
TensorB all(const TensorB &x, const Axes &axes = {}, bool keepdims = false);

/// The position of the largest element along \p axis: the first of several, and
/// the first NaN if there is one. \throws ShapeError over nothing.
template <class T> TensorI argmax(const BasicTensor<T> &x, int64_t axis, bool keepdims = false);
/// The position in row-major order.
template <class T> TensorI argmax(const BasicTensor<T> &x);

/// How many elements of x each element of its reduction over \p axes combines.
template <class T> T reduced_count(const BasicTensor<T> &x, const Axes &axes = {});

// Adjoint partners. Each is linear in dy.

/// dy, of the shape of x reduced over \p axes, repeated along these axes to the
/// shape of x: the adjoint of sum.
template <class T, class U>
BasicTensor<T> expand_as(const BasicTensor<T> &dy, const BasicTensor<U> &x, const Axes &axes = {},
                         bool keepdims = false);

/// dy summed down to the shape of \p like, from which it was broadcast: the
/// adjoint of broadcasting. dy itself when the shapes agree already.
template <class T, class U> BasicTensor<T> sum_to(BasicTensor<T> dy, const BasicTensor<U> &like);

/// The same for a shape.
template <class T> BasicTensor<T> sum_to(BasicTensor<T> dy, const Shape &shape);

/// The same for a scalar that was broadcast: the sum of all of dy.
template <class T, class S, class = std::enable_if_t<std::is_arithmetic_v<S>>>
S sum_to(const BasicTensor<T> &dy, S like);

/// x broadcast to the shape of \p like: the adjoint of sum_to.
template <class T, class U>
BasicTensor<T> broadcast_like(const BasicTensor<T> &x, const BasicTensor<U> &like);

/// dy given to those elements of x that equal the extremum y of their group,
/// in equal parts where there are several: the adjoint of max and min, as JAX
/// has it. The NaN of a group counts as its extremum.
template <class T>
BasicTensor<T> select_extremum(const BasicTensor<T> &dy, const BasicTensor<T> &x, const BasicTensor<T> &y,
                               const Axes &axes = {}, bool keepdims = false);

/// dy times the product of the other elements of the group, computed without
/// division: the adjoint of prod, right also where x is zero.
template <class T>
BasicTensor<T> prod_grad(const BasicTensor<T> &dy, const BasicTensor<T> &x, const Axes &axes = {},
                         bool keepdims = false);

namespace detail {
Shape reducedShape(const char *op, const Shape &shape, const Axes &axes, bool keepdims);
template <class T>
BasicTensor<T> expandTo(const BasicTensor<T> &dy, const Shape &shape, const Axes &axes, bool keepdims);
template <class T> BasicTensor<T> sumTo(BasicTensor<T> dy, const Shape &shape);
template <class T> BasicTensor<T> broadcastTo(const char *op, const BasicTensor<T> &x, const Shape &shape);
} // namespace detail

template <class T, class U>
BasicTensor<T> expand_as(const BasicTensor<T> &dy, const BasicTensor<U> &x, const Axes &axes, bool keepdims) {
  return detail::expandTo(dy, x.shape(), axes, keepdims);
}
template <class T, class U> BasicTensor<T> sum_to(BasicTensor<T> dy, const BasicTensor<U> &like) {
  if (dy.shape() == like.shape())
    return dy;
  return detail::sumTo(std::move(dy), like.shape());
}
template <class T> BasicTensor<T> sum_to(BasicTensor<T> dy, const Shape &shape) {
  if (dy.shape() == shape)
    return dy;
  return detail::sumTo(std::move(dy), shape);
}
template <class T, class S, class> S sum_to(const BasicTensor<T> &dy, S) {
  return static_cast<S>(detail::sumTo(dy, Shape{}).item());
}
template <class T, class U>
BasicTensor<T> broadcast_like(const BasicTensor<T> &x, const BasicTensor<U> &like) {
  return detail::broadcastTo("broadcast_like", x, like.shape());
}

} // namespace adgen

#endif // ADGEN_RUNTIME_REDUCE_H

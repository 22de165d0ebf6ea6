//===- Index.h - Elements picked by integer tensors -------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// Indices may be negative, counted from the end.
// \throws std::out_of_range for an index outside its axis, and ShapeError for
// shapes that do not fit.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_INDEX_H
#define ADGEN_RUNTIME_INDEX_H

#include "adgen/runtime/Creation.h"
#include "adgen/runtime/Tensor.h"

namespace adgen {

/// The slices of x along \p axis that \p indices names: the shape of x with that
/// axis replaced by the shape of indices, as numpy.take.
template <class T> BasicTensor<T> gather(const BasicTensor<T> &x, const TensorI &indices, int64_t axis = 0);
/// gather for a list of indices, with the axis second as in PyTorch's order.
template <class T>
BasicTensor<T> index_select(const BasicTensor<T> &x, int64_t axis, const TensorI &indices) {
  return gather(x, indices, axis);
}
/// Zeros like x to which the slices of dy are added where gather took them
/// from: the adjoint of gather, linear in dy.
template <class T, class U>
BasicTensor<T> index_add(const BasicTensor<T> &dy, const BasicTensor<U> &x, const TensorI &indices,
                         int64_t axis = 0);

/// result[..., i, ...] = x[..., indices[..., i, ...], ...]: one index for each
/// element. x and indices agree in rank and in all other extents, as
/// numpy.take_along_axis.
template <class T>
BasicTensor<T> take_along_axis(const BasicTensor<T> &x, const TensorI &indices, int64_t axis);
/// The adjoint of take_along_axis, linear in dy.
template <class T, class U>
BasicTensor<T> take_along_axis_grad(const BasicTensor<T> &dy, const BasicTensor<U> &x, const TensorI &indices,
                                    int64_t axis);

/// A new last axis of extent \p depth, 1 at the index and 0 elsewhere. An index
/// outside [0, depth) is an error, not a row of zeros.
template <class T = float> BasicTensor<T> one_hot(const TensorI &indices, int64_t depth);

/// A tensor of the shape of x that is dy at the element x(i...) and zero
/// elsewhere: the adjoint of reading that element. Linear in dy.
template <class T, class... I>
BasicTensor<T> at_grad(std::common_type_t<T> dy, const BasicTensor<T> &x, I... i) {
  BasicTensor<T> gradient = zeros_like(x);
  gradient(i...) = dy;
  return gradient;
}

namespace detail {
template <class T>
BasicTensor<T> scatterSlices(const BasicTensor<T> &dy, const Shape &shape, const TensorI &indices,
                             int64_t axis);
template <class T>
BasicTensor<T> scatterElements(const BasicTensor<T> &dy, const Shape &shape, const TensorI &indices,
                               int64_t axis);
} // namespace detail

template <class T, class U>
BasicTensor<T> index_add(const BasicTensor<T> &dy, const BasicTensor<U> &x, const TensorI &indices,
                         int64_t axis) {
  return detail::scatterSlices(dy, x.shape(), indices, axis);
}
template <class T, class U>
BasicTensor<T> take_along_axis_grad(const BasicTensor<T> &dy, const BasicTensor<U> &x, const TensorI &indices,
                                    int64_t axis) {
  return detail::scatterElements(dy, x.shape(), indices, axis);
}

} // namespace adgen

#endif // ADGEN_RUNTIME_INDEX_H

//===- ShapeOps.h - Rearranging elements ------------------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// Meanings follow NumPy's functions of the same names. All of these are linear
// in the tensor (pad with value 0), and each has its adjoint beside it, which
// is linear in dy.
// \throws ShapeError, all of them, for axes or extents that do not fit.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_SHAPEOPS_H
#define ADGEN_RUNTIME_SHAPEOPS_H

#include "adgen/runtime/Tensor.h"

#include <vector>

namespace adgen {

/// The same elements in another shape; one extent may be -1. Shares the buffer.
template <class T> BasicTensor<T> reshape(BasicTensor<T> x, const Shape &shape) {
  return std::move(x).reshaped(shape);
}
/// dy in the shape of x: the adjoint of reshape, expand_dims and squeeze.
template <class T, class U> BasicTensor<T> reshape_like(BasicTensor<T> dy, const BasicTensor<U> &x) {
  return std::move(dy).reshaped(x.shape());
}

/// A new axis of extent 1 in front of \p axis of the result.
template <class T> BasicTensor<T> expand_dims(BasicTensor<T> x, int64_t axis);
/// Without the given axes, which have extent 1; without all such for an empty list.
template <class T> BasicTensor<T> squeeze(BasicTensor<T> x, const Axes &axes = {});

/// Axis i of the result is axis axes[i] of x.
template <class T> BasicTensor<T> permute(const BasicTensor<T> &x, const Axes &axes);
/// The permutation undone: the adjoint of permute.
template <class T> BasicTensor<T> permute_inverse(const BasicTensor<T> &dy, const Axes &axes);
/// All axes in reverse order: the transpose of a matrix. Its own adjoint.
template <class T> BasicTensor<T> transpose(const BasicTensor<T> &x);
/// Permuted, as permute.
template <class T> BasicTensor<T> transpose(const BasicTensor<T> &x, const Axes &axes) {
  return permute(x, axes);
}

/// x, which must have the shape of \p like: where broadcasting would hide a mistake.
/// \throws ShapeError naming \p operation and both shapes.
template <class T, class U>
BasicTensor<T> same_shape(BasicTensor<T> x, const BasicTensor<U> &like, const char *operation) {
  if (x.shape() != like.shape())
    detail::throwShapesDiffer(operation, x.shape(), like.shape());
  return x;
}

/// Repeated along axes of extent 1 and new leading ones. Adjoint: sum_to.
template <class T> BasicTensor<T> broadcast_to(const BasicTensor<T> &x, const Shape &shape);

/// The elements start, start + step, ... before stop of each leading axis that
/// the lists name; steps default to 1 and may be negative. As in Python, starts
/// and stops count from the end when negative, and are clipped to the axis; to
/// go down to the first element, stop at -extent - 1.
template <class T>
BasicTensor<T> slice(const BasicTensor<T> &x, const Shape &starts, const Shape &stops,
                     const Shape &steps = {});
/// Zeros like x with dy in the place of the slice: the adjoint of slice.
template <class T, class U>
BasicTensor<T> slice_grad(const BasicTensor<T> &dy, const BasicTensor<U> &x, const Shape &starts,
                          const Shape &stops, const Shape &steps = {});

/// The tensors one after the other along \p axis. Their other extents agree.
template <class T> BasicTensor<T> concat(const std::vector<BasicTensor<T>> &parts, int64_t axis = 0);
template <class T> BasicTensor<T> concat(std::initializer_list<BasicTensor<T>> parts, int64_t axis = 0) {
  return concat(std::vector<BasicTensor<T>>(parts), axis);
}
/// The part of dy that belongs to parts[i]: the adjoint of concat.
template <class T>
BasicTensor<T> concat_grad(const BasicTensor<T> &dy, const std::vector<BasicTensor<T>> &parts, int64_t axis,
                           int64_t i);
template <class T>
BasicTensor<T> concat_grad(const BasicTensor<T> &dy, std::initializer_list<BasicTensor<T>> parts,
                           int64_t axis, int64_t i) {
  return concat_grad(dy, std::vector<BasicTensor<T>>(parts), axis, i);
}

/// The tensors, all of one shape, along a new axis.
template <class T> BasicTensor<T> stack(const std::vector<BasicTensor<T>> &parts, int64_t axis = 0);
template <class T> BasicTensor<T> stack(std::initializer_list<BasicTensor<T>> parts, int64_t axis = 0) {
  return stack(std::vector<BasicTensor<T>>(parts), axis);
}
/// Entry i of dy along \p axis, which disappears: the adjoint of stack.
template <class T> BasicTensor<T> stack_grad(const BasicTensor<T> &dy, int64_t axis, int64_t i);

/// x cut along \p axis into equal sections.
/// \throws ShapeError when the extent is not a multiple of \p sections.
template <class T>
std::vector<BasicTensor<T>> split(const BasicTensor<T> &x, int64_t sections, int64_t axis = 0);
/// Entry i of split.
template <class T>
BasicTensor<T> split_part(const BasicTensor<T> &x, int64_t sections, int64_t axis, int64_t i);
/// Zeros like x with dy as section i: the adjoint of split_part.
template <class T, class U>
BasicTensor<T> split_part_grad(const BasicTensor<T> &dy, const BasicTensor<U> &x, int64_t sections,
                               int64_t axis, int64_t i);

/// x with before[i] and after[i] elements of \p value around axis i.
template <class T>
BasicTensor<T> pad(const BasicTensor<T> &x, const Shape &before, const Shape &after,
                   std::common_type_t<T> value = 0);
/// dy without the border: the adjoint of pad.
template <class T> BasicTensor<T> pad_grad(const BasicTensor<T> &dy, const Shape &before, const Shape &after);

/// The elements in reverse order along the axes, all for an empty list. Its own
/// adjoint.
template <class T> BasicTensor<T> flip(const BasicTensor<T> &x, const Axes &axes = {});

namespace detail {
template <class T>
BasicTensor<T> sliceInto(const BasicTensor<T> &dy, const Shape &shape, const Shape &starts,
                         const Shape &stops, const Shape &steps);
template <class T>
BasicTensor<T> sectionInto(const BasicTensor<T> &dy, const Shape &shape, int64_t sections, int64_t axis,
                           int64_t i);
} // namespace detail

template <class T, class U>
BasicTensor<T> slice_grad(const BasicTensor<T> &dy, const BasicTensor<U> &x, const Shape &starts,
                          const Shape &stops, const Shape &steps) {
  return detail::sliceInto(dy, x.shape(), starts, stops, steps);
}
template <class T, class U>
BasicTensor<T> split_part_grad(const BasicTensor<T> &dy, const BasicTensor<U> &x, int64_t sections,
                               int64_t axis, int64_t i) {
  return detail::sectionInto(dy, x.shape(), sections, axis, i);
}

} // namespace adgen

#endif // ADGEN_RUNTIME_SHAPEOPS_H

//===- MatMul.h - Matrix products and their cotangents ----------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For element types float, double, int64_t and int32_t. Products of floats and
// doubles run on the CBLAS library, with transpose flags instead of transposed
// copies; integer products are plain loops.
//
//===----------------------------------------------------------------------===//

#ifndef ADGEN_RUNTIME_MATMUL_H
#define ADGEN_RUNTIME_MATMUL_H

#include "adgen/runtime/Tensor.h"

namespace adgen {

/// The matrix product with NumPy's meaning. [m, k] and [k, n] give [m, n]. An
/// operand of rank 1 acts as a row on the left and as a column on the right, and
/// its axis is missing in the result; two of them give rank 0. Axes before the
/// last two are batches and broadcast against each other: [5, 1, m, k] and
/// [3, k, n] give [5, 3, m, n].
/// \throws ShapeError for an operand of rank 0, inner dimensions that differ or
/// batches that do not broadcast.
template <class T> BasicTensor<T> matmul(const BasicTensor<T> &a, const BasicTensor<T> &b);

namespace detail {
Shape productShape(const Shape &a, const Shape &b);
} // namespace detail

/// The shape of matmul(a, b), without the product.
/// \throws ShapeError as matmul(a, b).
template <class T> Shape matmul_shape(const BasicTensor<T> &a, const BasicTensor<T> &b) {
  return detail::productShape(a.shape(), b.shape());
}

/// The cotangent of a in y = matmul(a, b) for the cotangent dy of y: dy b^T,
/// summed over the batches along which a was broadcast. It has a's shape, and
/// only the shape of a is used. Linear in dy and in b.
/// \throws ShapeError as matmul(a, b), and when dy has not its result's shape.
template <class T>
BasicTensor<T> matmul_grad_lhs(const BasicTensor<T> &dy, const BasicTensor<T> &a, const BasicTensor<T> &b);

/// The cotangent of b in y = matmul(a, b): a^T dy, summed over the batches along
/// which b was broadcast. It has b's shape, and only the shape of b is used.
/// Linear in dy and in a. \throws ShapeError as matmul_grad_lhs.
template <class T>
BasicTensor<T> matmul_grad_rhs(const BasicTensor<T> &dy, const BasicTensor<T> &a, const BasicTensor<T> &b);

/// acc + matmul_grad_lhs(dy, a, b), added inside the product (beta = 1) into
/// acc's own buffer when acc is passed as std::move of its only owner.
/// \throws ShapeError as matmul_grad_lhs, and when acc has not a's shape.
template <class T>
BasicTensor<T> matmul_grad_lhs_add(BasicTensor<T> acc, const BasicTensor<T> &dy, const BasicTensor<T> &a,
                                   const BasicTensor<T> &b);

/// acc + matmul_grad_rhs(dy, a, b), likewise; acc has b's shape.
template <class T>
BasicTensor<T> matmul_grad_rhs_add(BasicTensor<T> acc, const BasicTensor<T> &dy, const BasicTensor<T> &a,
                                   const BasicTensor<T> &b);

/// The sum of a[i] * b[i] over two vectors of one length, as a tensor of rank 0.
/// \throws ShapeError unless both have rank 1 and the same length.
template <class T> BasicTensor<T> dot(const BasicTensor<T> &a, const BasicTensor<T> &b);

/// result(i, j) = a[i] * b[j] for vectors a and b.
/// \throws ShapeError unless both have rank 1.
template <class T> BasicTensor<T> outer(const BasicTensor<T> &a, const BasicTensor<T> &b);

} // namespace adgen

#endif // ADGEN_RUNTIME_MATMUL_H

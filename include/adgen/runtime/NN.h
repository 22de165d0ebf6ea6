//===- NN.h - Building blocks of neural networks ----------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ADGEN_RUNTIME_NN_H
#define ADGEN_RUNTIME_NN_H

#include "adgen/runtime/Elementwise.h"
#include "adgen/runtime/Reduce.h"
#include "adgen/runtime/Tensor.h"

namespace adgen {

/// exp(x) / sum(exp(x)) along \p axis, shifted by the maximum so that nothing
/// overflows. The shape is x's; NaN, +inf or nothing but -inf along the axis
/// gives NaN there. Of float and double tensors.
/// \throws ShapeError when x has no such axis.
template <class T> BasicTensor<T> softmax(const BasicTensor<T> &x, int64_t axis = -1);

/// log(softmax(x)) = x - logsumexp(x) along \p axis, without the logarithm of a
/// quotient that may have underflowed. Shapes and errors as softmax.
template <class T> BasicTensor<T> log_softmax(const BasicTensor<T> &x, int64_t axis = -1);

/// (x - mean) / sqrt(var + eps) * gamma + beta with the mean and the (biased)
/// variance over the last axis. gamma and beta broadcast against x; usually
/// both have the shape of the last axis. Ba et al. 2016, arXiv:1607.06450.
/// \throws ShapeError when x has rank 0 or the shapes do not broadcast.
template <class T>
BasicTensor<T> layer_norm(const BasicTensor<T> &x, const BasicTensor<T> &gamma, const BasicTensor<T> &beta,
                          std::common_type_t<T> eps = T(1e-5)) {
  BasicTensor<T> centered = x - mean(x, -1, true);
  BasicTensor<T> variance = mean(square(centered), -1, true);
  return centered * rsqrt(variance + eps) * gamma + beta;
}

} // namespace adgen

#endif // ADGEN_RUNTIME_NN_H

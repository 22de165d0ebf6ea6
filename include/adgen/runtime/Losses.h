//===- Losses.h - Loss functions --------------------------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every loss is the mean over all elements (of the broadcast shape), a tensor of
// rank 0. They are straight-line templates over the primitive operations: adgen
// reads their bodies and differentiates them like a user's, so none of them
// needs a rule of its own. For float and double tensors.
//
// \throws ShapeError when the shapes do not broadcast. As in NumPy, shapes that
// do broadcast are taken as meant: [n] against [n, 1] compares all pairs.
//
//===----------------------------------------------------------------------===//

#ifndef ADGEN_RUNTIME_LOSSES_H
#define ADGEN_RUNTIME_LOSSES_H

#include "adgen/runtime/Elementwise.h"
#include "adgen/runtime/Index.h"
#include "adgen/runtime/NN.h"
#include "adgen/runtime/Reduce.h"
#include "adgen/runtime/ShapeOps.h"
#include "adgen/runtime/Tensor.h"

namespace adgen {

/// The mean of weight * -(label log(p) + (1 - label) log(1 - p)) for
/// probabilities p in [0, 1]. The logarithms are bounded below by -100, so that
/// p = 0 and p = 1 give a large finite loss; where the bound holds, the gradient
/// is 0. Prefer binary_cross_entropy_with_logits, which needs no bound.
template <class T>
BasicTensor<T> binary_cross_entropy(const BasicTensor<T> &probabilities, const BasicTensor<T> &label,
                                    const BasicTensor<T> &weight) {
  BasicTensor<T> target = same_shape(label, probabilities, "binary_cross_entropy");
  BasicTensor<T> hit = target * maximum(log(probabilities), -100);
  BasicTensor<T> miss = (1 - target) * maximum(log1p(-probabilities), -100);
  return -mean(weight * (hit + miss));
}

/// binary_cross_entropy with all weights 1.
template <class T>
BasicTensor<T> binary_cross_entropy(const BasicTensor<T> &probabilities, const BasicTensor<T> &label) {
  BasicTensor<T> target = same_shape(label, probabilities, "binary_cross_entropy");
  BasicTensor<T> hit = target * maximum(log(probabilities), -100);
  BasicTensor<T> miss = (1 - target) * maximum(log1p(-probabilities), -100);
  return -mean(hit + miss);
}

/// The mean of weight * (pos_weight * label * softplus(-z) + (1 - label) *
/// softplus(z)) for logits z: the binary cross entropy of sigmoid(z), exact for
/// logits of any size, since neither softplus overflows or cancels.
template <class T>
BasicTensor<T> binary_cross_entropy_with_logits(const BasicTensor<T> &logits, const BasicTensor<T> &label,
                                                const BasicTensor<T> &weight,
                                                const BasicTensor<T> &pos_weight) {
  BasicTensor<T> target = same_shape(label, logits, "binary_cross_entropy_with_logits");
  BasicTensor<T> hit = pos_weight * target * softplus(-logits);
  BasicTensor<T> miss = (1 - target) * softplus(logits);
  return mean(weight * (hit + miss));
}

/// binary_cross_entropy_with_logits with all weights 1.
template <class T>
BasicTensor<T> binary_cross_entropy_with_logits(const BasicTensor<T> &logits, const BasicTensor<T> &label) {
  BasicTensor<T> target = same_shape(label, logits, "binary_cross_entropy_with_logits");
  BasicTensor<T> hit = target * softplus(-logits);
  BasicTensor<T> miss = (1 - target) * softplus(logits);
  return mean(hit + miss);
}

/// The mean of -log_probs[..., c] for the class c = indices[...]: log_probs is
/// [..., classes], indices has its shape without the last axis. Negative ones
/// count from the last class; there is no index for "ignore this row".
/// \throws std::out_of_range for an index that is no class.
template <class T> BasicTensor<T> nll_loss(const BasicTensor<T> &log_probs, const TensorI &indices) {
  return -mean(take_along_axis(log_probs, expand_dims(indices, -1), -1));
}

/// The mean cross entropy of softmax(logits) and a class per row: nll_loss of
/// log_softmax(logits) over the last axis. Shapes and errors as nll_loss.
template <class T> BasicTensor<T> cross_entropy(const BasicTensor<T> &logits, const TensorI &indices) {
  return nll_loss(log_softmax(logits, -1), indices);
}

/// The mean over rows of -sum(p log(softmax(logits))) for a distribution p per
/// row; both are [..., classes].
template <class T>
BasicTensor<T> cross_entropy(const BasicTensor<T> &logits, const BasicTensor<T> &probabilities) {
  return -mean(sum(same_shape(probabilities, logits, "cross_entropy") * log_softmax(logits, -1), -1));
}

/// The mean of (prediction - target)^2.
template <class T> BasicTensor<T> mse_loss(const BasicTensor<T> &prediction, const BasicTensor<T> &target) {
  return mean(square(prediction - same_shape(target, prediction, "mse_loss")));
}

/// The mean of |prediction - target|.
template <class T> BasicTensor<T> l1_loss(const BasicTensor<T> &prediction, const BasicTensor<T> &target) {
  return mean(abs(prediction - same_shape(target, prediction, "l1_loss")));
}

/// The mean of d^2 / 2 where d = |prediction - target| <= delta, else of
/// delta (d - delta / 2): both are q (d - q / 2) with q = min(d, delta).
/// Huber 1964, Ann. Math. Statist. 35.
template <class T>
BasicTensor<T> huber_loss(const BasicTensor<T> &prediction, const BasicTensor<T> &target,
                          std::common_type_t<T> delta = 1) {
  BasicTensor<T> distance = abs(prediction - same_shape(target, prediction, "huber_loss"));
  BasicTensor<T> quadratic = minimum(distance, delta);
  return mean(quadratic * (distance - T(0.5) * quadratic));
}

} // namespace adgen

#endif // ADGEN_RUNTIME_LOSSES_H

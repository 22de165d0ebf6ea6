//===- Layers.h - Ready-made cells and loss objects -------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The bodies are inline, since adgen differentiates what it can read.
//
//===----------------------------------------------------------------------===//

#ifndef ADGEN_RUNTIME_LAYERS_H
#define ADGEN_RUNTIME_LAYERS_H

#include "adgen/runtime/Cell.h"
#include "adgen/runtime/Elementwise.h"
#include "adgen/runtime/Losses.h"
#include "adgen/runtime/MatMul.h"
#include "adgen/runtime/Random.h"

#include <cmath>

namespace adgen {

/// The affine map x [..., in] -> x weight + bias [..., out], weight being
/// [in, out]. Both start uniformly distributed in +-1/sqrt(in), a function of
/// the seed: give layers different ones.
struct Linear : Cell {
  Parameter weight;
  Parameter bias;

  Linear(int64_t in, int64_t out, uint64_t seed)
      : weight(uniform({in, out}, -bound(in), bound(in), 2 * seed)),
        bias(uniform({out}, -bound(in), bound(in), 2 * seed + 1)) {}

  using Cell::construct;
  Tensor construct(const Tensor &x) const override { return matmul(x, weight) + bias; }

private:
  static float bound(int64_t in) { return 1 / std::sqrt(static_cast<float>(in)); }
};

inline const CellRegistration<Linear> linearMembers{
    {"weight", [](Linear &cell) -> Parameter & { return cell.weight; }},
    {"bias", [](Linear &cell) -> Parameter & { return cell.bias; }}};

/// binary_cross_entropy_with_logits as an object.
struct BCEWithLogitsLoss {
  Tensor operator()(const Tensor &logits, const Tensor &label) const {
    return binary_cross_entropy_with_logits(logits, label);
  }
};

/// mse_loss as an object.
struct MSELoss {
  Tensor operator()(const Tensor &prediction, const Tensor &target) const {
    return mse_loss(prediction, target);
  }
};

/// l1_loss as an object.
struct L1Loss {
  Tensor operator()(const Tensor &prediction, const Tensor &target) const {
    return l1_loss(prediction, target);
  }
};

/// huber_loss as an object.
struct HuberLoss {
  float delta;

  explicit HuberLoss(float delta = 1) : delta(delta) {}
  Tensor operator()(const Tensor &prediction, const Tensor &target) const {
    return huber_loss(prediction, target, delta);
  }
};

/// cross_entropy as an object, for class indices and for probabilities.
struct CrossEntropyLoss {
  Tensor operator()(const Tensor &logits, const TensorI &indices) const {
    return cross_entropy(logits, indices);
  }
  Tensor operator()(const Tensor &logits, const Tensor &probabilities) const {
    return cross_entropy(logits, probabilities);
  }
};

} // namespace adgen

#endif // ADGEN_RUNTIME_LAYERS_H

//===- MatMul.cpp - Matrix products and their cotangents ------------------===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "adgen/runtime/MatMul.h"

#include "Gemm.h"

#include <algorithm>

namespace adgen {
namespace {

using detail::gemm;

/// A product of two shapes as a sequence of single matrix products, one per
/// batch. The product and both cotangents walk the same sequence.
struct Plan {
  int64_t m = 1, k = 1, n = 1;
  Shape result;
  Shape batch;
  /// How many matrices to advance per step along a batch axis; 0 where broadcast.
  Shape aSteps, bSteps;
  bool aBroadcast = false, bBroadcast = false;

  Plan(const Shape &a, const Shape &b);

  /// Calls body(index of a's matrix, index of b's, index of the result's).
  template <class Body> void forEachBatch(const Body &body) const {
    if (batch.empty())
      return body(0, 0, 0);
    const int64_t count = batch.numel();
    int64_t position[Shape::MaxRank] = {};
    int64_t ai = 0, bi = 0;
    for (int64_t i = 0; i < count; ++i) {
      body(ai, bi, i);
      for (int axis = batch.size() - 1; axis >= 0; --axis) {
        ai += aSteps[axis];
        bi += bSteps[axis];
        if (++position[axis] < batch[axis])
          break;
        position[axis] = 0;
        ai -= aSteps[axis] * batch[axis];
        bi -= bSteps[axis] * batch[axis];
      }
    }
  }
};

Plan::Plan(const Shape &a, const Shape &b) {
  if (a.empty() || b.empty())
    detail::shapeMismatch("matmul", a, b, "an operand has rank 0; multiply by a scalar with *");
  const bool aIsRow = a.size() == 1, bIsColumn = b.size() == 1;
  k = a.back();
  m = aIsRow ? 1 : a[a.size() - 2];
  n = bIsColumn ? 1 : b.back();
  const int64_t bInner = bIsColumn ? b[0] : b[b.size() - 2];
  if (k != bInner)
    detail::shapeMismatch("matmul", a, b,
                          "the inner dimensions are " + std::to_string(k) + " and " + std::to_string(bInner));

  const int aBatches = std::max(a.size() - 2, 0), bBatches = std::max(b.size() - 2, 0);
  const int batches = std::max(aBatches, bBatches);
  int64_t aStep = 1, bStep = 1;
  // From the last batch axis outwards, as broadcasting aligns them.
  for (int axis = batches - 1; axis >= 0; --axis) {
    const int inA = axis - (batches - aBatches), inB = axis - (batches - bBatches);
    const int64_t aDim = inA >= 0 ? a[inA] : 1, bDim = inB >= 0 ? b[inB] : 1;
    if (aDim != bDim && aDim != 1 && bDim != 1)
      detail::shapeMismatch("matmul", a, b, "the batch dimensions do not broadcast");
    const int64_t dim = aDim == 1 ? bDim : aDim;
    batch.insert(0, dim);
    aSteps.insert(0, aDim == dim ? aStep : 0);
    bSteps.insert(0, bDim == dim ? bStep : 0);
    aBroadcast |= aDim != dim;
    bBroadcast |= bDim != dim;
    aStep *= aDim;
    bStep *= bDim;
  }
  result = batch;
  if (!aIsRow)
    result.push_back(m);
  if (!bIsColumn)
    result.push_back(n);
  // One matrix on the right of many: the many are the rows of one tall matrix.
  // That also makes b's cotangent a single product over all batches.
  if (bStep == 1 && !batch.empty()) {
    m *= batch.numel();
    batch = aSteps = bSteps = Shape();
    bBroadcast = false;
  }
}

void requireResultShape(const char *op, const Plan &plan, const Shape &dy) {
  if (dy != plan.result)
    detail::shapeMismatch(op, dy, plan.result, "the cotangent has not the shape of the product");
}

/// result += or = dy b^T, batch by batch.
template <class T>
void addLhs(const Plan &plan, const BasicTensor<T> &dy, const BasicTensor<T> &b, BasicTensor<T> &result,
            bool accumulate) {
  T *to = result.mutable_data();
  if (!accumulate && plan.aBroadcast)
    std::fill_n(to, result.size(), T(0));
  plan.forEachBatch([&](int64_t ai, int64_t bi, int64_t i) {
    gemm<T>(plan.m, plan.k, plan.n, {dy.data() + i * plan.m * plan.n},
            {b.data() + bi * plan.k * plan.n, true}, to + ai * plan.m * plan.k,
            accumulate || plan.aBroadcast);
  });
}

/// result += or = a^T dy, batch by batch.
template <class T>
void addRhs(const Plan &plan, const BasicTensor<T> &dy, const BasicTensor<T> &a, BasicTensor<T> &result,
            bool accumulate) {
  T *to = result.mutable_data();
  if (!accumulate && plan.bBroadcast)
    std::fill_n(to, result.size(), T(0));
  plan.forEachBatch([&](int64_t ai, int64_t bi, int64_t i) {
    gemm<T>(plan.k, plan.n, plan.m, {a.data() + ai * plan.m * plan.k, true},
            {dy.data() + i * plan.m * plan.n}, to + bi * plan.k * plan.n, accumulate || plan.bBroadcast);
  });
}

template <class T> void requireVectors(const char *op, const BasicTensor<T> &a, const BasicTensor<T> &b) {
  if (a.rank() != 1 || b.rank() != 1)
    detail::shapeMismatch(op, a.shape(), b.shape(), "both must be vectors");
}

} // namespace

Shape detail::productShape(const Shape &a, const Shape &b) { return Plan(a, b).result; }

template <class T> BasicTensor<T> matmul(const BasicTensor<T> &a, const BasicTensor<T> &b) {
  const Plan plan(a.shape(), b.shape());
  auto result = BasicTensor<T>::uninitialized(plan.result);
  T *to = result.mutable_data();
  plan.forEachBatch([&](int64_t ai, int64_t bi, int64_t i) {
    gemm<T>(plan.m, plan.n, plan.k, {a.data() + ai * plan.m * plan.k}, {b.data() + bi * plan.k * plan.n},
            to + i * plan.m * plan.n, false);
  });
  return result;
}

template <class T>
BasicTensor<T> matmul_grad_lhs(const BasicTensor<T> &dy, const BasicTensor<T> &a, const BasicTensor<T> &b) {
  const Plan plan(a.shape(), b.shape());
  requireResultShape("matmul_grad_lhs", plan, dy.shape());
  auto result = BasicTensor<T>::uninitialized(a.shape());
  addLhs(plan, dy, b, result, false);
  return result;
}

template <class T>
BasicTensor<T> matmul_grad_rhs(const BasicTensor<T> &dy, const BasicTensor<T> &a, const BasicTensor<T> &b) {
  const Plan plan(a.shape(), b.shape());
  requireResultShape("matmul_grad_rhs", plan, dy.shape());
  auto result = BasicTensor<T>::uninitialized(b.shape());
  addRhs(plan, dy, a, result, false);
  return result;
}

template <class T>
BasicTensor<T> matmul_grad_lhs_add(BasicTensor<T> acc, const BasicTensor<T> &dy, const BasicTensor<T> &a,
                                   const BasicTensor<T> &b) {
  const Plan plan(a.shape(), b.shape());
  requireResultShape("matmul_grad_lhs_add", plan, dy.shape());
  if (acc.shape() != a.shape())
    detail::shapeMismatch("matmul_grad_lhs_add", acc.shape(), a.shape(),
                          "the accumulator has not the shape of the left operand");
  addLhs(plan, dy, b, acc, true);
  return acc;
}

template <class T>
BasicTensor<T> matmul_grad_rhs_add(BasicTensor<T> acc, const BasicTensor<T> &dy, const BasicTensor<T> &a,
                                   const BasicTensor<T> &b) {
  const Plan plan(a.shape(), b.shape());
  requireResultShape("matmul_grad_rhs_add", plan, dy.shape());
  if (acc.shape() != b.shape())
    detail::shapeMismatch("matmul_grad_rhs_add", acc.shape(), b.shape(),
                          "the accumulator has not the shape of the right operand");
  addRhs(plan, dy, a, acc, true);
  return acc;
}

template <class T> BasicTensor<T> dot(const BasicTensor<T> &a, const BasicTensor<T> &b) {
  requireVectors("dot", a, b);
  if (a.shape() != b.shape())
    detail::shapeMismatch("dot", a.shape(), b.shape(), "the lengths differ");
  return BasicTensor<T>(detail::dotProduct(a.size(), a.data(), b.data()));
}

template <class T> BasicTensor<T> outer(const BasicTensor<T> &a, const BasicTensor<T> &b) {
  requireVectors("outer", a, b);
  auto result = BasicTensor<T>::uninitialized({a.size(), b.size()});
  gemm<T>(a.size(), b.size(), 1, {a.data()}, {b.data()}, result.mutable_data(), false);
  return result;
}

#define ADGEN_INSTANTIATE(T)                                                                                 \
  template BasicTensor<T> matmul(const BasicTensor<T> &, const BasicTensor<T> &);                            \
  template BasicTensor<T> matmul_grad_lhs(const BasicTensor<T> &, const BasicTensor<T> &,                    \
                                          const BasicTensor<T> &);                                           \
  template BasicTensor<T> matmul_grad_rhs(const BasicTensor<T> &, const BasicTensor<T> &,                    \
                                          const BasicTensor<T> &);                                           \
  template BasicTensor<T> matmul_grad_lhs_add(BasicTensor<T>, const BasicTensor<T> &,                        \
                                              const BasicTensor<T> &, const BasicTensor<T> &);               \
  template BasicTensor<T> matmul_grad_rhs_add(BasicTensor<T>, const BasicTensor<T> &,                        \
                                              const BasicTensor<T> &, const BasicTensor<T> &);               \
  template BasicTensor<T> dot(const BasicTensor<T> &, const BasicTensor<T> &);                               \
  template BasicTensor<T> outer(const BasicTensor<T> &, const BasicTensor<T> &);
ADGEN_INSTANTIATE(float)
ADGEN_INSTANTIATE(double)
ADGEN_INSTANTIATE(int64_t)
ADGEN_INSTANTIATE(int32_t)
#undef ADGEN_INSTANTIATE

} // namespace adgen

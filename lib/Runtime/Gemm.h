//===- Gemm.h - One matrix product, by the cheapest means -------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ADGEN_LIB_RUNTIME_GEMM_H
#define ADGEN_LIB_RUNTIME_GEMM_H

#include <cstdint>

namespace adgen::detail {

/// A matrix operand of a product: dense rows, read as it is or transposed.
template <class T> struct MatrixView {
  const T *data;
  bool transposed = false;
};

/// c = a b, or c += a b with \p accumulate, for a of m x k, b of k x n and c of
/// m x n (the sizes after transposition), all dense and c apart from a and b.
/// c is not read unless accumulating. float, double, int64_t and int32_t.
template <class T>
void gemm(int64_t m, int64_t n, int64_t k, MatrixView<T> a, MatrixView<T> b, T *c, bool accumulate);

/// The sum of x[i] * y[i].
template <class T> T dotProduct(int64_t n, const T *x, const T *y);

} // namespace adgen::detail

#endif // ADGEN_LIB_RUNTIME_GEMM_H

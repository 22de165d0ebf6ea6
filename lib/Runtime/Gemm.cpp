//===- Gemm.cpp - One matrix product, by the cheapest means ---------------===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The library's threads are left as its owner has set them (OPENBLAS_NUM_THREADS
// and the like): splitting C over threads of our own was measured at 128 to 1024
// and was nowhere faster than OpenBLAS's own split.
//
//===----------------------------------------------------------------------===//

#include "Gemm.h"

#include <algorithm>
#include <cblas.h>
#include <limits>
#include <type_traits>

namespace adgen::detail {
namespace {

/// Up to so many multiplications (8 x 8 x 8) a call of the library costs more than the loop.
constexpr int64_t SmallProduct = 512;

CBLAS_TRANSPOSE flag(bool transposed) { return transposed ? CblasTrans : CblasNoTrans; }

void blasGemm(int m, int n, int k, MatrixView<float> a, MatrixView<float> b, float beta, float *c) {
  cblas_sgemm(CblasRowMajor, flag(a.transposed), flag(b.transposed), m, n, k, 1, a.data, a.transposed ? m : k,
              b.data, b.transposed ? k : n, beta, c, n);
}
void blasGemm(int m, int n, int k, MatrixView<double> a, MatrixView<double> b, double beta, double *c) {
  cblas_dgemm(CblasRowMajor, flag(a.transposed), flag(b.transposed), m, n, k, 1, a.data, a.transposed ? m : k,
              b.data, b.transposed ? k : n, beta, c, n);
}

/// y = beta y + op(a) x with a as it lies in memory, rows x columns.
void blasGemv(bool transposed, int rows, int columns, const float *a, const float *x, float beta, float *y) {
  cblas_sgemv(CblasRowMajor, flag(transposed), rows, columns, 1, a, columns, x, 1, beta, y, 1);
}
void blasGemv(bool transposed, int rows, int columns, const double *a, const double *x, double beta,
              double *y) {
  cblas_dgemv(CblasRowMajor, flag(transposed), rows, columns, 1, a, columns, x, 1, beta, y, 1);
}

void blasGer(int m, int n, const float *x, const float *y, float *c) {
  cblas_sger(CblasRowMajor, m, n, 1, x, 1, y, 1, c, n);
}
void blasGer(int m, int n, const double *x, const double *y, double *c) {
  cblas_dger(CblasRowMajor, m, n, 1, x, 1, y, 1, c, n);
}

float blasDot(int n, const float *x, const float *y) { return cblas_sdot(n, x, 1, y, 1); }
double blasDot(int n, const double *x, const double *y) { return cblas_ddot(n, x, 1, y, 1); }

template <class T>
void loopGemm(int64_t m, int64_t n, int64_t k, MatrixView<T> a, MatrixView<T> b, T *c, bool accumulate) {
  const int64_t aRow = a.transposed ? 1 : k, aColumn = a.transposed ? m : 1;
  if (!accumulate)
    std::fill_n(c, m * n, T(0));
  for (int64_t i = 0; i < m; ++i) {
    T *__restrict row = c + i * n;
    if (b.transposed) {
      for (int64_t j = 0; j < n; ++j)
        for (int64_t p = 0; p < k; ++p)
          row[j] += a.data[i * aRow + p * aColumn] * b.data[j * k + p];
      continue;
    }
    for (int64_t p = 0; p < k; ++p) {
      const T factor = a.data[i * aRow + p * aColumn];
      const T *__restrict values = b.data + p * n;
      for (int64_t j = 0; j < n; ++j)
        row[j] += factor * values[j];
    }
  }
}

bool fitsBlas(int64_t m, int64_t n, int64_t k) {
  return std::max({m, n, k}) <= std::numeric_limits<int>::max();
}

} // namespace

template <class T>
void gemm(int64_t m, int64_t n, int64_t k, MatrixView<T> a, MatrixView<T> b, T *c, bool accumulate) {
  if constexpr (std::is_floating_point_v<T>) {
    // The first test keeps the product below from overflowing.
    const bool small = std::max({m, n, k}) <= SmallProduct && m * n * k <= SmallProduct;
    if (!small && k > 0 && fitsBlas(m, n, k)) {
      const int rows = static_cast<int>(m), columns = static_cast<int>(n), inner = static_cast<int>(k);
      const T beta = accumulate ? 1 : 0;
      if (n == 1)
        return blasGemv(a.transposed, a.transposed ? inner : rows, a.transposed ? rows : inner, a.data,
                        b.data, beta, c);
      if (m == 1)
        return blasGemv(!b.transposed, b.transposed ? columns : inner, b.transposed ? inner : columns, b.data,
                        a.data, beta, c);
      // ger can only add: to overwrite, the loop below passes over c once instead of twice.
      if (k == 1 && accumulate)
        return blasGer(rows, columns, a.data, b.data, c);
      if (k == 1) {
        for (int64_t i = 0; i < m; ++i)
          for (int64_t j = 0; j < n; ++j)
            c[i * n + j] = a.data[i] * b.data[j];
        return;
      }
      return blasGemm(rows, columns, inner, a, b, beta, c);
    }
  }
  loopGemm(m, n, k, a, b, c, accumulate);
}

template <class T> T dotProduct(int64_t n, const T *x, const T *y) {
  if constexpr (std::is_floating_point_v<T>)
    if (n > 16 && fitsBlas(n, 1, 1))
      return blasDot(static_cast<int>(n), x, y);
  T sum = 0;
  for (int64_t i = 0; i < n; ++i)
    sum += x[i] * y[i];
  return sum;
}

#define ADGEN_INSTANTIATE(T)                                                                                 \
  template void gemm<T>(int64_t, int64_t, int64_t, MatrixView<T>, MatrixView<T>, T *, bool);                 \
  template T dotProduct<T>(int64_t, const T *, const T *);
ADGEN_INSTANTIATE(float)
ADGEN_INSTANTIATE(double)
ADGEN_INSTANTIATE(int64_t)
ADGEN_INSTANTIATE(int32_t)
#undef ADGEN_INSTANTIATE

} // namespace adgen::detail

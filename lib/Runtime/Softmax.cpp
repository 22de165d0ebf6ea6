//===- Softmax.cpp - softmax and log_softmax ------------------------------===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Kernel.h"
#include "adgen/runtime/NN.h"
#include "adgen/runtime/VectorMath.h"

#include <algorithm>

// The bodies are shared by the clones of the kernels below, so they must be
// inlined to be compiled for each of them.
#define ADGEN_KERNEL_BODY [[gnu::always_inline]] inline

namespace adgen {
namespace {

/// Without fast-math a compiler may not reorder a maximum or a sum; adding in
/// so many interleaved lanes is what it needs to vectorise (and more accurate).
constexpr int Lanes = 16;

/// Log: y = x - log(sum(exp(x))); otherwise y = exp(x) / sum(exp(x)).
template <bool Log, class T> ADGEN_KERNEL_BODY void softmaxRow(const T *x, T *y, int64_t n) {
  const int64_t whole = n - n % Lanes;
  // A NaN never wins a comparison, but it reaches the sum below.
  T maxima[Lanes], sums[Lanes] = {};
  std::fill_n(maxima, Lanes, x[0]);
  for (int64_t i = 0; i < whole; i += Lanes)
    for (int lane = 0; lane < Lanes; ++lane)
      maxima[lane] = x[i + lane] > maxima[lane] ? x[i + lane] : maxima[lane];
  for (int64_t i = whole; i < n; ++i)
    maxima[0] = x[i] > maxima[0] ? x[i] : maxima[0];
  const T maximum = *std::max_element(maxima, maxima + Lanes);

  for (int64_t i = 0; i < n; ++i)
    y[i] = vmath::exp(x[i] - maximum);
  for (int64_t i = 0; i < whole; i += Lanes)
    for (int lane = 0; lane < Lanes; ++lane)
      sums[lane] += y[i + lane];
  for (int64_t i = whole; i < n; ++i)
    sums[0] += y[i];
  T sum = 0;
  for (T part : sums)
    sum += part;

  if constexpr (Log) {
    const T logSum = std::log(sum);
    for (int64_t i = 0; i < n; ++i)
      y[i] = (x[i] - maximum) - logSum;
  } else {
    for (int64_t i = 0; i < n; ++i)
      y[i] /= sum;
  }
}

/// The same along the first axis of a [n, stride] matrix, for \p width columns.
template <bool Log, class T>
ADGEN_KERNEL_BODY void softmaxColumns(const T *x, T *y, int64_t n, int64_t stride, int width) {
  T maxima[Lanes] = {}, sums[Lanes] = {};
  std::copy_n(x, width, maxima);
  for (int64_t i = 0; i < n; ++i)
    for (int j = 0; j < width; ++j)
      maxima[j] = x[i * stride + j] > maxima[j] ? x[i * stride + j] : maxima[j];
  for (int64_t i = 0; i < n; ++i)
    for (int j = 0; j < width; ++j) {
      y[i * stride + j] = vmath::exp(x[i * stride + j] - maxima[j]);
      sums[j] += y[i * stride + j];
    }
  for (int j = 0; j < width; ++j)
    sums[j] = Log ? std::log(sums[j]) : sums[j];
  for (int64_t i = 0; i < n; ++i)
    for (int j = 0; j < width; ++j)
      y[i * stride + j] = Log ? (x[i * stride + j] - maxima[j]) - sums[j] : y[i * stride + j] / sums[j];
}

/// x and y are [outer, n, inner]; the sum runs over the middle axis.
template <bool Log, class T>
ADGEN_KERNEL_BODY void softmaxAll(const T *x, T *y, int64_t outer, int64_t n, int64_t inner) {
  for (int64_t i = 0; i < outer; ++i, x += n * inner, y += n * inner) {
    if (inner == 1) {
      softmaxRow<Log>(x, y, n);
      continue;
    }
    for (int64_t j = 0; j < inner; j += Lanes)
      softmaxColumns<Log>(x + j, y + j, n, inner, static_cast<int>(std::min<int64_t>(Lanes, inner - j)));
  }
}

#define ADGEN_SOFTMAX_KERNEL(NAME, LOG, T)                                                                   \
  ADGEN_CLONES void NAME(const T *x, T *y, int64_t outer, int64_t n, int64_t inner) {                        \
    softmaxAll<LOG>(x, y, outer, n, inner);                                                                  \
  }
ADGEN_SOFTMAX_KERNEL(softmaxSpans, false, float)
ADGEN_SOFTMAX_KERNEL(softmaxSpans, false, double)
ADGEN_SOFTMAX_KERNEL(logSoftmaxSpans, true, float)
ADGEN_SOFTMAX_KERNEL(logSoftmaxSpans, true, double)
#undef ADGEN_SOFTMAX_KERNEL

template <class T>
BasicTensor<T> run(const char *op, void (*spans)(const T *, T *, int64_t, int64_t, int64_t),
                   const BasicTensor<T> &x, int64_t axis) {
  const int position = detail::normalizeAxis(op, axis, x.shape());
  auto result = BasicTensor<T>::uninitialized(x.shape());
  if (x.empty())
    return result;
  const int64_t *dims = x.shape().begin();
  const int64_t outer = Shape(dims, dims + position).numel();
  const int64_t inner = Shape(dims + position + 1, x.shape().end()).numel();
  spans(x.data(), result.mutable_data(), outer, dims[position], inner);
  return result;
}

} // namespace

template <> Tensor softmax(const Tensor &x, int64_t axis) {
  return run<float>("softmax", softmaxSpans, x, axis);
}
template <> TensorD softmax(const TensorD &x, int64_t axis) {
  return run<double>("softmax", softmaxSpans, x, axis);
}
template <> Tensor log_softmax(const Tensor &x, int64_t axis) {
  return run<float>("log_softmax", logSoftmaxSpans, x, axis);
}
template <> TensorD log_softmax(const TensorD &x, int64_t axis) {
  return run<double>("log_softmax", logSoftmaxSpans, x, axis);
}

} // namespace adgen

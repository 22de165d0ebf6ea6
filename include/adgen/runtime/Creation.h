//===- Creation.h - Tensors from nothing ------------------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// All of these make tensors of float unless told otherwise: zeros<double>({2}).
// \throws ShapeError for a negative extent.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_CREATION_H
#define ADGEN_RUNTIME_CREATION_H

#include "adgen/runtime/Tensor.h"

#include <algorithm>

namespace adgen {

template <class T = float> BasicTensor<T> full(const Shape &shape, std::common_type_t<T> value) {
  auto result = BasicTensor<T>::uninitialized(shape);
  std::fill_n(result.mutable_data(), result.size(), value);
  return result;
}
template <class T = float> BasicTensor<T> zeros(const Shape &shape) { return full<T>(shape, T(0)); }
template <class T = float> BasicTensor<T> ones(const Shape &shape) { return full<T>(shape, T(1)); }

template <class T> BasicTensor<T> zeros_like(const BasicTensor<T> &x) { return full<T>(x.shape(), T(0)); }
template <class T> BasicTensor<T> ones_like(const BasicTensor<T> &x) { return full<T>(x.shape(), T(1)); }
template <class T> BasicTensor<T> full_like(const BasicTensor<T> &x, std::common_type_t<T> value) {
  return full<T>(x.shape(), value);
}

/// start, start + step, ... up to but without stop; empty if there is none.
/// \throws ShapeError for a step of 0 or NaN.
template <class T = float>
BasicTensor<T> arange(std::common_type_t<T> start, std::common_type_t<T> stop,
                      std::common_type_t<T> step = 1);
/// 0, 1, ... up to but without stop.
template <class T = float> BasicTensor<T> arange(std::common_type_t<T> stop) {
  return arange<T>(T(0), stop, T(1));
}

/// The identity matrix [n, n], or with \p m its first m columns [n, m], ones on
/// the diagonal \p k above the main one.
template <class T = float> BasicTensor<T> eye(int64_t n, int64_t m = -1, int64_t k = 0);

/// A copy of \p shape.numel() row-major elements at \p data.
template <class T> BasicTensor<T> from_pointer(const Shape &shape, const T *data) { return {shape, data}; }

} // namespace adgen

#endif // ADGEN_RUNTIME_CREATION_H

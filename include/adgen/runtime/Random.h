//===- Random.h - Reproducible random tensors -------------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// Element i is a function of the seed and of i alone (Philox4x32-10, Salmon et
// al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), the same on every
// platform; there is no hidden generator.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_RANDOM_H
#define ADGEN_RUNTIME_RANDOM_H

#include "adgen/runtime/Tensor.h"

namespace adgen {

/// Uniformly distributed in [lo, hi).
template <class T = float>
BasicTensor<T> uniform(const Shape &shape, std::common_type_t<T> lo = 0, std::common_type_t<T> hi = 1,
                       uint64_t seed = 0);

/// Normally distributed: the inverse of the distribution function (Wichura
/// 1988, algorithm AS 241) at uniform arguments.
template <class T = float>
BasicTensor<T> normal(const Shape &shape, std::common_type_t<T> mean = 0, std::common_type_t<T> std = 1,
                      uint64_t seed = 0);

} // namespace adgen

#endif // ADGEN_RUNTIME_RANDOM_H

//===- Region.h - A box of elements inside a tensor -------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// slice, pad, concat, stack, split and their adjoints all read such a box, or
// write it.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_LIB_RUNTIME_REGION_H
#define ADGEN_LIB_RUNTIME_REGION_H

#include "StridedCopy.h"
#include "adgen/runtime/Tensor.h"

namespace adgen {

/// Which elements of a row-major array, and in which order.
struct Region {
  Shape extents;
  int64_t offset = 0;
  Strides strides;

  /// All of the array.
  explicit Region(const Shape &shape) : extents(shape), strides(Strides::rowMajor(shape)) {}

  /// Keeps \p extent positions of an axis: start, start + step, ...
  void restrict(int axis, int64_t start, int64_t extent, int64_t step = 1) {
    offset += extent > 0 ? start * strides[axis] : 0;
    strides[axis] *= step;
    extents[axis] = extent;
  }
};

/// The elements of a region as a tensor.
template <class T> BasicTensor<T> read(const BasicTensor<T> &x, const Region &region) {
  auto result = BasicTensor<T>::uninitialized(region.extents);
  stridedCopy(sizeof(T), region.extents, x.data() + region.offset, region.strides, result.mutable_data(),
              Strides::rowMajor(region.extents));
  return result;
}

/// Overwrites the elements of a region with those of \p x, which has its shape.
template <class T> void write(const BasicTensor<T> &x, BasicTensor<T> &into, const Region &region) {
  stridedCopy(sizeof(T), region.extents, x.data(), Strides::rowMajor(region.extents),
              into.mutable_data() + region.offset, region.strides);
}

} // namespace adgen

#endif // ADGEN_LIB_RUNTIME_REGION_H

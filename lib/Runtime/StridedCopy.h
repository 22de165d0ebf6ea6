//===- StridedCopy.h - Copying between array layouts ------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_LIB_RUNTIME_STRIDEDCOPY_H
#define ADGEN_LIB_RUNTIME_STRIDEDCOPY_H

#include "adgen/runtime/Shape.h"

#include <cstddef>

namespace adgen {

/// The distance in elements between neighbours along each axis; any sign.
struct Strides {
  int64_t along[Shape::MaxRank] = {};
  int64_t &operator[](int i) { return along[i]; }
  int64_t operator[](int i) const { return along[i]; }

  /// Of a row-major array.
  static Strides rowMajor(const Shape &shape);
};

/// Copies \p extents.numel() elements of \p elementSize (1, 4 or 8) bytes from
/// one layout to another. Source and destination do not overlap.
void stridedCopy(size_t elementSize, const Shape &extents, const void *from, const Strides &fromStrides,
                 void *to, const Strides &toStrides);

} // namespace adgen

#endif // ADGEN_LIB_RUNTIME_STRIDEDCOPY_H

//===- ReduceWalk.h - The loop nest of a reduction --------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_LIB_RUNTIME_REDUCEWALK_H
#define ADGEN_LIB_RUNTIME_REDUCEWALK_H

#include "adgen/runtime/Tensor.h"

namespace adgen {

/// The axes of a tensor, adjacent ones merged when both are reduced or both
/// kept, and where each moves the position in the result.
struct ReduceWalk {
  int rank = 0;
  int64_t extents[Shape::MaxRank] = {1};
  int64_t outStrides[Shape::MaxRank] = {0};
  bool lastReduced = true;
  /// The number of elements that each element of the result combines.
  int64_t count = 1;
  bool nothing = false; ///< x has no elements

  ReduceWalk(const Shape &shape, unsigned mask) {
    for (int i = 0; i < shape.size(); ++i)
      count *= mask >> i & 1 ? shape[i] : 1;
    nothing = shape.numel() == 0;
    bool reduced[Shape::MaxRank] = {};
    for (int i = 0; i < shape.size(); ++i) {
      bool r = mask >> i & 1;
      if (shape[i] == 1)
        continue;
      if (rank > 0 && reduced[rank - 1] == r) {
        extents[rank - 1] *= shape[i];
      } else {
        reduced[rank] = r;
        extents[rank++] = shape[i];
      }
    }
    if (rank == 0)
      rank = 1;
    else
      lastReduced = reduced[rank - 1];
    int64_t stride = 1;
    for (int i = rank - 1; i >= 0; --i) {
      outStrides[i] = lastReduced == ((rank - 1 - i) % 2 == 0) ? 0 : stride;
      stride *= outStrides[i] ? extents[i] : 1;
    }
  }

  /// Calls \p row(o, p, n) to combine n elements at p into element o of the
  /// result, or \p column(o, p, n) to combine them into elements o to o + n.
  template <class T, class Row, class Column> void run(const T *x, Row &&row, Column &&column) const {
    if (nothing)
      return;
    const int64_t n = extents[rank - 1];
    int64_t index[Shape::MaxRank] = {};
    int64_t out = 0;
    while (true) {
      if (lastReduced)
        row(out, x, n);
      else
        column(out, x, n);
      x += n;
      int axis = rank - 2;
      for (; axis >= 0; --axis) {
        out += outStrides[axis];
        if (++index[axis] < extents[axis])
          break;
        out -= outStrides[axis] * extents[axis];
        index[axis] = 0;
      }
      if (axis < 0)
        return;
    }
  }
};

} // namespace adgen

#endif // ADGEN_LIB_RUNTIME_REDUCEWALK_H

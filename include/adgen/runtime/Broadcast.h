//===- Broadcast.h - Walking operands of different shapes -------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// NumPy's broadcasting rule: shapes are aligned at their last axis; extents
// agree, or one of them is 1 (or missing) and is repeated.
// https://numpy.org/doc/stable/user/basics.broadcasting.html
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_BROADCAST_H
#define ADGEN_RUNTIME_BROADCAST_H

#include "adgen/runtime/Tensor.h"

#include <algorithm>

namespace adgen {

/// The shape that \p a and \p b broadcast to. \throws ShapeError naming \p op.
Shape broadcastShapes(const Shape &a, const Shape &b, const char *op = "broadcast");

namespace detail {

/// Elements handed to a kernel at a time when an operand has to be repeated.
constexpr int64_t TileSize = 256;

/// How one operand is laid out inside the loop nest of a BroadcastPlan. A null
/// shape is a scalar.
struct BroadcastOperand {
  const Shape *shape = nullptr;
  int64_t strides[Shape::MaxRank] = {};
};

/// The loop nest over a broadcast result: adjacent axes that every operand
/// walks alike are merged, and there are always at least two.
struct BroadcastPlan {
  int rank = 0;
  int64_t extents[Shape::MaxRank + 2] = {};

  /// Fills in the strides of \p operands too, one per remaining axis.
  BroadcastPlan(const Shape &result, BroadcastOperand *operands, int count);

  int64_t rows() const { return extents[rank - 2]; }
  int64_t columns() const { return extents[rank - 1]; }
  int64_t outer() const {
    int64_t n = 1;
    for (int i = 0; i + 2 < rank; ++i)
      n *= extents[i];
    return n;
  }
};

/// Presents one operand as contiguous spans: in place where it is contiguous,
/// else repeated into a tile that stays in the first-level cache. So kernels
/// see plain pointers only and need no stride.
template <class T> class SpanReader {
public:
  SpanReader(const T *data, const BroadcastOperand &layout, const BroadcastPlan &plan)
      : data(data), layout(layout), plan(plan), rowStride(layout.strides[plan.rank - 2]),
        columnStride(layout.strides[plan.rank - 1]) {}

  /// Moves to the block of the two last axes with the given outer index.
  void seek(int64_t outer) {
    block = data;
    for (int i = plan.rank - 3; i >= 0; --i) {
      block += outer % plan.extents[i] * layout.strides[i];
      outer /= plan.extents[i];
    }
  }

  bool repeats() const { return columnStride == 0; }

  const T *span(int64_t row, int64_t rows, int64_t column, int64_t columns) {
    const T *first = block + row * rowStride + column * columnStride;
    if (columnStride == 1 && (rows == 1 || rowStride == columns))
      return first;
    if (rowStride == 0 || rows == 1) {
      if (first == filledFrom && rows * columns <= filled)
        return tile;
      filledFrom = first;
      filled = rows * columns;
    } else {
      filledFrom = nullptr;
    }
    T *out = tile;
    for (int64_t i = 0; i < rows; ++i)
      for (int64_t j = 0; j < columns; ++j)
        *out++ = first[i * rowStride + j * columnStride];
    return tile;
  }

private:
  const T *data, *block = nullptr;
  const BroadcastOperand &layout;
  const BroadcastPlan &plan;
  int64_t rowStride, columnStride;
  const T *filledFrom = nullptr;
  int64_t filled = 0;
  T tile[TileSize];
};

/// Calls \p kernel(offset in the result, length, pointer per operand...) for
/// consecutive spans that together cover the result.
template <class Kernel, class... T>
void forEachSpan(const BroadcastPlan &plan, Kernel &&kernel, SpanReader<T> &...readers) {
  const int64_t rows = plan.rows(), columns = plan.columns(), outer = plan.outer();
  if (rows == 0 || columns == 0)
    return;
  // Short rows are taken several at a time, long ones cut into tiles.
  const int64_t rowStep = std::max<int64_t>(1, TileSize / columns);
  const bool cut = rowStep == 1 && (false || ... || readers.repeats());
  const int64_t columnStep = cut ? std::min(columns, TileSize) : columns;
  int64_t offset = 0;
  for (int64_t o = 0; o < outer; ++o) {
    (readers.seek(o), ...);
    for (int64_t i = 0; i < rows; i += rowStep) {
      const int64_t height = std::min(rowStep, rows - i);
      for (int64_t j = 0; j < columns; j += columnStep) {
        const int64_t width = std::min(columnStep, columns - j);
        kernel(offset, height * width, readers.span(i, height, j, width)...);
        offset += height * width;
      }
    }
  }
}

} // namespace detail
} // namespace adgen

#endif // ADGEN_RUNTIME_BROADCAST_H

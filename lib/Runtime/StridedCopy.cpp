#include "StridedCopy.h"

#include <algorithm>
#include <cstring>

using namespace adgen;

Strides Strides::rowMajor(const Shape &shape) {
  Strides strides;
  int64_t step = 1;
  for (int i = shape.size() - 1; i >= 0; --i) {
    strides[i] = step;
    step *= shape[i];
  }
  return strides;
}

namespace {

struct Axis {
  int64_t extent, from, to;
};

/// The loops of a copy, outermost first.
struct Nest {
  Axis axes[Shape::MaxRank + 2];
  int rank = 0;

  Nest(const Shape &extents, const Strides &from, const Strides &to) {
    for (int i = 0; i < extents.size(); ++i) {
      if (extents[i] == 1)
        continue;
      Axis axis{extents[i], from[i], to[i]};
      Axis *last = rank ? &axes[rank - 1] : nullptr;
      if (last && last->from == axis.from * axis.extent && last->to == axis.to * axis.extent)
        *last = {last->extent * axis.extent, axis.from, axis.to};
      else
        axes[rank++] = axis;
    }
    // The axis that reads consecutively goes next to the one that writes
    // consecutively: the two are then walked in tiles, as in any transposition.
    for (int i = 0; i + 2 < rank; ++i)
      if (axes[i].from == 1 && axes[rank - 1].from != 1)
        std::rotate(axes + i, axes + i + 1, axes + rank - 1);
    while (rank < 2) {
      std::copy_backward(axes, axes + rank, axes + rank + 1);
      axes[0] = {1, 0, 0};
      ++rank;
    }
  }
};

template <class T> void copyPlane(const Axis &rows, const Axis &columns, const T *from, T *to) {
  if (columns.from == 1 && columns.to == 1) {
    for (int64_t i = 0; i < rows.extent; ++i)
      std::memcpy(to + i * rows.to, from + i * rows.from, static_cast<size_t>(columns.extent) * sizeof(T));
    return;
  }
  constexpr int64_t Tile = 32;
  for (int64_t i0 = 0; i0 < rows.extent; i0 += Tile)
    for (int64_t j0 = 0; j0 < columns.extent; j0 += Tile)
      for (int64_t i = i0; i < std::min(i0 + Tile, rows.extent); ++i)
        for (int64_t j = j0; j < std::min(j0 + Tile, columns.extent); ++j)
          to[i * rows.to + j * columns.to] = from[i * rows.from + j * columns.from];
}

template <class T> void copyNest(const Nest &nest, const T *from, T *to) {
  const int outer = nest.rank - 2;
  int64_t index[Shape::MaxRank] = {};
  while (true) {
    copyPlane(nest.axes[outer], nest.axes[outer + 1], from, to);
    int i = outer - 1;
    for (; i >= 0; --i) {
      const Axis &axis = nest.axes[i];
      from += axis.from;
      to += axis.to;
      if (++index[i] < axis.extent)
        break;
      from -= axis.from * axis.extent;
      to -= axis.to * axis.extent;
      index[i] = 0;
    }
    if (i < 0)
      return;
  }
}

} // namespace

void adgen::stridedCopy(size_t elementSize, const Shape &extents, const void *from,
                        const Strides &fromStrides, void *to, const Strides &toStrides) {
  if (extents.numel() == 0)
    return;
  Nest nest(extents, fromStrides, toStrides);
  if (elementSize == 1)
    copyNest(nest, static_cast<const uint8_t *>(from), static_cast<uint8_t *>(to));
  else if (elementSize == 4)
    copyNest(nest, static_cast<const uint32_t *>(from), static_cast<uint32_t *>(to));
  else
    copyNest(nest, static_cast<const uint64_t *>(from), static_cast<uint64_t *>(to));
}

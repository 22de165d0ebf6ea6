#include "adgen/runtime/Broadcast.h"

using namespace adgen;

Shape adgen::broadcastShapes(const Shape &a, const Shape &b, const char *op) {
  if (a == b)
    return a;
  const Shape &longer = a.size() >= b.size() ? a : b;
  const Shape &shorter = a.size() >= b.size() ? b : a;
  Shape result = longer;
  int missing = longer.size() - shorter.size();
  for (int i = missing; i < longer.size(); ++i) {
    int64_t m = longer[i], n = shorter[i - missing];
    if (m != n && m != 1 && n != 1)
      throw ShapeError(std::string(op) + ": shapes " + a.str() + " and " + b.str() +
                       " do not broadcast: counted from the end, dimension " +
                       std::to_string(longer.size() - i) + " is " +
                       std::to_string(a.size() >= b.size() ? m : n) + " in one and " +
                       std::to_string(a.size() >= b.size() ? n : m) + " in the other");
    result[i] = m == 1 ? n : m;
  }
  return result;
}

detail::BroadcastPlan::BroadcastPlan(const Shape &result, BroadcastOperand *operands, int count) {
  // Innermost first, because an axis is merged into the one inside it.
  int64_t reversed[Shape::MaxRank + 2];
  constexpr int MaxOperands = 16;
  int64_t running[MaxOperands], strides[MaxOperands][Shape::MaxRank];
  std::fill(running, running + count, 1);
  for (int axis = result.size() - 1; axis >= 0; --axis) {
    int64_t extent = result[axis];
    bool merge = rank > 0;
    for (int k = 0; k < count; ++k) {
      const Shape *shape = operands[k].shape;
      int own = shape ? axis - result.size() + shape->size() : -1;
      int64_t ownExtent = own >= 0 ? (*shape)[own] : 1;
      int64_t stride = ownExtent == 1 ? 0 : running[k];
      running[k] *= ownExtent;
      if (extent == 1)
        continue;
      if (rank < Shape::MaxRank)
        strides[k][rank] = stride;
      merge &= rank > 0 && stride == strides[k][rank - 1] * reversed[rank - 1];
    }
    if (extent == 1)
      continue;
    if (merge)
      reversed[rank - 1] *= extent;
    else
      reversed[rank++] = extent;
  }
  for (int k = 0; k < count; ++k)
    for (int i = 0; i < rank; ++i)
      operands[k].strides[std::max(rank, 2) - 1 - i] = strides[k][i];
  int padding = std::max(0, 2 - rank);
  for (int k = 0; k < count; ++k)
    for (int i = 0; i < padding; ++i)
      operands[k].strides[i] = 0;
  for (int i = 0; i < padding; ++i)
    extents[i] = 1;
  for (int i = 0; i < rank; ++i)
    extents[padding + i] = reversed[rank - 1 - i];
  rank += padding;
}

// Operations that keep all elements: only their order or the axes change.

#include "Region.h"
#include "adgen/runtime/Reduce.h"
#include "adgen/runtime/ShapeOps.h"

using namespace adgen;

namespace {

/// The permutation with negative axes resolved. \throws ShapeError unless it is one.
Axes permutation(const char *op, const Shape &shape, const Axes &axes) {
  if (axes.size() != shape.size())
    detail::shapeInvalid(op, shape, "the permutation " + axes.str() + " has another number of axes");
  detail::axisMask(op, axes, shape);
  Axes result;
  for (int64_t axis : axes)
    result.push_back(detail::normalizeAxis(op, axis, shape));
  return result;
}

template <class T> BasicTensor<T> permuted(const BasicTensor<T> &x, const Axes &order) {
  Region region(x.shape());
  const Region all = region;
  for (int i = 0; i < order.size(); ++i) {
    region.extents[i] = all.extents[static_cast<int>(order[i])];
    region.strides[i] = all.strides[static_cast<int>(order[i])];
  }
  return read(x, region);
}

} // namespace

template <class T> BasicTensor<T> adgen::expand_dims(BasicTensor<T> x, int64_t axis) {
  Shape shape = x.shape();
  shape.insert(detail::normalizeAxis("expand_dims", axis, x.shape(), 1), 1);
  return std::move(x).reshaped(shape);
}

template <class T> BasicTensor<T> adgen::squeeze(BasicTensor<T> x, const Axes &axes) {
  unsigned mask = detail::axisMask("squeeze", axes, x.shape());
  Shape shape;
  for (int i = 0; i < x.rank(); ++i) {
    bool drop = (mask >> i & 1) && (x.shape()[i] == 1 || !axes.empty());
    if (drop && x.shape()[i] != 1)
      detail::shapeInvalid("squeeze", x.shape(), "axis " + std::to_string(i) + " has an extent other than 1");
    if (!drop)
      shape.push_back(x.shape()[i]);
  }
  return std::move(x).reshaped(shape);
}

template <class T> BasicTensor<T> adgen::permute(const BasicTensor<T> &x, const Axes &axes) {
  return permuted(x, permutation("permute", x.shape(), axes));
}

template <class T> BasicTensor<T> adgen::permute_inverse(const BasicTensor<T> &dy, const Axes &axes) {
  Axes order = permutation("permute_inverse", dy.shape(), axes), inverse = order;
  for (int i = 0; i < order.size(); ++i)
    inverse[static_cast<int>(order[i])] = i;
  return permuted(dy, inverse);
}

template <class T> BasicTensor<T> adgen::transpose(const BasicTensor<T> &x) {
  Axes order;
  for (int i = x.rank() - 1; i >= 0; --i)
    order.push_back(i);
  return permuted(x, order);
}

template <class T> BasicTensor<T> adgen::broadcast_to(const BasicTensor<T> &x, const Shape &shape) {
  return detail::broadcastTo("broadcast_to", x, shape);
}

template <class T> BasicTensor<T> adgen::flip(const BasicTensor<T> &x, const Axes &axes) {
  unsigned mask = detail::axisMask("flip", axes, x.shape());
  Region region(x.shape());
  for (int i = 0; i < x.rank(); ++i)
    if (mask >> i & 1)
      region.restrict(i, x.shape()[i] - 1, x.shape()[i], -1);
  return read(x, region);
}

#define ADGEN_INSTANTIATE(T)                                                                                 \
  template BasicTensor<T> adgen::expand_dims(BasicTensor<T>, int64_t);                                       \
  template BasicTensor<T> adgen::squeeze(BasicTensor<T>, const Axes &);                                      \
  template BasicTensor<T> adgen::permute(const BasicTensor<T> &, const Axes &);                              \
  template BasicTensor<T> adgen::permute_inverse(const BasicTensor<T> &, const Axes &);                      \
  template BasicTensor<T> adgen::transpose(const BasicTensor<T> &);                                          \
  template BasicTensor<T> adgen::broadcast_to(const BasicTensor<T> &, const Shape &);                        \
  template BasicTensor<T> adgen::flip(const BasicTensor<T> &, const Axes &);
ADGEN_INSTANTIATE(float)
ADGEN_INSTANTIATE(double)
ADGEN_INSTANTIATE(int64_t)
ADGEN_INSTANTIATE(int32_t)
ADGEN_INSTANTIATE(bool)

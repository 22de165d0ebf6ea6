#include "adgen/runtime/Index.h"
#include "adgen/runtime/Creation.h"

#include <vector>

using namespace adgen;

namespace {

/// An axis of extent n with everything before and behind it merged.
struct AxisView {
  int axis;
  int64_t outer, n, inner;

  AxisView(const char *op, const Shape &shape, int64_t which)
      : axis(detail::normalizeAxis(op, which, shape)) {
    outer = Shape(shape.begin(), shape.begin() + axis).numel();
    n = shape[axis];
    inner = Shape(shape.begin() + axis + 1, shape.end()).numel();
  }
};

int64_t resolve(const char *op, int64_t index, int64_t n) {
  if (index < -n || index >= n)
    throw std::out_of_range(std::string(op) + ": index " + std::to_string(index) +
                            " is out of range for an axis of extent " + std::to_string(n));
  return index < 0 ? index + n : index;
}

std::vector<int64_t> resolved(const char *op, const TensorI &indices, int64_t n) {
  std::vector<int64_t> result;
  result.reserve(static_cast<size_t>(indices.size()));
  for (int64_t index : indices)
    result.push_back(resolve(op, index, n));
  return result;
}

Shape gatheredShape(const Shape &shape, const AxisView &view, const Shape &indices) {
  Shape result(shape.begin(), shape.begin() + view.axis);
  for (int64_t d : indices)
    result.push_back(d);
  for (int i = view.axis + 1; i < shape.size(); ++i)
    result.push_back(shape[i]);
  return result;
}

/// Calls body(position in the indices and in their like, position in x).
template <class Body>
void forEachTaken(const char *op, const Shape &shape, const TensorI &indices, int64_t axis, Body &&body) {
  AxisView view(op, shape, axis);
  Shape expected = shape;
  if (indices.rank() == shape.size())
    expected[view.axis] = indices.shape()[view.axis];
  if (indices.shape() != expected)
    detail::shapeMismatch(op, shape, indices.shape(),
                          "they may differ along axis " + std::to_string(axis) + " alone");
  const int64_t m = indices.shape()[view.axis];
  const int64_t *index = indices.data();
  for (int64_t o = 0, k = 0; o < view.outer; ++o)
    for (int64_t i = 0; i < m; ++i)
      for (int64_t j = 0; j < view.inner; ++j, ++k)
        body(k, (o * view.n + resolve(op, index[k], view.n)) * view.inner + j);
}

} // namespace

template <class T>
BasicTensor<T> adgen::gather(const BasicTensor<T> &x, const TensorI &indices, int64_t axis) {
  AxisView view("gather", x.shape(), axis);
  const std::vector<int64_t> rows = resolved("gather", indices, view.n);
  auto result = BasicTensor<T>::uninitialized(gatheredShape(x.shape(), view, indices.shape()));
  if (result.empty())
    return result;
  const T *from = x.data();
  T *to = result.mutable_data();
  for (int64_t o = 0; o < view.outer; ++o, from += view.n * view.inner)
    for (int64_t row : rows) {
      std::memcpy(to, from + row * view.inner, static_cast<size_t>(view.inner) * sizeof(T));
      to += view.inner;
    }
  return result;
}

template <class T>
BasicTensor<T> detail::scatterSlices(const BasicTensor<T> &dy, const Shape &shape, const TensorI &indices,
                                     int64_t axis) {
  AxisView view("index_add", shape, axis);
  const Shape expected = gatheredShape(shape, view, indices.shape());
  if (dy.shape() != expected)
    shapeMismatch("index_add", dy.shape(), shape, "gathered, the second is " + expected.str());
  const std::vector<int64_t> rows = resolved("index_add", indices, view.n);
  auto result = zeros<T>(shape);
  const T *from = dy.data();
  T *to = result.mutable_data();
  for (int64_t o = 0; o < view.outer; ++o, to += view.n * view.inner)
    for (int64_t row : rows)
      for (int64_t j = 0; j < view.inner; ++j)
        to[row * view.inner + j] += *from++;
  return result;
}

template <class T>
BasicTensor<T> adgen::take_along_axis(const BasicTensor<T> &x, const TensorI &indices, int64_t axis) {
  auto result = BasicTensor<T>::uninitialized(indices.shape());
  const T *from = x.data();
  T *to = result.mutable_data();
  forEachTaken("take_along_axis", x.shape(), indices, axis, [=](int64_t k, int64_t p) { to[k] = from[p]; });
  return result;
}

template <class T>
BasicTensor<T> detail::scatterElements(const BasicTensor<T> &dy, const Shape &shape, const TensorI &indices,
                                       int64_t axis) {
  if (dy.shape() != indices.shape())
    shapeMismatch("take_along_axis_grad", dy.shape(), indices.shape(), "dy has the shape of the indices");
  auto result = zeros<T>(shape);
  const T *from = dy.data();
  T *to = result.mutable_data();
  forEachTaken("take_along_axis_grad", shape, indices, axis, [=](int64_t k, int64_t p) { to[p] += from[k]; });
  return result;
}

template <class T> BasicTensor<T> adgen::one_hot(const TensorI &indices, int64_t depth) {
  Shape shape = indices.shape();
  shape.push_back(depth);
  auto result = zeros<T>(shape);
  T *out = result.mutable_data();
  const int64_t *index = indices.data();
  for (int64_t k = 0; k < indices.size(); ++k) {
    if (index[k] < 0 || index[k] >= depth)
      throw std::out_of_range("one_hot: index " + std::to_string(index[k]) + " is out of range for depth " +
                              std::to_string(depth));
    out[k * depth + index[k]] = T(1);
  }
  return result;
}

#define ADGEN_INSTANTIATE_PICKS(T)                                                                           \
  template BasicTensor<T> adgen::gather(const BasicTensor<T> &, const TensorI &, int64_t);                   \
  template BasicTensor<T> adgen::take_along_axis(const BasicTensor<T> &, const TensorI &, int64_t);          \
  template BasicTensor<T> adgen::one_hot(const TensorI &, int64_t);
#define ADGEN_INSTANTIATE_SUMS(T)                                                                            \
  template BasicTensor<T> detail::scatterSlices(const BasicTensor<T> &, const Shape &, const TensorI &,      \
                                                int64_t);                                                    \
  template BasicTensor<T> detail::scatterElements(const BasicTensor<T> &, const Shape &, const TensorI &,    \
                                                  int64_t);
ADGEN_INSTANTIATE_PICKS(float)
ADGEN_INSTANTIATE_PICKS(double)
ADGEN_INSTANTIATE_PICKS(int64_t)
ADGEN_INSTANTIATE_PICKS(int32_t)
ADGEN_INSTANTIATE_PICKS(bool)
ADGEN_INSTANTIATE_SUMS(float)
ADGEN_INSTANTIATE_SUMS(double)
ADGEN_INSTANTIATE_SUMS(int64_t)
ADGEN_INSTANTIATE_SUMS(int32_t)

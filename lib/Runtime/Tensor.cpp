#include "adgen/runtime/Tensor.h"

using namespace adgen;
using detail::Nested;

namespace {

/// The shape of a nested list, read along its first elements.
template <class T> Shape shapeOf(std::initializer_list<Nested<T>> list) {
  Shape shape;
  while (true) {
    shape.push_back(static_cast<int64_t>(list.size()));
    if (list.size() == 0 || !list.begin()->isList)
      return shape;
    list = list.begin()->list;
  }
}

template <class T>
void copyNested(std::initializer_list<Nested<T>> list, const Shape &shape, int depth, T *&out) {
  if (static_cast<int64_t>(list.size()) != shape[depth])
    detail::shapeInvalid("tensor", shape, "the nested list is ragged");
  bool innermost = depth + 1 == shape.size();
  for (const Nested<T> &entry : list) {
    if (entry.isList == innermost)
      detail::shapeInvalid("tensor", shape, "the nested list is ragged");
    if (innermost)
      *out++ = entry.element;
    else
      copyNested(entry.list, shape, depth + 1, out);
  }
}

} // namespace

template <class T>
BasicTensor<T>::BasicTensor(std::initializer_list<Nested<T>> list)
    : BasicTensor(uninitialized(shapeOf<T>(list))) {
  T *out = static_cast<T *>(storage());
  copyNested<T>(list, extents, 0, out);
}

template <class T> void BasicTensor<T>::detach() {
  size_t bytes = static_cast<size_t>(count) * sizeof(T);
  detail::Buffer *own = detail::Buffer::allocate(bytes);
  std::memcpy(own->data(), heap->data(), bytes);
  heap->release();
  heap = own;
}

template <class T> int64_t BasicTensor<T>::offset(std::initializer_list<int64_t> index) const {
  if (static_cast<int>(index.size()) != rank())
    detail::shapeInvalid("operator()", extents, std::to_string(index.size()) + " indices given");
  int64_t position = 0;
  int axis = 0;
  for (int64_t i : index) {
    if (i < 0 || i >= extents[axis])
      detail::shapeInvalid("operator()", extents,
                           "index " + std::to_string(i) + " of axis " + std::to_string(axis) +
                               " is out of range");
    position = position * extents[axis++] + i;
  }
  return position;
}

template <class T> Shape BasicTensor<T>::reshapedExtents(const Shape &shape) const {
  Shape result = shape;
  int64_t known = 1;
  int open = -1;
  for (int i = 0; i < shape.size(); ++i) {
    if (shape[i] == -1 && open < 0) {
      open = i;
      continue;
    }
    if (shape[i] < 0 || __builtin_mul_overflow(known, shape[i], &known))
      detail::shapeMismatch("reshape", extents, shape, "a dimension is negative or the size overflows");
  }
  if (open >= 0 && known > 0 && count % known == 0)
    result[open] = count / known;
  else if (open >= 0 || known != count)
    detail::shapeMismatch("reshape", extents, shape, "the numbers of elements differ");
  return result;
}

template <class U, class T> BasicTensor<U> adgen::cast(const BasicTensor<T> &x) {
  if constexpr (std::is_same_v<T, U>) {
    return x;
  } else {
    auto result = BasicTensor<U>::uninitialized(x.shape());
    const T *in = x.data();
    U *out = result.mutable_data();
    for (int64_t i = 0; i < x.size(); ++i)
      out[i] = static_cast<U>(in[i]);
    return result;
  }
}

#define ADGEN_CASTS_FROM(T)                                                                                  \
  template class adgen::BasicTensor<T>;                                                                      \
  template BasicTensor<float> adgen::cast<float, T>(const BasicTensor<T> &);                                 \
  template BasicTensor<double> adgen::cast<double, T>(const BasicTensor<T> &);                               \
  template BasicTensor<int64_t> adgen::cast<int64_t, T>(const BasicTensor<T> &);                             \
  template BasicTensor<int32_t> adgen::cast<int32_t, T>(const BasicTensor<T> &);                             \
  template BasicTensor<bool> adgen::cast<bool, T>(const BasicTensor<T> &);
ADGEN_CASTS_FROM(float)
ADGEN_CASTS_FROM(double)
ADGEN_CASTS_FROM(int64_t)
ADGEN_CASTS_FROM(int32_t)
ADGEN_CASTS_FROM(bool)

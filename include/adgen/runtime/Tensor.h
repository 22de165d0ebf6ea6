//===- Tensor.h - Dense arrays with value semantics -------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_TENSOR_H
#define ADGEN_RUNTIME_TENSOR_H

#include "adgen/runtime/Buffer.h"
#include "adgen/runtime/Shape.h"

#include <cstring>
#include <limits>
#include <utility>

namespace adgen {

namespace detail {
/// One level of a nested braced list: an element, or a list of levels.
template <class T> struct Nested {
  template <class U, std::enable_if_t<std::is_arithmetic_v<U>, int> = 0>
  Nested(U element) : element(static_cast<T>(element)) {}
  Nested(std::initializer_list<Nested> list) : list(list), isList(true) {}

  T element{};
  std::initializer_list<Nested> list;
  bool isList = false;
};
} // namespace detail

/// A dense row-major array of rank 0 to 8 with the semantics of a value: copies
/// are cheap (the buffer is shared until one of them is written) and
/// independent. Elements are 64-byte aligned; up to 64 bytes of them live in
/// the object itself, so small tensors never touch the heap. A dimension may
/// be 0. A default-constructed or moved-from tensor has shape [0].
///
/// Distinct objects may be used from different threads at the same time, also
/// when they share a buffer; one object like any other value.
template <class T> class BasicTensor {
  static_assert(std::is_same_v<T, float> || std::is_same_v<T, double> || std::is_same_v<T, int64_t> ||
                    std::is_same_v<T, int32_t> || std::is_same_v<T, bool>,
                "tensors hold float, double, int64_t, int32_t or bool");

public:
  using value_type = T;
  /// The number of elements that need no heap.
  static constexpr int64_t InlineSize = 64 / sizeof(T);

  BasicTensor() noexcept : extents(int64_t{0}) {}
  /// A tensor of rank 0. Explicit: arithmetic takes scalars as they are.
  explicit BasicTensor(T value) : count(1) { *static_cast<T *>(storage()) = value; }
  /// From nested braces, `Tensor w{{1, 2}, {3, 4}}`; the depth is the rank.
  /// \throws ShapeError for a ragged list.
  BasicTensor(std::initializer_list<detail::Nested<T>> list);
  /// A copy of \p shape.numel() row-major elements at \p data.
  BasicTensor(const Shape &shape, const T *data) : BasicTensor(uninitialized(shape)) {
    if (count)
      std::memcpy(storage(), data, static_cast<size_t>(count) * sizeof(T));
  }

  BasicTensor(const BasicTensor &other) noexcept
      : heap(other.heap), count(other.count), extents(other.extents) {
    if (heap)
      heap->retain();
    else
      std::memcpy(small, other.small, sizeof(small));
  }
  BasicTensor(BasicTensor &&other) noexcept : heap(other.heap), count(other.count), extents(other.extents) {
    if (heap)
      other.forget();
    else
      std::memcpy(small, other.small, sizeof(small));
  }
  BasicTensor &operator=(const BasicTensor &other) noexcept {
    if (this != &other)
      *this = BasicTensor(other);
    return *this;
  }
  BasicTensor &operator=(BasicTensor &&other) noexcept {
    if (this == &other)
      return *this;
    if (heap)
      heap->release();
    heap = other.heap;
    count = other.count;
    extents = other.extents;
    if (heap)
      other.forget();
    else
      std::memcpy(small, other.small, sizeof(small));
    return *this;
  }
  ~BasicTensor() {
    if (heap)
      heap->release();
  }

  /// A tensor whose elements are not set yet: for kernels that write them all.
  /// \throws ShapeError for a negative extent or more than 2^63 bytes.
  static BasicTensor uninitialized(const Shape &shape) {
    BasicTensor result;
    result.extents = shape;
    result.count = checkedCount(shape);
    if (result.count > InlineSize)
      result.heap = detail::Buffer::allocate(static_cast<size_t>(result.count) * sizeof(T));
    return result;
  }

  const Shape &shape() const { return extents; }
  int rank() const { return extents.size(); }
  /// Extent \p i, negative from the end. \throws ShapeError out of range.
  int64_t dim(int64_t i) const { return extents[detail::normalizeAxis("dim", i, extents)]; }
  /// The number of elements.
  int64_t size() const { return count; }
  bool empty() const { return count == 0; }

  const T *data() const { return static_cast<const T *>(heap ? heap->data() : small); }
  /// For writing: gives this tensor a buffer of its own first, if it shares one.
  T *mutable_data() {
    if (heap && !heap->unique())
      detach();
    return static_cast<T *>(storage());
  }
  T *data() { return mutable_data(); }
  const T *begin() const { return data(); }
  const T *end() const { return data() + count; }

  /// The only element. \throws ShapeError unless size() is 1.
  T item() const {
    if (count != 1)
      detail::shapeInvalid("item", extents, "has " + std::to_string(count) + " elements, not one");
    return *data();
  }

  /// The element at a position, `w(i, j)`. \throws ShapeError for a wrong number
  /// of indices or one out of range (negative ones are out of range).
  template <class... I> T operator()(I... index) const {
    return data()[offset({static_cast<int64_t>(index)...})];
  }
  template <class... I> T &operator()(I... index) {
    return mutable_data()[offset({static_cast<int64_t>(index)...})];
  }

  /// The same elements in another shape, sharing the buffer. One extent may be
  /// -1: what is left. \throws ShapeError when the sizes differ.
  BasicTensor reshaped(const Shape &shape) const & {
    BasicTensor result(*this);
    result.extents = reshapedExtents(shape);
    return result;
  }
  BasicTensor reshaped(const Shape &shape) && {
    extents = reshapedExtents(shape);
    return std::move(*this);
  }

  /// No other tensor shares the elements: writing them copies nothing.
  bool unique() const { return !heap || heap->unique(); }
  bool sharesBufferWith(const BasicTensor &other) const { return heap && heap == other.heap; }

private:
  void *storage() { return heap ? heap->data() : small; }
  void forget() {
    heap = nullptr;
    count = 0;
    extents = Shape(int64_t{0});
  }
  void detach();
  int64_t offset(std::initializer_list<int64_t> index) const;
  Shape reshapedExtents(const Shape &shape) const;
  static int64_t checkedCount(const Shape &shape) {
    int64_t n = 1;
    bool bad = false;
    for (int64_t d : shape)
      bad |= d < 0 || __builtin_mul_overflow(n, d, &n);
    if (bad || n > std::numeric_limits<int64_t>::max() / static_cast<int64_t>(2 * sizeof(T)))
      detail::shapeInvalid("tensor", shape, "a dimension is negative or the size overflows");
    return n;
  }

  // Zeroed, so that copying all of it is always defined and stays branch-free.
  alignas(64) unsigned char small[64] = {};
  detail::Buffer *heap = nullptr;
  int64_t count = 0;
  Shape extents;
};

using Tensor = BasicTensor<float>;
using TensorD = BasicTensor<double>;
using TensorI = BasicTensor<int64_t>;
using TensorB = BasicTensor<bool>;

extern template class BasicTensor<float>;
extern template class BasicTensor<double>;
extern template class BasicTensor<int64_t>;
extern template class BasicTensor<int32_t>;
extern template class BasicTensor<bool>;

namespace detail {
template <class T> T elementOf(const BasicTensor<T> *);
template <class A> using ElementOf = decltype(elementOf(static_cast<std::decay_t<A> *>(nullptr)));
template <class A, class = void> struct IsTensor : std::false_type {};
template <class A> struct IsTensor<A, std::void_t<ElementOf<A>>> : std::true_type {};

/// A scalar that may meet tensors of T: any number, except that a fraction is
/// not silently truncated to an integer.
template <class A, class T>
inline constexpr bool isScalarFor = std::is_arithmetic_v<std::decay_t<A>> &&
                                    !(std::is_floating_point_v<std::decay_t<A>> && std::is_integral_v<T>);
} // namespace detail

/// A is BasicTensor<T> for some T, or derives from one.
template <class A> inline constexpr bool isTensor = detail::IsTensor<A>::value;

/// Each element converted to U as static_cast does.
template <class U, class T> BasicTensor<U> cast(const BasicTensor<T> &x);

} // namespace adgen

#endif // ADGEN_RUNTIME_TENSOR_H

//===- Shape.h - Extents and axis lists of tensors --------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_SHAPE_H
#define ADGEN_RUNTIME_SHAPE_H

#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace adgen {

/// Shapes that do not fit an operation. what() names the operation and every
/// shape involved: "add: shapes [5, 3] and [4] do not broadcast".
class ShapeError : public std::invalid_argument {
public:
  using std::invalid_argument::invalid_argument;
};

/// Up to eight 64-bit integers without heap storage: the extents of a tensor,
/// or (as Axes) a list of axes. `{5, 3}`, `{}` and a plain `5` all convert.
class Shape {
public:
  static constexpr int MaxRank = 8;

  constexpr Shape() = default;
  Shape(std::initializer_list<int64_t> dims) : Shape(dims.begin(), dims.end()) {}
  /// One extent, or one axis. A bool is refused: in `sum(x, true)` it is a
  /// keepdims that slipped into the place of the axes.
  template <class I, std::enable_if_t<std::is_integral_v<I> && !std::is_same_v<I, bool>, int> = 0>
  Shape(I dim) : rank(1) {
    dims[0] = static_cast<int64_t>(dim);
  }
  /// \throws ShapeError for more than MaxRank entries.
  Shape(const int64_t *first, const int64_t *last) {
    if (last - first > MaxRank)
      refuse(last - first);
    for (; first != last; ++first)
      dims[rank++] = *first;
  }
  explicit Shape(const std::vector<int64_t> &dims) : Shape(dims.data(), dims.data() + dims.size()) {}

  /// The number of entries.
  int size() const { return rank; }
  bool empty() const { return rank == 0; }
  int64_t operator[](int i) const { return dims[i]; }
  int64_t &operator[](int i) { return dims[i]; }
  const int64_t *begin() const { return dims; }
  const int64_t *end() const { return dims + rank; }
  int64_t back() const { return dims[rank - 1]; }

  /// \throws ShapeError when the list is full.
  void push_back(int64_t dim);
  void insert(int position, int64_t dim);
  void erase(int position);

  /// The product of all entries, 1 for an empty list.
  int64_t numel() const {
    int64_t n = 1;
    for (int64_t d : *this)
      n *= d;
    return n;
  }

  friend bool operator==(const Shape &a, const Shape &b) {
    if (a.rank != b.rank)
      return false;
    for (int i = 0; i < a.rank; ++i)
      if (a.dims[i] != b.dims[i])
        return false;
    return true;
  }
  friend bool operator!=(const Shape &a, const Shape &b) { return !(a == b); }

  /// "[5, 3]".
  std::string str() const;

private:
  [[noreturn]] static void refuse(int64_t count);

  int64_t dims[MaxRank] = {};
  int rank = 0;
};

/// A list of axes. Negative ones count from the end; an empty list given to a
/// reduction means all axes.
using Axes = Shape;

std::ostream &operator<<(std::ostream &os, const Shape &shape);

namespace detail {

/// \p axis counted from the front. \throws ShapeError naming \p op when it is
/// not an axis of \p shape (of a tensor with \p extra more axes).
int normalizeAxis(const char *op, int64_t axis, const Shape &shape, int extra = 0);

/// One bit per axis of \p shape that \p axes names; all of them for an empty
/// list. \throws ShapeError for an axis out of range or named twice.
unsigned axisMask(const char *op, const Axes &axes, const Shape &shape);

/// "op: shapes [5, 3] and [4] do not match: reason".
[[noreturn]] void shapeMismatch(const char *op, const Shape &a, const Shape &b, const std::string &reason);
/// "op: shape [5, 3]: reason".
[[noreturn]] void shapeInvalid(const char *op, const Shape &a, const std::string &reason);
[[noreturn]] void throwShapesDiffer(const char *operation, const Shape &shape, const Shape &expected);

} // namespace detail
} // namespace adgen

#endif // ADGEN_RUNTIME_SHAPE_H

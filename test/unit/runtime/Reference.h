//===- Reference.h - Naive tensors in double to compare with ----*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// Plain loops over index vectors, sharing no code with the runtime.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_TEST_UNIT_RUNTIME_REFERENCE_H
#define ADGEN_TEST_UNIT_RUNTIME_REFERENCE_H

#include "adgen/runtime/Runtime.h"

#include "gtest/gtest.h"

#include <cmath>
#include <functional>
#include <map>

namespace adgen::test {

using Index = std::vector<int64_t>;

struct Reference {
  Index shape;
  std::vector<double> values;

  Reference(Index shape) : shape(std::move(shape)) { values.resize(static_cast<size_t>(count())); }
  template <class T> Reference(const BasicTensor<T> &x) : shape(x.shape().begin(), x.shape().end()) {
    for (T v : x)
      values.push_back(static_cast<double>(v));
  }

  int64_t count() const {
    int64_t n = 1;
    for (int64_t d : shape)
      n *= d;
    return n;
  }
  /// The element at an index; broadcast where the extent is 1 or missing.
  double &at(const Index &index) {
    size_t position = 0, skip = index.size() - shape.size();
    for (size_t i = 0; i < shape.size(); ++i)
      position = position * static_cast<size_t>(shape[i]) +
                 (shape[i] == 1 ? 0 : static_cast<size_t>(index[i + skip]));
    return values[position];
  }
  double at(const Index &index) const { return const_cast<Reference *>(this)->at(index); }
};

/// All indices of a shape in row-major order.
inline std::vector<Index> indicesOf(const Index &shape) {
  std::vector<Index> all{{}};
  for (int64_t extent : shape) {
    std::vector<Index> longer;
    for (const Index &prefix : all)
      for (int64_t i = 0; i < extent; ++i) {
        longer.push_back(prefix);
        longer.back().push_back(i);
      }
    all = std::move(longer);
  }
  return all;
}

/// Fills every element of a new reference from its index.
template <class F> Reference build(const Index &shape, F &&f) {
  Reference result(shape);
  for (const Index &index : indicesOf(shape))
    result.at(index) = static_cast<double>(f(index));
  return result;
}

/// Equal shapes, and equal elements up to a relative error (absolute below 1).
template <class T>
void expectSame(const BasicTensor<T> &actual, const Reference &expected, double tolerance = 1e-6) {
  ASSERT_EQ(Index(actual.shape().begin(), actual.shape().end()), expected.shape);
  for (int64_t i = 0; i < actual.size(); ++i) {
    auto a = static_cast<double>(actual.data()[i]);
    double e = expected.values[static_cast<size_t>(i)];
    if (std::isnan(e)) {
      EXPECT_TRUE(std::isnan(a)) << "element " << i << " is " << a;
    } else if (std::isinf(e)) {
      EXPECT_EQ(a, e) << "element " << i;
    } else {
      EXPECT_NEAR(a, e, tolerance * std::max(1.0, std::fabs(e))) << "element " << i;
    }
  }
}

template <class T, class U> double innerProduct(const BasicTensor<T> &a, const BasicTensor<U> &b) {
  EXPECT_EQ(a.shape(), b.shape());
  double total = 0;
  for (int64_t i = 0; i < std::min(a.size(), b.size()); ++i)
    total += static_cast<double>(a.data()[i]) * static_cast<double>(b.data()[i]);
  return total;
}

/// <A x, dy> == <x, A^T dy> for a random dy, and A^T linear in it.
inline void expectAdjoint(const std::function<TensorD(const TensorD &)> &forward,
                          const std::function<TensorD(const TensorD &)> &transposed, const TensorD &x) {
  TensorD y = forward(x);
  TensorD dy = normal<double>(y.shape(), 0, 1, 77), other = normal<double>(y.shape(), 0, 1, 78);
  TensorD dx = transposed(dy);
  ASSERT_EQ(dx.shape(), x.shape());
  double left = innerProduct(y, dy), right = innerProduct(x, dx);
  EXPECT_NEAR(left, right, 1e-12 * std::max(1.0, std::fabs(left)));
  TensorD combined = transposed(dy * 2 - other);
  expectSame(combined, Reference(dx * 2 - transposed(other)), 1e-12);
}

/// The message of the ShapeError that f throws.
template <class F> std::string shapeErrorOf(F &&f) {
  try {
    f();
  } catch (const ShapeError &error) {
    return error.what();
  }
  return "no ShapeError";
}

} // namespace adgen::test

#endif // ADGEN_TEST_UNIT_RUNTIME_REFERENCE_H

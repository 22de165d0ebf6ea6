//===- MatMulTest.cpp - Products and their cotangents ---------------------===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The reference walks the indices of the result one by one in double; the
// cotangents are checked through <matmul(u, b), dy> = <u, grad_lhs(dy, a, b)>.
//
//===----------------------------------------------------------------------===//

#include "adgen/runtime/MatMul.h"

#include "gtest/gtest.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace adgen;

namespace {

/// Small multiples of 1/4, so that float sums of thousands of products are exact
/// and every comparison may be one for equality.
template <class T> BasicTensor<T> pattern(const Shape &shape, int seed) {
  auto result = BasicTensor<T>::uninitialized(shape);
  T *to = result.mutable_data();
  for (int64_t i = 0; i < result.size(); ++i)
    to[i] =
        static_cast<T>(((i * 7 + int64_t{5} * seed) % 23 - 11) * (std::is_floating_point_v<T> ? 0.25 : 1));
  return result;
}

struct Reference {
  Shape shape;
  std::vector<double> values;
};

template <class T> Reference product(const BasicTensor<T> &a, const BasicTensor<T> &b) {
  // Ranks 1 become matrices and missing batch axes 1, then everything has rank r.
  Shape as = a.shape(), bs = b.shape();
  if (a.rank() == 1)
    as.insert(0, 1);
  if (b.rank() == 1)
    bs.push_back(1);
  while (as.size() < bs.size())
    as.insert(0, 1);
  while (bs.size() < as.size())
    bs.insert(0, 1);
  const int r = as.size();
  Shape full = as;
  for (int i = 0; i < r - 2; ++i)
    full[i] = as[i] == 1 ? bs[i] : as[i];
  full[r - 1] = bs[r - 1];

  Reference result;
  for (int64_t flat = 0; flat < full.numel(); ++flat) {
    int64_t index[Shape::MaxRank];
    for (int64_t axis = r - 1, rest = flat; axis >= 0; rest /= full[axis--])
      index[axis] = rest % full[axis];
    double sum = 0;
    for (int64_t p = 0; p < as[r - 1]; ++p) {
      int64_t ai = 0, bi = 0;
      for (int axis = 0; axis < r; ++axis) {
        const int64_t inA = axis == r - 1 ? p : index[axis], inB = axis == r - 2 ? p : index[axis];
        ai = ai * as[axis] + (as[axis] == 1 ? 0 : inA);
        bi = bi * bs[axis] + (bs[axis] == 1 ? 0 : inB);
      }
      sum += double(a.data()[ai]) * double(b.data()[bi]);
    }
    result.values.push_back(sum);
  }
  for (int axis = 0; axis < r; ++axis)
    if (!(axis == r - 2 && a.rank() == 1) && !(axis == r - 1 && b.rank() == 1))
      result.shape.push_back(full[axis]);
  return result;
}

template <class T> double inner(const BasicTensor<T> &x, const BasicTensor<T> &y) {
  EXPECT_EQ(x.shape(), y.shape());
  double sum = 0;
  for (int64_t i = 0; i < x.size(); ++i)
    sum += double(x.data()[i]) * double(y.data()[i]);
  return sum;
}

template <class T> void expectSame(const BasicTensor<T> &got, const BasicTensor<T> &want) {
  ASSERT_EQ(got.shape(), want.shape());
  for (int64_t i = 0; i < got.size(); ++i)
    ASSERT_EQ(got.data()[i], want.data()[i]) << "element " << i << " of " << got.shape();
}

struct Case {
  Shape a, b;
};

const Case Cases[] = {
    {{3}, {3}},                            // vector . vector
    {{40}, {40}},                          //
    {{3}, {3, 4}},                         // vector . matrix, loop
    {{30}, {30, 40}},                      // vector . matrix, gemv
    {{4, 3}, {3}},                         // matrix . vector
    {{40, 30}, {30}},                      //
    {{2, 3}, {3, 4}},                      // loop
    {{8, 8}, {8, 8}},                      // the largest loop
    {{9, 8}, {8, 9}},                      // the smallest gemm
    {{33, 17}, {17, 65}},                  //
    {{40, 1}, {1, 50}},                    // outer product
    {{1, 40}, {40, 50}},                   // one row
    {{40, 50}, {50, 1}},                   // one column
    {{1, 700}, {700, 1}},                  //
    {{1, 1}, {1, 1}},                      //
    {{5, 2, 3}, {3, 4}},                   // many times one
    {{5, 12, 13}, {13, 14}},               //
    {{5, 2, 3}, {3}},                      //
    {{5, 20, 30}, {30}},                   //
    {{2, 3}, {5, 3, 4}},                   // one times many
    {{12, 13}, {5, 13, 14}},               //
    {{3}, {5, 3, 4}},                      //
    {{30}, {5, 30, 40}},                   //
    {{5, 2, 3}, {5, 3, 4}},                // batch by batch
    {{5, 12, 13}, {5, 13, 14}},            //
    {{1, 2, 3}, {5, 3, 4}},                // broadcast left
    {{5, 2, 3}, {1, 3, 4}},                // broadcast right
    {{5, 1, 2, 3}, {6, 3, 4}},             // broadcast both
    {{6, 2, 3}, {5, 1, 3, 4}},             //
    {{2, 1, 3, 4}, {1, 5, 4, 2}},          //
    {{2, 1, 12, 13}, {1, 5, 13, 12}},      //
    {{2, 5, 3, 4}, {2, 1, 4, 2}},          //
    {{1, 1, 1, 1, 1, 1, 2, 3}, {2, 3, 4}}, // rank 8
    {{2, 1, 2, 1, 2, 1, 2, 3}, {1, 2, 1, 2, 1, 2, 3, 2}},
    {{0, 3}, {3, 4}},       // empty dimensions
    {{2, 0}, {0, 4}},       //
    {{20, 0}, {0, 40}},     //
    {{2, 3}, {3, 0}},       //
    {{0}, {0}},             //
    {{0}, {0, 4}},          //
    {{0, 2, 3}, {3, 4}},    //
    {{0, 2, 3}, {0, 3, 4}}, //
    {{1, 2, 3}, {0, 3, 4}}, //
    {{2, 3}, {0, 3, 4}},    //
    {{5, 2, 0}, {5, 0, 4}}, //
};

template <class T> class MatMul : public testing::Test {};
using ElementTypes = testing::Types<float, double, int64_t, int32_t>;
TYPED_TEST_SUITE(MatMul, ElementTypes, );

TYPED_TEST(MatMul, equalsTheDefinition) {
  for (const Case &c : Cases) {
    SCOPED_TRACE(c.a.str() + " . " + c.b.str());
    const auto a = pattern<TypeParam>(c.a, 1), b = pattern<TypeParam>(c.b, 2);
    const auto y = matmul(a, b);
    const Reference want = product(a, b);
    ASSERT_EQ(y.shape(), want.shape);
    for (int64_t i = 0; i < y.size(); ++i)
      ASSERT_EQ(static_cast<double>(y.data()[i]), want.values[i]) << "element " << i;
  }
}

TYPED_TEST(MatMul, cotangentsAreTheTransposes) {
  for (const Case &c : Cases) {
    SCOPED_TRACE(c.a.str() + " . " + c.b.str());
    const auto a = pattern<TypeParam>(c.a, 1), b = pattern<TypeParam>(c.b, 2);
    const auto dy = pattern<TypeParam>(matmul(a, b).shape(), 3);
    const auto u = pattern<TypeParam>(c.a, 4), v = pattern<TypeParam>(c.b, 5);
    const auto da = matmul_grad_lhs(dy, a, b), db = matmul_grad_rhs(dy, a, b);
    EXPECT_EQ(inner(matmul(u, b), dy), inner(u, da));
    EXPECT_EQ(inner(matmul(a, v), dy), inner(v, db));
  }
}

TYPED_TEST(MatMul, cotangentsReadOnlyTheShapeOfTheirOperand) {
  for (const Case &c : Cases) {
    const auto a = pattern<TypeParam>(c.a, 1), b = pattern<TypeParam>(c.b, 2);
    const auto dy = pattern<TypeParam>(matmul(a, b).shape(), 3);
    expectSame(matmul_grad_lhs(dy, pattern<TypeParam>(c.a, 9), b), matmul_grad_lhs(dy, a, b));
    expectSame(matmul_grad_rhs(dy, a, pattern<TypeParam>(c.b, 9)), matmul_grad_rhs(dy, a, b));
  }
}

TYPED_TEST(MatMul, accumulatingAddsToTheGivenTensor) {
  for (const Case &c : Cases) {
    SCOPED_TRACE(c.a.str() + " . " + c.b.str());
    const auto a = pattern<TypeParam>(c.a, 1), b = pattern<TypeParam>(c.b, 2);
    const auto dy = pattern<TypeParam>(matmul(a, b).shape(), 3);
    const auto accA = pattern<TypeParam>(c.a, 6), accB = pattern<TypeParam>(c.b, 7);
    auto wantA = matmul_grad_lhs(dy, a, b), wantB = matmul_grad_rhs(dy, a, b);
    for (int64_t i = 0; i < wantA.size(); ++i)
      wantA.mutable_data()[i] += accA.data()[i];
    for (int64_t i = 0; i < wantB.size(); ++i)
      wantB.mutable_data()[i] += accB.data()[i];
    expectSame(matmul_grad_lhs_add(accA, dy, a, b), wantA);
    expectSame(matmul_grad_rhs_add(accB, dy, a, b), wantB);
    // The copy that was passed in is somebody else's and stays.
    expectSame(accA, pattern<TypeParam>(c.a, 6));
  }
}

TEST(MatMulMemory, accumulatingReusesAMovedBuffer) {
  auto acc = pattern<float>({20, 30}, 1);
  const float *before = std::as_const(acc).data();
  const Tensor result = matmul_grad_rhs_add(std::move(acc), pattern<float>({10, 30}, 2),
                                            pattern<float>({10, 20}, 3), Tensor(pattern<float>({20, 30}, 4)));
  EXPECT_EQ(result.data(), before);
}

TEST(MatMulMemory, resultsNeverReadOldMemory) {
  // A released buffer full of NaN is what the next tensor of that size is made of.
  for (const Case &c : Cases) {
    const Tensor a = pattern<float>(c.a, 1), b = pattern<float>(c.b, 2);
    const Shape shape = matmul(a, b).shape();
    const Tensor dy = pattern<float>(shape, 3);
    for (const Shape &poisoned : {shape, c.a, c.b}) {
      auto poison = Tensor::uninitialized(poisoned);
      std::fill_n(poison.mutable_data(), poison.size(), std::numeric_limits<float>::quiet_NaN());
    }
    for (const Tensor &result : {matmul(a, b), matmul_grad_lhs(dy, a, b), matmul_grad_rhs(dy, a, b)})
      for (float value : result)
        ASSERT_FALSE(std::isnan(value)) << c.a << " . " << c.b;
  }
}

TEST(MatMulSpecialValues, infinitiesAndNaNGoThrough) {
  const float inf = std::numeric_limits<float>::infinity();
  for (const int64_t n : {2, 40}) {
    Tensor a = pattern<float>({n, n}, 1), b = pattern<float>({n, n}, 2);
    a(0, 0) = inf;
    b(0, 0) = 0;
    const Tensor y = matmul(a, b);
    EXPECT_TRUE(std::isnan(y(0, 0))) << "inf * 0";
    EXPECT_FALSE(std::isnan(y(1, 1)));
  }
}

template <class Call> std::string messageOf(const Call &call) {
  try {
    call();
  } catch (const ShapeError &error) {
    return error.what();
  }
  return "no error";
}

TEST(MatMulErrors, nameTheOperationAndBothShapes) {
  const Tensor a = pattern<float>({5, 3}, 1), b = pattern<float>({4, 2}, 2), c = pattern<float>({3, 2}, 2);
  const auto expectMention = [](const std::string &message, std::initializer_list<const char *> parts) {
    for (const char *part : parts)
      EXPECT_NE(message.find(part), std::string::npos) << message;
  };
  expectMention(messageOf([&] { matmul(a, b); }), {"matmul", "[5, 3]", "[4, 2]", "3 and 4"});
  expectMention(messageOf([&] { matmul(a, Tensor(1.0F)); }), {"matmul", "[5, 3]", "[]", "rank 0"});
  expectMention(messageOf([&] { matmul(pattern<float>({2, 5, 3}, 1), pattern<float>({3, 3, 2}, 1)); }),
                {"matmul", "[2, 5, 3]", "[3, 3, 2]", "batch"});
  expectMention(messageOf([&] { matmul_grad_lhs(a, a, c); }), {"matmul_grad_lhs", "[5, 3]", "[5, 2]"});
  expectMention(messageOf([&] { matmul_grad_rhs(a, a, c); }), {"matmul_grad_rhs", "[5, 3]", "[5, 2]"});
  const Tensor dy = pattern<float>({5, 2}, 1);
  expectMention(messageOf([&] { matmul_grad_lhs_add(c, dy, a, c); }),
                {"matmul_grad_lhs_add", "[3, 2]", "[5, 3]"});
  expectMention(messageOf([&] { matmul_grad_rhs_add(a, dy, a, c); }),
                {"matmul_grad_rhs_add", "[5, 3]", "[3, 2]"});
  expectMention(messageOf([&] { dot(a, a); }), {"dot", "[5, 3]"});
  expectMention(messageOf([&] { dot(pattern<float>({2}, 1), pattern<float>({3}, 1)); }),
                {"dot", "[2]", "[3]"});
  expectMention(messageOf([&] { outer(a, dy); }), {"outer", "[5, 3]", "[5, 2]"});
}

TYPED_TEST(MatMul, dotAndOuterAreMatmulOfVectors) {
  for (const int64_t n : {0, 1, 7, 100}) {
    const auto a = pattern<TypeParam>({n}, 1), b = pattern<TypeParam>({n}, 2),
               c = pattern<TypeParam>({30}, 3);
    expectSame(dot(a, b), matmul(a, b));
    EXPECT_EQ(dot(a, b).rank(), 0);
    expectSame(outer(a, c), matmul(a.reshaped({n, 1}), c.reshaped({1, 30})));
  }
}

} // namespace

//===- LossesTest.cpp - softmax, layer_norm, losses and layers ------------===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// References are loops in double over the definitions.
//
//===----------------------------------------------------------------------===//

#include "adgen/runtime/Losses.h"
#include "adgen/runtime/Creation.h"
#include "adgen/runtime/Gradients.h"
#include "adgen/runtime/Layers.h"
#include "adgen/runtime/NN.h"

#include "gtest/gtest.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

using namespace adgen;

namespace {

constexpr double Infinity = std::numeric_limits<double>::infinity();

template <class T> constexpr double Tolerance = std::is_same_v<T, float> ? 2e-6 : 1e-14;

template <class T> void expectNear(double got, double want) {
  if (std::isnan(want) || std::isinf(want))
    EXPECT_TRUE(std::isnan(want) ? std::isnan(got) : got == want) << got << ", not " << want;
  else
    EXPECT_NEAR(got, want, Tolerance<T> * std::max(1.0, std::fabs(want)));
}

template <class T> class NN : public testing::Test {
protected:
  /// Irregular values in [-scale, scale].
  static BasicTensor<T> sample(const Shape &shape, int seed, double scale = 3) {
    auto result = BasicTensor<T>::uninitialized(shape);
    T *to = result.mutable_data();
    for (int64_t i = 0; i < result.size(); ++i)
      to[i] = static_cast<T>(scale * std::sin(1.7 * double(i) + seed));
    return result;
  }
  static BasicTensor<T> probabilities(const Shape &shape, int seed) {
    return sample(shape, seed, 0.49) + T(0.5);
  }

  template <class F> static double meanOver(const BasicTensor<T> &x, const BasicTensor<T> &y, const F &f) {
    double sum = 0;
    for (int64_t i = 0; i < x.size(); ++i)
      sum += f(double(x.data()[i]), double(y.data()[i]), i);
    return sum / double(x.size());
  }
};
/// A list of one class. Not spelled in place: inside a template clang++ 19 takes
/// TensorI{1} for the conversion of a scalar.
TensorI oneClass(int64_t index) { return TensorI{index}; }

using ElementTypes = testing::Types<float, double>;
TYPED_TEST_SUITE(NN, ElementTypes, );

TYPED_TEST(NN, softmaxEqualsTheDefinitionAlongEveryAxis) {
  for (const Shape &shape : {Shape{1}, Shape{5}, Shape{100}, Shape{7, 33}, Shape{3, 16}, Shape{4, 17, 3},
                             Shape{2, 5, 40}, Shape{2, 3, 2, 2}})
    for (int axis = -shape.size(); axis < shape.size(); ++axis) {
      SCOPED_TRACE(shape.str() + " along " + std::to_string(axis));
      const auto x = this->sample(shape, 1);
      const auto y = softmax(x, axis), z = log_softmax(x, axis);
      ASSERT_EQ(y.shape(), shape);
      ASSERT_EQ(z.shape(), shape);
      const int position = axis < 0 ? axis + shape.size() : axis;
      int64_t inner = 1;
      for (int i = position + 1; i < shape.size(); ++i)
        inner *= shape[i];
      for (int64_t i = 0; i < x.size(); ++i) {
        const int64_t first = i / (inner * shape[position]) * (inner * shape[position]) + i % inner;
        double sum = 0;
        for (int64_t j = 0; j < shape[position]; ++j)
          sum += std::exp(double(x.data()[first + j * inner]));
        expectNear<TypeParam>(y.data()[i], std::exp(double(x.data()[i])) / sum);
        expectNear<TypeParam>(z.data()[i], double(x.data()[i]) - std::log(sum));
      }
    }
}

TYPED_TEST(NN, softmaxOfExtremeAndSpecialValues) {
  using Array = BasicTensor<TypeParam>;
  const auto inf = static_cast<TypeParam>(Infinity);
  const auto nan = std::numeric_limits<TypeParam>::quiet_NaN();
  const Array far = softmax(Array{1e4, -1e4, 1e4});
  expectNear<TypeParam>(far(0), 0.5);
  expectNear<TypeParam>(far(1), 0);
  const Array logs = log_softmax(Array{1e4, -1e4, 1e4});
  expectNear<TypeParam>(logs(0), -std::log(2.0));
  expectNear<TypeParam>(logs(1), -2e4 - std::log(2.0));
  const Array masked = softmax(Array{0, -inf, 0});
  expectNear<TypeParam>(masked(1), 0);
  expectNear<TypeParam>(masked(0), 0.5);
  EXPECT_EQ(log_softmax(Array{0, -inf})(1), -inf);
  for (const Array &x : {Array{0, inf}, Array{-inf, -inf}, Array{nan, 1}, Array{1, nan}})
    EXPECT_TRUE(std::isnan(softmax(x)(1)));
  // In a row that is longer than the lanes the NaN lies first, in the middle or in the rest.
  for (const int64_t position : {0, 7, 33}) {
    auto x = this->sample({34}, 1);
    x(position) = nan;
    for (TypeParam value : softmax(x))
      EXPECT_TRUE(std::isnan(value));
  }
}

TYPED_TEST(NN, softmaxOfEmptyAndBadShapes) {
  EXPECT_EQ(softmax(zeros<TypeParam>({3, 0})).shape(), (Shape{3, 0}));
  EXPECT_EQ(softmax(zeros<TypeParam>({0, 3})).shape(), (Shape{0, 3}));
  EXPECT_EQ(log_softmax(zeros<TypeParam>({0, 3}), 0).shape(), (Shape{0, 3}));
  EXPECT_THROW(softmax(zeros<TypeParam>({2, 3}), 2), ShapeError);
  EXPECT_THROW(softmax(BasicTensor<TypeParam>(TypeParam(1))), ShapeError);
}

TYPED_TEST(NN, binaryCrossEntropyEqualsItsFormula) {
  const auto p = this->probabilities({4, 5}, 1), label = this->probabilities({4, 5}, 2),
             weight = this->probabilities({4, 5}, 3);
  const auto entropy = [](double q, double y) { return -(y * std::log(q) + (1 - y) * std::log(1 - q)); };
  expectNear<TypeParam>(binary_cross_entropy(p, label).item(),
                        this->meanOver(p, label, [&](double q, double y, int64_t) { return entropy(q, y); }));
  expectNear<TypeParam>(binary_cross_entropy(p, label, weight).item(),
                        this->meanOver(p, label, [&](double q, double y, int64_t i) {
                          return double(weight.data()[i]) * entropy(q, y);
                        }));
  using Array = BasicTensor<TypeParam>;
  expectNear<TypeParam>(binary_cross_entropy(Array{0, 1}, Array{0, 1}).item(), 0);
  expectNear<TypeParam>(binary_cross_entropy(Array{0, 1}, Array{1, 0}).item(), 100);
}

TYPED_TEST(NN, binaryCrossEntropyWithLogitsEqualsItsFormula) {
  const auto z = this->sample({4, 5}, 1), label = this->probabilities({4, 5}, 2),
             weight = this->probabilities({4, 5}, 3), positive = this->probabilities({5}, 4);
  expectNear<TypeParam>(binary_cross_entropy_with_logits(z, label, weight, positive).item(),
                        this->meanOver(z, label, [&](double x, double y, int64_t i) {
                          return double(weight.data()[i]) *
                                 (double(positive.data()[i % 5]) * y * std::log1p(std::exp(-x)) +
                                  (1 - y) * std::log1p(std::exp(x)));
                        }));
  expectNear<TypeParam>(binary_cross_entropy_with_logits(z, label).item(),
                        binary_cross_entropy(sigmoid(z), label).item());
  using Array = BasicTensor<TypeParam>;
  // log(1 + e^z) is z to the last bit here, and e^z would overflow.
  expectNear<TypeParam>(binary_cross_entropy_with_logits(Array{1e4, -1e4}, Array{0, 1}).item(), 1e4);
  expectNear<TypeParam>(binary_cross_entropy_with_logits(Array{1e4, -1e4}, Array{1, 0}).item(), 0);
}

TYPED_TEST(NN, crossEntropyOfIndicesAndOfProbabilities) {
  const auto logits = this->sample({3, 4}, 1);
  const TensorI classes{2, 0, 3};
  double want = 0;
  for (int64_t row = 0; row < 3; ++row) {
    double sum = 0;
    for (int64_t c = 0; c < 4; ++c)
      sum += std::exp(double(logits(row, c)));
    want -= (double(logits(row, classes(row))) - std::log(sum)) / 3;
  }
  expectNear<TypeParam>(cross_entropy(logits, classes).item(), want);
  expectNear<TypeParam>(nll_loss(log_softmax(logits), classes).item(), want);
  expectNear<TypeParam>(cross_entropy(logits, one_hot<TypeParam>(classes, 4)).item(), want);
  // Leading axes are all batches, and a lone row has none.
  expectNear<TypeParam>(cross_entropy(logits.reshaped({1, 3, 4}), classes.reshaped({1, 3})).item(), want);
  EXPECT_EQ(cross_entropy(this->sample({4}, 1), TensorI(2)).rank(), 0);

  using Array = BasicTensor<TypeParam>;
  expectNear<TypeParam>(cross_entropy(Array{{1e4, -1e4}}, oneClass(1)).item(), 2e4);
  expectNear<TypeParam>(cross_entropy(Array{{1e4, -1e4}}, oneClass(0)).item(), 0);
  EXPECT_THROW(cross_entropy(logits, TensorI{2, 0, 4}), std::out_of_range);
  EXPECT_THROW(cross_entropy(logits, TensorI{2, 0}), ShapeError);
}

TYPED_TEST(NN, regressionLossesEqualTheirFormulas) {
  const auto x = this->sample({6, 7}, 1), y = this->sample({6, 7}, 2);
  expectNear<TypeParam>(mse_loss(x, y).item(),
                        this->meanOver(x, y, [](double a, double b, int64_t) { return (a - b) * (a - b); }));
  expectNear<TypeParam>(l1_loss(x, y).item(),
                        this->meanOver(x, y, [](double a, double b, int64_t) { return std::fabs(a - b); }));
  for (const double delta : {1.0, 0.5, 100.0}) {
    const auto huber = [&](double a, double b, int64_t) {
      const double d = std::fabs(a - b);
      return d <= delta ? d * d / 2 : delta * (d - delta / 2);
    };
    expectNear<TypeParam>(huber_loss(x, y, TypeParam(delta)).item(), this->meanOver(x, y, huber));
  }
  EXPECT_EQ(huber_loss(x, y).item(), huber_loss(x, y, 1).item());
  EXPECT_THROW(mse_loss(x, this->sample({6, 8}, 1)), ShapeError);
}

TYPED_TEST(NN, layerNormNormalisesTheLastAxis) {
  const auto x = this->sample({3, 5}, 1), gamma = this->sample({5}, 2), beta = this->sample({5}, 3);
  const auto y = layer_norm(x, gamma, beta, TypeParam(1e-3));
  ASSERT_EQ(y.shape(), x.shape());
  for (int64_t row = 0; row < 3; ++row) {
    double mean = 0, variance = 0;
    for (int64_t c = 0; c < 5; ++c)
      mean += double(x(row, c)) / 5;
    for (int64_t c = 0; c < 5; ++c)
      variance += (double(x(row, c)) - mean) * (double(x(row, c)) - mean) / 5;
    for (int64_t c = 0; c < 5; ++c)
      expectNear<TypeParam>(y(row, c),
                            (double(x(row, c)) - mean) / std::sqrt(variance + 1e-3) * double(gamma(c)) +
                                double(beta(c)));
  }
  EXPECT_EQ(layer_norm(ones<TypeParam>({2, 4}), ones<TypeParam>({4}), ones<TypeParam>({4}))(0, 0), 1);
}

TEST(Tutorial, lossOfTheReferenceTutorial) {
  const Tensor x = ones({5}), y = zeros({3});
  const Tensor w{{0.49671414, -0.1382643, 0.64768857},
                 {1.5230298, -0.23415338, -0.23413695},
                 {1.5792128, 0.7674347, -0.46947438},
                 {0.54256004, -0.46341768, -0.46572974},
                 {0.24196227, -1.9132802, -1.7249179}};
  const Tensor b{-0.5622875, -1.0128311, 0.31424734};
  const Tensor z = matmul(x, w) + b;
  const double expected = 1.3423151;
  EXPECT_NEAR(binary_cross_entropy_with_logits(z, y, ones_like(z), ones_like(z)).item(), expected,
              2e-6 * expected);
  EXPECT_NEAR(BCEWithLogitsLoss()(z, y).item(), expected, 2e-6 * expected);
}

TEST(Layers, lossObjectsCallTheirFunctions) {
  const Tensor x{{1, 2, 5}}, y{{0, 0, 1}};
  EXPECT_EQ(BCEWithLogitsLoss()(x, y).item(), binary_cross_entropy_with_logits(x, y).item());
  EXPECT_EQ(MSELoss()(x, y).item(), mse_loss(x, y).item());
  EXPECT_EQ(L1Loss()(x, y).item(), l1_loss(x, y).item());
  EXPECT_EQ(HuberLoss()(x, y).item(), huber_loss(x, y).item());
  EXPECT_EQ(HuberLoss(3)(x, y).item(), huber_loss(x, y, 3).item());
  EXPECT_EQ(CrossEntropyLoss()(x, TensorI{2}).item(), cross_entropy(x, TensorI{2}).item());
  EXPECT_EQ(CrossEntropyLoss()(x, y).item(), cross_entropy(x, y).item());
}

TEST(Layers, linearIsAnAffineMapWithReproducibleWeights) {
  Linear layer(16, 4, 7);
  const Tensor x = ones({2, 3, 16});
  const Tensor y = layer(x);
  ASSERT_EQ(y.shape(), (Shape{2, 3, 4}));
  double want = layer.bias(1);
  for (int64_t i = 0; i < 16; ++i)
    want += double(layer.weight(i, 1));
  EXPECT_NEAR(y(1, 2, 1), want, 1e-5);

  const Linear same(16, 4, 7), other(16, 4, 8);
  EXPECT_EQ(same.weight(3, 2), std::as_const(layer.weight)(3, 2));
  EXPECT_NE(other.weight(3, 2), std::as_const(layer.weight)(3, 2));
  for (float value : same.weight)
    EXPECT_LE(std::fabs(value), 0.25F);

  const std::vector<Parameter *> params = layer.trainable_params();
  ASSERT_EQ(params.size(), 2U);
  EXPECT_EQ(params[0]->name, "weight");
  EXPECT_EQ(params[1], &layer.bias);
}

} // namespace

#include "Reference.h"

using namespace adgen;
using namespace adgen::test;

TEST(CreationTest, ConstantsHaveTheRequestedShapeAndType) {
  expectSame(zeros({2, 3}), Reference(Index{2, 3}));
  expectSame(full<int64_t>({2}, 7), build({2}, [](const Index &) { return 7; }));
  expectSame(ones_like(zeros<double>({1, 0, 2})), Reference(Index{1, 0, 2}));
  expectSame(full_like(Tensor{{1, 2}}, 3), build({1, 2}, [](const Index &) { return 3; }));
  EXPECT_EQ(ones({}).item(), 1);
}

TEST(CreationTest, ArangeCountsLikeNumPy) {
  expectSame(arange(4), build({4}, [](const Index &i) { return i[0]; }));
  expectSame(arange<double>(1, 2, 0.25), build({4}, [](const Index &i) { return 1 + 0.25 * i[0]; }));
  expectSame(arange<int64_t>(5, 0, -2), build({3}, [](const Index &i) { return 5 - 2 * i[0]; }));
  EXPECT_EQ(arange(3, 1).size(), 0);
  EXPECT_THROW(arange(0, 1, 0), ShapeError);
  EXPECT_THROW(arange(0, INFINITY), ShapeError);
}

TEST(CreationTest, EyeTakesShapeAndDiagonal) {
  auto diagonal = [](int64_t k) { return [k](const Index &i) { return i[1] == i[0] + k; }; };
  expectSame(eye(3), build({3, 3}, diagonal(0)));
  expectSame(eye<double>(2, 4, 1), build({2, 4}, diagonal(1)));
  expectSame(eye(4, 2, -1), build({4, 2}, diagonal(-1)));
  expectSame(eye(2, 2, 5), Reference(Index{2, 2}));
}

TEST(CreationTest, FromPointerCopies) {
  float data[] = {1, 2, 3, 4};
  Tensor x = from_pointer({2, 2}, data);
  data[3] = 9;
  EXPECT_EQ(std::as_const(x)(1, 1), 4);
}

TEST(RandomTest, PhiloxMatchesItsPublishedVector) {
  // The known answer of the authors' test suite for a zero counter and key is
  // 6627e8d5 e169c58d bc57ac4c 9b00dbd8; the upper 24 bits are the mantissa.
  Tensor u = uniform({4}, 0, 1, 0);
  const uint32_t words[] = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(std::as_const(u)(i), static_cast<float>(words[i] >> 8) * 0x1p-24F);
}

TEST(RandomTest, ElementsDependOnSeedAndPositionAlone) {
  Tensor a = uniform({10}, -1, 1, 3), b = uniform({1000}, -1, 1, 3), c = uniform({10}, -1, 1, 4);
  EXPECT_EQ(std::as_const(a)(9), std::as_const(b)(9));
  EXPECT_NE(std::as_const(a)(9), std::as_const(c)(9));
}

TEST(RandomTest, UniformStaysInItsInterval) {
  Tensor u = uniform({200000}, 1, 1.0000002F, 1);
  EXPECT_GE(min(u).item(), 1.0F);
  EXPECT_LT(max(u).item(), 1.0000002F);
  TensorD d = uniform<double>({200000}, -2, 4, 1);
  EXPECT_NEAR(mean(d).item(), 1, 0.02);
  EXPECT_NEAR(var(d).item(), 3, 0.03);
}

TEST(RandomTest, NormalIsTheQuantileOfTheUniform) {
  // Through the distribution function back to [0, 1]: uniform again, the
  // quantile inverted to the last digits.
  TensorD z = normal<double>({100000}, 0, 1, 5), u = uniform<double>({100000}, 0, 1, 5);
  for (int64_t i = 0; i < z.size(); ++i) {
    double back = 0.5 * std::erfc(-std::as_const(z).data()[i] / std::sqrt(2.0));
    double expected = std::as_const(u).data()[i];
    ASSERT_NEAR(back, expected, 4e-16 + 4e-15 * std::fabs(expected)) << i;
  }
  EXPECT_NEAR(mean(z).item(), 0, 0.01);
  EXPECT_NEAR(var(z).item(), 1, 0.02);
  EXPECT_NEAR(mean(normal({100000}, 3, 0.5F)).item(), 3, 0.01);
}

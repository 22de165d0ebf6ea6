//===- VectorMathTest.cpp - Accuracy and special values -------------------===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "adgen/runtime/VectorMath.h"

#include "gtest/gtest.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

namespace {

constexpr float Inf = std::numeric_limits<float>::infinity();
constexpr float QuietNaN = std::numeric_limits<float>::quiet_NaN();

float floatFromBits(std::uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// Distance of a float from an exact value in units of the float's last place.
double ulpError(float got, double exact) {
  const float rounded = static_cast<float>(exact);
  if (std::isnan(exact) || std::isnan(got))
    return std::isnan(exact) && std::isnan(got) ? 0 : Inf;
  if (std::isinf(rounded) || std::isinf(got))
    return got == rounded ? 0 : Inf;
  if (rounded == 0 || got == 0)
    if (std::signbit(got) != std::signbit(exact))
      return Inf;
  int exponent;
  std::frexp(exact, &exponent);
  return std::fabs(got - exact) / std::ldexp(1.0, std::max(exponent - 24, -149));
}

struct Function {
  const char *name;
  float (*vector)(float);
  double (*reference)(double);
  double bound;
};

namespace vmath = adgen::vmath;

double referenceSigmoid(double x) { return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x)); }
double referenceSoftplus(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }

// The last four forward to libm, whose bound is not ours to promise.
const Function Functions[] = {
    {"exp", vmath::exp, std::exp, 0.6},
    {"exp2", vmath::exp2, std::exp2, 0.6},
    {"expm1", vmath::expm1, std::expm1, 0.6},
    {"log", vmath::log, std::log, 0.6},
    {"log1p", vmath::log1p, std::log1p, 0.6},
    {"log2", vmath::log2, std::log2, 0.6},
    {"log10", vmath::log10, std::log10, 0.6},
    {"tanh", vmath::tanh, std::tanh, 0.6},
    {"sigmoid", vmath::sigmoid, referenceSigmoid, 0.6},
    {"softplus", vmath::softplus, referenceSoftplus, 0.6},
    {"sinh", vmath::sinh, std::sinh, 0.6},
    {"cosh", vmath::cosh, std::cosh, 0.6},
    {"sin", vmath::sin, std::sin, 0.6},
    {"cos", vmath::cos, std::cos, 0.6},
    {"tan", vmath::tan, std::tan, 0.6},
    {"atan", vmath::atan, std::atan, 0.6},
    {"asin", vmath::asin, std::asin, 0.6},
    {"acos", vmath::acos, std::acos, 0.6},
    {"erf", vmath::erf, std::erf, 0.6},
    {"erfc", vmath::erfc, std::erfc, 0.6},
    {"sqrt", vmath::sqrt, std::sqrt, 0.6},
    {"cbrt", vmath::cbrt, std::cbrt, 4},
    {"asinh", vmath::asinh, std::asinh, 4},
    {"acosh", vmath::acosh, std::acosh, 4},
    {"atanh", vmath::atanh, std::atanh, 4},
};

class VectorMath : public testing::TestWithParam<Function> {};

TEST_P(VectorMath, sweepOverEvery251stFloat) {
  const Function &f = GetParam();
  double worst = 0;
  float worstAt = 0;
  for (std::uint64_t bits = 0; bits <= 0xffffffffU; bits += 251) {
    const float x = floatFromBits(static_cast<std::uint32_t>(bits));
    const double error = ulpError(f.vector(x), f.reference(x));
    if (error > worst) {
      worst = error;
      worstAt = x;
    }
  }
  RecordProperty("ulp", std::to_string(worst));
  EXPECT_LE(worst, f.bound) << f.name << "(" << worstAt << ") = " << f.vector(worstAt) << ", not "
                            << f.reference(worstAt);
}

TEST_P(VectorMath, specialValues) {
  const Function &f = GetParam();
  const float denormal = std::numeric_limits<float>::denorm_min();
  const float big = std::numeric_limits<float>::max();
  const float tiny = std::numeric_limits<float>::min();
  for (const float x :
       {0.0F, denormal, tiny, 0.5F, 1.0F, std::nextafter(1.0F, 0.0F), std::nextafter(1.0F, 2.0F), 2.0F, 10.0F,
        88.72283F, 88.72284F, 104.0F, 0x1p52F, 0x1p79F, 0x1p106F, big, Inf, QuietNaN})
    for (const float signedX : {x, -x})
      EXPECT_LE(ulpError(f.vector(signedX), f.reference(signedX)), f.bound)
          << f.name << "(" << signedX << ") = " << f.vector(signedX) << ", not " << f.reference(signedX);
}

INSTANTIATE_TEST_SUITE_P(, VectorMath, testing::ValuesIn(Functions),
                         [](const auto &info) { return std::string(info.param.name); });

TEST(VectorMathPow, sweepOfBothArguments) {
  // Strides that are coprime to the exponent's period visit every exponent of x and y.
  double worst = 0;
  float worstX = 0, worstY = 0;
  std::uint32_t xBits = 0, yBits = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    xBits += 2654435761U;
    yBits = yBits * 1664525U + 1013904223U;
    const float x = floatFromBits(xBits);
    for (const float y : {floatFromBits(yBits), std::ldexp(static_cast<float>(yBits), -27),
                          static_cast<float>(static_cast<int>(yBits % 41) - 20)}) {
      const double error = ulpError(vmath::pow(x, y), std::pow(double(x), double(y)));
      if (error > worst) {
        worst = error;
        worstX = x;
        worstY = y;
      }
    }
  }
  RecordProperty("ulp", std::to_string(worst));
  EXPECT_LE(worst, 0.6) << worstX << " ^ " << worstY << " = " << vmath::pow(worstX, worstY);
}

TEST(VectorMathPow, specialValues) {
  const std::vector<float> values = {0.0F, 1e-45F,   0.25F,       0.5F,       1.0F,    1.5F,
                                     2.0F, 3.0F,     16777215.0F, 0x1p24F,    0x1p25F, 3e38F,
                                     Inf,  QuietNaN, 1.0000001F,  0.99999994F};
  for (const float x : values)
    for (const float y : values)
      for (const float signedX : {x, -x})
        for (const float signedY : {y, -y})
          EXPECT_LE(ulpError(vmath::pow(signedX, signedY), std::pow(double(signedX), double(signedY))), 1)
              << signedX << " ^ " << signedY << " = " << vmath::pow(signedX, signedY) << ", not "
              << std::pow(signedX, signedY);
}

/// Distance of a double from the nearest double to a long double, in ulp.
double ulpErrorOfDouble(double got, long double exact) {
  const auto rounded = static_cast<double>(exact);
  if (std::isnan(rounded) || std::isinf(rounded) || std::isinf(got))
    return got == rounded || (std::isnan(rounded) && std::isnan(got)) ? 0 : Inf;
  int exponent;
  std::frexp(rounded, &exponent);
  return static_cast<double>(std::fabs(got - exact) / std::ldexp(1.0L, std::max(exponent - 53, -1074)));
}

TEST(VectorMathDouble, sweepOfExpAndSigmoid) {
  double worstExp = 0, worstSigmoid = 0;
  const auto check = [&](double x) {
    const auto wide = static_cast<long double>(x);
    const long double sigmoid = x < 0 ? std::exp(wide) / (1 + std::exp(wide)) : 1 / (1 + std::exp(-wide));
    worstExp = std::max(worstExp, ulpErrorOfDouble(vmath::exp(x), std::exp(wide)));
    worstSigmoid = std::max(worstSigmoid, ulpErrorOfDouble(vmath::sigmoid(x), sigmoid));
  };
  for (double x = -760; x < 760; x += 0.00213)
    check(x);
  // Every exponent and both signs, infinities and NaN included.
  for (std::uint64_t high = 0; high <= 0xffffU; ++high) {
    double x;
    const std::uint64_t bits = high << 48 | high * 0x9e3779b97f4a >> 16;
    std::memcpy(&x, &bits, sizeof x);
    check(x);
  }
  for (const double x :
       {double(Inf), 709.782712893384, 709.782712893385, 745.1332191019411, 745.1332191019413})
    for (const double signedX : {x, -x})
      check(signedX);
  RecordProperty("exp", std::to_string(worstExp));
  RecordProperty("sigmoid", std::to_string(worstSigmoid));
  EXPECT_LE(worstExp, 1.1);
  EXPECT_LE(worstSigmoid, 2.2);
  EXPECT_EQ(vmath::exp(0.0), 1.0);
  EXPECT_TRUE(std::isnan(vmath::exp(double(QuietNaN))));
}

TEST(VectorMathDouble, sigmoidAndSoftplusKeepBothEnds) {
  EXPECT_EQ(vmath::sigmoid(0.0), 0.5);
  EXPECT_EQ(vmath::sigmoid(1e4), 1.0);
  EXPECT_EQ(vmath::sigmoid(-1e4), 0.0);
  EXPECT_GT(vmath::sigmoid(-740.0), 0.0);
  EXPECT_DOUBLE_EQ(vmath::sigmoid(-700.0), std::exp(-700.0));
  EXPECT_DOUBLE_EQ(vmath::softplus(0.0), std::log(2.0));
  EXPECT_EQ(vmath::softplus(1e4), 1e4);
  EXPECT_DOUBLE_EQ(vmath::softplus(-700.0), std::exp(-700.0));
  EXPECT_TRUE(std::isnan(vmath::sigmoid(double(QuietNaN))));
  EXPECT_TRUE(std::isnan(vmath::softplus(double(QuietNaN))));
  EXPECT_EQ(vmath::softplus(double(Inf)), double(Inf));
  EXPECT_EQ(vmath::softplus(-double(Inf)), 0.0);
}

} // namespace

// RUN: %exec-test %s %t
// Operands of another shape or type than the result: rows beside matrices, truth values, tensors not chosen.
#include "Check.h"

#ifndef ADGEN_REFERENCE
#include <adgen/adgen.h>

using adgen::TensorD;

// The row has another shape than what is computed of it and the matrix.
#pragma grad
double rowTimesMatrix(const TensorD &v, const TensorD &m) {
  const TensorD row = tanh(v * 3.0);
  return sum(row * m * m).item();
}

// A truth value is a number beside a tensor.
#pragma grad wrt(x)
double masked(const TensorD &x, bool keep, double y) {
  return sum(keep * x * x + x / (y > 0) + (y < 0)).item();
}

// The tensor that would be returned has no shape before the loop has one to return.
#pragma grad
TensorD firstLarge(const TensorD &x, const TensorD &y, int n) {
  for (int i = 0; i < n; ++i)
    if (x(i) > 0.5)
      return sin(y * x(i));
  return x * x;
}

// Elements of another type, there and back.
#pragma grad
#pragma grad mode(jvp)
double ofTwoPrecisions(const adgen::Tensor &x, const TensorD &w) {
  const TensorD wide = adgen::cast<double>(x);
  return sum(wide * wide * w + adgen::cast<double>(adgen::cast<float>(w) * x * 3.0f)).item();
}

#include "Generated.h"

CHECK(rowsOfAMatrix) {
  const TensorD v{0.2, -0.4, 0.6}, m{{0.5, -1.5, 2}, {1, 0.25, -3}};
  const auto [dv, dm] = rowTimesMatrix_grad(v, m);
  EXPECT(dv.shape() == v.shape() && dm.shape() == m.shape());
  for (int j = 0; j < 3; ++j) {
    const double row = std::tanh(v(j) * 3);
    EXPECT(isClose(dv(j), 3 * (1 - row * row) * (m(0, j) * m(0, j) + m(1, j) * m(1, j)), 1e-13));
    for (int i = 0; i < 2; ++i)
      EXPECT(isClose(dm(i, j), 2 * row * m(i, j), 1e-13));
  }
}
CHECK(numbersOfTruthValues) {
  const TensorD x{0.5, -1.5};
  for (bool keep : {false, true}) {
    const auto [value, dx] = masked_value_and_grad(x, keep, 2);
    EXPECT(isClose(value, keep * 2.5 - 1, 1e-15));
    for (int i = 0; i < 2; ++i)
      EXPECT(isClose(dx(i), keep * 2 * x(i) + 1, 1e-15));
  }
}

CHECK(tensorsOfTwoShapes) {
  const TensorD x{0.2, 0.7, -0.4}, y{{0.5, -1.5}, {2, 0.25}};
  const auto [noneX, noneY] = firstLarge_grad(x * 0.5, y, 3);
  for (int i = 0; i < 3; ++i)
    EXPECT(isClose(noneX(i), x(i), 1e-15));
  const auto [dx, dy] = firstLarge_grad(x, y, 3);
  double d_factor = 0;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      EXPECT(noneY(i, j) == 0);
      EXPECT(isClose(dy(i, j), 0.7 * std::cos(y(i, j) * 0.7), 1e-14));
      d_factor += y(i, j) * std::cos(y(i, j) * 0.7);
    }
  EXPECT(dx(0) == 0 && dx(2) == 0 && isClose(dx(1), d_factor, 1e-14));
}

CHECK(tensorsOfTwoPrecisions) {
  const adgen::Tensor x{0.5, -1.5, 2};
  const TensorD w{0.25, 3, -1}, direction{1, -2, 0.5};
  const auto [dx, dw] = ofTwoPrecisions_grad(x, w);
  double along = 0;
  for (int i = 0; i < 3; ++i) {
    EXPECT(isClose(dx(i), 2 * x(i) * w(i) + 3 * w(i), 1e-6));
    EXPECT(isClose(dw(i), x(i) * x(i) + 3 * x(i), 1e-6));
    along += (dx(i) + dw(i)) * direction(i);
  }
  const auto [value, tangent] = ofTwoPrecisions_jvp(x, w, adgen::cast<float>(direction), direction);
  EXPECT(isClose(value, 0.25 * 0.25 + 3 * 2.25 - 4 + 3 * (0.125 - 4.5 - 2), 1e-6));
  EXPECT(isClose(tangent, along, 1e-6));
}
#endif

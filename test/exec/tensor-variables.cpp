// RUN: %exec-test %s %t
// Tensors that are assigned, exchanged and written as braces have the gradient of the same function without.
#include "Check.h"

#ifndef ADGEN_REFERENCE
#include <adgen/adgen.h>
#include <utility>

using adgen::TensorD;

#pragma grad
double assigned(TensorD x, const TensorD &w, int n) {
  TensorD y = x;
  for (int i = 0; i < n; ++i) {
    x = tanh(x * w);
    std::swap(x, y);
    if (x(0) > 0.4)
      y = x * y;
    y += (y -= 0.25, x);
  }
  return sum(x * y).item();
}

#pragma grad
double plain(const TensorD &x, const TensorD &w, int n) {
  if (n == 0)
    return sum(x * x).item();
  const TensorD x1 = x, y1 = tanh(x * w);
  const TensorD y2 = (x1(0) > 0.4 ? x1 * y1 : y1) - 0.25 + x1;
  if (n == 1)
    return sum(x1 * y2).item();
  const TensorD x3 = y2, y3 = tanh(x1 * w);
  const TensorD y4 = (x3(0) > 0.4 ? x3 * y3 : y3) - 0.25 + x3;
  return sum(x3 * y4).item();
}

#pragma grad
double braces(const TensorD &x) { return sum(index_select(x, 0, {2, 0, -1}) * TensorD{0.5, 2, -3}).item(); }

// A choice between two tensors that are the same number everywhere stays a choice between tensors.
#pragma grad
double chosen(const TensorD &x, double s) {
  const TensorD constant = adgen::full<double>({3}, s);
  return sum(where(x > 0.5, s, where(x > 0.3, zeros_like(x), constant)) * x).item();
}

#include "Generated.h"

CHECK(assignments) {
  const TensorD w{0.5, -1.5, 2};
  for (const TensorD &x : {TensorD{0.3, 0.8, -0.4}, TensorD{0.9, -0.2, 0.6}})
    for (int n : {0, 1, 2}) {
      const auto [dx, dw] = assigned_grad(x, w, n);
      const auto [ex, ew] = plain_grad(x, w, n);
      EXPECT(isClose(assigned(x, w, n), plain(x, w, n), 1e-14));
      for (int i = 0; i < 3; ++i) {
        EXPECT(isClose(dx(i), ex(i), 1e-13));
        EXPECT(isClose(dw(i), ew(i), 1e-13));
      }
    }
}

CHECK(writtenAsBraces) {
  const TensorD d = braces_grad(TensorD{1, 2, 4});
  EXPECT(d(0) == 2);
  EXPECT(d(1) == 0);
  EXPECT(d(2) == -2.5);
}

CHECK(choices) {
  const auto [dx, ds] = chosen_grad(TensorD{0.1, 0.4, 0.7}, 3);
  EXPECT(dx(0) == 3);
  EXPECT(dx(1) == 0);
  EXPECT(dx(2) == 3);
  EXPECT(isClose(ds, 0.8, 1e-15));
}

#else
// Nothing here is differentiated by differences.
#endif

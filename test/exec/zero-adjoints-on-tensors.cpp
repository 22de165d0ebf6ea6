// RUN: %clang-plugin %s %ldflags -o %t.plugin && %t.plugin
// RUN: %adgen %s -o %t.grad.h -- %flags
// RUN: %gxx -O2 -DADGEN_OUTPUT='"%t.grad.h"' %s %ldflags -o %t.adgen && %t.adgen
// As zero-adjoints.cpp: in each case the first element is where an adjoint of the first derivative is exactly
// zero. The expected values are closed forms.
#include <adgen/adgen.h>
#include <cmath>
#include <cstdio>

using adgen::TensorD;

#pragma grad
TensorD logSquared(const TensorD &x) {
  TensorD l = log(x);
  return sum(l * l);
}
#pragma grad logSquared_grad name(logSquared_xx)
#pragma grad logSquared_grad mode(jvp)

#pragma grad wrt(y)
TensorD root(const TensorD &x, const TensorD &y) { return sum(x * sqrt(y)); }
#pragma grad root_grad wrt(x) name(root_yx)
#pragma grad root_grad wrt(x) mode(jvp)

#pragma grad wrt(x)
TensorD powers(const TensorD &x, const TensorD &y) { return sum(pow(x, y)); }
#pragma grad powers_grad wrt(y) name(powers_xy)

#ifdef ADGEN_OUTPUT
#include ADGEN_OUTPUT
#endif

static int failures = 0;
static void expect(const char *what, const TensorD &found, const TensorD &expected) {
  for (int i = 0; i < expected.size(); ++i)
    if (!(std::fabs(found.data()[i] - expected.data()[i]) <= 1e-14)) {
      std::printf("%s: element %d is %.17g, not %.17g\n", what, i, found.data()[i], expected.data()[i]);
      ++failures;
    }
}

int main() {
  const TensorD x = {1.0, 2.0}, ones = {1.0, 1.0}, two = {2.0, 2.0}, z = {0.0, 1.0};
  const TensorD second = {2.0, (1 - std::log(2.0)) / 2}; // 2 (1 - log x) / x^2
  expect("logSquared, reverse", logSquared_xx(x), second);
  expect("logSquared, forward", std::get<1>(logSquared_grad_jvp(x, ones)), second);
  const TensorD slope = {0.5 / std::sqrt(2.0), 0.5 / std::sqrt(2.0)}; // 1 / (2 sqrt y)
  expect("root, reverse", root_yx(z, two), slope);
  expect("root, forward", std::get<1>(root_grad_jvp(z, two, ones)), slope);
  expect("powers, reverse", powers_xy(two, z), {0.5, 1 + std::log(2.0)}); // x^(y - 1) (1 + y log x)
  return failures;
}

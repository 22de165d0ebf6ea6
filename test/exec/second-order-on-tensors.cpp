// RUN: %clang-plugin %s %ldflags -o %t.plugin && %t.plugin
// RUN: %adgen %s -o %t.grad.h -- %flags
// RUN: %gxx -O2 -DADGEN_OUTPUT='"%t.grad.h"' %s %ldflags -o %t.adgen && %t.adgen
// Gradients of gradients of operations on tensors, against differences of the gradients: the adjoints of what
// only adjoints consist of.
#include <adgen/adgen.h>
#include <cmath>
#include <cstdio>

using adgen::TensorD;

#pragma grad
TensorD product(const TensorD &a, const TensorD &b) {
  const TensorD c = matmul(a, b);
  return sum(c * c * c);
}
#pragma grad product_grad

#pragma grad
TensorD joined(const TensorD &a, const TensorD &b) {
  const TensorD c = adgen::concat({a, b}, 1);
  return sum(c * c * c);
}
#pragma grad joined_grad

#pragma grad
TensorD crossEntropy(const TensorD &a, const TensorD &b) {
  return binary_cross_entropy_with_logits(a * a, b * b * b);
}
#pragma grad crossEntropy_grad

#ifdef ADGEN_OUTPUT
#include ADGEN_OUTPUT
#endif

static int failures = 0;

/// What `second` says the sum of all that `first` computes does when an element moves.
template <class First, class Second>
static void compare(const char *what, First first, Second second, const TensorD &a, const TensorD &b) {
  const auto [byA, byB] = second(a, b);
  auto total = [&](const TensorD &x, const TensorD &y) {
    const auto [d_x, d_y] = first(x, y);
    return sum(d_x).item() + sum(d_y).item();
  };
  auto check = [&](const TensorD &found, const TensorD &at, auto at_moved) {
    for (int i = 0; i < at.size(); ++i) {
      const double step = 1e-5;
      TensorD more = at, less = at;
      more.mutable_data()[i] += step;
      less.mutable_data()[i] -= step;
      const double expected = (at_moved(more) - at_moved(less)) / (2 * step);
      if (!(std::fabs(found.data()[i] - expected) <= 1e-7 * (1 + std::fabs(expected)))) {
        std::printf("%s: element %d is %.12g, not %.12g\n", what, i, found.data()[i], expected);
        ++failures;
      }
    }
  };
  check(byA, a, [&](const TensorD &moved) { return total(moved, b); });
  check(byB, b, [&](const TensorD &moved) { return total(a, moved); });
}

int main() {
  const TensorD a = {{0.3, -0.7}, {1.1, 0.4}, {-0.2, 0.9}}, b = {{0.5, 0.8, -0.6}, {-1.2, 0.1, 0.7}};
  const TensorD c = {{0.6, 0.2}, {0.9, 0.5}, {0.4, 0.7}};
  compare("product", product_grad, product_grad_grad, a, b);
  compare("joined", joined_grad, joined_grad_grad, a, c);
  compare("crossEntropy", crossEntropy_grad, crossEntropy_grad_grad, a, c);
  return failures;
}

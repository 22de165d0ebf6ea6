// Cells inside cells: the same operator() on other objects, virtual calls on members, names of paths.
// RUN: %clang-plugin %s -o %t %ldflags && %t | FileCheck %s
#include <adgen/adgen.h>
#include <cmath>
#include <cstdio>

using adgen::Tensor;

struct Inner : adgen::Cell {
  adgen::Linear hidden{2, 3, 1};
  adgen::Linear output{3, 1, 2};

  using Cell::construct;
  Tensor construct(const Tensor &x) const override { return output(tanh(hidden(x))); }
};

struct Outer : adgen::Cell {
  Inner inner;
  adgen::Linear last{1, 1, 3};

  using Cell::construct;
  Tensor construct(const Tensor &x) const override { return last.construct(inner.construct(x)); }
};

#pragma grad wrt() weights(outer)
Tensor total(const Outer &outer, const Tensor &x) { return sum(outer(x)); }

int main() {
  const Tensor x{{1, -2}, {0.5f, 3}};
  Outer outer;
  const auto gradients = total_grad(outer, x);
  const auto params = outer.trainable_params();
  double worst = 0;
  for (std::size_t i = 0; i < params.size(); ++i) {
    std::printf("%s\n", params[i]->name.c_str());
    for (int64_t j = 0; j < params[i]->size(); ++j) {
      float &element = params[i]->data()[j];
      const float kept = element, step = 1e-2f;
      element = kept + step;
      const double above = total(outer, x).item();
      element = kept - step;
      const double below = total(outer, x).item();
      element = kept;
      worst = std::fmax(worst, std::fabs((above - below) / (2 * step) - gradients[i].data()[j]));
    }
  }
  std::printf("%zu gradients, %s\n", gradients.size(), worst < 1e-3 ? "right" : "wrong");
}
// CHECK: inner.hidden.weight
// CHECK-NEXT: inner.hidden.bias
// CHECK-NEXT: inner.output.weight
// CHECK-NEXT: inner.output.bias
// CHECK-NEXT: last.weight
// CHECK-NEXT: last.bias
// CHECK-NEXT: 6 gradients, right

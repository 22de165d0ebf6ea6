// Tensors that are assigned to, in loops and in pairs, have the derivatives of the products that they are.
// RUN: %adgen %s -o %t.h -- %flags && %clang -DHEADER=\"%t.h\" %s %ldflags -o %t && %t
#include <adgen/adgen.h>
#include <cmath>
#include <utility>

using adgen::TensorD;

#pragma grad wrt(w)
TensorD power(TensorD w, int n) {
  TensorD h = w;
  for (int i = 1; i < n; ++i)
    h = h * w;
  TensorD moved;
  moved = std::move(h);
  (moved = moved * w) *= w;
  return sum(moved);
}

#pragma grad wrt(w)
TensorD inPair(TensorD w, int n) {
  std::pair<TensorD, double> h{w, 1};
  for (int i = 1; i < n; ++i) {
    h.first = h.first * w;
    h.second = 2 * h.second;
  }
  return sum(h.first) * h.second;
}

#ifdef HEADER
#include HEADER
#endif

static bool isNear(double a, double b) { return std::abs(a - b) < 1e-12; }

int main() {
  const TensorD w = adgen::full<double>({1}, 0.9);
  const bool right = isNear(sum(power_grad(w, 3)).item(), 5 * std::pow(0.9, 4)) &&
                     isNear(sum(inPair_grad(w, 3)).item(), 4 * 3 * std::pow(0.9, 2));
  return right ? 0 : 1;
}

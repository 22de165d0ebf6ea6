// The functions whose generated gradients are measured.
#pragma once

#include <adgen/adgen.h>

namespace measured {

using namespace adgen;

/// The tutorial's layer and loss.
#pragma grad wrt(w, b)
inline Tensor tutorial(const Tensor &x, const Tensor &y, const Tensor &w, const Tensor &b) {
  Tensor z = matmul(x, w) + b;
  return binary_cross_entropy_with_logits(z, y, ones_like(z), ones_like(z));
}

struct Network : Cell {
  Parameter w{uniform({5, 3}, -1, 1, 1)};
  Parameter b{uniform({3}, -1, 1, 2)};
  Tensor construct(const Tensor &x) const { return matmul(x, w) + b; }
};

inline const Network model;

/// The same with the parameters inside an object.
#pragma grad wrt() weights(model)
inline Tensor network(const Tensor &x, const Tensor &y) {
  Tensor z = model(x);
  return binary_cross_entropy_with_logits(z, y);
}

/// A chain of four elementwise operations and a sum.
#pragma grad wrt(x)
inline Tensor chain(const Tensor &x) { return sum(exp(tanh(x * x) * 0.5f)); }

/// One product; its gradient is two.
#pragma grad wrt(a, b)
inline Tensor product(const Tensor &a, const Tensor &b) { return matmul(a, b); }

} // namespace measured

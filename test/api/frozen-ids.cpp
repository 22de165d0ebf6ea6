// RUN: %clang-plugin -Wno-unused-variable %s -o %t %ldflags && %t
// return_ids names the gradients of trainable parameters, also when another one is frozen.

#include <adgen/adgen.h>
#include <cstdlib>

using namespace adgen;

struct Network : Cell {
  Parameter a{Tensor{2}};
  Parameter b{Tensor{3}};
  Parameter c{Tensor{5}};
  Tensor construct(const Tensor &x) const { return x * a * b * c; }
};
Network model;

#pragma grad wrt() weights(model)
Tensor f(const Tensor &x) { return sum(model(x)); }

int main() {
  model.b.requires_grad = false;
  auto named = grad<f>(weights(model), return_ids)(Tensor{1});
  const bool right = named[0].first == "a" && named[0].second.item() == 15 && named[1].first == "c" &&
                     named[1].second.item() == 6 && named[2].first.empty();
  return right ? EXIT_SUCCESS : EXIT_FAILURE;
}

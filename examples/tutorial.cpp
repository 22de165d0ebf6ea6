// The tutorial: functional automatic differentiation, in six steps.
//
// With the plugin:
//     clang++-19 $(adgen --cxxflags) tutorial.cpp $(adgen --ldflags)
// With any other compiler:
//     adgen tutorial.cpp -o tutorial.grad.h -- -std=c++17 $(adgen --cppflags)
//     g++ -std=c++17 -I. $(adgen --cppflags) tutorial.cpp $(adgen --ldflags)

#include <adgen/adgen.h>

#include <cstdio>
#include <iostream>

using namespace adgen;

// 1. A function: one linear layer and a loss.
#pragma grad wrt(w, b)
Tensor function(const Tensor &x, const Tensor &y, const Tensor &w, const Tensor &b) {
  Tensor z = matmul(x, w) + b;
  return binary_cross_entropy_with_logits(z, y, ones_like(z), ones_like(z));
}

// 3. and 5. Several outputs: their sum is differentiated, or, with has_aux, the first alone.
#pragma grad wrt(w, b)
#pragma grad wrt(w, b) has_aux name(function_with_logits_aux_grad)
std::tuple<Tensor, Tensor> function_with_logits(const Tensor &x, const Tensor &y, const Tensor &w,
                                                const Tensor &b) {
  Tensor z = matmul(x, w) + b;
  Tensor loss = binary_cross_entropy_with_logits(z, y, ones_like(z), ones_like(z));
  return {loss, z};
}

// 4. No gradient passes through stop_gradient.
#pragma grad wrt(w, b)
std::tuple<Tensor, Tensor> function_stop_gradient(const Tensor &x, const Tensor &y, const Tensor &w,
                                                  const Tensor &b) {
  Tensor z = matmul(x, w) + b;
  Tensor loss = binary_cross_entropy_with_logits(z, y, ones_like(z), ones_like(z));
  return {loss, stop_gradient(z)};
}

// 6. A network: its parameters live inside an object.
const Tensor initial_w{{0.49671414f, -0.1382643f, 0.64768857f},
                       {1.5230298f, -0.23415338f, -0.23413695f},
                       {1.5792128f, 0.7674347f, -0.46947438f},
                       {0.54256004f, -0.46341768f, -0.46572974f},
                       {0.24196227f, -1.9132802f, -1.7249179f}};
const Tensor initial_b{-0.5622875f, -1.0128311f, 0.31424734f};

struct Network : Cell {
  Parameter w{initial_w};
  Parameter b{initial_b};
  Tensor construct(const Tensor &x) const { return matmul(x, w) + b; }
};

Network model;
BCEWithLogitsLoss loss_fn;

#pragma grad wrt() weights(model)
Tensor forward_fn(const Tensor &x, const Tensor &y) {
  Tensor z = model(x);
  Tensor loss = loss_fn(z, y);
  return loss;
}

#if __has_include("tutorial.grad.h") // the plugin needs no header
#include "tutorial.grad.h"
#endif

static void print(const char *title, const std::tuple<Tensor, Tensor> &grads) {
  std::cout << title << "(" << std::get<0>(grads) << ", " << std::get<1>(grads) << ")\n";
}

int main() {
  const Tensor x = ones({5}), y = zeros({3});
  const Tensor &w = initial_w, &b = initial_b;

  std::printf("1. function(x, y, w, b)\n%.8g\n", function(x, y, w, b).item());
  std::fflush(stdout);

  auto grad_fn = grad<function>(wrt<2, 3>);
  print("2. its gradient\n", grad_fn(x, y, w, b));

  print("3. the gradient of the sum of two outputs\n", grad<function_with_logits>(wrt<2, 3>)(x, y, w, b));

  print("4. the second output stopped\n", grad<function_stop_gradient>(wrt<2, 3>)(x, y, w, b));

  auto [grads, aux] = grad<function_with_logits>(wrt<2, 3>, has_aux)(x, y, w, b);
  print("5. the second output as auxiliary data\n", grads);
  std::cout << std::get<0>(aux) << "\n";

  auto [loss, weight_grads] = value_and_grad<forward_fn>(weights(model))(x, y);
  std::printf("6. the loss of a network\n%.8g\n", loss.item());
  std::fflush(stdout);
  auto parameters = model.trainable_params();
  for (std::size_t i = 0; i < parameters.size(); ++i)
    std::cout << "the gradient of " << parameters[i]->name << "\n" << weight_grads[i] << "\n";
}

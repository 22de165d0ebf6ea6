// RUN: %clang-plugin -w -ferror-limit=0 -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Tensors.

#include <adgen/adgen.h>

using adgen::Tensor;

#pragma grad wrt(w)
// expected-error@+1 {{adgen needs to know the number of parts of this split}}
Tensor partsUnknown(Tensor w, int n) { return sum(split(w, n, 0)[0]); }

#pragma grad wrt(w)
Tensor partUnknown(Tensor w, int n) {
  auto parts = split(w, 2, 0);
  // expected-error@+1 {{adgen cannot see which element of the std::vector this is}}
  return sum(parts[n]);
}

namespace adgen {
inline double add(double a, double b, double c) { return a + b + c; }
} // namespace adgen
#pragma grad
// expected-error@+1 {{adgen has no derivative of this overload of 'adgen::add'}}
double overload(double x) { return adgen::add(x, x, x); }

#pragma grad wrt(x)
Tensor fromMemory(float x) {
  float values[] = {x, x};
  // expected-error@+2 {{adgen does not differentiate this construction of a tensor}}
  // expected-note@+1 {{construct it outside the differentiated function, or use full or stack}}
  return sum(Tensor({2}, values));
}

#pragma grad wrt(x)
// expected-error@+1 {{adgen has no derivative rule for this operand of 'tensor_of'}}
Tensor fromNumbers(float x) { return sum(Tensor{x, 2 * x}); }

#pragma grad wrt(w)
// expected-error@+1 {{adgen has no derivative rule for this operand of 'prod_grad'}}
Tensor product(Tensor w) { return sum(prod(w, {0}) * prod(w, {0})); }
#pragma grad product_grad wrt(w) name(product2)

#pragma grad wrt(v, w)
Tensor oneOfTwo(Tensor v, Tensor w, bool first) {
  // expected-error@+1 2 {{adgen cannot differentiate through a tensor that a pointer or a reference chosen at run time means}}
  Tensor a = v * w, b = w;
  Tensor &either = first ? a : b;
  return sum(either);
}

#pragma grad wrt(w)
Tensor array(Tensor w) {
  // expected-error@+2 {{adgen does not differentiate through objects of class 'Tensor[2]'}}
  // expected-note@+1 {{adgen follows tensors in variables and in members of objects}}
  Tensor both[2];
  return sum(w);
}

#pragma grad wrt(w)
Tensor checkpointed(Tensor w, int n) {
  Tensor h = w;
#pragma grad checkpoint(3)
  // expected-error@+1 {{checkpoint(n) needs a loop whose state consists of numbers and arrays; this one changes a tensor or a list}}
  for (int i = 0; i < n; ++i)
    h = tanh(h * w);
  return sum(h);
}

// expected-error@+1 {{adgen does not differentiate this recursive call of 'power'}}
Tensor power(Tensor x, int n) { return n == 0 ? x : power(x * x, n - 1); }
#pragma grad wrt(x)
Tensor recursive(Tensor x, int n) { return sum(power(x, n)); }

struct Network : adgen::Cell {
  adgen::Parameter w;
};
static Network network;
#pragma grad wrt() weights(network)
// expected-error@+1 {{'unread' does not read 'network.w': there is nothing to differentiate}}
double unread(double x) { return x; }

#pragma grad wrt() weights(net)
Tensor scaled(const Network &net, const Tensor &x) { return sum(net.w * x); }
#pragma grad wrt(x)
// expected-error@+1 {{adgen does not differentiate through gradients of weights}}
Tensor throughWeights(const Network &net, const Tensor &x) { return sum(scaled_grad(net, x)[0] * x); }

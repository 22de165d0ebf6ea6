//===- Elementwise.cpp - Passes over memory against plain loops -----------===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What fused generated code costs: the value and both gradients of a chain of
// four operations in one map, and the same as a hand-written loop into buffers
// that exist already. Then the tensor functions, and tensors of three elements.
//
//===----------------------------------------------------------------------===//

#include "adgen/runtime/Runtime.h"

#include "benchmark/benchmark.h"

using namespace adgen;

namespace {

constexpr int64_t Count = 1'000'000;

void perElement(benchmark::State &state) {
  state.counters["per_element"] =
      benchmark::Counter(Count, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void chainGradientByHand(benchmark::State &state) {
  const Tensor x = uniform({Count}, -1, 1, 1), y = uniform({Count}, 1, 2, 2);
  std::vector<float> dx(Count), dy(Count);
  for (auto _ : state) {
    const float *__restrict a = x.data(), *__restrict b = y.data();
    float *__restrict da = dx.data(), *__restrict db = dy.data();
    for (int64_t i = 0; i < Count; ++i) { // of (a * b + a) / (b * b)
      float q = 1 / (b[i] * b[i]), v = (a[i] * b[i] + a[i]) * q;
      da[i] = (b[i] + 1) * q;
      db[i] = a[i] * q - 2 * v / b[i];
    }
    benchmark::DoNotOptimize(dx.data());
    benchmark::DoNotOptimize(dy.data());
    benchmark::ClobberMemory();
  }
  perElement(state);
}
BENCHMARK(chainGradientByHand);

void chainGradientByMap(benchmark::State &state) {
  const Tensor x = uniform({Count}, -1, 1, 1), y = uniform({Count}, 1, 2, 2);
  for (auto _ : state) {
    auto gradients = map(
        [](float a, float b) {
          float q = 1 / (b * b), v = (a * b + a) * q;
          return std::make_tuple((b + 1) * q, a * q - 2 * v / b);
        },
        x, y);
    benchmark::DoNotOptimize(gradients);
  }
  perElement(state);
}
BENCHMARK(chainGradientByMap);

template <Tensor (*Function)(Tensor)> void unary(benchmark::State &state) {
  const Tensor x = uniform({Count}, -3, 3, 1);
  for (auto _ : state) {
    Tensor y = Function(x);
    benchmark::DoNotOptimize(y);
  }
  perElement(state);
}
BENCHMARK(unary<exp<float>>)->Name("exp");
BENCHMARK(unary<tanh<float>>)->Name("tanh");
BENCHMARK(unary<sigmoid<float>>)->Name("sigmoid");
BENCHMARK(unary<relu<float>>)->Name("relu");

void sumAll(benchmark::State &state) {
  const Tensor x = uniform({Count}, -3, 3, 1);
  for (auto _ : state)
    benchmark::DoNotOptimize(sum(x).item());
  perElement(state);
}
BENCHMARK(sumAll);

void addThree(benchmark::State &state) {
  const Tensor a{1, 2, 3}, b{4, 5, 6};
  for (auto _ : state) {
    Tensor c = a + b;
    benchmark::DoNotOptimize(c);
  }
}
BENCHMARK(addThree);

void mapThree(benchmark::State &state) {
  const Tensor a{1, 2, 3}, b{4, 5, 6};
  for (auto _ : state) {
    Tensor c = map([](float x, float y) { return x * y + 1; }, a, b);
    benchmark::DoNotOptimize(c);
  }
}
BENCHMARK(mapThree);

} // namespace

//===- VectorMath.cpp - ns per element of the vector math -----------------===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One plain loop over a million floats per function, ours and std::'s. Its
// time per element is the last column.
//
//===----------------------------------------------------------------------===//

#include "adgen/runtime/VectorMath.h"

#include "benchmark/benchmark.h"

#include <cmath>
#include <vector>

namespace {

template <class Function> void loop(benchmark::State &state, Function f, float low, float high) {
  const int count = 1'000'000;
  std::vector<float> input(count), output(count);
  for (int i = 0; i < count; ++i)
    input[i] = low + (high - low) * static_cast<float>(i) / count;
  for (auto _ : state) {
    const float *__restrict in = input.data();
    float *__restrict out = output.data();
    for (int i = 0; i < count; ++i)
      out[i] = f(in[i]);
    benchmark::DoNotOptimize(output.data());
    benchmark::ClobberMemory();
  }
  state.counters["per_element"] =
      benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

namespace vmath = adgen::vmath;

#define COMPARE(name, low, high)                                                                             \
  BENCHMARK_CAPTURE(loop, vmath_##name, [](float x) { return vmath::name(x); }, low, high);                  \
  BENCHMARK_CAPTURE(loop, std_##name, [](float x) { return std::name(x); }, low, high)

COMPARE(exp, -10.0F, 10.0F);
COMPARE(expm1, -10.0F, 10.0F);
COMPARE(log, 0.01F, 100.0F);
COMPARE(log1p, -0.9F, 100.0F);
COMPARE(tanh, -5.0F, 5.0F);
COMPARE(sin, -10.0F, 10.0F);
COMPARE(cos, -10.0F, 10.0F);
COMPARE(tan, -10.0F, 10.0F);
COMPARE(atan, -10.0F, 10.0F);
COMPARE(erf, -4.0F, 4.0F);
COMPARE(erfc, -4.0F, 9.0F);
COMPARE(sqrt, 0.0F, 9.0F);
BENCHMARK_CAPTURE(loop, vmath_sigmoid, [](float x) { return vmath::sigmoid(x); }, -10.0F, 10.0F);
BENCHMARK_CAPTURE(loop, std_sigmoid, [](float x) { return 1.0F / (1.0F + std::exp(-x)); }, -10.0F, 10.0F);
BENCHMARK_CAPTURE(loop, vmath_softplus, [](float x) { return vmath::softplus(x); }, -10.0F, 10.0F);
BENCHMARK_CAPTURE(loop, std_softplus, [](float x) { return std::log1p(std::exp(x)); }, -10.0F, 10.0F);
BENCHMARK_CAPTURE(loop, vmath_pow, [](float x) { return vmath::pow(x, 2.5F); }, 0.0F, 10.0F);
BENCHMARK_CAPTURE(loop, std_pow, [](float x) { return std::pow(x, 2.5F); }, 0.0F, 10.0F);

} // namespace

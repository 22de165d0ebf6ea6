// Generated gradients against hand-written ones, in one run.

#include "Gradients.h"

#ifndef __ADGEN__
#include "Gradients.grad.h"
#endif

#include <benchmark/benchmark.h>
#include <cblas.h>

using namespace measured;

static void tutorialGradient(benchmark::State &state) {
  const Tensor x = ones({5}), y = zeros({3}), w = uniform({5, 3}, -1, 1, 1), b = uniform({3}, -1, 1, 2);
  for (auto _ : state)
    benchmark::DoNotOptimize(tutorial_grad(x, y, w, b));
}
BENCHMARK(tutorialGradient);

static void networkValueAndGradient(benchmark::State &state) {
  const Tensor x = ones({5}), y = zeros({3});
  for (auto _ : state)
    benchmark::DoNotOptimize(network_value_and_grad(x, y));
}
BENCHMARK(networkValueAndGradient);

static void chainGenerated(benchmark::State &state) {
  const Tensor x = uniform({state.range(0)}, -2, 2, 3);
  for (auto _ : state)
    benchmark::DoNotOptimize(chain_grad(x));
}
BENCHMARK(chainGenerated)->Arg(1 << 12)->Arg(1 << 20);

/// What a careful person writes: one loop, every value in a register.
static void chainByHand(benchmark::State &state) {
  const Tensor x = uniform({state.range(0)}, -2, 2, 3);
  for (auto _ : state) {
    Tensor gradient = zeros(x.shape());
    const float *in = x.data();
    float *out = gradient.mutable_data();
    const int64_t n = x.size();
    for (int64_t i = 0; i < n; ++i) {
      const float t = vmath::tanh(in[i] * in[i]);
      const float d = vmath::exp(0.5f * t) * 0.5f * (1 - t * t) * in[i];
      out[i] = d + d;
    }
    benchmark::DoNotOptimize(gradient);
  }
}
BENCHMARK(chainByHand)->Arg(1 << 12)->Arg(1 << 20);

static void productGenerated(benchmark::State &state) {
  const int64_t n = state.range(0);
  const Tensor a = uniform({n, n}, -1, 1, 4), b = uniform({n, n}, -1, 1, 5);
  for (auto _ : state)
    benchmark::DoNotOptimize(product_grad(a, b));
}
BENCHMARK(productGenerated)->Arg(1024)->Unit(benchmark::kMillisecond)->UseRealTime();

static void productByHand(benchmark::State &state) {
  const int n = static_cast<int>(state.range(0));
  const Tensor a = uniform({n, n}, -1, 1, 4), b = uniform({n, n}, -1, 1, 5);
  const Tensor ones = full({n, n}, 1);
  for (auto _ : state) {
    Tensor da = zeros({n, n}), db = zeros({n, n});
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, n, n, n, 1, ones.data(), n, b.data(), n, 0,
                da.mutable_data(), n);
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, n, n, n, 1, a.data(), n, ones.data(), n, 0,
                db.mutable_data(), n);
    benchmark::DoNotOptimize(da);
    benchmark::DoNotOptimize(db);
  }
}
BENCHMARK(productByHand)->Arg(1024)->Unit(benchmark::kMillisecond)->UseRealTime();

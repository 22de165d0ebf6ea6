//===- MatMul.cpp - Matrix products against plain CBLAS calls -------------===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compare pairs of one run: the machine's speed drifts between runs. The plain
// calls write into memory that they own, as hand-written code would.
//
//===----------------------------------------------------------------------===//

#include "adgen/runtime/MatMul.h"

#include "benchmark/benchmark.h"

#include <cblas.h>

using namespace adgen;

namespace {

Tensor sample(const Shape &shape, int seed) {
  auto result = Tensor::uninitialized(shape);
  float *to = result.mutable_data();
  for (int64_t i = 0; i < result.size(); ++i)
    to[i] = static_cast<float>((i * 7 + seed) % 23 - 11) / 8;
  return result;
}

/// m x k times k x n, with everything that products and gradients need.
struct Problem {
  int m, k, n;
  Tensor a, b, dy, c, da, db;

  explicit Problem(const benchmark::State &state)
      : m(static_cast<int>(state.range(0))), k(static_cast<int>(state.range(1))),
        n(static_cast<int>(state.range(2))), a(sample({m, k}, 1)), b(sample({k, n}, 2)),
        dy(sample({m, n}, 3)), c(sample({m, n}, 0)), da(sample({m, k}, 0)), db(sample({k, n}, 0)) {}

  void countProducts(benchmark::State &state, int products) const {
    state.counters["FLOP/s"] =
        benchmark::Counter(2.0 * products * m * k * n, benchmark::Counter::kIsIterationInvariantRate);
  }
};

void product(benchmark::State &state) {
  const Problem p(state);
  for (auto _ : state)
    benchmark::DoNotOptimize(matmul(p.a, p.b));
  p.countProducts(state, 1);
}

void productCblas(benchmark::State &state) {
  Problem p(state);
  const float *a = std::as_const(p.a).data(), *b = std::as_const(p.b).data();
  float *c = p.c.mutable_data();
  for (auto _ : state) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, p.m, p.n, p.k, 1, a, p.k, b, p.n, 0, c, p.n);
    benchmark::ClobberMemory();
  }
  p.countProducts(state, 1);
}

void gradients(benchmark::State &state) {
  const Problem p(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(matmul_grad_lhs(p.dy, p.a, p.b));
    benchmark::DoNotOptimize(matmul_grad_rhs(p.dy, p.a, p.b));
  }
  p.countProducts(state, 2);
}

void gradientsCblas(benchmark::State &state) {
  Problem p(state);
  const float *a = std::as_const(p.a).data(), *b = std::as_const(p.b).data(),
              *dy = std::as_const(p.dy).data();
  float *da = p.da.mutable_data(), *db = p.db.mutable_data();
  for (auto _ : state) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, p.m, p.k, p.n, 1, dy, p.n, b, p.n, 0, da, p.k);
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, p.k, p.n, p.m, 1, a, p.k, dy, p.n, 0, db, p.n);
    benchmark::ClobberMemory();
  }
  p.countProducts(state, 2);
}

void shapes(benchmark::internal::Benchmark *benchmark) {
  benchmark->ArgNames({"m", "k", "n"})->UseRealTime();
  benchmark->Args({1, 5, 3})->Args({1, 784, 128})->Args({32, 784, 128})->Args({128, 128, 128});
  benchmark->Args({512, 512, 512})->Args({1024, 1024, 1});
  benchmark->Args({1024, 1024, 1024});
}

BENCHMARK(product)->Apply(shapes);
BENCHMARK(productCblas)->Apply(shapes);
BENCHMARK(gradients)->Apply(shapes);
BENCHMARK(gradientsCblas)->Apply(shapes);

} // namespace

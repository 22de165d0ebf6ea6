// RUN: %exec-test %s %t
// Elementwise operations behind a broadcast, and checkpoints of loops that the optimiser builds anew.
#include "Check.h"

#ifndef ADGEN_REFERENCE
#include <adgen/adgen.h>
#include <cstdlib>
#include <new>

using adgen::TensorD;

// The row has another shape than what is computed of it and the matrix.
#pragma grad
double rowTimesMatrix(const TensorD &v, const TensorD &m) {
  const TensorD row = tanh(v * 3.0);
  return sum(row * m * m).item();
}

// A truth value is a number beside a tensor.
#pragma grad wrt(x)
double masked(const TensorD &x, bool keep, double y) {
  return sum(keep * x * x + x / (y > 0) + (y < 0)).item();
}

// The optimiser takes what is known of these loops out of what they carry, and so makes new ones of them.
#pragma grad wrt(x)
double untilDone(double x, int n) {
  int i = 0;
  bool done = false;
#pragma grad checkpoint(3)
  while (!done) {
    if (x > 100 || i == n) {
      done = true;
      continue;
    }
    x += std::sin(x) / n;
    ++i;
  }
  return x;
}

#pragma grad wrt(x)
double scaleSetAgain(double x, int n) {
  double scale = 0.5;
  int i = 0;
#pragma grad checkpoint(3)
  while (i < n) {
    x += std::sin(x) * scale / n;
    scale = 0.5;
    ++i;
  }
  return x * scale;
}

#pragma grad wrt(x)
double plain(double x, int n, double scale) {
  for (int i = 0; i < n; ++i)
    x += std::sin(x) * scale / n;
  return x;
}

#include "Generated.h"

// A derivative from snapshots is the one from a tape; only what it asks for tells them apart.
static std::size_t allocated = 0;

void *operator new(std::size_t size) {
  allocated += size;
  if (void *memory = std::malloc(size))
    return memory;
  throw std::bad_alloc();
}
void *operator new[](std::size_t size) { return operator new(size); }
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete[](void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void *memory, std::size_t) noexcept { std::free(memory); }

CHECK(snapshotsOfLoopsBuiltAnew) {
  const int n = 1000;
  const double start = 0.7, first = plain_grad(start, n, 1), second = plain_grad(start, n, 0.5) * 0.5;
  const std::size_t before = allocated;
  EXPECT(isClose(untilDone_grad(start, n), first, 1e-12));
  EXPECT(isClose(scaleSetAgain_grad(start, n), second, 1e-12));
  EXPECT(allocated - before < n * sizeof(double));
}

CHECK(numbersOfTruthValues) {
  const TensorD x{0.5, -1.5};
  for (bool keep : {false, true}) {
    const auto [value, dx] = masked_value_and_grad(x, keep, 2);
    EXPECT(isClose(value, keep * 2.5 - 1, 1e-15));
    for (int i = 0; i < 2; ++i)
      EXPECT(isClose(dx(i), keep * 2 * x(i) + 1, 1e-15));
  }
}

CHECK(rowsOfAMatrix) {
  const TensorD v{0.2, -0.4, 0.6}, m{{0.5, -1.5, 2}, {1, 0.25, -3}};
  const auto [dv, dm] = rowTimesMatrix_grad(v, m);
  EXPECT(dv.shape() == v.shape() && dm.shape() == m.shape());
  for (int j = 0; j < 3; ++j) {
    const double row = std::tanh(v(j) * 3);
    EXPECT(isClose(dv(j), 3 * (1 - row * row) * (m(0, j) * m(0, j) + m(1, j) * m(1, j)), 1e-13));
    for (int i = 0; i < 2; ++i)
      EXPECT(isClose(dm(i, j), 2 * row * m(i, j), 1e-13));
  }
}
#endif

// RUN: %exec-test %s %t
// Checkpoints of loops that the optimiser builds anew.
#include "Check.h"

#ifndef ADGEN_REFERENCE
#include <cmath>
#include <cstdlib>
#include <new>

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
#endif

// RUN: %corpus-test %s %t
// What has to be written out in C++: conversions that change no bits, the order of reads and writes, flags.
#include "CorpusCheck.h"

// The bits of a negative number, as a large positive one.
#pragma grad
#pragma grad mode(jvp)
Real bitsAsUnsigned(Real x, int n) { return x * x * static_cast<unsigned>(n) / 4294967296.0; }

// The union of the bits of a signed and of an unsigned byte is an unsigned byte.
#pragma grad
#pragma grad mode(jvp)
Real unionOfBytes(Real x, signed char low, unsigned char high) {
  const int bits = static_cast<unsigned char>(low) | high;
  return x * x * bits;
}

// A branch reads what an element was before it was written over.
#pragma grad
#pragma grad mode(jvp)
Real formerElement(Real *x, int n) {
  const Real opposite = -x[0];
  x[0] = x[1] * x[2];
  if (n > 2) {
    x[2] = opposite + 1;
    x[1] *= x[1];
  }
  return x[1] * x[2];
}

// A pointer that is older than the loop reads the counter in every iteration.
#pragma grad
#pragma grad mode(jvp)
Real counterByPointer(const Real *x, int n) {
  int i;
  const int *position = &i;
  Real sum = 0;
  for (i = 0; i < n; ++i)
    sum = std::sin(sum + x[*position]);
  return sum;
}

// A flag that ends the loop also chooses what the condition computes, and that is read behind the loop.
#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real chosenByFlag(Real x, Real most, int n) {
  bool stop = false;
  Real last = 0;
  while (last = stop ? most : x, stop ? false : n > 0) {
    x = x * x + 0.1 * last;
    --n;
    stop = x > most;
  }
  return last * x;
}

#include "../exec/Generated.h"

CORPUS(bitsAsUnsigned, point(0.7, 5), point(0.7, -3))
CORPUS(unionOfBytes, point(0.7, -3, 5), point(0.7, 3, 200), point(0.7, -128, 127))
CORPUS(formerElement, point(array({0.7, 1.1, 0.4}), 3), point(array({0.7, 1.1, 0.4}), 2))
CORPUS(counterByPointer, point(array({0.7, 1.1, 0.4}), 3))
CORPUS_WRT(chosenByFlag, (0), point(0.7, 3.0, 4), point(1.7, 3.0, 4), point(1.7, 1000.0, 1))

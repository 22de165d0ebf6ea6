// RUN: %corpus-test %s %t
// An early return, then goto, then an element of a member whose index is unsigned.
#include "../corpus/CorpusCheck.h"

struct Pair {
  Real a, b;
};
struct Body {
  Real pos[3];
  Pair v;
  int kind;
};

#pragma grad
#pragma grad mode(jvp)
Real returnThenGoto(Real x, int n) {
  if (n == 1)
    return 0.5 * x;
  unsigned long k = n;
  goto past;
past:;
  Pair p{x * x, 0.5};
  Body s{};
  s.pos[k % 3] = x;
  s.v = p;
  return s.v.a * s.pos[2] + s.pos[0];
}

// A loop of nothing but constants whose results have an adjoint.
#pragma grad
#pragma grad mode(jvp)
Real constantLoop(Real &x) {
  x = 0.5;
  for (int i = 1; i < 2; i *= 2)
    x *= 0.5;
  return x;
}

// The call's argument says that nothing behind the return is reached.
static Real returnsAtOnce(int depth, Real x) {
  if (depth <= 0)
    return x * x;
  Real y = x;
  {
    goto past;
  }
past:;
  const Real z = y * 2;
  return z;
}

#pragma grad
#pragma grad mode(jvp)
Real labelBehindReturn(Real x) { return returnsAtOnce(0, x) + returnsAtOnce(1, x); }

/// Of what is never reached, the first use is in a branch, the next one is not.
static Real arrayBehindReturn(int depth, Real x) {
  if (depth <= 0)
    return x * x;
  Real a[2] = {x, 1};
  for (int i = 0; i < 3; ++i) {
    if (x < a[i % 2])
      goto past;
    a[i % 2] *= x;
  }
past:;
  a[depth % 2] += x > 1 ? a[1] : x;
  return a[0] - a[1] * x;
}

#pragma grad
#pragma grad mode(jvp)
Real firstUsedInBranch(Real x) { return arrayBehindReturn(0, x) * x + arrayBehindReturn(1, x); }

#include "../exec/Generated.h"

CORPUS(returnThenGoto, point(0.7, 1), point(0.7, 2), point(0.7, 3))
CORPUS(constantLoop, point(1.2))
CORPUS(labelBehindReturn, point(1.2))
CORPUS(firstUsedInBranch, point(1.2), point(0.4))

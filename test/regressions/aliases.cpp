// RUN: %corpus-test %s %t
// A const reference of a recursive function, to what the function changes through another parameter.
#include "../corpus/CorpusCheck.h"

static int chain(int d, const Real &a, Real *p) {
  if (d <= 0)
    return 1;
  p[0] = std::sin(a) + 0.5;
  return chain(d - 1, a, p + 1) + 1;
}

#pragma grad
#pragma grad mode(jvp)
Real constReferenceChanges(Real *x, int depth) {
  int k = chain(depth, x[0], x);
  return x[0] * k + x[1];
}

static int grow(int d, const Real &a, Real *p) {
  if (d <= 0)
    return 1;
  const Real before = a;
  grow(d - 1, a, p);
  p[0] += std::sin(a) * before;
  return 3;
}

#pragma grad
#pragma grad mode(jvp)
Real readBeforeTheCall(Real *x, int depth) {
  int k = grow(depth, x[0], x);
  return x[0] * k;
}

#include "../exec/Generated.h"

CORPUS(constReferenceChanges, point(array({0.3, 0.7, 1.1}), 2), point(array({0.3, 0.7, 1.1}), 3))
CORPUS(readBeforeTheCall, point(array({0.3}), 2), point(array({0.3}), 0))

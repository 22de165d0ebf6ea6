// RUN: %corpus-test %s %t
// Lvalues of a ?: inside a ?: that differ in const.
#include "../corpus/CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real constInside(Real &x, const Real *y, int n) {
  return n < 1 ? x : (n < 2 ? x * x : y[0]) + (n < 1 ? x : (n < 2 ? x : y[0]));
}

#include "../exec/Generated.h"

CORPUS(constInside, point(0.7, array({1.5}), 0), point(0.7, array({1.5}), 1), point(0.7, array({1.5}), 2))

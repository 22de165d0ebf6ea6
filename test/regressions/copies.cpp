// RUN: %corpus-test %s %t
// memmove between two arrays: what is generated compares their addresses (a warning).
#include "../corpus/CorpusCheck.h"

#include <cstring>

#pragma grad
#pragma grad mode(jvp)
Real movedToAnother(Real x, int n) {
  Real a[4] = {x, x * x}, b[4] = {1};
  std::memmove(&b[0], &a[0], 3 * sizeof(Real));
  return b[n] * a[1];
}

#include "../exec/Generated.h"

CORPUS(movedToAnother, point(0.7, 1), point(0.7, 3))

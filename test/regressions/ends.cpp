// RUN: %corpus-test %s %t
// What a function leaves in a struct of its caller's, where the struct as a whole goes through a branch, too.
// Found by test/fuzz, seeds 8423726 and 8430275: adgen crashed.
#include "../corpus/CorpusCheck.h"

struct Pair {
  Real a, b;
};
EXEC_FIELDS(Pair, a, b)

#pragma grad
#pragma grad mode(jvp)
Pair neverTurns(Real x, Pair &z) {
  Real v = 0.25;
  Pair s = z;
  int k = 0 % 4;
  for (int i = 0; i < k; ++i) {
    switch (i % 6) {
    case 5:
      break;
    case 3:
      x = z.a = 1 / (1 + v * v);
      break;
    case 0:
      (i % 3 == 0 ? x : s.a) += std::cos(x - 1.0);
      break;
    }
    s.b *= std::cos(v);
    if (i % 2 == 0)
      k = k / 2;
  }
  return s;
}

#pragma grad
#pragma grad mode(jvp)
Pair turns(Real x, Pair &z) {
  Pair s = z;
  for (int i = 0; i < 4; ++i) {
    if (i % 3 == 0)
      x = z.a = 1 / (1 + x * x);
    else if (i % 3 == 1)
      s = z;
    s.b *= x;
  }
  return s;
}

#include "../exec/Generated.h"

CORPUS(neverTurns, point(0.06, array({1.1, 0.8})), point(-0.9, array({0.5, -1.8})))
CORPUS(turns, point(0.06, array({1.1, 0.8})), point(-0.9, array({0.5, -1.8})))

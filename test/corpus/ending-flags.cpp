// RUN: %corpus-test %s %t
// What the condition of a loop computes is read behind the loop, whose flag says to stop: the last evaluation
// of the condition counts, too.
#include "CorpusCheck.h"

// The derivative and the value of both modes: k is that of the iteration before.
#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real countInCondition(Real x, Real most, int n) {
  bool stop = false;
  int k = 0;
  while (k = n * 2, stop ? false : n > 0) {
    x = x * x + 0.1;
    --n;
    stop = x > most;
  }
  return x * k;
}

// Of the jvp.
#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real squareByLambda(Real x, Real most, int n) {
  bool stop = false;
  Real y = 0;
  auto goesOn = [&] {
    y = x * x;
    if (stop)
      return false;
    return n > 0;
  };
  while (goesOn()) {
    x = x * y + 0.1;
    --n;
    stop = x > most;
  }
  return y;
}

#include "../exec/Generated.h"

CORPUS_WRT(countInCondition, (0), point(1.1, 1.5, 3), point(0.5, 3.0, 3), point(1.7, 3.0, 3))
CORPUS_WRT(squareByLambda, (0), point(1.1, 1.5, 3), point(0.5, 3.0, 3), point(1.7, 3.0, 3))

// RUN: %corpus-test %s %t
// What the caller finds is written again at the end: not into memory that has been released by then.
#include "../corpus/CorpusCheck.h"

struct Link {
  Real value;
  Link *next;
};

#pragma grad
#pragma grad mode(jvp)
Real callersOrReleased(Real start, Real &x, Real &factor) {
  Real *own = new Real[6]{0.5, -0.25, 1};
  Link links[4] = {{0.5, &links[1]}, {x, &links[2]}, {0.5, &links[3]}, {0.5, nullptr}};
  Real sum = start;
  for (Link *link = links; link; link = link->next) {
    link->value *= factor;
    sum = 0.5 * sum + 0.25 * link->value;
  }
  (0.5 > own[2] ? x : own[2]) = sum;
  delete[] own;
  return factor;
}

#include "../exec/Generated.h"

CORPUS(callersOrReleased, point(-0.084594, 1.606835, -0.387283), point(-0.798571, 0.192351, 1.785528))

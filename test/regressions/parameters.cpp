// RUN: %corpus-test %s %t
// XFAIL: *
// A parameter of which a member is only written: what is generated must not do that (a warning).
#include "../corpus/CorpusCheck.h"

struct Body {
  Real mass;
  int kind;
};
EXEC_FIELDS(Body, mass, kind)

#pragma grad
#pragma grad mode(jvp)
Real memberOnlyWritten(Real x, Body b) {
  b.kind = 1;
  return x * x;
}

#include "../exec/Generated.h"

CORPUS(memberOnlyWritten, point(0.7, array({1.5, 2})))

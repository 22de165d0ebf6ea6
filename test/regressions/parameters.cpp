// RUN: %corpus-test %s %t
// A parameter of which a member is only written: what is generated must not do that (a warning).
#include "../corpus/CorpusCheck.h"

struct Body {
  Real mass;
  int kind;
};
EXEC_FIELDS(Body, mass, kind)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"
#pragma grad
#pragma grad mode(jvp)
Real memberOnlyWritten(Real x, Body b) {
  b.kind = 1;
  return x * x;
}
#pragma GCC diagnostic pop

#include "../exec/Generated.h"

CORPUS(memberOnlyWritten, point(0.7, array({1.5, 2})))

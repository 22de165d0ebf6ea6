// RUN: %corpus-test %s %t
// What once was refused without need, or ended adgen: initialisers that use other members, bases that are initialised
// by calls, a choice between objects of a class and of its base, a checkpoint in a branch.
#include "../corpus/CorpusCheck.h"

struct Square {
  Real side;
  Real area = side * side;
  Real both[2] = {area, side};
};
#pragma grad
#pragma grad mode(jvp)
Real defaultMembers(Real x) {
  Square s{x};
  const Square t{2 * x};
  return s.both[0] * s.both[1] + t.area;
}

struct Ends {
  Real values[2];
};
struct Named : Ends {
  Real scale;
};
static Ends ends(Real x) { return {{x, x * x}}; }
#pragma grad
#pragma grad mode(jvp)
Real baseFromCall(Real x) {
  Named n{ends(x), 3 * x};
  return n.values[0] * n.values[1] * n.scale;
}

struct Point {
  Real at;
};
struct Weighted : Point {
  Real weight;
};
#pragma grad
#pragma grad mode(jvp)
Real baseOrDerived(Real x, int n) {
  Weighted w{{x}, x * x};
  Point p{x * x * x};
  Point &chosen = n ? w : p;
  chosen.at *= 2;
  return w.at * w.weight + p.at;
}

#pragma grad
#pragma grad mode(jvp)
Real checkpointInBranch(Real x, int n) {
  Real s = x;
  if (n > 3) {
    Real a[2] = {x, 1};
#pragma grad checkpoint(2)
    for (int i = 0; i < n; ++i) {
      s = s * x + a[i % 2];
      a[i % 2] = s * 0.5;
    }
  }
  return s * s;
}

#include "../exec/Generated.h"

CORPUS(defaultMembers, point(0.7))
CORPUS(baseFromCall, point(0.7))
CORPUS(baseOrDerived, point(0.7, 0), point(0.7, 1))
CORPUS(checkpointInBranch, point(0.7, 2), point(0.7, 7))

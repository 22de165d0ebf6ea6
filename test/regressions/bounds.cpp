// RUN: %corpus-test %s %t --flags=-ffp-contract=off,-Wno-error
// Bounds of loops that depend on numbers in memory, which the loop changes in one way or another. (A warning says that
// the derivative stops at the conversions.)
#include "../corpus/CorpusCheck.h"

#include <vector>

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real element(Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < static_cast<int>(x[0]); ++i) {
    x[0] -= 0.75;
    sum += x[n] * x[0];
  }
  return sum;
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real pointer(Real *x) {
  Real sum = 0;
  for (int i = 0; i < int(*x); ++i, *x *= 0.8)
    sum += x[1] * *x;
  return sum;
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real reference(Real *x) {
  Real sum = 0;
  const Real &limit = x[0];
  for (int i = 0; i < int(limit); ++i) {
    x[0] -= 0.75;
    sum += x[1] * limit;
  }
  return sum;
}

struct View {
  Real *values;
  int *count;
  void shrink(Real by) const {
    values[0] -= by;
    --*count;
  }
};
static void shrink(const View &view) { view.shrink(0.25); }

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real constView(Real *x) {
  int count = 7;
  int *counter = &count;
  const View view = {x, counter};
  Real sum = 0;
  for (int i = 0; i < *counter; ++i) {
    sum += x[1] * x[0] * Real(i + 1);
    shrink(view);
  }
  for (int i = 0; i < int(x[0]); ++i) {
    sum += x[1] * x[0];
    view.shrink(0.75);
  }
  return sum;
}

template <class F> static void apply(F f) { f(0.75); }

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real lambda(Real *x) {
  Real limit = x[0], sum = 0;
  Real *p = &limit;
  for (int i = 0; i < int(*p); ++i) {
    apply([&](Real by) { limit -= by; });
    sum += x[1] * limit;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real ofVectors(std::vector<Real> x, std::vector<int> n) {
  Real sum = 0;
  for (int i = 0; i < n[0]; ++i) {
    sum += x[i % 2] * x[1];
    n[0] -= i % 2;
  }
  for (int i = 0; i < int(x[0]); ++i) {
    x[0] -= 0.75;
    sum += x[1] * x[0];
  }
  std::vector<std::vector<Real>> rows(2, x);
  for (std::size_t j = 0; j < rows[1].size(); ++j) {
    if (j < 3)
      rows[1].push_back(rows[0][0] * rows[1][j]);
    sum = sum * 0.5 + rows[1][j];
  }
  return sum;
}

#include "../exec/Generated.h"

CORPUS_WRT(element, (0), point(array({4.2, 0.5}), 1))
CORPUS_WRT(pointer, (0), point(array({4.2, 0.5})))
CORPUS_WRT(reference, (0), point(array({4.2, 0.5})))
CORPUS_WRT(constView, (0), point(array({4.2, 0.5})))
CORPUS_WRT(lambda, (0), point(array({4.2, 0.5})))
CORPUS(ofVectors, point(array({4.2, 0.5}), array({5})))

// RUN: %corpus-test %s %t
// Generated code gives no warning about what nobody reads.
#include "../corpus/CorpusCheck.h"

struct Pair {
  Real a, b;
};
EXEC_FIELDS(Pair, a, b)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"

#pragma grad
#pragma grad mode(jvp)
Real adjointOfAChoice(Pair *pair, Real *array, int n) {
  array[0] *= 0.5;
  pair->b = std::tanh(array[1]);
  if (n > 2)
    (2 * n > 7 ? pair->b : array[1]) += 0.25;
  return std::atan(array[0] * pair->b) + array[2];
}

struct Body {
  Real position[3];
  Real mass;
};
EXEC_FIELDS(Body, position, mass)

#pragma grad
#pragma grad mode(jvp)
Real writtenMemberOfAnObject(Real x, Body body) {
  body.mass = x;
  return std::sin(x);
}

#pragma grad
#pragma grad mode(jvp)
Real breakBehindALongCondition(Real x, const Real *weights, int nWeights) {
  const Real first = weights[0];
  for (std::size_t index = 0; index < static_cast<std::size_t>(nWeights); index += 1) {
    x = 0.5 * std::sin(x);
    if (!(x * first <= x))
      break;
  }
  return x + first;
}

#pragma grad
#pragma grad mode(jvp)
Real lambdaThatNobodyDifferentiates(Real x, int n) {
  auto digits = [](auto &&self, int k) -> int { return k > 1 ? 1 + self(self, k / 2) : 0; };
  return std::sin(x) * digits(digits, n);
}

#pragma GCC diagnostic pop
#include "../exec/Generated.h"

CORPUS(adjointOfAChoice, point(array({0.3, 0.7}), array({0.2, 0.4, 0.9}), 3),
       point(array({0.3, 0.7}), array({0.2, 0.4, 0.9}), 5))
CORPUS(writtenMemberOfAnObject, point(0.4, array({0.1, 0.2, 0.3, 0.4})))
CORPUS(breakBehindALongCondition, point(0.6, array({0.5, 0.25}), 2), point(0.6, array({1.5, 0.25}), 2))
CORPUS(lambdaThatNobodyDifferentiates, point(0.6, 13))

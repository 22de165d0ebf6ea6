// RUN: %corpus-test %s %t
// break, continue, early returns, switch, goto, short circuits and conditions with effects.
#include "CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real newtonWithBreak(Real a, Real x) {
  for (int i = 0; i < 50; ++i) {
    Real step = (x * x * x - a) / (3 * x * x);
    x -= step;
    if (std::fabs(step) < 1e-4)
      break;
  }
  return x;
}

#pragma grad
#pragma grad mode(jvp)
Real skipNegative(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    if (x[i] < 0)
      continue;
    sum += std::sqrt(x[i]) * (i + 1);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real skipAndStop(const Real *x, int n) {
  Real product = 1;
  for (int i = 0; i < n; ++i) {
    if (x[i] < 0.5)
      continue;
    product *= x[i];
    if (product > 6)
      break;
    product += 0.1 * i;
  }
  return product;
}

#pragma grad
#pragma grad mode(jvp)
Real firstAbove(const Real *x, int n, Real level) {
  for (int i = 0; i < n; ++i)
    if (x[i] > level)
      return x[i] * x[i] - level * i;
  return -level;
}

#pragma grad
#pragma grad mode(jvp)
Real nestedReturns(Real x, Real y) {
  for (int i = 0; i < 4; ++i) {
    x = x * y + 0.3;
    for (int j = 0; j < 3; ++j) {
      y += x / (j + 1);
      if (y > 5) {
        if (x > 2)
          return x * x * y;
        return y / x;
      }
      if (x > 20)
        return x;
    }
  }
  return x * y;
}

#pragma grad
#pragma grad mode(jvp)
Real leaveInnerOnly(const Real *a, int n) {
  Real total = 0;
  for (int i = 0; i < n; ++i) {
    Real row = 0;
    for (int j = 0; j < n; ++j) {
      row += a[i * n + j] * a[i * n + j];
      if (row > 2)
        break;
      row *= 1.1;
    }
    if (row < 0.4)
      continue;
    total += std::log(row);
  }
  return total;
}

enum Operation { Add, Multiply, Square, Negate, Stop };

#pragma grad
#pragma grad mode(jvp)
Real interpret(const Operation *program, int n, Real x, Real y) {
  Real accumulator = 0;
  for (int i = 0; i < n; ++i) {
    switch (program[i]) {
    case Add:
      accumulator += x;
      break;
    case Multiply:
      accumulator *= y;
      break;
    case Square:
      accumulator = accumulator * accumulator;
      break;
    case Negate:
      accumulator = -accumulator;
      continue;
    case Stop:
      return accumulator + y;
    }
    accumulator += 0.25 * y;
  }
  return accumulator;
}

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real fallsThrough(Real x, int level) {
  Real y = 1;
  switch (level) {
  case 3:
    y *= x;
    [[fallthrough]];
  case 2:
    y += std::exp(x);
    [[fallthrough]];
  case 1:
    y = y * x * x;
    break;
  case 0:
    return x;
  }
  return y;
}

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real defaultInTheMiddle(Real x, int which) {
  Real y = x;
  switch (which) {
  case 1:
  case 2:
    y = x * x;
    break;
  default:
    y -= 3 * std::cos(x);
    [[fallthrough]];
  case 7:
    y *= 2 * x;
    break;
  case 9: {
    Real z = y + 1;
    y = z * z * z;
  }
  }
  return y;
}

enum class Regime { Laminar, Transition, Turbulent };
static Regime regimeOf(Real reynolds) {
  if (reynolds < 2300)
    return Regime::Laminar;
  return reynolds < 4000 ? Regime::Transition : Regime::Turbulent;
}

#pragma grad
#pragma grad mode(jvp)
Real frictionFactor(Real reynolds, Real roughness) {
  switch (regimeOf(reynolds)) {
  case Regime::Laminar:
    return 64 / reynolds;
  case Regime::Transition: {
    Real t = (reynolds - 2300) / 1700;
    return (1 - t) * 64 / 2300 + t * 0.04;
  }
  case Regime::Turbulent:
    break;
  }
  Real f = 0.02;
  for (int i = 0; i < 5; ++i) {
    Real g = -2 * std::log10(roughness / 3.7 + 2.51 / (reynolds * std::sqrt(f)));
    f = 1 / (g * g);
  }
  return f;
}

#pragma grad
#pragma grad mode(jvp)
Real retryWithGoto(Real x, Real factor) {
  int tries = 0;
retry:
  x = x * factor - 0.2;
  if (x > 1 && ++tries < 10)
    goto retry;
  return x * x + tries;
}

#pragma grad
#pragma grad mode(jvp)
Real forwardGoto(const Real *x, int n) {
  Real sum = 0;
  int i, j = 0;
  for (i = 0; i < n; ++i)
    for (j = 0; j < n; ++j) {
      sum += x[i] * x[j] * (i + 1);
      if (sum > 3)
        goto done;
    }
  sum *= 2;
done:
  return sum * sum + i + j;
}

#pragma grad
#pragma grad mode(jvp)
Real cleanupGoto(Real x, Real y) {
  Real r = 0;
  if (x < 0)
    goto failed;
  r = std::sqrt(x);
  if (r < y)
    goto failed;
  r -= y;
  return r * r;
failed:
  return -x * y + r;
}

static bool bump(Real &x, Real by) {
  x += by * x;
  return x > 1;
}

#pragma grad
#pragma grad mode(jvp)
Real shortCircuits(Real x, Real y) {
  if (bump(x, 0.5) && bump(y, x))
    x *= y;
  if (bump(y, 2) || bump(x, y))
    y += x * x;
  bool both = x > 0.1 && (y = y * 2) > 0;
  return both ? x * y : x + y;
}

#pragma grad
#pragma grad mode(jvp)
Real effectsInTernary(Real x, Real y) {
  int count = 0;
  Real r = x > y ? (++count, x *= y) : (count += 2, y /= x);
  return r * count + x * x - y;
}

#pragma grad
#pragma grad mode(jvp)
Real conditionWithInitialiser(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    if (Real excess = x[i] * x[i] - 1; excess > 0)
      sum += excess * x[i];
    else if (Real half = excess / 2; i % 2 == 0)
      sum -= half;
    else
      sum += half * excess;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real switchWithInitialiser(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    switch (int kind = (i * i + 1) % 3; kind) {
    case 0:
      sum += x[i];
      break;
    case 1:
      sum *= x[i];
      break;
    default:
      sum += kind * x[i] * sum;
    }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real commas(Real x, int n) {
  Real a = 1, b = x;
  for (int i = 0; i < n; i++, a *= b, b += a)
    b = (a += 0.1, b * x);
  return a + b;
}

#pragma grad
#pragma grad mode(jvp)
Real assignmentChains(Real x, Real y) {
  Real a, b, c;
  a = b = c = x * y;
  (a += b) *= c;
  b -= c = a * y;
  return a * b + c;
}

static Real next(Real &state) { return state = 3.7 * state * (1 - state); }

#pragma grad
#pragma grad mode(jvp)
Real helperInCondition(Real state, Real level) {
  Real sum = 0;
  int steps = 0;
  while (next(state) > level && steps++ < 12)
    sum += state * state;
  for (; next(state) < 0.6; ++steps)
    if (steps > 20)
      break;
    else
      sum -= 0.5 * state;
  return sum + state;
}

#pragma grad
#pragma grad mode(jvp)
Real doWithContinue(Real x, int n) {
  Real y = x;
  int i = 0;
  do {
    ++i;
    if (i % 2)
      continue;
    y = y * x + std::sin(y);
    if (y > 40)
      break;
  } while (i < n);
  return y;
}

#pragma grad
#pragma grad mode(jvp)
Real elseIfChain(const Real *x, int n) {
  Real score = 1;
  for (int i = 0; i < n; ++i) {
    const Real v = x[i];
    if (v < -1)
      score -= v;
    else if (v < 0)
      score *= 1 + v * v;
    else if (v < 1 && score < 4)
      score += v * score;
    else
      score /= v;
  }
  return score;
}

#pragma grad
#pragma grad mode(jvp)
Real duffsDevice(const Real *x, int n) {
  Real s = 0;
  int i = 0, rounds = (n + 3) / 4;
  switch (n % 4) {
  case 0:
    do {
      s = s * 0.9 + x[i] * x[i];
      ++i;
      [[fallthrough]];
    case 3:
      s = s * 0.8 + x[i] * x[i];
      ++i;
      [[fallthrough]];
    case 2:
      s = s * 0.7 + x[i] * x[i];
      ++i;
      [[fallthrough]];
    case 1:
      s = s * 0.6 + x[i] * x[i];
      ++i;
    } while (--rounds > 0);
  }
  return s;
}
#pragma grad
#pragma grad mode(jvp)
Real casesInBlocks(Real x, int n) {
  switch (n) {
  case 0: {
    Real y = x;
    x *= 2 * y;
    break;
  }
  case 1: {
    case 6:
    x *= x;
    break;
  }
  case 2:
    if (x > 0) {
      x += 3;
      [[fallthrough]];
  case 3:
      x = std::sin(x);
    } else {
      x = -x;
      [[fallthrough]];
  case 4:
      x *= 3;
      if (x > 4)
        break;
    }
    x *= 1.5;
    break;
  default:
    x += 1;
  }
  return x * x;
}
#pragma grad
#pragma grad mode(jvp)
Real casesInLoops(Real x, int n) {
  int i = 0;
  switch (n) {
  case 0:
    for (i = 1; i < 5; ++i) {
      x *= 1.1;
      [[fallthrough]];
  case 1:
      x += x * x * 0.1;
      if (i == 3)
        continue;
      x *= 0.9;
      if (x > 50)
        return x;
      if (x > 20)
        break;
    }
    x += i;
    break;
  case 2:
    while (x < 3) {
      x *= 2;
      [[fallthrough]];
  default:
      x += 0.3;
    }
    [[fallthrough]];
  case 3:
    x = x * x;
  }
  return x + i;
}

#include "../exec/Generated.h"

CORPUS(newtonWithBreak, point(2, 1), point(27, 5), point(1, 1))
CORPUS(skipNegative, point(array({1, -2, 3, -0.5, 0.7}), 5), point(array({-1}), 1))
CORPUS(skipAndStop, point(array({1.5, 0.2, 2, 3, 4}), 5), point(array({1.5, 0.2, 0.7}), 3))
CORPUS(firstAbove, point(array({0.1, 0.9, 0.4}), 3, 0.5), point(array({0.1, 0.2}), 2, 0.5))
CORPUS(nestedReturns, point(0.5, 0.2), point(1.5, 1.2), point(4, 3), point(0.01, -0.4))
CORPUS(leaveInnerOnly, point(filled(9, 0.1, 1.4), 3), point(filled(16, 0.1, 0.5), 4))
CORPUS(interpret, point(array({0, 1, 2, 3, 0, 1}), 6, 0.7, 1.3), point(array({0, 2, 4, 0}), 4, 0.7, 1.3))
CORPUS_WRT(fallsThrough, (0), point(0.7, 3), point(0.7, 2), point(0.7, 1), point(0.7, 0), point(0.7, 5))
CORPUS_WRT(defaultInTheMiddle, (0), point(0.7, 1), point(0.7, 2), point(0.7, 3), point(0.7, 7), point(0.7, 9))
CORPUS(frictionFactor, point(1500, 0.001), point(3000, 0.001), point(50000, 0.001))
CORPUS(retryWithGoto, point(5, 0.8), point(0.5, 0.8), point(1.9, 1.01))
CORPUS(forwardGoto, point(filled(4, 0.3, 0.9), 4), point(filled(2, 0.1, 0.4), 2), point(zeros(0), 0))
CORPUS(cleanupGoto, point(4, 1.5), point(-1, 2), point(1, 2))
CORPUS(shortCircuits, point(1, 2), point(0.3, 0.2), point(0.9, -0.2), point(-0.4, 0.1))
CORPUS(effectsInTernary, point(1, 2), point(3, 2))
CORPUS(conditionWithInitialiser, point(array({1.5, 0.3, -2, 0.4, 0.9, -0.8}), 6))
CORPUS(switchWithInitialiser, point(filled(7, 0.3, 1.2), 7))
CORPUS(commas, point(0.6, 4), point(0.6, 0))
CORPUS(assignmentChains, point(0.6, 1.4))
CORPUS(helperInCondition, point(0.3, 0.4), point(0.7, 0.5), point(0.1, 0.9))
CORPUS(doWithContinue, point(1.3, 9), point(1.8, 30), point(0.4, 0))
CORPUS(elseIfChain, point(array({-2, -0.5, 0.3, 1.7, 0.8, 0.9, 0.4}), 7))
CORPUS(duffsDevice, point(filled(8, -1, 1), 8), point(filled(8, -1, 1), 7), point(filled(8, -1, 1), 6),
       point(filled(8, -1, 1), 5), point(filled(8, -1, 1), 1))
CORPUS(casesInBlocks, point(0.7, 0), point(0.7, 1), point(0.7, 2), point(-0.7, 2), point(0.7, 3), point(0.7, 4),
       point(1.7, 4), point(0.7, 5), point(0.7, 6))
CORPUS(casesInLoops, point(0.7, 0), point(9.0, 0), point(12.0, 0), point(0.7, 1), point(0.7, 2), point(0.7, 3),
       point(0.7, 4), point(5.0, 2), point(60.0, 1))

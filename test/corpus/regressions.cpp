// RUN: %corpus-test %s %t
// What once went wrong: signs, rows, shadows beside numbers, classes without a name.
#include "CorpusCheck.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

struct State {
  Real q[2], p[2];
};
EXEC_FIELDS(State, q, p)
static State axpy(State x, Real a, const State &y) {
  for (int i = 0; i < 2; ++i) {
    x.q[i] += a * y.q[i];
    x.p[i] += a * y.p[i];
  }
  return x;
}

#pragma grad
#pragma grad mode(jvp)
State returnedWithArrays(State s, Real dt) {
  State slope = {{s.p[0], s.p[1]}, {-s.q[0] * s.q[1], -s.q[1]}};
  return axpy(s, dt, slope);
}

#pragma grad
#pragma grad mode(jvp)
Real monteCarloXorshift(Real mean, Real width) {
  std::uint64_t state = 88172645463325252ull;
  unsigned mixer = 2166136261u;
  Real sum = 0;
  for (int i = 0; i < 6; ++i) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    mixer = (mixer ^ (unsigned)i) * 16777619u;
    Real u = (state >> 11) * 0x1p-53 + (mixer >> 24) / 256.0;
    sum += std::exp(mean + width * u);
  }
  return sum / 6;
}

static void sineAndCosine(Real x, Real *s, Real *c = nullptr) {
  *s = std::sin(x);
  if (c != nullptr)
    *c = std::cos(x);
}

#pragma grad
#pragma grad mode(jvp)
Real optionalOutput(Real x, Real y) {
  Real s, c, t;
  sineAndCosine(x, &s);
  sineAndCosine(y, &t, &c);
  return s * t + c;
}

enum class Shape { Disc, Square };
struct Body {
  Shape shape;
  Real size;
};

#pragma grad
#pragma grad mode(jvp)
Real enumsInStructs(Real a, Real b, int n) {
  Body bodies[2] = {{Shape::Disc, a}, {Shape::Square, b}};
  Real area = 0;
  for (int i = 0; i < n; ++i) {
    Body &body = bodies[i % 2];
    area +=
        body.shape == Shape::Disc ? Real(3.141592653589793) * body.size * body.size : body.size * body.size;
    body.shape = body.shape == Shape::Disc ? Shape::Square : Shape::Disc;
  }
  return area * a;
}

#pragma grad
#pragma grad mode(jvp)
Real localStructs(Real x, Real y, int n) {
  struct Bead {
    Real position, mass;
  };
  Bead beads[3] = {{x, 1}, {x * y, 2}, {3, y}};
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += beads[i % 3].position * beads[(i + 1) % 3].mass;
  return sum;
}

static Real laplace(const Real *m, int n) {
  if (n == 1)
    return m[0];
  Real rest[16], sum = 0;
  for (int c = 0; c < n; ++c) {
    for (int i = 1; i < n; ++i)
      for (int j = 0, k = 0; j < n; ++j)
        if (j != c)
          rest[(i - 1) * (n - 1) + k++] = m[i * n + j];
    sum += (c % 2 ? -1 : 1) * m[c] * laplace(rest, n - 1);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real minorsInLocalArrays(const Real *m, int n) { return laplace(m, n); }

static Real reciprocal(Real x) { return 1 / (1 + x * x); }
static Real refine(Real (*f)(Real), Real a, Real b, Real whole, int depth) {
  const Real m = (a + b) / 2, left = (m - a) / 6 * (f(a) + 4 * f((a + m) / 2) + f(m)),
             right = (b - m) / 6 * (f(m) + 4 * f((m + b) / 2) + f(b));
  if (depth == 0 || std::fabs(left + right - whole) < 1e-6)
    return left + right;
  return refine(f, a, m, left, depth - 1) + refine(f, m, b, right, depth - 1);
}

#pragma grad
#pragma grad mode(jvp)
Real adaptiveOverPointer(Real a, Real b) { return refine(reciprocal, a, b, 0, 4); }

#pragma grad
#pragma grad mode(jvp)
Real rowPointersExchanged(const Real *entries, int n) {
  Real work[16], *row[4];
  for (int i = 0; i < n; ++i) {
    row[i] = work + i * n;
    for (int j = 0; j < n; ++j)
      row[i][j] = entries[i * n + j];
  }
  Real determinant = 1;
  for (int k = 0; k < n; ++k) {
    int p = k;
    for (int i = k + 1; i < n; ++i)
      if (std::fabs(row[i][k]) > std::fabs(row[p][k]))
        p = i;
    if (p != k) {
      std::swap(row[p], row[k]);
      determinant = -determinant;
    }
    determinant *= row[k][k];
    for (int i = k + 1; i < n; ++i) {
      Real f = row[i][k] / row[k][k];
      for (int j = k; j < n; ++j)
        row[i][j] -= f * row[k][j];
    }
  }
  return determinant;
}

#pragma grad
#pragma grad mode(jvp)
Real timeLevels(const Real *start, int n, Real c, int steps) {
  Real storage[3][6], *level[3] = {storage[0], storage[1], storage[2]};
  for (int i = 0; i < n; ++i)
    level[0][i] = level[1][i] = start[i];
  for (int t = 0; t < steps; ++t) {
    for (int i = 0; i < n; ++i)
      level[2][i] = 2 * level[1][i] - level[0][i] +
                    c * (level[1][(i + 1) % n] - 2 * level[1][i] + level[1][(i + n - 1) % n]) * level[1][i];
    Real *oldest = level[0];
    level[0] = level[1];
    level[1] = level[2];
    level[2] = oldest;
  }
  return level[1][0] * level[0][1];
}

#pragma grad
#pragma grad mode(jvp)
Real planesExchanged(const Real *start, int steps) {
  Real a[3][4], b[3][4];
  Real(*now)[4] = a, (*next)[4] = b;
  std::memset(b, 0, sizeof b);
  for (int i = 0; i < 12; ++i)
    a[i / 4][i % 4] = start[i];
  for (int t = 0; t < steps; ++t) {
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 4; ++j)
        next[i][j] = now[i][j] + 0.1 * now[(i + 1) % 3][j] * now[i][(j + 1) % 4];
    std::swap(now, next);
  }
  return now[1][2] * next[2][3];
}

#pragma grad
#pragma grad mode(jvp)
Real flattened(Real x, Real y) {
  Real grid[3][3], *flat = &grid[0][0];
  for (int i = 0; i < 9; ++i)
    flat[i] = std::sin(x * i) + y;
  Real trace = 0;
  for (int i = 0; i < 9; i += 4)
    trace += flat[i] * grid[i / 3][2];
  return trace;
}

struct Spring {
  Real stiffness;
  Real *from, *to;
};

#pragma grad
#pragma grad mode(jvp)
Real springsByPointer(const Real *start, Real k, int n) {
  Real x[4];
  Spring springs[3];
  for (int i = 0; i < n; ++i)
    x[i] = start[i];
  for (int i = 0; i + 1 < n; ++i)
    springs[i] = {k * (i + 1), x + i, x + i + 1};
  Real energy = 0;
  for (int i = 0; i + 1 < n; ++i) {
    Spring &s = springs[i];
    Real stretch = *s.to - *s.from;
    energy += s.stiffness * stretch * stretch / 2;
    *s.to -= 0.1 * s.stiffness * stretch;
  }
  return energy;
}

#pragma grad
#pragma grad mode(jvp)
Real startAtInfinity(const Real *x, int n) {
  Real smallest = INFINITY, largest = -HUGE_VAL;
  for (int i = 0; i < n; ++i) {
    smallest = x[i] < smallest ? x[i] : smallest;
    largest = x[i] > largest ? x[i] : largest;
  }
  return smallest * largest;
}

namespace {
struct Pair {
  Real first, second;
};
Real product(const Pair *p, int n) {
  return n == 0 ? Real(1) : (p->first + p->second) * product(p + 1, n - 1);
}
} // namespace

#pragma grad
#pragma grad mode(jvp)
Real hiddenStructs(Real x, Real y) {
  Pair pairs[2] = {{x, y}, {y, x * x}};
  return product(pairs, 2);
}

#pragma grad
#pragma grad mode(jvp)
Real standardPairs(Real x, Real y, int n) {
  std::pair<Real, int> terms[3] = {{x, 2}, {y, 1}, {x * y, 3}};
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum = sum * x + terms[i % 3].first * terms[(i + 1) % 3].second;
  return sum;
}

struct Pixel {
  Real level;
  unsigned char alpha;
};
EXEC_FIELDS(Pixel, level, alpha)

#pragma grad
#pragma grad mode(jvp)
void opaque(Pixel *pixels, int n) {
  for (int i = 0; i < n; ++i)
    pixels[i] = {pixels[i].level * pixels[i].alpha / 255, 255};
}

// The row of the adjoint is a variable, for a loop of one iteration goes around what uses it.
#pragma grad
#pragma grad mode(jvp)
Real rowAsVariable(Real x, Real z) {
  Real a[2][3] = {{z, z}, {x}};
  for (unsigned i = 1; i < 2; i += 1) {
    Real *p = a[i];
    for (int k = 0; k < 3; k += 3)
      x = 0.5 * *(p + i) + 0.25 * p[0];
  }
  return x * (a[1][1] + a[0][1]);
}

#include "../exec/Generated.h"

CORPUS(rowAsVariable, point(0.7, 1.3))
CORPUS(returnedWithArrays, point(array({1, 0.5, 0.1, 0.9}), 0.1))
CORPUS(monteCarloXorshift, point(0.1, 0.3))
CORPUS(optionalOutput, point(0.7, 1.2))
CORPUS(enumsInStructs, point(0.7, 1.2, 5))
CORPUS(localStructs, point(0.7, 1.2, 5))
CORPUS(minorsInLocalArrays, point(filled(9, -1, 1), 3), point(filled(16, -1, 1), 4))
CORPUS(adaptiveOverPointer, point(-1, 2.3))
CORPUS(rowPointersExchanged, point(filled(9, -1, 1), 3), point(filled(16, -1, 1), 4))
CORPUS(timeLevels, point(filled(5, -1, 1), 5, 0.3, 4))
CORPUS(planesExchanged, point(filled(12, -1, 1), 3))
CORPUS(flattened, point(0.7, 0.3))
CORPUS(springsByPointer, point(filled(4, -1, 2), 0.7, 4))
CORPUS(startAtInfinity, point(array({3, -1, 2}), 3))
CORPUS(hiddenStructs, point(0.7, 0.3))
CORPUS(standardPairs, point(0.7, 0.3, 4))
CORPUS(opaque, point(array({0.5, 128, 1, 255}), 2))

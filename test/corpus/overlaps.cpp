// RUN: %corpus-test %s %t --flags=-ffp-contract=off,-Wno-error
// One array under two names: helpers get parts that overlap by a distance which only the run knows, and
// stencils, chains of loops and sums have to notice.
#include "CorpusCheck.h"

#include <algorithm>
#include <cstring>
#include <utility>

// A stencil from one part into the other: where they overlap it reads what it wrote.
static void smooth(const Real *in, Real *out, int n, Real w) {
  for (int i = 1; i < n - 1; ++i)
    out[i] = w * in[i - 1] + in[i] * in[i + 1];
}
#pragma grad
#pragma grad mode(jvp)
Real smoothedAtDistance(Real *x, int n, int distance, Real w) {
  smooth(x, x + distance, n, w);
  smooth(x + distance, x, n, w);
  Real sum = 0;
  for (int i = 0; i < n + distance; ++i)
    sum += x[i] * (i + 1);
  return sum;
}

// Two loops, the second of which reads element by element what the first one wrote, or nearly so.
static Real twoLoops(const Real *a, Real *b, const Real *c, int n) {
  for (int i = 0; i < n; ++i)
    b[i] = a[i] * a[i] + 0.5;
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += b[i] * c[i] * sum + c[i];
  return sum;
}
#pragma grad
#pragma grad mode(jvp)
Real chainAtDistance(Real *x, int n, int first, int second) {
  return twoLoops(x, x + first, x + second, n) + x[n - 1] * x[0];
}

// An accumulation into a part that is also what is read, forwards and backwards.
static void scatter(const Real *weights, const Real *values, Real *to, int n) {
  for (int i = 1; i + 1 < n; ++i) {
    to[i - 1] += weights[i] * values[i];
    to[i] -= weights[i] * values[i] * 0.5;
    to[i + 1] += weights[i] * values[i - 1];
  }
}
#pragma grad
#pragma grad mode(jvp)
void scatteredAtDistance(Real *x, int n, int distance) {
  scatter(x, x + distance, x, n);
  scatter(x + distance, x, x, n);
  scatter(x, x, x + distance, n);
}

// A value that looks the same in every iteration, until the loop writes it through another name.
static Real invariantOrNot(const Real *scale, Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    x[i] = x[i] / (1 + *scale * *scale);
    sum += *scale * x[i];
  }
  return sum;
}
#pragma grad
#pragma grad mode(jvp)
Real invariantAt(Real *x, int n, int at) {
  return invariantOrNot(x + at, x, n) + invariantOrNot(&x[n - 1], x, at + 1);
}

// Swapped buffers of which one is a part of the other.
#pragma grad
#pragma grad mode(jvp)
Real overlappingBuffers(Real *x, int n, int distance, int rounds) {
  Real *now = x, *next = x + distance;
  while (rounds-- > 0) {
    for (int i = 0; i < n; ++i)
      next[i] = now[i] * 0.5 + now[n - 1 - i] * now[i];
    std::swap(now, next);
  }
  return now[0] + next[n - 1];
}

// A matrix-vector product whose result lies in a row of the matrix.
static void multiply(const Real *a, const Real *x, Real *y, int n) {
  for (int i = 0; i < n; ++i) {
    Real sum = 0;
    for (int j = 0; j < n; ++j)
      sum += a[i * n + j] * x[j];
    y[i] = sum;
  }
}
#pragma grad
#pragma grad mode(jvp)
Real resultInRow(Real *a, int n, int row, int column) {
  multiply(a, a + column, a + row * n, n);
  multiply(a, a + row * n, a, n);
  return a[0] * a[n * n - 1];
}

// Structs that share an array, with different strides and starts.
struct Signal {
  Real *data;
  int stride, size;
  Real &at(int i) const { return data[i * stride]; }
};
static void mix(const Signal &a, const Signal &b, const Signal &out) {
  for (int i = 0; i < out.size; ++i)
    out.at(i) = a.at(i) * b.at(i) + 0.3 * out.at(i);
}
#pragma grad
#pragma grad mode(jvp)
Real mixedSignals(Real *x, int n, int start, int stride) {
  const Signal even = {x, 2, n / 2}, odd = {x + 1, 2, n / 2},
               other = {x + start, stride, (n - start) / stride};
  mix(even, odd, {x, 1, n / 2});
  mix(even, {x + n - 1, -1, n / 2}, odd);
  mix({x, 1, other.size}, {x, 1, other.size}, other);
  return even.at(1) * odd.at(0) + other.at(other.size - 1);
}

// The sum is kept in the array that is summed.
static void accumulateInto(Real *total, const Real *x, int n) {
  for (int i = 0; i < n; ++i)
    *total += x[i] * x[i];
}
#pragma grad
#pragma grad mode(jvp)
Real sumInside(Real *x, int n, int at) {
  accumulateInto(&x[at], x, n);
  accumulateInto(x, x + at, n - at);
  return x[at] * x[0];
}

// Products in a scratch array that is filled in part, from behind, or twice.
#pragma grad
#pragma grad mode(jvp)
Real scratchFilledUnevenly(const Real *x, int n, int from) {
  Real scratch[8] = {1, 1, 1, 1, 1, 1, 1, 1}, sum = 0;
  for (int round = 0; round < 3; ++round) {
    for (int i = n - 1; i >= from; --i)
      scratch[i] = x[i] * (round + 1) + (i + 1 < n ? scratch[i + 1] * 0.2 : 0);
    for (int i = 0; i < n; ++i)
      sum += scratch[i] * scratch[n - 1 - i];
    for (int i = round; i < n; i += 2)
      scratch[i] *= x[i];
    from = (from + 1) % n;
  }
  return sum;
}

// Scratch memory that each iteration fills, but for the last one, which is left early.
#pragma grad
#pragma grad mode(jvp)
Real leavesScratchBehind(const Real *x, int n, Real limit) {
  Real scratch[6], last = 0;
  for (int i = 0; i < 6; ++i)
    scratch[i] = 0.1 * i;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < 6; ++j) {
      scratch[j] = x[i] * (j + 1) + last;
      if (scratch[j] > limit)
        break;
    }
    for (int j = 0; j < 6; ++j)
      last += 0.1 * scratch[j] * scratch[(j + 1) % 6];
  }
  return last;
}

// Ring of four time levels with an index modulo, where the oldest is read after it has been overwritten in
// part.
#pragma grad
#pragma grad mode(jvp)
Real ringOfLevels(const Real *start, int n, int steps, Real c) {
  Real u[4][6] = {};
  for (int i = 0; i < n; ++i)
    u[0][i] = u[1][i] = start[i];
  for (int s = 2; s < steps + 2; ++s) {
    Real *now = u[s % 4];
    const Real *one = u[(s + 3) & 3], *two = u[(s - 2) % 4];
    now[0] = one[n - 1] * c;
    for (int i = 1; i < n; ++i)
      now[i] = one[i] + c * (now[i - 1] - two[i]) * u[(s + 1) % 4][n - 1 - i];
  }
  return u[(steps + 1) % 4][n - 1] + u[steps % 4][0];
}

// A cache of what has been computed, with flags; entries are used after their inputs have changed.
#pragma grad
#pragma grad mode(jvp)
Real cachedValues(Real *x, int n, const int *queries, int m) {
  Real cache[8];
  bool known[8] = {};
  Real sum = 0;
  for (int q = 0; q < m; ++q) {
    const int i = queries[q];
    if (!known[i]) {
      cache[i] = std::exp(x[i] * 0.3) + (i ? x[i - 1] : 0);
      known[i] = true;
    }
    sum += cache[i] * x[(i + 1) % n];
    x[i] *= 0.9;
    if (q % 3 == 2)
      known[(i + 1) % n] = false;
  }
  return sum;
}

// Memoised recursion on an array with marks.
static Real pathsFrom(int i, int j, const Real *cost, int n, Real *memo, bool *seen) {
  if (i == n - 1 && j == n - 1)
    return cost[n * n - 1];
  if (i >= n || j >= n)
    return 0;
  if (seen[i * n + j])
    return memo[i * n + j];
  seen[i * n + j] = true;
  const Real down = pathsFrom(i + 1, j, cost, n, memo, seen),
             right = pathsFrom(i, j + 1, cost, n, memo, seen);
  return memo[i * n + j] = cost[i * n + j] * (down + right) + 0.1 * down * right;
}
#pragma grad
#pragma grad mode(jvp)
Real memoisedPaths(const Real *cost, int n) {
  Real memo[16];
  bool seen[16] = {};
  return pathsFrom(0, 0, cost, n, memo, seen) + memo[1] * memo[n];
}

// Bucket sort by a real key: counts, offsets, and a scatter of values and keys to two arrays.
#pragma grad
#pragma grad mode(jvp)
Real bucketed(const Real *key, const Real *value, int n, Real width) {
  int count[5] = {}, start[5];
  for (int i = 0; i < n; ++i)
    ++count[std::min(3, static_cast<int>(key[i] / width))];
  start[0] = 0;
  for (int b = 1; b < 5; ++b)
    start[b] = start[b - 1] + count[b - 1];
  Real sorted[10], keys[10];
  for (int i = n - 1; i >= 0; --i) {
    const int b = std::min(3, static_cast<int>(key[i] / width)), to = start[b] + --count[b];
    sorted[to] = value[i];
    keys[to] = key[i];
  }
  Real sum = 0;
  for (int b = 0; b < 4; ++b)
    for (int i = start[b]; i < start[b + 1]; ++i)
      for (int j = start[b]; j < i; ++j)
        sum += sorted[i] * sorted[j] * (keys[i] - keys[j]) * width;
  return sum;
}

// Odd-even merge sort's network with strides that double, on values that are weighted afterwards.
#pragma grad
#pragma grad mode(jvp)
Real sortingNetwork(Real *x, int n, const Real *w) {
  for (int p = 1; p < n; p *= 2)
    for (int k = p; k >= 1; k /= 2)
      for (int j = k % p; j + k < n; j += 2 * k)
        for (int i = 0; i < k && i + j + k < n; ++i)
          if ((i + j) / (p * 2) == (i + j + k) / (p * 2)) {
            const Real low = x[i + j] < x[i + j + k] ? x[i + j] : x[i + j + k];
            const Real high = x[i + j] < x[i + j + k] ? x[i + j + k] : x[i + j];
            x[i + j] = low;
            x[i + j + k] = high;
          }
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += w[i] * x[i] * x[i];
  return sum;
}

// The upper bound of a loop is lowered through a pointer that may mean it.
#pragma grad
#pragma grad mode(jvp)
Real lowersItsBound(Real *x, int n, int which) {
  int bound = n, other = 0;
  int *target = which ? &bound : &other;
  Real sum = 0;
  for (int i = 0; i < bound; ++i) {
    x[i] = x[i] * x[(i + 1) % n] + sum;
    sum += x[i];
    if (x[i] > 1)
      --*target;
  }
  return sum * (other + 2);
}

// Prefix sums by doubling (Hillis and Steele), between two halves of one array that change roles.
#pragma grad
#pragma grad mode(jvp)
Real doublingPrefix(const Real *x, int n) {
  Real both[2 * 9];
  Real *in = both, *out = both + n;
  std::copy(x, x + n, in);
  for (int step = 1; step < n; step *= 2) {
    for (int i = 0; i < n; ++i)
      out[i] = i < step ? in[i] : in[i] * (1 + 0.1 * in[i - step]) + in[i - step];
    Real *t = in;
    in = out;
    out = t;
  }
  return in[n - 1] + out[n / 2];
}

// The lower half of a matrix is updated from its upper one while rows are exchanged by memcpy.
#pragma grad
#pragma grad mode(jvp)
Real exchangedRows(Real (*a)[4], int n) {
  Real row[4];
  for (int i = 0; i < n; ++i) {
    const int other = (i + 2) % n;
    std::memcpy(row, a[i], sizeof row);
    std::memmove(a[i], a[other], sizeof a[i]);
    std::memcpy(a[other], row, sizeof(Real) * 4);
    for (int j = 0; j < i && j < 4; ++j)
      a[i][j] += a[j][i % 4] * row[j];
  }
  return a[0][1] * a[n - 1][2] + a[1][0];
}

// Triple products along a diagonal band that is kept by its diagonals.
#pragma grad
#pragma grad mode(jvp)
Real bandedProduct(const Real *band, int n, int width, Real *x) {
  for (int i = 0; i < n; ++i) {
    Real sum = 0;
    for (int j = std::max(0, i - width); j <= std::min(n - 1, i + width); ++j)
      sum += band[(j - i + width) * n + i] * x[j];
    x[i] = sum;
  }
  Real norm = 0;
  for (int i = n; i-- > 0;)
    norm = norm * 0.9 + x[i] * x[i];
  return norm;
}

// Two sweeps whose bounds meet in the middle, by pointers to the same block.
#pragma grad
#pragma grad mode(jvp)
Real meetInTheMiddle(Real *x, int n) {
  Real *low = x, *high = x + n - 1, sum = 0;
  while (low < high) {
    if (*low * *low < *high * *high) {
      sum += *low * *high;
      *(low + 1) += 0.3 * *low;
      low++;
    } else {
      sum -= *high / 2;
      high[-1] *= 1 + 0.1 * *high;
      --high;
    }
  }
  return sum + *low * *high;
}

#include "../exec/Generated.h"

CORPUS(smoothedAtDistance, point(filled(9, -1, 1), 5, 4, 0.7), point(filled(9, -1, 1), 5, 0, 0.7),
       point(filled(9, -1, 1), 5, 1, 0.7), point(filled(9, -1, 1), 5, 2, 0.7),
       point(filled(13, -1, 1), 5, 7, 0.7))
CORPUS(chainAtDistance, point(filled(12, -1, 1), 4, 4, 8), point(filled(12, -1, 1), 4, 0, 0),
       point(filled(12, -1, 1), 4, 1, 1), point(filled(12, -1, 1), 4, 0, 1),
       point(filled(12, -1, 1), 4, 2, 1), point(filled(12, -1, 1), 4, 1, 0),
       point(filled(12, -1, 1), 4, 4, 5))
CORPUS(scatteredAtDistance, point(filled(12, -1, 1), 6, 6), point(filled(12, -1, 1), 6, 0),
       point(filled(12, -1, 1), 6, 1), point(filled(12, -1, 1), 6, 2), point(filled(12, -1, 1), 6, 5))
CORPUS(invariantAt, point(filled(5, -1, 1), 5, 0), point(filled(5, -1, 1), 5, 2),
       point(filled(5, -1, 1), 5, 4))
CORPUS(overlappingBuffers, point(filled(8, -1, 1), 4, 4, 3), point(filled(8, -1, 1), 4, 0, 3),
       point(filled(8, -1, 1), 4, 1, 4), point(filled(8, -1, 1), 4, 3, 2))
CORPUS(resultInRow, point(filled(9, -1, 1), 3, 0, 0), point(filled(9, -1, 1), 3, 1, 4),
       point(filled(9, -1, 1), 3, 2, 2))
CORPUS(mixedSignals, point(filled(8, -1, 1), 8, 0, 2), point(filled(8, -1, 1), 8, 3, 1),
       point(filled(8, -1, 1), 8, 1, 3))
CORPUS(sumInside, point(filled(5, -1, 1), 5, 0), point(filled(5, -1, 1), 5, 2), point(filled(5, -1, 1), 5, 4))
CORPUS(scratchFilledUnevenly, point(filled(6, -1, 1), 6, 0), point(filled(6, -1, 1), 6, 3),
       point(filled(6, -1, 1), 6, 5))
CORPUS(leavesScratchBehind, point(filled(4, -1, 1), 4, 0.8), point(filled(4, -1, 1), 4, 9),
       point(filled(4, 0, 1), 4, 0.1))
CORPUS(ringOfLevels, point(filled(5, -1, 1), 5, 7, 0.6), point(filled(3, -1, 1), 3, 1, 0.6))
CORPUS(cachedValues, point(filled(4, -1, 1), 4, array({0, 1, 0, 3, 1, 2, 3, 3, 0}), 9))
CORPUS(memoisedPaths, point(filled(9, 0.1, 1), 3), point(filled(16, 0.1, 1), 4))
CORPUS(bucketed, point(filled(9, 0.1, 1.9), filled(9, -1, 1), 9, 0.47))
CORPUS(sortingNetwork, point(filled(8, -1, 1), 8, filled(8, 0, 1)),
       point(filled(7, -1, 1), 7, filled(7, 0, 1)))
CORPUS(lowersItsBound, point(filled(6, 0, 1.5), 6, 1), point(filled(6, 0, 1.5), 6, 0))
CORPUS(doublingPrefix, point(filled(7, -1, 1), 7), point(filled(1, -1, 1), 1), point(filled(9, -1, 1), 9))
CORPUS(exchangedRows, point(filled(20, -1, 1), 5))
CORPUS(bandedProduct, point(filled(15, -1, 1), 5, 1, filled(5, -1, 1)),
       point(filled(20, -1, 1), 4, 2, filled(4, -1, 1)))
CORPUS(meetInTheMiddle, point(filled(7, -1, 1), 7), point(filled(1, -1, 1), 1))

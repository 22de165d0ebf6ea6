// RUN: %corpus-test %s %t
// Loops that count in unsigned numbers and in short ones, with bounds that mean "nothing" or "no limit".
#include "CorpusCheck.h"

#include <algorithm>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <limits>

#pragma grad
#pragma grad mode(jvp)
Real countedUnsigned(const Real *x, unsigned n) {
  Real sum = 0;
  for (unsigned i = 0; i < n; ++i)
    sum += std::sin(x[i] * (i + 1)) * sum + x[i];
  for (unsigned i = n; i > 0; --i)
    sum = std::cos(sum * x[i - 1]);
  for (unsigned i = 1; i < n; i += 2)
    sum *= x[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real pairsUnsigned(const Real *x, unsigned n) {
  Real sum = 0;
  for (unsigned i = 0; i < n; ++i)
    for (unsigned j = i + 1; j < n; ++j)
      sum += std::sin(x[i] * x[j]) * sum + x[j];
  for (unsigned i = 0; i + 1 < n; ++i)
    sum *= x[i + 1] - x[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real ofBothKinds(const Real *x, unsigned n, std::size_t size) {
  Real sum = 0;
  for (int i = 0; i < int(size) && i < 100; ++i)
    sum += x[i];
  for (unsigned i = 0; i < size; ++i)
    sum += std::sin(x[i]) * sum;
  for (std::size_t i = 0; i < n; ++i)
    sum += std::cos(x[i]) * sum;
  for (long i = 0; i < n; ++i)
    sum += std::cos(x[i]) * sum;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real countedShort(const Real *x, unsigned char n, std::uint16_t from, std::int8_t step) {
  Real sum = 0;
  for (unsigned char i = 0; i < n; ++i)
    sum += std::sin(x[i]) * sum + x[i] * i;
  for (short i = n - 1; i >= 0; --i)
    sum += std::sin(x[i] * sum) * i;
  for (std::uint16_t i = from; i < n; ++i)
    sum *= x[i] + i;
  for (std::int8_t i = step; i <= 3; ++i)
    sum += x[i] * sum;
  for (unsigned char i = n; i > 0; i--)
    sum = std::cos(sum * x[i - 1]);
  return sum;
}

/// From the first one that is large enough, which may be none.
#pragma grad
#pragma grad mode(jvp)
Real fromTheFirst(const Real *x, std::size_t n, Real level) {
  std::size_t first = std::size_t(-1);
  for (std::size_t i = 0; i < n; ++i)
    if (x[i] > level) {
      first = i;
      break;
    }
  Real sum = 1;
  for (std::size_t i = first; i < n; ++i)
    sum += std::sin(x[i]) * sum + x[i];
  for (std::size_t i = n; i > first; --i)
    sum = std::cos(sum * x[i - 1]);
  std::size_t i = first;
  for (; i < n; i += 2)
    sum = std::cos(sum * x[i]);
  return sum * (i == first ? 0.5 : double(i));
}

#pragma grad
#pragma grad mode(jvp)
Real fromTheFirstUnsigned(const Real *x, unsigned n, Real level) {
  unsigned first = UINT_MAX;
  for (unsigned i = 0; i < n; ++i)
    if (x[i] > level)
      first = std::min(first, i);
  Real sum = 1;
  for (unsigned i = first; i < n; ++i)
    sum += std::sin(x[i]) * sum + x[i];
  for (unsigned i = n; i > first; --i)
    sum = std::cos(sum * x[i - 1]);
  unsigned i;
  for (i = first; i < n; ++i)
    sum = std::cos(sum * x[i]);
  for (std::size_t k = n - std::size_t(1); k > std::size_t(first) + n; --k)
    sum *= x[k];
  return sum * (i == first ? 0.5 : double(i));
}

/// The caller says where it begins: a negative number is a large one then.
#pragma grad
#pragma grad mode(jvp)
Real fromThere(const Real *x, std::size_t n, long from) {
  Real sum = 1;
  for (std::size_t i = from; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j)
      sum += std::sin(x[i] * x[j]) * sum + x[i];
  return sum;
}

/// Below the last one that is large enough: INT_MIN if there is none.
#pragma grad
#pragma grad mode(jvp)
Real belowTheLast(const Real *x, int n, Real level) {
  int last = INT_MIN;
  for (int i = 0; i < n; ++i)
    if (x[i] > level)
      last = i;
  Real sum = 1;
  for (int i = 0; i < last; ++i)
    sum += std::sin(x[i]) * sum + x[i];
  int k = 1;
  for (; k < last; k += 2)
    sum = std::cos(sum * x[k]);
  for (int i = 1; i + 1 < last; ++i)
    sum *= x[i];
  return sum * k;
}

static long placeOf(const Real *x, long n, Real level) {
  for (long i = 0; i < n; ++i)
    if (x[i] > level)
      return i;
  return std::numeric_limits<long>::max();
}

struct Range {
  long first, last;
};

/// Another function says where, and the place is kept in memory.
#pragma grad
#pragma grad mode(jvp)
Real aboveThePlace(const Real *x, long n, Real level) {
  Range ranges[2] = {{placeOf(x, n, level), std::numeric_limits<long>::min()}, {0, n}};
  Real sum = 1;
  for (int k = 0; k < 2; ++k) {
    const Range *range = &ranges[k];
    for (long i = n - 1; i > range->first; --i)
      sum += std::sin(x[i]) * sum + x[i];
    for (long i = 1; i < range->last; ++i)
      sum = std::cos(sum * x[i]);
  }
  long k = n - 1;
  for (; k > ranges[0].first; --k)
    sum = std::cos(sum * x[k]);
  return sum * (k + 2);
}

/// No limit.
#pragma grad
#pragma grad mode(jvp)
Real upToALimit(const Real *x, int n, int limit) {
  if (limit == 0)
    limit = INT_MAX;
  Real sum = 1;
  for (int i = 0; i < limit; ++i) {
    if (i == n)
      break;
    sum += std::sin(x[i]) * sum;
  }
  for (int i = 0; i <= limit && i < n; ++i)
    sum = std::cos(sum * x[i]);
  return sum;
}

/// What the condition computes is an unsigned number, large ones too.
#pragma grad
#pragma grad mode(jvp)
Real untilDivisible(const Real *x, int n, int first, int last) {
  unsigned seed = first;
  Real sum = 0;
  while ((seed = seed * 1664525u + 1013904223u) % 11 != 0)
    sum = std::sin(sum + x[seed % unsigned(n)]) * Real(seed / 7) / 1e8;
  for (unsigned k = last; k-- > unsigned(last) - 10u;)
    sum = std::sin(sum * x[k % 3]) + (k > 5u ? x[0] : x[1]);
  return sum * Real(seed) / 1e9;
}

/// All that the loops know is constant.
#pragma grad
#pragma grad mode(jvp)
Real toConstantEnds(Real x) {
  Real sum = x;
  const std::size_t none = static_cast<std::size_t>(-1);
  std::size_t noneYet = static_cast<std::size_t>(-1);
  int highest = INT_MAX, lowest = INT_MIN;
  for (std::size_t i = 0; i > none; --i)
    sum += std::sin(sum);
  for (std::size_t i = static_cast<std::size_t>(1) - 1; i > noneYet; --i)
    sum += std::sin(sum);
  for (int i = 4; i > highest; --i)
    sum += std::sin(sum);
  for (int i = 4; i > INT_MAX; --i)
    sum += std::sin(sum);
  for (int i = 0; i < lowest; ++i)
    sum += std::sin(sum);
  for (int i = 0; i + 2 < lowest; ++i)
    sum += std::sin(sum);
  for (int i = 0; i + 2 < INT_MIN; ++i)
    sum += std::sin(sum);
  for (unsigned i = 3; i > unsigned(-1); --i)
    sum += std::sin(sum);
  for (std::size_t i = noneYet; i < 3; ++i)
    sum += std::sin(sum);
  int k = 4;
  for (; k > highest; --k)
    sum += std::sin(sum);
  std::size_t m = noneYet;
  for (; m < 3; ++m)
    sum += std::sin(sum);
  return sum * k + (m == noneYet ? x : 0);
}

#include "../exec/Generated.h"

CORPUS(countedUnsigned, point(filled(5, -1, 1), 5u), point(filled(5, -1, 1), 0u), point(filled(5, -1, 1), 1u))
CORPUS(pairsUnsigned, point(filled(5, -1, 1), 5u), point(filled(5, -1, 1), 0u), point(filled(5, -1, 1), 1u))
CORPUS(ofBothKinds, point(filled(5, -1, 1), 5u, std::size_t(4)), point(filled(5, -1, 1), 0u, std::size_t(0)))
CORPUS(countedShort, point(filled(5, 0.1, 1), (unsigned char)5, std::uint16_t(2), std::int8_t(1)),
       point(filled(5, 0.1, 1), (unsigned char)0, std::uint16_t(3), std::int8_t(4)))
CORPUS(fromTheFirst, point(filled(5, -1, 1), std::size_t(5), 0.3),
       point(filled(5, -1, 1), std::size_t(5), 5.0))
CORPUS(fromTheFirstUnsigned, point(filled(5, -1, 1), 5u, 0.3), point(filled(5, -1, 1), 5u, 5.0))
CORPUS(fromThere, point(filled(5, -1, 1), std::size_t(5), 1L), point(filled(5, -1, 1), std::size_t(5), -1L),
       point(filled(5, -1, 1), std::size_t(5), -1000L))
CORPUS(belowTheLast, point(filled(5, -1, 1), 5, 0.3), point(filled(5, -1, 1), 5, 5.0))
CORPUS(aboveThePlace, point(filled(5, -1, 1), 5L, 0.3), point(filled(5, -1, 1), 5L, 5.0))
CORPUS(upToALimit, point(filled(5, -1, 1), 5, 3), point(filled(5, -1, 1), 5, 0))
CORPUS(untilDivisible, point(filled(5, -1, 1), 5, -12345, -5), point(filled(5, 0.2, 1), 3, 17, 30))
CORPUS(toConstantEnds, point(0.7))

// RUN: %corpus-test %s %t
// Integers and enumerations in memory keep their types: pointers to them are chosen, started as null, stored
// in objects, passed to recursive functions.
#include "CorpusCheck.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

enum class Kind : unsigned char { Linear, Square, Cube = 200 };
enum Plain { PlainFirst, PlainFifth = 5 };
namespace mesh {
enum class Side { Left, Right };
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real chosen(const Real *x, const unsigned *a, const unsigned *b, int n, bool first) {
  const unsigned *p = first ? a : b;
  Real s = 0;
  for (int i = 0; i < n; ++i)
    s += x[p[i]] * x[p[i]] * (i + 1);
  return s;
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real startedAsNull(const Real *x, const std::size_t *a, const unsigned char *c, int n) {
  const std::size_t *p = nullptr;
  if (n > 2)
    p = a + 1;
  else
    p = a;
  const unsigned char *at = c, *best = nullptr;
  Real s = x[p[0]] * x[p[1]];
  for (; n-- > 0; ++at) {
    if (*at > 1)
      best = at;
    s += x[*at] * *at;
  }
  return best ? s * x[*best] : s;
}

static Real halves(const Real *x, const unsigned long long *index, int low, int high) {
  if (high - low == 1)
    return x[index[low]] * x[index[low]];
  int middle = (low + high) / 2;
  return halves(x, index, low, middle) * 2 + halves(x, index, middle, high);
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real recursiveIndices(const Real *x, int n) {
  unsigned long long index[8];
  for (int i = 0; i < 8; ++i)
    index[i] = (unsigned long long)(i * 3 % n);
  return halves(x, index, 0, 8);
}

struct Counters {
  unsigned steps;
  std::uint16_t last;
};

static Real counting(const Real *x, unsigned *count, short *mark, unsigned long &sum, Counters &counters,
                     Kind &kind, int n) {
  if (n == 0)
    return x[0];
  ++*count;
  mark[n] = short(n);
  sum += *count;
  counters.last = (std::uint16_t)(counters.last + n);
  kind = n == 1 ? Kind::Cube : Kind::Square;
  return counting(x, &counters.steps == count ? count : count + 0, mark, sum, counters, kind, n - 1) *
         x[*count % 3u];
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real countedByRecursion(const Real *x, int n) {
  unsigned count = 0;
  short mark[10] = {0};
  unsigned long sum = 0;
  Counters counters = {0, 1};
  Kind kind = Kind::Linear;
  Real r = counting(x, &count, mark, sum, counters, kind, n);
  r += counting(x, &counters.steps, mark, sum, counters, kind, n - 1);
  return r * count * mark[2] + x[1] * sum * counters.steps +
         (kind == Kind::Cube ? x[2] * counters.last : x[0]);
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real kinds(const Real *x, const Kind *k, int n) {
  Real s = 0;
  for (int i = 0; i < n; ++i) {
    if (k[i] == Kind::Linear)
      s += x[i];
    else if (k[i] == Kind::Cube)
      s += x[i] * x[i] * x[i] * ((int)k[i] - 199);
    else
      s += x[i] * x[i];
  }
  return s;
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real kindsOfItsOwn(const Real *x, int n, bool first) {
  Kind k[4] = {Kind::Linear, Kind::Square, Kind::Cube, Kind::Linear};
  Kind o[4] = {Kind::Cube, Kind::Square, Kind::Cube, Kind::Linear};
  static const Kind constant[4] = {Kind::Cube, Kind::Cube, Kind::Linear, Kind::Square};
  if (n > 3)
    k[1] = Kind::Cube;
  std::swap(k[0], k[3]);
  std::swap(o[0], o[1]);
  const Kind *q = first ? k : n > 2 ? o : constant;
  Real s = 0;
  for (int i = 0; i < 4; ++i)
    switch (q[i]) {
    case Kind::Linear:
      s += x[i];
      break;
    case Kind::Square:
      s += x[i] * x[i];
      break;
    default:
      s -= x[i] * x[i] * x[i];
    }
  return s;
}

class Hidden {
  struct Inner {
    enum class Mode { Add, Multiply };
  };

public:
  static Real run(const Real *x, int n) {
    Inner::Mode modes[3] = {Inner::Mode::Add, Inner::Mode::Multiply, Inner::Mode::Add};
    Real s = 1;
    for (int i = 0; i < n; ++i) {
      s = modes[i % 3] == Inner::Mode::Add ? s + x[i % 3] * s : s * x[i % 3];
      modes[i % 3] = modes[(i + 1) % 3];
    }
    return s;
  }
};

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real hiddenEnumeration(const Real *x, int n) { return Hidden::run(x, n); }

struct Step {
  mesh::Side side;
  Plain plain[2];
  const mesh::Side *next;
};

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real sides(const Real *x, const Plain *plain, int n) {
  const Plain *p = plain;
  mesh::Side both[2] = {mesh::Side::Left, mesh::Side::Right};
  Step step{both[1], {PlainFifth, PlainFirst}, both};
  Real s = 0;
  for (int i = 0; i < n; ++i, ++p) {
    const mesh::Side *side = i % 2 ? &step.side : step.next;
    s += *p == PlainFifth ? x[i] : x[i] * x[i] * (*p + step.plain[0]);
    s *= *side == mesh::Side::Left ? x[0] : Real(1.5);
    both[i % 2] = *side == mesh::Side::Left ? mesh::Side::Right : mesh::Side::Left;
  }
  return s;
}

struct Csr {
  const unsigned *row;
  const std::size_t *column;
  const Real *value;
  unsigned n;
  long long power[3];
};

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real sparse(const Real *x, const unsigned *rows, const std::size_t *columns) {
  const Real values[5] = {1.5, -0.5, 2, 0.25, 1};
  const Csr a{rows, columns, values, 3, {2, 1, 2}};
  Real s = 0;
  const unsigned *row = a.row;
  for (unsigned i = 0; i < a.n; ++i, ++row) {
    Real t = 0;
    for (const std::size_t *c = a.column + row[0]; c != a.column + row[1]; ++c)
      t += a.value[c - a.column] * x[*c];
    s += t * t;
  }
  const long long *power = a.power;
  const unsigned *size = &a.n;
  for (int i = 0; i < 3; ++i)
    s += x[*power++] * *size;
  return s;
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real constants(const Real *x, int n, bool first) {
  static const unsigned t[3] = {0, 2, 1}, u[3] = {1, 4294967295u, 2147483648u};
  static const signed char w[3] = {-1, 2, 1};
  static const std::array<std::uint64_t, 2> big = {1u, ~std::uint64_t(0)};
  const unsigned *p = first ? t : u;
  const signed char *q = w;
  const std::uint64_t *b = big.data() + (first ? 0 : 1);
  Real s = 0;
  for (int i = 0; i < n; ++i)
    s += x[p[i] % 3] * *q++ * (p[i] >> 1) * (*b >> 60 ? x[0] : x[1]);
  return s;
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real swappedBuffers(const Real *x, int n) {
  unsigned long a[4] = {0, 1, 2, 0}, b[4] = {2, 2, 1, 0}, *p = a, *q = b;
  Real s = 0;
  for (int i = 0; i < n; ++i) {
    s = s * 0.5 + x[p[i % 4]] * x[q[i % 4]];
    unsigned long *t = p;
    p = q;
    q = t;
    p[0] = (p[0] + 1) % 3;
  }
  return s;
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real onTheHeap(const Real *x, int n) {
  std::uint32_t *index = (std::uint32_t *)std::malloc(sizeof(std::uint32_t) * n);
  unsigned short *used = new unsigned short[n + 1]();
  std::size_t *copy = new std::size_t[2]{1, 2};
  std::array<unsigned, 3> order = {2, 0, 1};
  for (std::uint32_t i = 0; i < (std::uint32_t)n; ++i)
    index[i] = (i * 2654435769u) >> 30;
  std::size_t moved[2];
  std::memcpy(moved, copy, sizeof moved);
  unsigned *o = order.data();
  const unsigned last = 2, *end = n > 2 ? &last : o + 2;
  Real s = 0;
  for (int i = 0; i < n; ++i) {
    ++used[index[i] % 3];
    s += x[index[i] % 3] * x[moved[i % 2]] + x[o[i % 3]] * x[*end];
  }
  for (int i = 0; i < 3; ++i)
    s *= 1 + x[i] * used[i];
  std::free(index);
  delete[] used;
  delete[] copy;
  return s;
}

class Tally {
  unsigned steps = 0;
  unsigned char marks[3] = {0, 1, 2};

public:
  Real weigh(const Real *x, int n, unsigned start) {
    unsigned own = start;
    unsigned *p = n > 2 ? &steps : &own;
    const unsigned char *m = nullptr;
    for (int i = 0; i < n; ++i) {
      *p += 3u;
      m = n % 2 ? marks : marks + 1;
    }
    return x[*p % 3] * x[steps % 3] * (m ? x[m[1]] : 1.0);
  }
};
#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real hiddenMembers(const Real *x, int n) {
  Tally c;
  return c.weigh(x, n, 1u) + c.weigh(x, 3, 2u);
}
#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real unsignedInPair(const Real *x, int n) {
  std::pair<unsigned, Real> a(1u, x[0]), b(2u, x[1]);
  unsigned *p = n > 1 ? &a.first : &b.first;
  *p += 2u;
  return a.second * x[a.first % 3] + b.second * x[b.first % 3];
}
static void bump(unsigned *p, unsigned char &c, int n) {
  if (n == 0)
    return;
  *p += c;
  c = (unsigned char)(c + 1);
  bump(p, c, n - 1);
}
#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real oneByOne(const Real *x, int n) {
  unsigned idx[3] = {0, 1, 2};
  unsigned char c[2] = {1, 255};
  bump(&idx[1], c[1], n);
  idx[0] = idx[1] + 1u;
  unsigned *q = n > 1 ? &idx[0] : &idx[2];
  *q += 1u;
  return x[idx[0] % 3] * x[idx[1] % 3] * x[idx[2] % 3] * c[1];
}
template <class F> static Real applied(F f, Real v, int n) { return n == 0 ? v : f(applied(f, v, n - 1)); }
#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real capturedIntegers(const Real *x, int n) {
  unsigned count = 0;
  char letter = 'a';
  unsigned char u = 250;
  auto f = [&](Real v) {
    ++count;
    letter = char(letter + 1);
    u = (unsigned char)(u + 3);
    return v * x[count % 3u] * (letter * 0.01) * (u * 0.01);
  };
  return applied(f, x[0], n) * count;
}
struct Bytes {
  unsigned char *raw;
  Real *val;
  const unsigned *idx;
};
static Real walkBytes(const Bytes &b, int n) {
  if (n == 0)
    return 0;
  Bytes next = {b.raw + 1, b.val, b.idx};
  return b.val[b.idx[*b.raw]] * b.val[0] + walkBytes(next, n - 1);
}
#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real bytesBesideNumbers(const Real *x, int n) {
  unsigned char raw[4] = {0, 1, 2, 1};
  unsigned idx[3] = {2, 1, 0};
  Real v[3] = {x[0], x[1] * x[1], x[2]};
  Bytes b = {raw, v, idx}, c = b;
  c.raw = nullptr;
  const Bytes *use = n > 0 ? &b : &c;
  return walkBytes(*use, n);
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real kindsInPairs(const Real *x, int n) {
  std::pair<Kind, Real> a(Kind::Square, x[0]), b = std::make_pair(Kind::Cube, x[1]);
  std::pair<long long, short> wide(5, short(-3));
  Kind *kind = n > 1 ? &a.first : &b.first;
  *kind = n > 2 ? Kind::Linear : *kind;
  long long *p = n > 0 ? &wide.first : nullptr;
  if (p)
    *p *= wide.second;
  std::swap(a, b);
  const Kind &last = n > 3 ? Kind::Cube : a.first;
  return (a.first == Kind::Cube ? a.second : a.second * a.second) *
             (b.first == Kind::Linear ? x[2] : b.second) +
         x[1] * wide.first * (last == Kind::Cube ? 2 : 3);
}

#include "../exec/Generated.h"

CORPUS_WRT(chosen, (0), point(array({0.3, 1.7, -0.4}), array({0, 2, 1}), array({2, 2, 1}), 3, true),
           point(array({0.3, 1.7, -0.4}), array({0, 2, 1}), array({2, 2, 1}), 3, false))
CORPUS_WRT(startedAsNull, (0), point(array({0.3, 1.7, -0.4}), array({1, 0, 2, 2, 1}), array({0, 2, 1, 1}), 4),
           point(array({0.3, 1.7, -0.4}), array({1, 0, 2, 2, 1}), array({0, 2, 1, 1}), 1))
CORPUS_WRT(recursiveIndices, (0), point(array({0.3, 1.7, -0.4}), 3))
CORPUS_WRT(countedByRecursion, (0), point(array({0.3, 1.7, -0.4}), 5), point(array({0.3, 1.7, -0.4}), 2))
CORPUS_WRT(kinds, (0), point(array({0.3, 1.7, -0.4}), array({200, 0, 1}), 3))
CORPUS_WRT(kindsOfItsOwn, (0), point(array({0.3, 1.7, -0.4, 0.9}), 4, true),
           point(array({0.3, 1.7, -0.4, 0.9}), 4, false), point(array({0.3, 1.7, -0.4, 0.9}), 1, false))
CORPUS_WRT(hiddenEnumeration, (0), point(array({0.3, 1.7, -0.4}), 7))
CORPUS_WRT(sides, (0), point(array({0.3, 1.7, -0.4, 0.9}), array({0, 5, 0, 5}), 4))
CORPUS_WRT(sparse, (0), point(array({0.3, 1.7, -0.4}), array({0, 2, 3, 5}), array({1, 0, 2, 2, 1})))
CORPUS_WRT(constants, (0), point(array({0.3, 1.7, -0.4}), 3, true), point(array({0.3, 1.7, -0.4}), 3, false))
CORPUS_WRT(swappedBuffers, (0), point(array({0.3, 1.7, -0.4}), 7))
CORPUS_WRT(onTheHeap, (0), point(array({0.3, 1.7, -0.4}), 5), point(array({0.3, 1.7, -0.4}), 2))
CORPUS_WRT(hiddenMembers, (0), point(array({0.3, 1.7, -0.4}), 2), point(array({0.3, 1.7, -0.4}), 3))
CORPUS_WRT(unsignedInPair, (0), point(array({0.3, 1.7, -0.4}), 1), point(array({0.3, 1.7, -0.4}), 2))
CORPUS_WRT(oneByOne, (0), point(array({0.3, 1.7, -0.4}), 1), point(array({0.3, 1.7, -0.4}), 4))
CORPUS_WRT(capturedIntegers, (0), point(array({0.3, 1.7, -0.4}), 3))
CORPUS_WRT(bytesBesideNumbers, (0), point(array({0.3, 1.7, -0.4}), 4), point(array({0.3, 1.7, -0.4}), 0))
CORPUS_WRT(kindsInPairs, (0), point(array({0.3, 1.7, -0.4}), 0), point(array({0.3, 1.7, -0.4}), 2),
           point(array({0.3, 1.7, -0.4}), 4))

// RUN: %corpus-test %s %t
// Memory that is made while the function runs: VLAs, new, malloc, realloc; memcpy, memset, swapped buffers.
#include "CorpusCheck.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#ifdef __clang__
#pragma clang diagnostic ignored "-Wvla-cxx-extension"
#endif

#pragma grad
#pragma grad mode(jvp)
Real variableLength(const Real *x, int n) {
  Real partial[n];
  partial[0] = x[0];
  for (int i = 1; i < n; ++i)
    partial[i] = partial[i - 1] * x[i] + x[i - 1];
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += partial[i] * partial[n - 1 - i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real newArray(const Real *x, int n) {
  Real *copy = new Real[n];
  for (int i = 0; i < n; ++i)
    copy[i] = x[i] * x[i];
  Real product = 1;
  for (int i = 0; i < n; ++i)
    product *= copy[i] + copy[(i + 1) % n];
  delete[] copy;
  return product;
}

#pragma grad
#pragma grad mode(jvp)
Real newObject(Real x, Real y) {
  Real *p = new Real(x * y), *q = new Real;
  *q = *p * x;
  *p += *q;
  Real result = *p * *q;
  delete p;
  delete q;
  return result;
}

#pragma grad
#pragma grad mode(jvp)
Real mallocEachIteration(const Real *x, int n) {
  Real sum = 0;
  for (int i = 1; i <= n; ++i) {
    Real *work = (Real *)malloc(i * sizeof(Real));
    for (int j = 0; j < i; ++j)
      work[j] = x[j] * x[i - 1];
    for (int j = 1; j < i; ++j)
      work[j] += work[j - 1] * work[j];
    sum += work[i - 1];
    free(work);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real callocAccumulator(const Real *x, const int *slot, int n, int slots) {
  Real *sums = static_cast<Real *>(std::calloc(slots, sizeof(Real)));
  for (int i = 0; i < n; ++i)
    sums[slot[i]] += x[i];
  Real spread = 0;
  for (int i = 0; i < slots; ++i)
    spread += sums[i] * sums[i] * sums[i];
  std::free(sums);
  return spread;
}

#pragma grad
#pragma grad mode(jvp)
void heatSteps(Real *u, int n, int steps, Real k) {
  Real *now = u, *later = new Real[n], *spare = later;
  for (int t = 0; t < steps; ++t) {
    later[0] = now[0];
    later[n - 1] = now[n - 1];
    for (int i = 1; i < n - 1; ++i)
      later[i] = now[i] + k * (now[i - 1] - 2 * now[i] + now[i + 1]) - 0.1 * now[i] * now[i];
    Real *t2 = now;
    now = later;
    later = t2;
  }
  if (now != u)
    memcpy(u, now, n * sizeof(Real));
  delete[] spare;
}

#pragma grad
#pragma grad mode(jvp)
Real swappedLocals(const Real *x, Real c) {
  Real a[4], b[4], *now = a, *next = b;
  std::memcpy(now, x, sizeof a);
  for (int t = 0; t < 5; ++t) {
    for (int i = 0; i < 4; ++i)
      next[i] = c * now[(i + 1) % 4] * now[i] + now[(i + 3) % 4];
    std::swap(now, next);
  }
  return now[0] + now[1] * now[2];
}

#pragma grad
#pragma grad mode(jvp)
Real copiesAndClears(const Real *x, int n) {
  Real work[8];
  memset(work, 0, sizeof(work));
  memcpy(work + 1, x, n * sizeof(Real));
  for (int i = 0; i < 7; ++i)
    work[i] = work[i] * work[i + 1] + work[i + 1];
  Real sum = work[0] + work[1];
  memset(work, 0, 2 * sizeof(Real));
  for (int i = 0; i < 8; ++i)
    sum += work[i] * work[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void shiftDown(Real *x, int n) {
  memmove(x, x + 1, (n - 1) * sizeof(Real));
  x[n - 1] = x[0] * x[0];
}

#pragma grad
#pragma grad mode(jvp)
Real matrixOfRows(const Real *x, int n) {
  Real **m = new Real *[n];
  for (int i = 0; i < n; ++i) {
    m[i] = new Real[n];
    for (int j = 0; j < n; ++j)
      m[i][j] = x[i] - x[j] * x[i];
  }
  Real trace = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      trace += m[i][j] * m[j][i];
  for (int i = 0; i < n; ++i)
    delete[] m[i];
  delete[] m;
  return trace;
}

#pragma grad
#pragma grad mode(jvp)
Real filledAndCopied(const Real *x, int n, Real value) {
  Real a[6], b[6];
  std::fill(a, a + 6, value);
  std::copy(x, x + n, a + 1);
  std::copy_n(a, 6, b);
  Real sum = 0;
  for (int i = 0; i < 6; ++i)
    sum += a[i] * b[5 - i];
  return sum;
}

static Real *makeSquares(const Real *x, int n) {
  Real *squares = new Real[n];
  for (int i = 0; i < n; ++i)
    squares[i] = x[i] * x[i];
  return squares;
}

#pragma grad
#pragma grad mode(jvp)
Real ownedByCaller(const Real *x, int n) {
  Real *first = makeSquares(x, n), *second = makeSquares(first, n);
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += first[i] * x[i] + second[i];
  delete[] second;
  delete[] first;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real earlyFree(const Real *x, int n) {
  Real *work = new Real[n]();
  for (int i = 0; i < n; ++i) {
    work[i] += x[i] * (i > 0 ? work[i - 1] : 1.0);
    if (work[i] > 4) {
      Real found = work[i] * x[0];
      delete[] work;
      return found;
    }
  }
  Real last = work[n - 1];
  delete[] work;
  return last;
}

#pragma grad
#pragma grad mode(jvp)
Real integerWorkspace(const Real *x, int n) {
  int *order = new int[n];
  for (int i = 0; i < n; ++i)
    order[i] = i;
  for (int i = 1; i < n; ++i)
    for (int j = i; j > 0 && x[order[j - 1]] > x[order[j]]; --j)
      std::swap(order[j - 1], order[j]);
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += (i + 1) * x[order[i]] * x[order[i]];
  delete[] order;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real growingBuffer(Real x, int n) {
  int capacity = 2, size = 0;
  Real *terms = (Real *)malloc(capacity * sizeof(Real));
  for (Real term = x; size < n; term *= x / (size + 1)) {
    if (size == capacity) {
      capacity *= 2;
      terms = (Real *)realloc(terms, capacity * sizeof(Real));
    }
    terms[size++] = term;
  }
  Real sum = 0;
  while (size > 0) {
    --size;
    sum = sum * 0.5 + terms[size] * terms[size];
  }
  free(terms);
  return sum;
}
struct Vec {
  Real *data;
  int size, capacity;
};
static void push(Vec &v, Real x) {
  if (v.size == v.capacity) {
    v.capacity = v.capacity ? 2 * v.capacity : 1;
    Real *grown = (Real *)realloc(v.data, v.capacity * sizeof(*v.data));
    if (!grown)
      std::abort();
    v.data = grown;
  }
  v.data[v.size++] = x;
}
#pragma grad
#pragma grad mode(jvp)
Real vectorOfC(const Real *x, int n) {
  Vec v = {nullptr, 0, 0}, w{};
  for (int i = 0; i < n; ++i) {
    push(v, x[i] * x[i]);
    if (i % 2)
      push(w, v.data[i]);
  }
  Real s = 0;
  for (int i = 0; i < v.size; ++i)
    s += v.data[i] * (i < w.size ? w.data[i] : 2);
  v.data = static_cast<Real *>(std::realloc(v.data, sizeof(Real)));
  s += v.data[0];
  free(v.data);
  free(w.data);
  return s;
}
static Real *grow(Real *p, int n) { return (Real *)realloc(p, n * sizeof(Real)); }
struct Stack {
  Real *items = nullptr;
  int top = 0, room = 0;
  void push(Real x) {
    if (top == room) {
      room += 3;
      items = grow(items, room);
    }
    items[top++] = x;
  }
  Real pop() { return items[--top]; }
};
#pragma grad
#pragma grad mode(jvp)
Real stackOfC(const Real *x, int n) {
  Stack s;
  for (int i = 0; i < n; ++i) {
    s.push(x[i]);
    if (i % 3 == 2) {
      Real a = s.pop(), b = s.pop();
      s.push(a * b);
    }
  }
  Real r = 1;
  while (s.top)
    r = r * 0.5 + s.pop() * r;
  free(s.items);
  return r;
}

#include "../exec/Generated.h"

CORPUS(variableLength, point(filled(5, -1, 1), 5), point(array({0.3}), 1))
CORPUS(newArray, point(filled(4, -1, 1), 4))
CORPUS(newObject, point(0.7, 1.2))
CORPUS(mallocEachIteration, point(filled(5, -1, 1), 5), point(filled(1, -1, 1), 0))
CORPUS(callocAccumulator, point(filled(6, -1, 1), array({0, 2, 1, 2, 0, 2}), 6, 3))
CORPUS(heatSteps, point(filled(6, 0, 1), 6, 3, 0.2), point(filled(6, 0, 1), 6, 4, 0.2),
       point(filled(3, 0, 1), 3, 0, 0.2))
CORPUS(swappedLocals, point(filled(4, 0.2, 1), 0.6))
CORPUS(copiesAndClears, point(filled(5, 0.2, 1), 5))
CORPUS(shiftDown, point(filled(5, 0.2, 1), 5))
CORPUS(matrixOfRows, point(filled(4, 0.2, 1), 4))
CORPUS(filledAndCopied, point(filled(3, 0.2, 1), 3, 0.7))
CORPUS(ownedByCaller, point(filled(4, 0.2, 1), 4))
CORPUS(earlyFree, point(array({1.5, 2, 3, 0.4}), 4), point(array({1.5, 0.2, 0.3, 0.4}), 4))
CORPUS(integerWorkspace, point(array({0.7, -0.3, 1.2, 0.1}), 4))
CORPUS(growingBuffer, point(0.7, 7), point(0.7, 1), point(0.7, 0))
CORPUS(vectorOfC, point(filled(7, -1, 1), 7), point(filled(1, -1, 1), 1))
CORPUS(stackOfC, point(filled(8, 0.3, 1), 8), point(filled(1, -1, 1), 0))

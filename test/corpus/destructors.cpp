// RUN: %corpus-test %s %t
// Objects whose lives end with something to do.
#include "CorpusCheck.h"

#include <cstdlib>

class Buffer {
public:
  explicit Buffer(int size) : elements(new Real[size]()), size(size) {}
  Buffer(const Buffer &other) : elements(new Real[other.size]), size(other.size) {
    for (int i = 0; i < size; ++i)
      elements[i] = other.elements[i];
  }
  Buffer &operator=(const Buffer &other) {
    if (this == &other)
      return *this;
    Real *copies = new Real[other.size];
    for (int i = 0; i < other.size; ++i)
      copies[i] = other.elements[i];
    delete[] elements;
    elements = copies;
    size = other.size;
    return *this;
  }
  ~Buffer() { delete[] elements; }
  Real &operator[](int i) { return elements[i]; }
  const Real &operator[](int i) const { return elements[i]; }
  int length() const { return size; }

private:
  Real *elements;
  int size;
};

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real workspace(const Real *x, int n) {
  Buffer squares(n);
  for (int i = 0; i < n; ++i)
    squares[i] = std::sin(x[i]) * x[i];
  Real sum = 0;
  for (int i = 1; i < n; ++i)
    sum += squares[i] * squares[i - 1];
  return sum;
}

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real copiesOfBuffers(const Real *x, int n) {
  Buffer first(n);
  for (int i = 0; i < n; ++i)
    first[i] = x[i] * x[i];
  Buffer second = first;
  second[0] *= 2;
  Buffer third(1);
  third = second;
  third[n - 1] += first[0];
  return first[0] * second[0] + second[n - 1] * third[n - 1] * third.length();
}

static Buffer powersOf(Real x, int n) {
  Buffer powers(n);
  powers[0] = 1;
  for (int i = 1; i < n; ++i)
    powers[i] = powers[i - 1] * x;
  return powers;
}

static Real dot(const Buffer &a, const Buffer &b) {
  Real sum = 0;
  for (int i = 0; i < a.length(); ++i)
    sum += a[i] * b[i];
  return sum;
}

#pragma grad wrt(x, y)
#pragma grad wrt(x, y) mode(jvp)
Real returnedBuffers(Real x, Real y, int n) {
  const Buffer a = powersOf(x, n), b = powersOf(y, n);
  return dot(a, b);
}

// A destructor that changes what is differentiated, wherever the block is left.
struct Doubles {
  Real &target;
  ~Doubles() { target *= 2; }
};

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real leavesBlocks(Real x, int way) {
  Real y = x;
  for (int i = 0; i < 4; ++i) {
    Doubles twice{y};
    y += i;
    if (i == 1 && way == 1)
      continue;
    {
      Doubles again{y};
      if (i == 2 && way == 2)
        break;
      y *= x;
    }
    y += 1;
  }
  return y * y;
}

static void leave(Real &y, Real x, int way) {
  Doubles twice{y};
  if (way == 0)
    return;
  y += x;
  Doubles again{y};
  if (way == 1) {
    y *= x;
    return;
  }
  y -= 1;
}

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real leavesFunctions(Real x, int way) {
  Real y = x * x;
  leave(y, x, way);
  return y * x;
}

// What is returned has been computed when the destructor runs.
static Real returnsBefore(Real &y, Real x) {
  Doubles twice{y};
  y += x;
  return y * x;
}

#pragma grad
#pragma grad mode(jvp)
Real valueBeforeTheEnd(Real x) {
  Real y = x;
  const Real z = returnsBefore(y, x);
  return y * z;
}

// Members, base classes, arrays, in the reverse of their order.
struct Logs {
  Real *log;
  Real factor;
  ~Logs() { *log = *log * factor + 1; }
};
struct Pair {
  Logs first, second;
};
struct Derived : Logs {
  Logs member;
  Derived(Real *log, Real x) : Logs{log, x}, member{log, x * x} {}
  ~Derived() { *log += 3; }
};

#pragma grad
#pragma grad mode(jvp)
Real orderOfEnds(Real x, Real z) {
  Real log = z;
  {
    Pair pair{{&log, x}, {&log, x + 1}};
    Logs array[3] = {{&log, z}, {&log, x * z}, {&log, x - z}};
    Derived derived(&log, x);
    log *= x;
  }
  return log * log;
}

#pragma grad
#pragma grad mode(jvp)
Real deletedObjects(Real x) {
  Real log = x;
  Logs *object = new Logs{&log, x};
  log += 1;
  delete object;
  Logs *nothing = nullptr;
  delete nothing;
  return log * x;
}

// By its name, a destructor runs those of the members as well.
struct Both {
  Logs first, second;
  ~Both() { *first.log *= 5; }
};

#pragma grad
#pragma grad mode(jvp)
Real destructorByName(Real x) {
  Real log = x;
  Both *both = static_cast<Both *>(std::malloc(sizeof(Both)));
  both->first.log = both->second.log = &log;
  both->first.factor = x;
  both->second.factor = 2 * x;
  both->~Both();
  std::free(both);
  return log * x;
}

// An object that points to a part of itself.
struct Cursor {
  Real content;
  Real *at;
  explicit Cursor(Real x) : content(x), at(&content) {}
};

#pragma grad
#pragma grad mode(jvp)
Real pointsIntoItself(Real x) {
  Cursor cursor(x), other(2 * x);
  cursor.content *= 2;
  *other.at *= x;
  Cursor *heap = new Cursor(x);
  *heap->at += other.content;
  const Real result = *cursor.at * other.content * heap->content;
  delete heap;
  return result;
}

struct Model {
  Buffer weights;
  Real scale;
  Model(int n, Real scale) : weights(n), scale(scale) {}
  Real evaluate(const Real *x) const {
    Real sum = 0;
    for (int i = 0; i < weights.length(); ++i)
      sum += weights[i] * x[i];
    return scale * std::tanh(sum);
  }
};

#pragma grad wrt(w, x)
#pragma grad wrt(w, x) mode(jvp)
Real bufferInAModel(const Real *w, const Real *x, int n) {
  Model model(n, 2);
  for (int i = 0; i < n; ++i) {
    model.weights[i] = w[i] * w[i];
    Buffer scratch(2);
    scratch[0] = w[i];
    if (i == 1)
      continue;
    scratch[1] = scratch[0] * x[i];
    model.scale += scratch[1];
  }
  return model.evaluate(x);
}

static Real halves(Real x, int depth) {
  Buffer kept(2);
  kept[0] = x * x;
  if (depth == 0)
    return kept[0];
  kept[1] = halves(x / 2, depth - 1) + halves(x + 1, depth - 1);
  return kept[1] * kept[0];
}

#pragma grad
#pragma grad mode(jvp)
Real bufferInARecursion(Real x) { return halves(x, 2); }

#include "../exec/Generated.h"

CORPUS_WRT(workspace, (0), point(filled(5, -1, 1), 5))
CORPUS_WRT(copiesOfBuffers, (0), point(filled(4, -1, 1), 4))
CORPUS_WRT(returnedBuffers, (0, 1), point(0.8, 1.1, 4))
CORPUS_WRT(leavesBlocks, (0), point(0.7, 0), point(0.7, 1), point(0.7, 2))
CORPUS_WRT(leavesFunctions, (0), point(0.7, 0), point(0.7, 1), point(0.7, 2))
CORPUS(valueBeforeTheEnd, point(1.3))
CORPUS(orderOfEnds, point(1.3, 0.4))
CORPUS(deletedObjects, point(0.9))
CORPUS(pointsIntoItself, point(0.9))
CORPUS_WRT(bufferInAModel, (0, 1), point(filled(3, -1, 1), filled(3, 0.2, 1), 3))
CORPUS(bufferInARecursion, point(0.6))
CORPUS(destructorByName, point(0.9))

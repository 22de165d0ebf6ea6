// RUN: %corpus-test %s %t
// Recursive functions that return structs with arrays, pointers, and memory that they have allocated.
#include "CorpusCheck.h"

#include <array>

struct Matrix {
  Real a[2][2];
};
static Matrix product(const Matrix &x, const Matrix &y) {
  Matrix r;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      r.a[i][j] = 0;
      for (int k = 0; k < 2; ++k)
        r.a[i][j] += x.a[i][k] * y.a[k][j];
    }
  return r;
}
static Matrix power(const Matrix &m, int n) {
  if (n == 0)
    return {{{1, 0}, {0, 1}}};
  Matrix half = power(m, n / 2);
  Matrix whole = product(half, half);
  return n % 2 ? product(whole, m) : whole;
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real matrixPower(const Real *x, int n) {
  Matrix m = {{{x[0], x[1]}, {x[2], 0.5}}};
  Matrix p = power(m, n);
  p = power(p, 2);
  return p.a[0][0] + 2 * p.a[0][1] - p.a[1][0] * p.a[1][1] + power(m, 3).a[1][0];
}

struct Walk {
  Real v[3];
  int n;
};
static Walk walk(Real result, int n) {
  if (n == 0)
    return Walk{{result, 2 * result, result * result}, 1};
  Walk w = walk(result * 1.1, n - 1);
  w.v[n % 3] *= result;
  w.n += n;
  return w;
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real walks(const Real *x, int n) {
  Walk b = walk(x[0], n), c = walk(x[1] * b.v[0], n);
  const Walk &d = walk(x[2], 2);
  return (b.v[0] + b.v[1] * c.v[2] + c.v[1]) * b.n + d.v[1];
}

static std::array<Real, 3> legendre(Real x, int n) {
  if (n == 0)
    return {1, 0, x};
  std::array<Real, 3> p = legendre(x, n - 1);
  return {((2 * n - 1) * x * p[0] - (n - 1) * p[1]) / n, p[0], x};
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real legendreByRecursion(const Real *x, int n) { return legendre(x[0], n)[0] + x[1] * legendre(x[2], 2)[1]; }

struct Pair {
  Real values[2];
};
static Pair rotated(Pair p, int n) {
  return n == 0 ? p : rotated(Pair{{p.values[1], p.values[0] * p.values[1]}}, n - 1);
}

#pragma grad
#pragma grad mode(jvp)
Real structThroughRecursion(Real x, int n) {
  Pair p = {{x, 2 * x}};
  p = rotated(p, n);
  return p.values[0] * rotated(p, 2).values[1];
}

struct Weak {
  Real *number;
  Real scale;
};
struct Two {
  Weak parts[2];
};
static Two swapped(Two t, int n) { return n == 0 ? t : swapped(Two{{t.parts[1], t.parts[0]}}, n - 1); }

#pragma grad
#pragma grad mode(jvp)
Real structOfPointers(Real x, int n) {
  Real u = x, v = x * x;
  Two t = swapped(Two{{{&u, x}, {&v, 3 * x}}}, n);
  *t.parts[1].number *= x;
  return *t.parts[0].number * t.parts[0].scale + u - v * v;
}

static Real *last(Real *x, int n) { return n == 0 ? x : last(x + 1, n - 1); }

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real pointerFromRecursion(Real *x, int n) {
  Real *p = last(x, n);
  *p *= x[0];
  *last(x, 1) += *p;
  return *p * x[1];
}

struct Span {
  Real *p;
  int n;
};
static Span halved(Span s, int depth) {
  if (depth == 0 || s.n < 2)
    return s;
  Span half = {s.p + s.n / 2, s.n - s.n / 2};
  return halved(half, depth - 1);
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real spanFromRecursion(Real *x, int n) {
  Span s = halved({x, n}, 2);
  Real r = 1;
  for (int i = 0; i < s.n; ++i) {
    r *= s.p[i];
    s.p[i] = r;
  }
  return r * x[n - 1];
}

struct Node {
  Real v;
  Node *next;
};
static Node *append(Node *list, Real v) {
  if (!list)
    return new Node{v, nullptr};
  list->next = append(list->next, v);
  return list;
}
static Node *reversed(Node *list, Node *done) {
  if (!list)
    return done;
  Node *rest = list->next;
  list->next = done;
  return reversed(rest, list);
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real listByRecursion(const Real *x, int n) {
  Node *list = nullptr;
  for (int i = 0; i < n; ++i)
    list = append(list, x[i] * x[i]);
  list = reversed(list, nullptr);
  Real s = 0, w = x[0];
  for (Node *p = list; p; p = p->next) {
    p->v *= w;
    s += w * p->v;
    w = p->v;
  }
  for (Node *p = list; p;) {
    Node *next = p->next;
    s += p->v * x[0];
    delete p;
    p = next;
  }
  return s;
}

struct Tree {
  Real key, sum;
  Tree *left, *right;
};
static Tree *insert(Tree *t, Real key) {
  if (t == nullptr) {
    Tree *fresh = new Tree;
    fresh->key = fresh->sum = key;
    fresh->left = fresh->right = nullptr;
    return fresh;
  }
  if (key < t->key)
    t->left = insert(t->left, key);
  else
    t->right = insert(t->right, key);
  t->sum = t->key + (t->left ? t->left->sum : 0) + (t->right ? t->right->sum * t->key : 0);
  return t;
}
static Tree *withoutSmallest(Tree *t, Real *smallest) {
  if (!t->left) {
    Tree *rest = t->right;
    *smallest = t->key;
    delete t;
    return rest;
  }
  t->left = withoutSmallest(t->left, smallest);
  return t;
}
static const Tree *find(const Tree *t, Real key) {
  if (!t || t->key == key)
    return t;
  return find(key < t->key ? t->left : t->right, key);
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real treeByRecursion(const Real *x, int n) {
  Tree *root = nullptr;
  for (int i = 0; i < n; ++i)
    root = insert(root, x[i]);
  const Tree *hit = find(root, x[1]);
  Real s = root->sum * x[0] + (hit ? hit->sum : 0), w = 1;
  while (root) {
    Real smallest;
    root = withoutSmallest(root, &smallest);
    s += w * smallest;
    w *= smallest + 2;
  }
  return s;
}

static Real noted(Real x, Real *note, int n) {
  if (note)
    *note = x;
  return n == 0 ? x : noted(x * x, nullptr, n - 1);
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real nullInRecursion(Real x, int n) {
  Real y = 0;
  Real r = noted(x, &y, n);
  return r * y;
}

#include "../exec/Generated.h"

CORPUS_WRT(matrixPower, (0), point(array({0.3, 1.7, -0.4}), 0), point(array({0.3, 1.7, -0.4}), 5))
CORPUS_WRT(walks, (0), point(array({0.3, 1.7, -0.4}), 0), point(array({0.3, 1.7, -0.4}), 4))
CORPUS_WRT(legendreByRecursion, (0), point(array({0.3, 1.7, -0.4}), 0), point(array({0.3, 1.7, -0.4}), 6))
CORPUS_WRT(structThroughRecursion, (0), point(0.7, 0), point(0.7, 3))
CORPUS_WRT(structOfPointers, (0), point(0.7, 0), point(0.7, 3))
CORPUS_WRT(pointerFromRecursion, (0), point(array({0.3, 1.7, -0.4}), 0), point(array({0.3, 1.7, -0.4}), 2))
CORPUS_WRT(spanFromRecursion, (0), point(array({0.3, 1.7, -0.4, 0.9, 1.1}), 5), point(array({0.3}), 1))
CORPUS_WRT(nullInRecursion, (0), point(0.7, 0), point(0.7, 3))
CORPUS_WRT(listByRecursion, (0), point(array({0.3, 1.7, -0.4, 0.9}), 4), point(array({0.3}), 1))
CORPUS_WRT(treeByRecursion, (0), point(array({0.3, 1.7, -0.4, 0.9, 1.1}), 5),
           point(array({0.3, 1.7, -0.4, 0.9, 1.1}), 2))

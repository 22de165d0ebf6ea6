// RUN: %corpus-test %s %t
// Structs that point to structs of their own class: lists and trees, in arrays and on the heap.
#include "CorpusCheck.h"

struct Link {
  Real value;
  Link *next;
};
#pragma grad
#pragma grad mode(jvp)
Real linkedByPointer(const Real *x, int n) {
  Link pool[8];
  Link *head = nullptr;
  for (int i = 0; i < n; ++i) {
    pool[i].value = x[i] * x[i];
    pool[i].next = head;
    head = &pool[i];
  }
  Real sum = 0;
  for (Link *p = head; p; p = p->next)
    sum = sum * 0.5 + p->value;
  for (Link *p = head; p->next; p = p->next)
    p->value *= p->next->value;
  return sum + head->value;
}
#pragma grad
#pragma grad mode(jvp)
Real listOnHeap(const Real *x, int n) {
  Link *head = nullptr, **tail = &head;
  for (int i = 0; i < n; ++i) {
    Link *fresh = new Link{x[i], nullptr};
    *tail = fresh;
    tail = &fresh->next;
  }
  // remove negative
  for (Link **at = &head; *at;) {
    if ((*at)->value < 0) {
      Link *gone = *at;
      *at = gone->next;
      delete gone;
    } else {
      (*at)->value *= (*at)->value;
      at = &(*at)->next;
    }
  }
  Real sum = 0;
  for (Link *p = head; p && p->next; p = p->next)
    sum += p->value * p->next->value;
  while (head) {
    Link *next = head->next;
    sum += head->value;
    delete head;
    head = next;
  }
  return sum;
}
struct Tree {
  Real key;
  Tree *left, *right;
};
static void insert(Tree *&root, Real key) {
  if (!root) {
    root = new Tree{key, nullptr, nullptr};
    return;
  }
  if (key < root->key)
    insert(root->left, key);
  else
    insert(root->right, key);
}
static Real total(const Tree *t, Real w) {
  return t ? w * t->key * t->key + total(t->left, w * 0.5) + total(t->right, w * t->key) : 0;
}
static void drop(Tree *t) {
  if (!t)
    return;
  drop(t->left);
  drop(t->right);
  delete t;
}
#pragma grad
#pragma grad mode(jvp)
Real treeOnHeap(const Real *x, int n) {
  Tree *root = nullptr;
  for (int i = 0; i < n; ++i)
    insert(root, x[i]);
  Real r = total(root, 1);
  drop(root);
  return r;
}
#pragma grad
#pragma grad mode(jvp)
Real treeWithoutRecursion(const Real *x, int n) {
  Tree *root = nullptr;
  for (int i = 0; i < n; ++i) {
    Tree **at = &root;
    while (*at)
      at = x[i] < (*at)->key ? &(*at)->left : &(*at)->right;
    *at = new Tree{x[i], nullptr, nullptr};
  }
  Real s = 0;
  Tree *stack[32];
  int top = 0;
  if (root)
    stack[top++] = root;
  while (top) {
    Tree *t = stack[--top];
    s = s * 0.9 + t->key * t->key * t->key;
    if (t->left)
      stack[top++] = t->left;
    if (t->right)
      stack[top++] = t->right;
    delete t;
  }
  return s;
}
struct Neighbour {
  Real v;
  Neighbour *prev, *next;
  Neighbour *kids[2];
};
#pragma grad
#pragma grad mode(jvp)
Real neighbours(Real x, Real y) {
  Neighbour a = {x, nullptr, nullptr, {nullptr, nullptr}}, b = {y, &a, nullptr, {&a, nullptr}};
  a.next = &b;
  b.kids[1] = b.kids[0];
  a.kids[0] = &b;
  b.prev->v *= b.v;
  a.next->v += a.v;
  Neighbour *p = a.kids[0]->kids[1];
  p->v *= 2;
  auto c = b;
  c.v = 3 * b.v;
  a.kids[1] = &c;
  return a.v * b.v + a.kids[1]->v;
}

struct B;
struct A {
  Real x;
  B *b;
  A *self;
};
struct B {
  Real y;
  A *a;
};
#pragma grad
#pragma grad mode(jvp)
Real structsThatPointToEachOther(Real x, Real y) {
  A a = {x, nullptr, nullptr};
  B b = {y, &a};
  a.b = &b;
  a.self = &a;
  b.a->x *= 2;
  a.b->y *= a.x;
  a.self->b->a->x += b.y;
  B c = b;
  A d = *c.a;
  d.x += c.a->b->y;
  return a.x * b.y + d.x;
}
struct List {
  struct Cell {
    Real v;
    Cell *next = nullptr;
  };
  Cell *head = nullptr;
  int n = 0;
  void push(Real v) {
    Cell *c = new Cell;
    c->v = v;
    c->next = head;
    head = c;
    ++n;
  }
  Real sum() const {
    Real s = 0;
    for (const Cell *c = head; c; c = c->next)
      s += c->v * c->v;
    return s;
  }
  void clear() {
    while (Cell *c = head) {
      head = c->next;
      delete c;
    }
  }
};
#pragma grad
#pragma grad mode(jvp)
Real listAsClass(const Real *x, int n) {
  List l;
  for (int i = 0; i < n; ++i)
    l.push(x[i] * i);
  Real s = l.sum();
  l.clear();
  return s;
}

#pragma grad
#pragma grad mode(jvp)
Real localList(const Real *x, int n) {
  struct Cell {
    Real v;
    Cell *next;
  };
  Cell pool[8];
  Cell *head = nullptr;
  for (int i = 0; i < n; ++i) {
    pool[i].v = x[i];
    pool[i].next = head;
    head = &pool[i];
  }
  Real s = 0;
  for (Cell *c = head; c; c = c->next)
    s = s * 0.5 + c->v * c->v;
  return s;
}
class Queue {
  struct Cell {
    Real v;
    Cell *next;
  };
  Cell *first = nullptr, *last = nullptr;

public:
  void push(Real v) {
    Cell *c = new Cell{v, nullptr};
    (first ? last->next : first) = c;
    last = c;
  }
  Real pop() {
    Cell *c = first;
    Real v = c->v;
    first = c->next;
    delete c;
    return v;
  }
  bool empty() const { return !first; }
};
#pragma grad
#pragma grad mode(jvp)
Real queueOfPrivateCells(const Real *x, int n) {
  Queue q;
  for (int i = 0; i < n; ++i)
    q.push(x[i]);
  Real s = 1;
  while (!q.empty()) {
    Real v = q.pop();
    s = s * 0.9 + v * v;
    if (s > 3 && v > 0) {
      q.push(v - 0.5);
    }
  }
  return s;
}
#pragma grad
#pragma grad mode(jvp)
Real localStructsThatPointToEachOther(Real x, Real y) {
  struct B;
  struct A {
    Real v;
    B *b;
  };
  struct B {
    Real w;
    A *a;
  };
  A as[2] = {{x, nullptr}, {y, nullptr}};
  B bs[2] = {{y, &as[0]}, {x, &as[1]}};
  for (int i = 0; i < 2; ++i)
    as[i].b = &bs[1 - i];
  for (int i = 0; i < 2; ++i)
    as[i].b->a->v += as[1 - i].b->w * bs[i].a->v;
  return as[0].v * as[1].v;
}
#pragma grad
#pragma grad mode(jvp)
Real localStructsOfFunctions(Real x, int n) {
  struct Op {
    Real (*f)(Real);
    Real w;
  };
  Op ops[3] = {{[](Real y) { return y * y; }, 2}, {[](Real y) { return y + 1; }, x}, {nullptr, 3}};
  Real s = x;
  for (int i = 0; i < n; ++i)
    s += ops[i % 3].f ? ops[i % 3].f(s) * ops[i % 3].w * 0.1 : 0.5 * s;
  return s;
}

// What the recursion makes is known to its caller by a pointer of the caller's.
static void appendTo(Link **list, Real x) {
  if (*list)
    appendTo(&(*list)->next, x * x);
  else
    *list = new Link{x, nullptr};
}
static Real weighted(const Link *list) {
  return list ? list->value * list->value + 0.5 * weighted(list->next) : 0;
}
static void release(Link *list) {
  if (!list)
    return;
  release(list->next);
  delete list;
}
#pragma grad
#pragma grad mode(jvp)
Real appendedByRecursion(const Real *x, int n) {
  Link *list = nullptr;
  for (int i = 0; i < n; ++i)
    appendTo(&list, x[i]);
  const Real sum = weighted(list);
  release(list);
  return sum;
}

#include "../exec/Generated.h"

CORPUS(appendedByRecursion, point(array({0.5, 0.7, 0.9}), 3), point(zeros(0), 0))
CORPUS(linkedByPointer, point(filled(5, 0, 1), 5))
CORPUS(listOnHeap, point(filled(6, -1, 1), 6), point(filled(1, 0, 1), 0))
CORPUS(treeOnHeap, point(filled(7, -1, 1), 7), point(filled(1, -1, 1), 0))
CORPUS(treeWithoutRecursion, point(filled(7, -1, 1), 7), point(filled(1, -1, 1), 0))
CORPUS(neighbours, point(0.7, 1.3))
CORPUS(structsThatPointToEachOther, point(0.7, 1.3))
CORPUS(listAsClass, point(filled(5, -1, 1), 5))
CORPUS(localList, point(filled(5, -1, 1), 5))
CORPUS(queueOfPrivateCells, point(filled(5, 0.3, 1.5), 5), point(zeros(0), 0))
CORPUS(localStructsThatPointToEachOther, point(0.7, 1.3))
CORPUS(localStructsOfFunctions, point(0.7, 5))

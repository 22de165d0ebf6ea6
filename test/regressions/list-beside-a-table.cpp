// RUN: %corpus-test %s %t
// Found by test/fuzz, seed 8501213: a function that frees its list was refused, since another one that it
// calls has a table, though that one hands out no pointer to it.
#include "../corpus/CorpusCheck.h"

struct Node {
  Real value;
  Node *next;
};
struct Pair {
  Real a, b;
};
EXEC_FIELDS(Pair, a, b)

static Node *chained(Node *list, Real v, int n) {
  if (n <= 0)
    return list;
  if (list && n % 2) {
    list->next = chained(list->next, 0.5 * v, n - 1);
    list->value += 0.1 * std::sin(v);
    return list;
  }
  return new Node{std::cos(v), chained(list, v * 0.75, n - 1)};
}

static Real fromTable(int depth, const Pair &pair) {
  if (depth <= 0)
    return pair.b;
  static const Real table[3] = {-0.75, 0.5, 0.3};
  return fromTable(depth - 1, pair) * table[depth % 3] + pair.a;
}

#pragma grad
#pragma grad mode(jvp)
Real listBesideATable(Real x) {
  const Pair pair{x, x * x};
  const Real factor = fromTable(3, pair);
  Node *list = nullptr;
  for (int i = 0; i < 3; ++i)
    list = chained(list, x * i + 0.5, 1 + i % 3);
  Real sum = 0;
  while (list) {
    Node *old = list;
    list = list->next;
    sum = 0.5 * sum + old->value;
    delete old;
  }
  return sum * factor;
}

#include "../exec/Generated.h"

CORPUS(listBesideATable, point(0.7), point(-1.5))

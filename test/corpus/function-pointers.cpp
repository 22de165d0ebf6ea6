// RUN: %corpus-test %s %t
// Pointers to functions: variables, tables, members, arguments, lambdas.
#include "CorpusCheck.h"

#include <array>
#include <utility>

static Real gaussian(Real x) { return std::exp(-x * x); }
static Real lorentzian(Real x) { return 1 / (1 + x * x); }
static Real cubic(Real x) { return x * x * x - x; }

typedef Real (*Profile)(Real);

#pragma grad
#pragma grad mode(jvp)
Real functionPointer(Real x) {
  Real (*profile)(Real) = gaussian;
  Real y = profile(x);
  profile = &lorentzian;
  return y + 2 * (*profile)(x * y);
}

#pragma grad
#pragma grad mode(jvp)
Real chosenFunction(Real x, int kind) {
  Profile profile = kind == 0 ? gaussian : kind == 1 ? &lorentzian : *cubic;
  return x * profile(x + 0.5);
}

#pragma grad
#pragma grad mode(jvp)
Real functionChangesInLoop(const Real *x, int n) {
  Profile now = gaussian, next = cubic;
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    sum += now(x[i]) * (1 + sum);
    Profile kept = now;
    now = next;
    next = i == 2 ? lorentzian : kept;
  }
  return sum;
}

static Real integrate(Profile f, Real a, Real b, int n) {
  Real h = (b - a) / n, sum = 0;
  for (int i = 0; i < n; ++i)
    sum += f(a + (i + Real(0.5)) * h);
  return sum * h;
}

static Real inner(Real x) { return integrate(cubic, 0, x, 3) + x; }

#pragma grad
#pragma grad mode(jvp)
Real functionArgumentChosen(Real a, Real b, int kind) {
  return integrate(kind ? lorentzian : gaussian, a, b, 4) + integrate(inner, a, b, 2);
}

static Real (*const profiles[])(Real) = {gaussian, lorentzian, cubic};
constexpr Profile favourite = lorentzian;

#pragma grad
#pragma grad mode(jvp)
Real tableOfFunctions(const Real *x, const int *kind, int n) {
  static constexpr Profile more[2] = {cubic, +[](Real y) { return y * std::sin(y); }};
  Real product = 1;
  for (int i = 0; i < n; ++i)
    product *= profiles[kind[i]](x[i]) + more[i % 2](x[i]) * favourite(x[i]);
  return product;
}

#pragma grad
#pragma grad mode(jvp)
Real localArrayOfFunctions(Real x, int n) {
  Profile stages[3] = {gaussian, cubic};
  stages[2] = [](Real y) { return y + std::cos(y); };
  for (int i = 0; i < n; ++i) {
    x += 0.3 * stages[i % 3](x);
    if (i == 3)
      stages[1] = stages[0];
  }
  return x;
}

struct Layer {
  Real weight;
  Profile activation;
  Real run(Real x) const { return activation(weight * x); }
};

static Real squashed(Real x) { return std::tanh(x); }
static Real identity(Real x) { return x; }

#pragma grad
#pragma grad mode(jvp)
Real memberFunctionPointer(const Real *w, int n, Real x) {
  Layer layers[4] = {};
  for (int i = 0; i < n; ++i) {
    layers[i].weight = w[i];
    layers[i].activation = i + 1 < n ? squashed : identity;
  }
  Layer last = {2, lorentzian}, copy = layers[0];
  for (int i = 0; i < n; ++i)
    x = layers[i].run(x);
  return last.run(x) + copy.run(x);
}

struct Term {
  Real coefficient;
  Profile basis;
  Term() = default;
  Term(Real c, Profile f) : coefficient(c), basis(f) {}
};

static Real evaluateTerm(const Term &term, Real x) {
  return term.basis ? term.coefficient * term.basis(x) : x;
}

#pragma grad
#pragma grad mode(jvp)
Real optionalFunction(Real x, Real c, int kind) {
  Profile hook = nullptr;
  if (kind > 0)
    hook = cubic;
  Real result = 0;
  if (hook)
    result += hook(x);
  if (hook != nullptr && kind > 1)
    result += 2 * hook(result);
  if (hook == &cubic)
    result += x;
  Term terms[2] = {Term(c, hook), Term(x, gaussian)};
  for (const Term &term : terms)
    result += evaluateTerm(term, x * c);
  return result;
}

static void scale(Real *v, int n, Real by) {
  for (int i = 0; i < n; ++i)
    v[i] *= by;
}
static void shift(Real *v, int n, Real by) {
  for (int i = 0; i < n; ++i)
    v[i] += by * by;
}

#pragma grad
#pragma grad mode(jvp)
Real functionsOfMemory(const Real *x, int n, Real by, bool shifts) {
  void (*change)(Real *, int, Real) = shifts ? shift : scale;
  Real v[8];
  for (int i = 0; i < n; ++i)
    v[i] = x[i];
  change(v, n, by);
  change = scale;
  change(v + 1, n - 1, x[0]);
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += v[i] * v[i];
  return sum;
}

static Real *pick(Real *a, Real *) { return a; }
static Real *other(Real *, Real *b) { return b; }
static Real &refer(Real *a, Real *b) { return *a > *b ? *a : *b; }
static Real &least(Real *a, Real *b) { return *a > *b ? *b : *a; }

#pragma grad
#pragma grad mode(jvp)
Real functionsReturnPointers(Real x, Real y, bool first) {
  Real *(*choose)(Real *, Real *) = first ? pick : other;
  *choose(&x, &y) *= y;
  Real &(*extreme)(Real *, Real *) = first ? refer : least;
  extreme(&x, &y) += x * y;
  return x * x + 3 * y;
}

template <typename F> static Real twice(F &&f, Real x) { return f(f(x)); }
template <Real (*F)(Real)> static Real tripled(Real x) { return 3 * F(x); }

#pragma grad
#pragma grad mode(jvp)
Real functionsThroughTemplates(Real x, int kind) {
  Profile f = kind ? cubic : tripled<gaussian>;
  Real (&fixed)(Real) = lorentzian;
  auto captured = [f](Real y) { return f(y) + y; };
  auto byReference = [&](Real y) { return f(y) * y; };
  Real result = twice(f, x) + twice(gaussian, x) + twice(fixed, x) + captured(x);
  f = lorentzian;
  return result + byReference(x) + captured(x) + (kind ? squashed : identity)(x);
}

static Real power(Profile f, Real x, int n) { return n == 0 ? x : f(power(f, x * 0.9, n - 1)); }

#pragma grad
#pragma grad mode(jvp)
Real recursiveWithFunction(Real x, int n) {
  return power(cubic, x, n) + power(n > 1 ? gaussian : lorentzian, x, n);
}

enum class Shape { Flat, Steep };
struct Curve {
  Shape shape;
  Real at;
};

static Real slope(const Curve &curve) {
  switch (curve.shape) {
  case Shape::Flat:
    return curve.at;
  case Shape::Steep:
    return curve.at * curve.at;
  }
  return 0;
}

#pragma grad
#pragma grad mode(jvp)
Real enumerationInStruct(Real x, int n) {
  Curve curve = {Shape::Flat, x};
  Real sum = slope(curve);
  for (int i = 0; i < n; ++i) {
    curve.shape = i % 2 ? Shape::Flat : Shape::Steep;
    curve.at *= 1.5;
    sum += slope(curve);
  }
  return sum;
}

struct Node {
  int operation, left, right;
  Real value;
};
static Real evaluated(const Node *nodes, int i);
static Real leaf(const Node *nodes, int i) { return nodes[i].value; }
static Real sum(const Node *nodes, int i) {
  return evaluated(nodes, nodes[i].left) + evaluated(nodes, nodes[i].right);
}
static Real product(const Node *nodes, int i) {
  return evaluated(nodes, nodes[i].left) * evaluated(nodes, nodes[i].right);
}
static Real (*const operations[])(const Node *, int) = {leaf, sum, product};
static Real evaluated(const Node *nodes, int i) { return operations[nodes[i].operation](nodes, i); }

#pragma grad
#pragma grad mode(jvp)
Real expressionTree(Real x, Real y) {
  Node nodes[7] = {{2, 1, 2, 0}, {1, 3, 4, 0}, {2, 5, 6, 0},    {0, 0, 0, x},
                   {0, 0, 0, y}, {0, 0, 0, x}, {0, 0, 0, x * y}};
  return evaluated(nodes, 0);
}

static Real fold(const Real *x, int n, Real start, Real (*f)(Real, Real)) {
  for (int i = 0; i < n; ++i)
    start = f(start, x[i]);
  return start;
}
static Real added(Real a, Real b) { return a + b; }
static Real multiplied(Real a, Real b) { return a * b; }

#pragma grad
#pragma grad mode(jvp)
Real folds(const Real *x, int n) {
  return fold(x, n, 0, added) * fold(x, n, 1, multiplied) +
         fold(x, n, 1, [](Real a, Real b) { return a * std::sin(b); });
}

static Profile profileNamed(int kind) {
  if (kind == 1)
    return gaussian;
  if (kind == 2)
    return cubic;
  return nullptr;
}

#pragma grad
#pragma grad mode(jvp)
Real functionReturned(Real x, int kind) {
  Real result = x;
  if (Profile f = profileNamed(kind))
    result += f(x);
  return result * profileNamed(2)(x);
}

struct Pair {
  Profile functions[2];
  Real weight;
};

#pragma grad
#pragma grad mode(jvp)
Real functionsInMember(Real x, int kind) {
  Pair pair = {{gaussian, cubic}, 2}, changed = pair;
  changed.functions[0] = cubic;
  changed.weight = x;
  return pair.functions[kind](x) * changed.functions[kind](x) * pair.weight + changed.weight;
}

#pragma grad
#pragma grad mode(jvp)
Real pointerToFunctionPointer(Real x, int kind) {
  Profile a = gaussian, b = cubic;
  Profile *changing = kind ? &a : &b;
  Real result = (*changing)(x);
  *changing = lorentzian;
  return result + a(x) * b(x);
}

#pragma grad
#pragma grad mode(jvp)
Real functionsInLibraryClasses(Real x, int kind) {
  std::array<Profile, 2> both = {gaussian, cubic};
  std::pair<Real, Profile> chosen(x, kind ? cubic : lorentzian);
  auto [at, f] = chosen;
  Real result = f(at) * chosen.second(x + 1);
  for (Profile each : both)
    result += each(x) * both[kind](result);
  return result;
}

struct Static {
  static Real triple(Real x) { return x * x * 3; }
  Profile f = triple;
  Real run(Real x) const { return f ? f(x) : x; }
};
static Real byDefault(Real x, Profile f = cubic) { return f(x); }

#pragma grad
#pragma grad mode(jvp)
Real functionsByDefault(Real x, int kind) {
  Static object;
  Real result = object.run(x) + byDefault(x) * byDefault(x, lorentzian);
  object.f = kind ? gaussian : nullptr;
  Profile generic = [](auto y) { return y * y; };
  Profile either = kind ? generic : cubic;
  return result * object.run(x) + either(x);
}

struct Named {
  const char *name;
  Profile f;
  Real weight;
};
static const Named named[] = {{"gaussian", gaussian, 2}, {"cubic", cubic, 3}};

#pragma grad
#pragma grad mode(jvp)
Real tableOfStructs(const Real *x, const int *kind, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += named[kind[i]].f(x[i] + sum) * x[i];
  return sum + named[1].f(sum);
}

struct Operation {
  Real (*eval)(const Operation *);
  Real v;
  Operation *l, *r;
};
static Real evalLeaf(const Operation *n) { return n->v; }
static Real evalSum(const Operation *n) { return n->l->eval(n->l) + n->r->eval(n->r); }
static Real evalMul(const Operation *n) { return n->l->eval(n->l) * n->r->eval(n->r); }
#pragma grad
#pragma grad mode(jvp)
Real functionsOfObjects(Real x, Real y) {
  Operation a = {evalLeaf, x, nullptr, nullptr}, b = {evalLeaf, y, nullptr, nullptr};
  Operation s = {evalSum, 0, &a, &b}, m = {evalMul, 0, &s, &a};
  return m.eval(&m);
}

static Real squared(Real x) { return x * x; }
static bool isSmall(Real x) { return x < 10; }
static bool isBig(Real x) { return x > 100; }
#pragma grad
#pragma grad mode(jvp)
Real functionsInConditions(Real x, int k) {
  bool (*stop)(Real) = k ? isSmall : isBig;
  int n = 0;
  while (stop(x) && n++ < 5)
    x = x * 1.5 + 1;
  do
    x *= 0.9;
  while (n-- > 0 && !stop(x));
  return x;
}
struct Weighted {
  Profile f;
  Real w;
};
static Weighted picked(int k) {
  if (k == 1)
    return {squared, 2};
  if (k == 2)
    return Weighted{cubic, 3};
  return {nullptr, 0};
}
#pragma grad
#pragma grad mode(jvp)
Real functionsInReturnedStruct(Real x, int k) {
  Weighted o = picked(k);
  Weighted p = k ? picked(1) : picked(2);
  return (o.f ? o.f(x) * o.w : x) + p.f(x);
}
static void chooseBoth(int k, Profile *out, Weighted &o) {
  *out = k ? squared : cubic;
  o.f = k ? cubic : squared;
  o.w = k;
}
#pragma grad
#pragma grad mode(jvp)
Real functionsAsOutParameters(Real x, int k) {
  Profile f;
  Weighted o;
  chooseBoth(k, &f, o);
  Weighted *q = &o;
  return f(x) * q->f(x) + q->w;
}
#pragma grad
#pragma grad mode(jvp)
Real functionsInNestedLambdas(Real x, int k) {
  Profile f = k ? squared : cubic;
  auto outer = [=](Real y) {
    auto inner = [&](Real z) { return f(z) + x; };
    return inner(y) * inner(x);
  };
  Profile g = [](Real z) { return std::sin(z); };
  return outer(x) + g(x);
}
static Real compose(Profile f, Profile g, Real x) { return f(g(x)); }
#pragma grad
#pragma grad mode(jvp)
Real composedFunctions(Real x, int k) {
  return compose(k ? squared : cubic, k > 1 ? cubic : squared, x) + compose(squared, cubic, x);
}
static Real iterate(Profile f, Real x, int n) {
  while (n-- > 0) {
    x = f(x);
    if (x > 1e3)
      f = squared;
  }
  return x;
}
#pragma grad
#pragma grad mode(jvp)
Real functionParameterChanges(Real x) {
  return iterate(cubic, x, 2) + iterate([](Real y) { return 1.5 * y; }, x, 3);
}
static Real ignored(Real x, Profile) { return x; }
#pragma grad
#pragma grad mode(jvp)
Real functionIgnored(Real x) { return ignored(x, squared); }
template <class T> static T tw(T x) { return x + x; }
#pragma grad
#pragma grad mode(jvp)
Real functionTemplatesAsPointers(Real x, int k) {
  Profile f = k ? &tw<Real> : nullptr;
  Profile g = tw;
  return f == nullptr ? g(x) : (*f)(x);
}
namespace n {
struct K {
  static Real st(Real x) { return 3 * x; }
  Profile picked(bool b) const { return b ? st : squared; }
};
} // namespace n
#pragma grad
#pragma grad mode(jvp)
Real staticMembersAsPointers(Real x, bool b) {
  n::K k;
  return k.picked(b)(x) * (&n::K::st)(x);
}
#pragma grad
#pragma grad mode(jvp)
Real functionsWithoutExceptions(Real x, bool b) {
  Real (*f)(Real) noexcept = [](Real y) noexcept { return y * y; };
  Profile g = f;
  if (b)
    g = cubic;
  return f(x) + g(x);
}

#include "../exec/Generated.h"

CORPUS(functionPointer, point(0.7))
CORPUS(chosenFunction, point(0.7, 0), point(0.7, 1), point(0.7, 2))
CORPUS(functionChangesInLoop, point(filled(6, 0.2, 1), 6), point(filled(1, 0.2, 1), 0))
CORPUS(functionArgumentChosen, point(0.2, 1.7, 0), point(0.2, 1.7, 1))
CORPUS(tableOfFunctions, point(filled(4, 0.3, 1), array({0, 2, 1, 0}), 4))
CORPUS(localArrayOfFunctions, point(0.4, 7), point(0.4, 0))
CORPUS(memberFunctionPointer, point(filled(4, 0.3, 1), 4, 0.7), point(filled(4, 0.3, 1), 1, 0.7))
CORPUS(optionalFunction, point(0.4, 1.5, 0), point(0.4, 1.5, 1), point(0.4, 1.5, 2))
CORPUS(functionsOfMemory, point(filled(4, 0.3, 1), 4, 1.3, 0), point(filled(4, 0.3, 1), 4, 1.3, 1))
CORPUS(functionsReturnPointers, point(0.4, 1.5, 0), point(0.4, 1.5, 1))
CORPUS(functionsThroughTemplates, point(0.4, 0), point(0.4, 1))
CORPUS(recursiveWithFunction, point(0.7, 0), point(0.7, 1), point(0.7, 4))
CORPUS(enumerationInStruct, point(0.7, 0), point(0.7, 4))
CORPUS(expressionTree, point(0.7, 1.3))
CORPUS(folds, point(filled(4, 0.3, 1), 4), point(array({0.5}), 1))
CORPUS(functionReturned, point(0.7, 0), point(0.7, 1), point(0.7, 2))
CORPUS(functionsInMember, point(0.7, 0), point(0.7, 1))
CORPUS(pointerToFunctionPointer, point(0.7, 0), point(0.7, 1))
CORPUS(functionsInLibraryClasses, point(0.7, 0), point(0.7, 1))
CORPUS(functionsByDefault, point(0.7, 0), point(0.7, 1))
CORPUS(tableOfStructs, point(filled(4, 0.3, 1), array({0, 1, 1, 0}), 4))
CORPUS(functionsOfObjects, point(0.7, 1.3))
CORPUS(functionsInConditions, point(0.7, 0), point(0.7, 1))
CORPUS(functionsInReturnedStruct, point(0.7, 0), point(0.7, 1), point(0.7, 2))
CORPUS(functionsAsOutParameters, point(0.7, 0), point(0.7, 1))
CORPUS(functionsInNestedLambdas, point(0.7, 0), point(0.7, 1))
CORPUS(composedFunctions, point(0.7, 0), point(0.7, 1), point(0.7, 2))
CORPUS(functionParameterChanges, point(1.7), point(12.0))
CORPUS(functionIgnored, point(1.7))
CORPUS(functionTemplatesAsPointers, point(1.7, 0), point(1.7, 1))
CORPUS(staticMembersAsPointers, point(1.7, 0), point(1.7, 1))
CORPUS(functionsWithoutExceptions, point(1.7, 0), point(1.7, 1))

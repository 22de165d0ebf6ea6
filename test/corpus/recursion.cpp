// RUN: %corpus-test %s %t
// Recursion with functions to call, arrays, structs and results by reference among the arguments.
#include "CorpusCheck.h"

// Adaptive quadrature, with a function of any kind.
template <class F> static Real simpson(F f, Real a, Real b, int depth) {
  const Real middle = (a + b) / 2, whole = (b - a) / 6 * (f(a) + 4 * f(middle) + f(b));
  const Real left = (middle - a) / 6 * (f(a) + 4 * f((a + middle) / 2) + f(middle));
  const Real right = (b - middle) / 6 * (f(middle) + 4 * f((middle + b) / 2) + f(b));
  if (depth == 0 || std::abs(left + right - whole) < 1e-3)
    return left + right;
  return simpson(f, a, middle, depth - 1) + simpson(f, middle, b, depth - 1);
}

#pragma grad
#pragma grad mode(jvp)
Real simpsonOfLambda(Real a, Real b, Real p) {
  return simpson([&](Real x) { return std::exp(p * x) * std::sin(x); }, a, b, 5);
}

#pragma grad
#pragma grad mode(jvp)
Real simpsonOfCopies(Real a, Real b, Real p) {
  const Real q = p * p;
  return simpson([p, q](Real x) { return p * x * x + q / (1 + x * x); }, a, b, 4);
}

struct Decay {
  Real rate, amplitude;
  Real operator()(Real x) const { return amplitude * std::exp(-rate * x); }
};

#pragma grad
#pragma grad mode(jvp)
Real simpsonOfFunctor(Real b, Real rate) { return simpson(Decay{rate, 2}, 0, b, 6); }

static Real bell(Real x) { return std::exp(-x * x); }

#pragma grad
#pragma grad mode(jvp)
Real simpsonOfFunction(Real a, Real b) { return simpson(bell, a, b, 5); }

// By reference, with a tolerance that shrinks.
template <class F> static Real refine(const F &f, Real a, Real b, Real tolerance) {
  const Real middle = (a + b) / 2, one = (b - a) * f(middle),
             two = (b - a) / 2 * (f((a + middle) / 2) + f((middle + b) / 2));
  if (std::abs(one - two) < tolerance)
    return (4 * two - one) / 3;
  return refine(f, a, middle, tolerance / 2) + refine(f, middle, b, tolerance / 2);
}

#pragma grad
#pragma grad mode(jvp)
Real refinedLambda(Real b, Real p) {
  auto f = [=](Real x) { return std::sqrt(p + x * x); };
  return refine(f, 0, b, 1e-2) * refine([&](Real x) { return f(x) * p; }, 0, 1, 1e-2);
}

// A lambda that is given itself.
#pragma grad
#pragma grad mode(jvp)
Real recursiveLambda(Real x, int n) {
  auto power = [x](auto self, int k) -> Real {
    if (k == 0)
      return 1;
    Real half = self(self, k / 2);
    return k % 2 ? half * half * x : half * half;
  };
  return power(power, n) + power(power, 2);
}

#pragma grad
#pragma grad mode(jvp)
Real recursiveLambdaByReference(const Real *x, int n) {
  auto sum = [&](const auto &self, int low, int high) -> Real {
    if (high - low == 1)
      return x[low] * x[low];
    int middle = (low + high) / 2;
    return self(self, low, middle) * (1 + self(self, middle, high));
  };
  return sum(sum, 0, n);
}

// References and pointers to arrays.
static Real determinant(const Real (&m)[3][3], int n, const bool (&used)[3]) {
  if (n == 3)
    return 1;
  Real sum = 0;
  Real sign = 1;
  for (int j = 0; j < 3; ++j) {
    if (used[j])
      continue;
    bool next[3] = {used[0], used[1], used[2]};
    next[j] = true;
    sum += sign * m[n][j] * determinant(m, n + 1, next);
    sign = -sign;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real recursiveDeterminant(const Real *x) {
  Real m[3][3];
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      m[i][j] = x[3 * i + j];
  const bool none[3] = {};
  return determinant(m, 0, none);
}

static void haar(Real (*x)[4], int n) {
  if (n == 1)
    return;
  Real kept[4];
  for (int i = 0; i < n / 2; ++i) {
    kept[i] = ((*x)[2 * i] + (*x)[2 * i + 1]) / 2;
    kept[n / 2 + i] = (*x)[2 * i] * (*x)[2 * i + 1];
  }
  for (int i = 0; i < n; ++i)
    (*x)[i] = kept[i];
  haar(x, n / 2);
}

#pragma grad
#pragma grad mode(jvp)
Real pointerToArray(const Real *x) {
  Real y[4] = {x[0], x[1], x[2], x[3]};
  haar(&y, 4);
  return y[0] * y[1] + y[2] * y[3];
}

// Two functions that call each other and give their results through references.
static void odd(Real x, int n, Real &value, Real *slope);
static void even(Real x, int n, Real &value, Real *slope) {
  if (n == 0) {
    value = 1;
    *slope = 0;
    return;
  }
  Real v, s;
  odd(x, n - 1, v, &s);
  value = v * x;
  *slope = s * x + v;
}
static void odd(Real x, int n, Real &value, Real *slope) {
  Real s;
  even(x, n - 1, value, &s);
  *slope = value + s * x;
  value *= x;
}

#pragma grad
#pragma grad mode(jvp)
Real mutualWithResults(Real x) {
  Real value, slope;
  even(x, 4, value, &slope);
  return value * slope;
}

// An integral inside an integral.
#pragma grad
#pragma grad mode(jvp)
Real doubleIntegral(Real b, Real p) {
  return simpson([&](Real y) { return simpson([&](Real x) { return std::exp(-p * x * y); }, 0, y, 2); }, 0, b,
                 2);
}

struct Integrator {
  Real tolerance;
  int calls;
  template <class F> Real integrate(F &&f, Real a, Real b) {
    ++calls;
    const Real middle = (a + b) / 2, coarse = (b - a) / 2 * (f(a) + f(b)),
               fine = (b - a) / 4 * (f(a) + 2 * f(middle) + f(b));
    if (std::abs(coarse - fine) < tolerance)
      return fine;
    return integrate(f, a, middle) + integrate(f, middle, b);
  }
};

#pragma grad
#pragma grad mode(jvp)
Real memberTemplate(Real b, Real p) {
  Integrator integrator{1e-2, 0};
  Real result = integrator.integrate([p](Real x) { return std::sin(p * x); }, 0, b);
  return result * integrator.calls;
}

// Integers that the recursion finds its way by.
static Real expression(const int *&code, Real x, Real y) {
  const int operation = *code++;
  if (operation < 2)
    return operation ? y : x;
  const Real left = expression(code, x, y), right = expression(code, x, y);
  return operation == 2 ? left * right : left + std::sin(right);
}

#pragma grad wrt(x, y)
#pragma grad wrt(x, y) mode(jvp)
Real parsedExpression(const int *code, Real x, Real y) { return expression(code, x, y); }

struct IndexTree {
  const int *left, *right;
  const Real *weight;
};

static Real leaves(const IndexTree &tree, int node, Real x) {
  if (node < 0)
    return x;
  return tree.weight[node] * leaves(tree, tree.left[node], std::sin(x)) +
         leaves(tree, tree.right[node], x * tree.weight[node]);
}

#pragma grad wrt(weight, x)
#pragma grad wrt(weight, x) mode(jvp)
Real treeOfIndices(const int *left, const int *right, const Real *weight, Real x) {
  const IndexTree tree = {left, right, weight};
  return leaves(tree, 0, x);
}

static void halve(Real x, int depth, int *calls, Real *sum) {
  ++*calls;
  if (depth == 0) {
    *sum += x * x * *calls;
    return;
  }
  halve(x * Real(0.5), depth - 1, calls, sum);
  halve(x + 1, depth - 1, calls, sum);
}

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real countedCalls(Real x, int *calls) {
  Real sum = 0;
  halve(x, 3, calls, &sum);
  return sum;
}

static Real shiftedProduct(const Real *c, const Real *x, int n) {
  return n == 0 ? 1 : (*x + *c) * shiftedProduct(c + 1, x + 1, n - 1);
}

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real constantsOfARecursion(const Real *c, const Real *x, int n) { return shiftedProduct(c, x, n); }

#include "../exec/Generated.h"

CORPUS(simpsonOfLambda, point(0.1, 1.4, 0.8))
CORPUS(simpsonOfCopies, point(0.1, 1.4, 0.8))
CORPUS(simpsonOfFunctor, point(1.4, 0.8))
CORPUS(simpsonOfFunction, point(0.1, 1.4))
CORPUS(refinedLambda, point(1.4, 0.8))
CORPUS(recursiveLambda, point(0.9, 7), point(1.1, 0))
CORPUS(recursiveLambdaByReference, point(filled(6, -1, 1), 6))
CORPUS(recursiveDeterminant, point(filled(9, -1, 1)))
CORPUS(pointerToArray, point(filled(4, -1, 1)))
CORPUS(mutualWithResults, point(1.3))
CORPUS(doubleIntegral, point(1.2, 0.7))
CORPUS(memberTemplate, point(1.2, 0.7))
CORPUS_WRT(parsedExpression, (1, 2), point(array({3, 2, 0, 1, 2, 1, 1}), 0.7, 1.3))
CORPUS_WRT(treeOfIndices, (2, 3), point(array({1, -1, -1}), array({2, -1, -1}), array({0.5, 1.5, -0.7}), 0.8))
CORPUS_WRT(countedCalls, (0), point(0.7, array({0})))
CORPUS_WRT(constantsOfARecursion, (1), point(array({0.5, 1, 2}), array({0.3, -0.4, 0.9}), 3))

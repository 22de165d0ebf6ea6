// RUN: %corpus-test %s %t
// Tables of constants: of structs, arrays, enumerators and functions; in functions, classes and namespaces.
#include "CorpusCheck.h"

#include <array>

namespace {

struct Node {
  double position, weight;
};
constexpr Node gauss[] = {{-0.7745966692414834, 5.0 / 9}, {0, 8.0 / 9}, {0.7745966692414834, 5.0 / 9}};

enum class Shape { Linear, Quadratic, Cubic };

struct Material {
  const char *name;
  Shape shape;
  double coefficients[3];
  struct {
    double low, high;
  } limits;
};
static const Material materials[2] = {{"soft", Shape::Quadratic, {1, 2, 0.5}, {-1, 1}},
                                      {"hard", Shape::Cubic, {10, 0, 3}, {-0.5, 0.5}}};

constexpr std::array<double, 4> series = {1, 0.5, 0.25, 0.125};
constexpr std::array<std::array<int, 2>, 2> pattern = {{{1, 2}, {3, 4}}};

Real doubled(Real x) { return 2 * x; }
Real squared(Real x) { return x * x; }
Real cubed(Real x) { return x * x * x; }

using Function = Real (*)(Real);
const Function functions[] = {doubled, squared, cubed};

struct Rule {
  Function function;
  double factor;
};
const Rule rules[] = {{squared, 0.5}, {cubed, -1}};

} // namespace

#pragma grad
#pragma grad mode(jvp)
Real gaussLegendre(Real a, Real b) {
  Real sum = 0;
  for (const Node &node : gauss)
    sum += node.weight * std::exp(0.5 * (a + b) + 0.5 * (b - a) * node.position);
  return 0.5 * (b - a) * sum;
}

#pragma grad
#pragma grad mode(jvp)
Real tableInFunction(Real x, int n) {
  static constexpr Node table[] = {{0.5, 1}, {1.5, -2}, {2.5, 0.25}};
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += table[i % 3].weight * std::cos(table[i % 3].position * x);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real staticConstTable(Real x, int n) {
  static const struct {
    int power;
    Real factor;
    Real shifts[2];
  } terms[] = {{1, 0.5, {0, 1}}, {3, -2, {0.5, -0.5}}, {2, 4, {0.25, 0.75}}};
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    Real product = terms[i % 3].factor;
    for (int k = 0; k < terms[i % 3].power; ++k)
      product *= x + terms[i % 3].shifts[k & 1];
    sum += product;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real localConstTable(Real x, int n) {
  const Node nodes[2] = {{0.5, 1}, {1.5, -2}};
  constexpr Node last = {3, 4};
  constexpr Shape shapes[] = {Shape::Linear, Shape::Cubic};
  Real sum = last.weight * x;
  for (int i = 0; i < n; ++i)
    sum += nodes[i & 1].weight * (shapes[i & 1] == Shape::Cubic ? x * x * x : x) + nodes[i & 1].position;
  return sum;
}

static Real stress(const Material &material, Real strain) {
  Real e = strain < material.limits.low    ? Real(material.limits.low)
           : strain > material.limits.high ? Real(material.limits.high)
                                           : strain;
  Real result = material.coefficients[0] * e;
  if (material.shape != Shape::Linear)
    result += material.coefficients[1] * e * e;
  if (material.shape == Shape::Cubic)
    result += material.coefficients[2] * e * e * e;
  return result;
}

#pragma grad
#pragma grad mode(jvp)
Real materialTable(Real strain, int which) {
  return stress(materials[which], strain) + stress(materials[0], 2 * strain);
}

#pragma grad
#pragma grad mode(jvp)
Real arrayTables(Real x, int n) {
  static constexpr std::array<std::array<double, 2>, 2> local = {{{1, -1}, {0.5, 2}}};
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += series[i] * pattern[i & 1][i >> 1 & 1] * x * local[i & 1][1] + local[1][i & 1] * x * x;
  return sum;
}

struct RungeKutta {
  static constexpr int stages = 3;
  static constexpr double c[stages] = {0, 0.5, 1};
  static constexpr double a[stages][stages] = {{}, {0.5}, {-1, 2}};
  static constexpr Node b[stages] = {{0, 1.0 / 6}, {0, 2.0 / 3}, {0, 1.0 / 6}};
  static const int steps = 4;
};

#pragma grad
#pragma grad mode(jvp)
Real rungeKutta(Real y, Real rate) {
  const Real h = Real(1) / RungeKutta::steps;
  for (int step = 0; step < RungeKutta::steps; ++step) {
    Real k[RungeKutta::stages];
    for (int i = 0; i < RungeKutta::stages; ++i) {
      Real at = y;
      for (int j = 0; j < i; ++j)
        at += h * RungeKutta::a[i][j] * k[j];
      k[i] = rate * at * (1 - at) + RungeKutta::c[i] * h;
    }
    for (int i = 0; i < RungeKutta::stages; ++i)
      y += h * RungeKutta::b[i].weight * k[i];
  }
  return y;
}

#pragma grad
#pragma grad mode(jvp)
Real functionTable(Real x, int n) {
  static constexpr Function local[2] = {cubed, doubled};
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += functions[i % 3](x) * local[i & 1](x + i);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real ruleTable(Real x, int n) {
  static const Rule own[] = {{doubled, 3}, {cubed, 0.1}};
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    sum += rules[i & 1].factor * rules[i & 1].function(x);
    sum *= own[i & 1].function(x) + own[i & 1].factor;
  }
  for (const Rule &rule : rules)
    sum += rule.function(x) * rule.factor;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real pointerIntoTable(Real x, int n) {
  static const Node table[] = {{0.5, 1}, {1.5, -2}, {2.5, 0.25}};
  const Node *node = table;
  Real sum = 0;
  for (int i = 0; i < n && node < table + 3; ++i, ++node)
    sum += node->weight * x * (node->position + x);
  const double *row = RungeKutta::a[2];
  return sum * row[1] + sum * row[0] * x;
}

#pragma grad
#pragma grad mode(jvp)
Real enumTable(Real x, int n) {
  static const Shape order[] = {Shape::Cubic, Shape::Linear, Shape::Quadratic};
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    switch (order[i % 3]) {
    case Shape::Linear:
      sum += x;
      break;
    case Shape::Quadratic:
      sum *= x * x;
      break;
    case Shape::Cubic:
      sum -= x * x * x;
    }
  return sum;
}

#include "../exec/Generated.h"

CORPUS(gaussLegendre, point(0.1, 1.3))
CORPUS(tableInFunction, point(0.7, 5))
CORPUS(staticConstTable, point(0.7, 5))
CORPUS(localConstTable, point(0.7, 3))
CORPUS(materialTable, point(0.3, 0), point(0.7, 1))
CORPUS(arrayTables, point(0.7, 4))
CORPUS(rungeKutta, point(0.2, 1.7))
CORPUS(functionTable, point(0.7, 4))
CORPUS(ruleTable, point(0.7, 3))
CORPUS(pointerIntoTable, point(0.7, 5))
CORPUS(enumTable, point(0.7, 5))

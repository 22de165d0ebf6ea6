// RUN: %exec-test %s %t
// Gradients of gradients that record on stacks: of loops whose length is known only when they have ended, or which
// do not fill a table.
#include "Check.h"
#include <cmath>

#pragma grad wrt(x, y)
Real triangle(Real x, Real y, int n) {
  Real sum = y;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j <= i; ++j)
      sum += std::sin(x * sum) * y / (1 + i + j);
  return sum;
}

#pragma grad wrt(x)
Real countdown(Real x, int i) {
  Real y = 1;
  while (i-- > 0)
    y = y * x + std::cos(x);
  return y;
}

#pragma grad
Real halved(Real x, Real y) {
  while (x > 1)
    x = std::sqrt(x) * x / 2 * y;
  return x * y;
}

/// Some iterations record what others do not.
#pragma grad wrt(x, y)
Real branching(Real x, Real y, int n) {
  Real sum = 1;
  for (int i = 0; i < n; ++i) {
    int j = i;
    while (j * j < n + i) {
      if ((i + j) % 3 == 0)
        sum += std::exp(-x * sum);
      else if (j % 2)
        sum *= std::tanh(y * sum + j);
      ++j;
    }
    if (sum > 9)
      break;
  }
  return sum * sum;
}

/// Memory that is overwritten.
#pragma grad wrt(x, y)
Real inPlace(Real x, Real y, int n) {
  Real a[4] = {x, y, x * y, 1};
  for (int i = 0; i < n; ++i)
    for (int j = i; j > 0; --j)
      a[j % 4] = std::sin(a[(j + 1) % 4]) * a[j % 4] + x;
  return a[0] * a[1] + a[2] * a[3];
}

/// The record has pointers in it.
#pragma grad
Real switching(Real x, Real y) {
  const Real *p = &x;
  Real sum = 1;
  while (sum < 100) {
    sum += *p * *p * sum;
    p = sum * *p > 4 ? &y : &x;
  }
  return sum;
}

/// From snapshots.
#pragma grad wrt(x, y)
Real checkpointed(Real x, Real y, int n) {
  Real a[2] = {x, y};
#pragma grad checkpoint(2)
  for (int i = 0; i < n; ++i) {
    const Real old = a[0];
    a[0] = std::sin(a[1] + i) * old;
    a[1] = old * y + a[1];
  }
  return a[0] * a[1];
}

struct Body {
  Real place[3], mass;
};
EXEC_FIELDS(Body, place, mass)
/// Of the object, nothing is used, or little.
#pragma grad
Real withoutBody(Real x, Body) { return std::sin(x); }
#pragma grad
Real withMass(Real x, Body body) { return std::sin(x * body.mass); }
#pragma grad
Real withPlace(Real x, Body body) { return std::sin(x * body.place[1]) * body.place[2]; }

#ifndef ADGEN_REFERENCE
#pragma grad checkpointed_grad
#pragma grad withoutBody_grad
#pragma grad withMass_grad
#pragma grad withPlace_grad
#pragma grad triangle_grad
#pragma grad triangle_grad_grad
#pragma grad countdown_grad
#pragma grad countdown_grad_grad
#pragma grad halved_grad
#pragma grad branching_grad
#pragma grad inPlace_grad
#pragma grad switching_grad
#pragma grad switching_grad_grad
#endif

#include "Generated.h"

GRADIENT(triangle, at({{0.7, 1.3, 4}, {0.7, 1.3, 0}}).wrt(0, 1))
HIGHER(triangle, triangle_grad, at({{0.7, 1.3, 4}, {0.7, 1.3, 0}}).wrt(0, 1).after(0, 1))
HIGHER(triangle, triangle_grad_grad, at({{0.7, 1.3, 3}}).wrt(0, 1).after(0, 1).after(0, 1).within(1e-9))
HIGHER(countdown, countdown_grad, at({{0.7, 4}, {1.3, 1}}).wrt(0).after(0))
HIGHER(countdown, countdown_grad_grad, at({{0.7, 4}, {1.3, 1}}).wrt(0).after(0).after(0).within(1e-9))
HIGHER(halved, halved_grad, at({{3, 0.9}, {0.5, 2}}).wrt(0, 1).after(0, 1))
HIGHER(branching, branching_grad, at({{0.7, 1.3, 5}}).wrt(0, 1).after(0, 1))
HIGHER(inPlace, inPlace_grad, at({{0.7, 1.3, 6}}).wrt(0, 1).after(0, 1))
GRADIENT(switching, at({{0.7, 1.3}, {1.1, 0.8}}))
HIGHER(switching, switching_grad, at({{0.7, 1.3}, {1.1, 0.8}}).wrt(0, 1).after(0, 1))
HIGHER(switching, switching_grad_grad, at({{0.7, 1.3}}).wrt(0, 1).after(0, 1).after(0, 1).within(1e-9))
GRADIENT(checkpointed, at({{0.7, 1.3, 7}}).wrt(0, 1))
HIGHER(checkpointed, checkpointed_grad, at({{0.7, 1.3, 7}, {0.7, 1.3, 1}, {0.7, 1.3, 0}}).wrt(0, 1).after(0, 1))
HIGHER(withoutBody, withoutBody_grad, at({{0.7, 0.1, 0.2, 0.3, 2}}).wrt(0, 1).after(0, 1))
HIGHER(withMass, withMass_grad, at({{0.7, 0.1, 0.2, 0.3, 2}}).wrt(0, 1).after(0, 1))
HIGHER(withPlace, withPlace_grad, at({{0.7, 0.1, 0.2, 0.3, 2}}).wrt(0, 1).after(0, 1))

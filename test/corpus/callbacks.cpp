// RUN: %corpus-test %s %t
// Functions of C that get a callback and what it needs behind a pointer to void, and call themselves.
#include "CorpusCheck.h"

typedef Real (*Integrand)(Real x, void *parameters);

/// Adaptive quadrature by the rule of Simpson.
static Real adapt(Integrand f, void *parameters, Real a, Real b, Real whole, int depth) {
  const Real middle = (a + b) / 2;
  const Real left =
      (middle - a) / 6 * (f(a, parameters) + 4 * f((a + middle) / 2, parameters) + f(middle, parameters));
  const Real right =
      (b - middle) / 6 * (f(middle, parameters) + 4 * f((middle + b) / 2, parameters) + f(b, parameters));
  if (depth == 0 || std::abs(left + right - whole) < Real(1e-3))
    return left + right + (left + right - whole) / 15;
  return adapt(f, parameters, a, middle, left, depth - 1) + adapt(f, parameters, middle, b, right, depth - 1);
}

static Real quadrature(Integrand f, void *parameters, Real a, Real b) {
  const Real whole =
      (b - a) / 6 * (f(a, parameters) + 4 * f((a + b) / 2, parameters) + f(b, parameters));
  return adapt(f, parameters, a, b, whole, 4);
}

struct Decay {
  Real rate, amplitude;
};
static Real decay(Real x, void *parameters) {
  const Decay *p = (const Decay *)parameters;
  return p->amplitude * std::exp(-p->rate * x);
}
static Real cubic(Real x, void *parameters) {
  const Real *c = static_cast<Real *>(parameters);
  return c[0] + x * (c[1] + x * (c[2] + x * c[3]));
}

#pragma grad
#pragma grad mode(jvp)
Real integralOfDecay(Real rate, Real amplitude, Real end) {
  Decay p = {rate, amplitude};
  return quadrature(decay, &p, 0, end);
}

// The same recursion with another function and other memory.
#pragma grad wrt(c, a)
#pragma grad wrt(c, a) mode(jvp)
Real integralOfCubic(Real *c, Real a) {
  c[3] *= a;
  return quadrature(cubic, c, a, 2 * a);
}

// Two functions, two kinds of memory in one derivative.
#pragma grad
#pragma grad mode(jvp)
Real twoIntegrals(Real rate, Real x) {
  Decay p = {rate, x};
  Real c[4] = {x, rate, x * rate, Real(0.5)};
  return quadrature(decay, &p, 0, 1) * quadrature(cubic, c, 0, x);
}

// Of the recursion only the value is needed.
static Real power(Real (*f)(Real), Real x, int times) { return times == 0 ? x : power(f, f(x), times - 1); }
static Real half(Real x) { return x / 2; }
static Real squared(Real x) { return x * x; }

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real valueOfARecursion(Real x, Real y) {
  const Real scale = power(half, 3, 2) + power(squared, y, 2);
  return scale * x * x;
}

// Which function is called changes as the recursion goes on.
static Real alternating(Real (*f)(Real), Real (*g)(Real), Real x, int times) {
  return times == 0 ? x : x + alternating(g, f, f(x), times - 1);
}

#pragma grad
#pragma grad mode(jvp)
Real swappedCallbacks(Real x, Real y) { return alternating(half, squared, x, 4) * alternating(squared, half, y, 3); }

// Which function is called is known only when it runs.
static Real chosen(Real (*f)(Real), Real x, int times) {
  if (times == 0)
    return x;
  Real (*next)(Real) = x > 1 ? half : squared;
  return f(x) * chosen(next, f(x) + 1, times - 1);
}

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real chosenCallbacks(Real x, int first) { return chosen(first ? half : squared, x, 3); }

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real valueOfChosenCallbacks(Real x, int first) {
  return x * x * chosen(first ? half : squared, Real(1.3), 2);
}

// In a struct, as the functions of the GNU Scientific Library have them.
struct Function {
  Real (*function)(Real x, void *parameters);
  void *parameters;
};
static Real apply(const Function *f, Real x) { return f->function(x, f->parameters); }
static Real trapezoid(const Function *f, Real a, Real b, int n) {
  Real sum = (apply(f, a) + apply(f, b)) / 2;
  for (int i = 1; i < n; ++i)
    sum += apply(f, a + i * (b - a) / n);
  return sum * (b - a) / n;
}

#pragma grad
#pragma grad mode(jvp)
Real callbackInAStruct(Real rate, Real amplitude, Real end) {
  Decay p = {rate, amplitude};
  Function f;
  f.function = &decay;
  f.parameters = &p;
  return trapezoid(&f, 0, end, 6);
}

template <int N> static Real scaled(Real x) { return N * x * x; }

#pragma grad
#pragma grad mode(jvp)
Real callbacksFromTemplates(Real x) {
  return power(scaled<2>, x, 2) + power(scaled<3>, x, 1) + power([](Real z) { return z * z * z; }, x, 1) +
         power([](Real z) { return std::sin(z); }, x, 2);
}

#include "../exec/Generated.h"

CORPUS(integralOfDecay, point(1.3, 0.8, 2.0))
CORPUS(integralOfCubic, point(array({0.3, -0.4, 0.9, 0.2}), 0.7))
CORPUS(twoIntegrals, point(1.2, 0.6))
CORPUS_WRT(valueOfARecursion, (0), point(0.7, 1.1))
CORPUS(swappedCallbacks, point(0.8, 1.2))
CORPUS_WRT(chosenCallbacks, (0), point(0.8, 0), point(0.8, 1))
CORPUS_WRT(valueOfChosenCallbacks, (0), point(0.8, 0), point(0.8, 1))
CORPUS(callbackInAStruct, point(1.3, 0.8, 2.0))
CORPUS(callbacksFromTemplates, point(0.7))

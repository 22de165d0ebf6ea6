// RUN: %corpus-test %s %t
// Calls: out-parameters, references, recursion, function pointers, templates, other headers.
#include "CorpusCheck.h"

#include "Inputs/Callees.h"

static Real square(Real x) { return x * x; }
static Real cube(Real x) { return x * square(x); }
static Real quartic(Real x) { return square(square(x)) + cube(x); }

#pragma grad
#pragma grad mode(jvp)
Real fourDeep(Real x) { return quartic(x) * square(x + 1); }

static void polar(Real x, Real y, Real &radius, Real *angle) {
  radius = std::hypot(x, y);
  *angle = std::atan2(y, x);
}

#pragma grad
#pragma grad mode(jvp)
Real outParameters(Real x, Real y) {
  Real r, phi;
  polar(x, y, r, &phi);
  polar(phi, r, x, &y);
  return r * phi + x / y;
}

static Real advance(Real &position, Real &speed, Real dt) {
  Real force = -std::sin(position);
  speed += dt * force;
  position += dt * speed;
  return force;
}

#pragma grad
#pragma grad mode(jvp)
Real calleeModifiesArguments(Real position, Real speed) {
  Real work = 0;
  for (int i = 0; i < 5; ++i)
    work += advance(position, speed, 0.1) * speed;
  return work + position;
}

static void normalise(Real *v, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += v[i] * v[i];
  sum = std::sqrt(sum);
  for (int i = 0; i < n; ++i)
    v[i] /= sum;
}

#pragma grad
#pragma grad mode(jvp)
Real calleeModifiesArray(Real *v, int n) {
  normalise(v, n);
  Real first = v[0];
  v[1] += first * 2;
  normalise(v, n);
  return first * v[1];
}

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real powerByRecursion(Real x, int n) {
  if (n == 0)
    return 1;
  Real half = powerByRecursion(x, n / 2);
  return n % 2 ? half * half * x : half * half;
}

#pragma grad
#pragma grad mode(jvp)
Real fibonacci(int n, Real a, Real b) {
  if (n < 2)
    return n == 0 ? a : b;
  return fibonacci(n - 1, a, b) * 0.5 + fibonacci(n - 2, a, b) * a;
}

#pragma grad
#pragma grad mode(jvp)
Real sumOfHalves(const Real *x, int n) {
  if (n == 1)
    return std::exp(x[0]);
  int half = n / 2;
  Real left = sumOfHalves(x, half), right = sumOfHalves(x + half, n - half);
  return left + right + 0.01 * left * right;
}

static Real odd(const Real *x, int n);
static Real even(const Real *x, int n) { return n == 0 ? 1 : *x * odd(x + 1, n - 1); }
static Real odd(const Real *x, int n) { return n == 0 ? 0 : std::sin(*x) + even(x + 1, n - 1); }

#pragma grad
#pragma grad mode(jvp)
Real mutualRecursion(const Real *x, int n) { return even(x, n) + 2 * odd(x, n); }

static void split(Real *x, int n, Real &low, Real &high) {
  if (n == 1) {
    low = x[0];
    high = x[0] * x[0];
    return;
  }
  Real lowRight, highRight;
  split(x, n / 2, low, high);
  split(x + n / 2, n - n / 2, lowRight, highRight);
  low *= lowRight;
  high += highRight * low;
}

#pragma grad
#pragma grad mode(jvp)
Real recursionWithOutParameters(Real *x, int n) {
  Real low, high;
  split(x, n, low, high);
  return low + high * high;
}

static int ackermann(int m, int n, Real &x) {
  x += 0.01 * x * x / (m + 1);
  if (m == 0)
    return n + 1;
  if (n == 0)
    return ackermann(m - 1, 1, x);
  return ackermann(m - 1, ackermann(m, n - 1, x), x);
}

#pragma grad
#pragma grad mode(jvp)
Real countingRecursion(Real x) {
  int value = ackermann(2, 1, x);
  return x * value;
}

static Real gaussian(Real x) { return std::exp(-x * x); }
static Real lorentzian(Real x) { return 1 / (1 + x * x); }


static Real integrate(Real (*f)(Real), Real a, Real b, int n) {
  Real h = (b - a) / n, sum = 0;
  for (int i = 0; i < n; ++i)
    sum += f(a + (i + 0.5) * h);
  return sum * h;
}

#pragma grad
#pragma grad mode(jvp)
Real functionPointerArgument(Real a, Real b) {
  return integrate(gaussian, a, b, 6) * integrate(lorentzian, a, 2 * b, 5);
}

#pragma grad
#pragma grad mode(jvp)
Real calleesElsewhere(Real *x, int n, Real a) {
  library::axpy(n - 1, a, x + 1, x);
  return library::softplus(library::norm(x, n)) * a;
}

template <class T> static T cubed(T x) { return x * x * x; }
template <int n, class T> static T dotFixed(const T *x, const T *y) {
  T sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * y[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real templates(const Real *x, const Real *y) { return cubed(dotFixed<3>(x, y)) + dotFixed<2>(x + 1, x); }

namespace outer {
static Real scale(Real x, Real by = 2) { return x * by; }
namespace inner {
static Real scale(Real x) { return outer::scale(x) + outer::scale(x, x); }
} // namespace inner
} // namespace outer

#pragma grad
#pragma grad mode(jvp)
Real defaultArguments(Real x) { return outer::inner::scale(x) * outer::scale(x, 3) + outer::scale(x); }

static Real pick(const Real *x) { return x[0] * x[1]; }
static Real pick(Real *x) { return x[0] *= x[1]; }

#pragma grad
#pragma grad mode(jvp)
Real constOverloads(Real *x) {
  const Real *view = x;
  Real a = pick(view), b = pick(x);
  return a * b + pick(view);
}

static Real &largest(Real *x, int n) {
  int best = 0;
  for (int i = 1; i < n; ++i)
    if (x[i] > x[best])
      best = i;
  return x[best];
}

#pragma grad
#pragma grad mode(jvp)
Real returnedReference(Real *x, int n) {
  largest(x, n) *= x[0];
  Real &top = largest(x, n);
  top -= 1;
  return top * x[n - 1];
}

static const Real *skip(const Real *p, int n) { return p + n; }

#pragma grad
#pragma grad mode(jvp)
Real returnedPointer(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i + 1 < n; ++i)
    sum += *skip(x, i) * skip(x, i)[1];
  return sum;
}

static Real early(Real x, int depth) {
  if (x > 3)
    return x * depth;
  if (depth == 0)
    return -x;
  for (int i = 0; i < depth; ++i) {
    x = x * 1.3 + 0.1;
    if (x > 2)
      return x * x;
  }
  return early(x, depth - 1);
}

#pragma grad
#pragma grad mode(jvp)
Real calleeWithManyExits(Real x) { return early(x, 3) + early(x * 2, 1) * early(-x, 2); }

static void swapReals(Real &a, Real &b) {
  Real t = a;
  a = b;
  b = t;
}

#pragma grad
#pragma grad mode(jvp)
Real swappingHelper(Real x, Real y, Real z) {
  if (x < y)
    swapReals(x, y);
  if (y < z)
    swapReals(y, z);
  if (x < y)
    swapReals(x, y);
  return x * x + 2 * y + z / x;
}

static Real counted(Real x, int *calls) {
  ++*calls;
  return std::tanh(x);
}

#pragma grad
#pragma grad mode(jvp)
Real integerOutParameter(Real x) {
  int calls = 0;
  Real y = counted(counted(x, &calls), &calls);
  while (counted(y, &calls) > 0.3 && calls < 6)
    y *= 0.8;
  return y * calls;
}

#pragma grad
#pragma grad mode(jvp)
Real sameArgumentTwice(Real *x, int n) {
  library::axpy(n, 0.5, x, x);
  library::axpy(n - 1, x[0], x, x + 1);
  return x[n - 1] * x[0];
}

#pragma grad
#pragma grad mode(jvp)
void referenceParameters(Real &x, Real &y, const Real &z) {
  x = x * y + z;
  y = std::sin(x) * z;
}

static Real continuedFraction(const Real *a, int n) {
  return n == 1 ? a[0] : a[0] + 1 / continuedFraction(a + 1, n - 1);
}

#pragma grad
#pragma grad mode(jvp)
Real sharedCallee(const Real *a, int n) { return continuedFraction(a, n) * continuedFraction(a + 1, n - 1); }

#include "../exec/Generated.h"

CORPUS(fourDeep, point(1.3), point(-0.4))
CORPUS(outParameters, point(1.3, 0.4))
CORPUS(calleeModifiesArguments, point(1.3, 0.4))
CORPUS(calleeModifiesArray, point(filled(4, 0.3, 2), 4))
CORPUS_WRT(powerByRecursion, (0), point(1.3, 7), point(1.3, 0), point(-0.7, 8))
CORPUS(fibonacci, point(6, 0.4, 0.9), point(1, 0.4, 0.9))
CORPUS(sumOfHalves, point(filled(7, -1, 1), 7), point(array({0.3}), 1))
CORPUS(mutualRecursion, point(filled(5, -1, 1), 5), point(filled(4, -1, 1), 4), point(zeros(0), 0))
CORPUS(recursionWithOutParameters, point(filled(6, 0.5, 1), 6), point(array({0.3}), 1))
CORPUS(countingRecursion, point(0.7))
CORPUS(functionPointerArgument, point(0.2, 1.7))
CORPUS(calleesElsewhere, point(filled(4, -1, 1), 4, 0.7))
CORPUS(templates, point(filled(3, -1, 1), filled(3, 0, 2)))
CORPUS(defaultArguments, point(0.7))
CORPUS(constOverloads, point(array({0.7, 1.2})))
CORPUS(returnedReference, point(array({1.5, 0.3, 2.2, 0.7}), 4), point(array({1.5, 2.3}), 2))
CORPUS(returnedPointer, point(filled(5, -1, 1), 5))
CORPUS(calleeWithManyExits, point(0.4), point(1.8), point(-1))
CORPUS(swappingHelper, point(1, 2, 3), point(3, 2, 1), point(2, 3, 1))
CORPUS(integerOutParameter, point(0.9), point(0.1))
CORPUS(sameArgumentTwice, point(filled(4, -1, 1), 4))
CORPUS(referenceParameters, point(0.7, 1.2, 0.4))
CORPUS(sharedCallee, point(filled(5, 1, 2), 5), point(filled(2, 1, 2), 2))

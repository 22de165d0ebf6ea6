// RUN: %corpus-test %s %t
// RUN: %python %source-dir/test/exec/run.py %s %t.fast --build %build-dir --clang %clang-alone --gxx=%gxx-alone --only=plugin --fast=-O2 --flags=-ffp-contract=off
// Pointers that walk from one member to the next, or through all rows of a matrix: the C++ standard has no
// word for them, and programs are full of them.
#include "CorpusCheck.h"

struct Vector {
  Real x, y, z;
  Real &operator[](int i) { return (&x)[i]; }
  const Real &operator[](int i) const { return (&x)[i]; }
};
EXEC_FIELDS(Vector, x, y, z)

#pragma grad
#pragma grad mode(jvp)
Real indexedMembers(Vector a, const Vector &b, int n) {
  Vector c = a;
  for (int i = 0; i < n; ++i)
    c[i] *= b[i] + a[(i + 1) % n];
  return c.x * c.y + c[2];
}

#pragma grad
#pragma grad mode(jvp)
Real writtenThroughTheFirst(Vector v, Real k, int second) {
  Real *p = &v.x;
  p[second] += k * p[0];
  return v.y * v.y + v.z;
}

#pragma grad
#pragma grad mode(jvp)
Real bothSides(Real x, Real k, int one) {
  struct {
    Real a, b, c;
  } s = {x, x * k, k};
  Real *p = &s.b;
  p[-one] *= 2;
  p[one] += p[-one];
  return s.a * s.b + s.c;
}

struct Orbit {
  Real position[3], velocity[3];
};
EXEC_FIELDS(Orbit, position, velocity)

/// As solvers do, which know of numbers only.
static void advance(Real *state, const Real *slope, int n, Real h) {
  for (int i = 0; i < n; ++i)
    state[i] += h * slope[i];
}

#pragma grad
#pragma grad mode(jvp)
Real stateOfAStruct(Orbit orbit, Real h, int n) {
  Orbit slope;
  for (int step = 0; step < 3; ++step) {
    for (int i = 0; i < 3; ++i) {
      slope.position[i] = orbit.velocity[i];
      slope.velocity[i] = -std::sin(orbit.position[i]);
    }
    advance(orbit.position, slope.position, n, h);
  }
  return orbit.position[0] * orbit.velocity[1] + orbit.velocity[2];
}

#pragma grad
#pragma grad mode(jvp)
Real keptInAVariable(Real x, int n) {
  Orbit orbit;
  for (int i = 0; i < 3; ++i) {
    orbit.position[i] = x * (i + 1);
    orbit.velocity[i] = x * x + i;
  }
  Real *p = orbit.position;
  for (int i = 0; i < n; ++i)
    p[i] *= x;
  return orbit.position[0] + orbit.velocity[1] * orbit.velocity[2];
}

#pragma grad
#pragma grad mode(jvp)
Real flatMatrix(const Real (*m)[3], int rows) {
  const Real *p = &m[0][0];
  Real sum = 0;
  for (int i = 0; i < 3 * rows; ++i)
    sum += p[i] * p[i] * (i + 1);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real flatLocalMatrix(Real x, int rows, int columns) {
  Real m[3][4] = {};
  Real *p = m[0];
  for (int i = 0; i < rows * columns; ++i)
    p[i] = std::sin(x * i);
  Real sum = 0;
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j)
      sum += m[i][j] * m[(i + 1) % rows][j];
  return sum;
}

#include "../exec/Generated.h"

CORPUS(indexedMembers, point(array({0.3, 1.1, -0.7}), array({0.5, 0.9, 1.3}), 3))
CORPUS(writtenThroughTheFirst, point(array({2, 3, 5}), 0.5, 1), point(array({2, 3, 5}), 0.5, 2))
CORPUS(bothSides, point(0.7, 1.3, 1))
CORPUS(stateOfAStruct, point(array({0.3, 0.9, -0.4, 0.5, 0.2, 1.1}), 0.1, 6))
CORPUS(flatMatrix, point(filled(6, 0.5, 2), 2))
CORPUS(flatLocalMatrix, point(0.4, 3, 4))
CORPUS(keptInAVariable, point(0.7, 6), point(0.7, 3), point(0.7, 0))

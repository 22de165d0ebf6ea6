// RUN: %corpus-test %s %t
// Structs by value, reference and pointer, nested, with arrays inside; arrays of structs; linked nodes.
#include "CorpusCheck.h"

#include <utility>

struct Vec3 {
  Real x, y, z;
};
EXEC_FIELDS(Vec3, x, y, z)
static Vec3 plus(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
static Vec3 times(Real s, Vec3 v) {
  v.x *= s;
  v.y *= s;
  v.z *= s;
  return v;
}
static Real dot(const Vec3 &a, const Vec3 &b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

#pragma grad
#pragma grad mode(jvp)
Real structsByValue(Vec3 a, Vec3 b, Real s) {
  Vec3 c = plus(times(s, a), b);
  a.x = c.y;
  b = times(dot(a, c), a);
  return dot(b, c) + a.z;
}

#pragma grad
#pragma grad mode(jvp)
Vec3 structReturned(Vec3 a, Real angle) {
  Real c = std::cos(angle), s = std::sin(angle);
  Vec3 r = {c * a.x - s * a.y, s * a.x + c * a.y, a.z};
  r.z *= r.x;
  return r;
}

static void move(Vec3 *position, const Vec3 *speed, Real dt) {
  position->x += dt * speed->x;
  position->y += dt * speed->y;
  position->z += dt * speed->z * position->x;
}

#pragma grad
#pragma grad mode(jvp)
Real structPointers(Vec3 position, Vec3 speed) {
  for (int i = 0; i < 3; ++i) {
    move(&position, &speed, 0.1);
    speed.y -= 0.1 * position.y;
    Vec3 &alias = speed;
    alias.z = alias.z * 0.9 + position.z;
  }
  return dot(position, position);
}

#pragma grad
#pragma grad mode(jvp)
Real arrayOfStructs(const Vec3 *p, int n) {
  Real energy = 0;
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j) {
      Real dx = p[i].x - p[j].x, dy = p[i].y - p[j].y, dz = p[i].z - p[j].z;
      energy -= 1 / std::sqrt(dx * dx + dy * dy + dz * dz);
    }
  return energy;
}

#pragma grad
#pragma grad mode(jvp)
void centreStructs(Vec3 *p, int n) {
  Vec3 mean = {0, 0, 0};
  for (Vec3 *q = p; q < p + n; ++q)
    mean = plus(mean, *q);
  mean = times(Real(1) / n, mean);
  for (int i = 0; i < n; ++i) {
    p[i] = plus(p[i], times(-1, mean));
    p[i].x *= p[i].y;
  }
}

struct Particle {
  Vec3 position, speed;
  Real mass;
  int kind;
};
EXEC_FIELDS(Particle, position, speed, mass, kind)

#pragma grad
#pragma grad mode(jvp)
Real nestedStructs(const Particle *particles, int n) {
  Real energy = 0;
  for (int i = 0; i < n; ++i) {
    const Particle &p = particles[i];
    if (p.kind == 0)
      continue;
    energy += 0.5 * p.mass * dot(p.speed, p.speed) + p.kind * p.mass * p.position.z;
  }
  return energy;
}

#pragma grad
#pragma grad mode(jvp)
void driftAndKick(Particle *particles, int n, Real dt) {
  for (int i = 0; i < n; ++i) {
    Particle *p = &particles[i];
    p->position = plus(p->position, times(dt, p->speed));
    p->speed.z -= dt * p->kind / p->mass;
    std::swap(p->speed.x, p->speed.y);
  }
}

#pragma grad
#pragma grad mode(jvp)
Real particleByValue(Particle p, Real t) {
  Particle later = p;
  later.position = plus(p.position, times(t, p.speed));
  later.mass *= t;
  p = later;
  return p.mass * dot(p.position, later.speed);
}

struct Polynomial {
  Real c[4];
  int degree;
};
EXEC_FIELDS(Polynomial, c, degree)
static Real valueOf(const Polynomial &p, Real x) {
  Real y = 0;
  for (int i = p.degree; i >= 0; --i)
    y = y * x + p.c[i];
  return y;
}
static Polynomial derivative(Polynomial p) {
  for (int i = 1; i <= p.degree; ++i)
    p.c[i - 1] = i * p.c[i];
  p.degree--;
  return p;
}

#pragma grad
#pragma grad mode(jvp)
Real arrayInsideStruct(const Polynomial *p, Real x) {
  Polynomial d = derivative(*p);
  Polynomial dd = derivative(d);
  return valueOf(*p, x) * valueOf(dd, x) - valueOf(d, x);
}

#pragma grad
#pragma grad mode(jvp)
Real localStructWithArray(const Real *x, int n) {
  Polynomial p = {};
  p.degree = 3;
  for (int i = 0; i < n; ++i)
    p.c[i % 4] += x[i];
  Polynomial q = p;
  q.c[0] *= q.c[1];
  return valueOf(q, p.c[2]) + valueOf(p, q.c[0]);
}

struct Matrix2 {
  Real m[2][2];
};
EXEC_FIELDS(Matrix2, m)
static Matrix2 multiply(const Matrix2 &a, const Matrix2 &b) {
  Matrix2 c;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      c.m[i][j] = 0;
      for (int k = 0; k < 2; ++k)
        c.m[i][j] += a.m[i][k] * b.m[k][j];
    }
  return c;
}

#pragma grad
#pragma grad mode(jvp)
Real matrixPower(Real a, Real b, int n) {
  Matrix2 base = {{{a, b}, {1, 0}}}, power = {{{1, 0}, {0, 1}}};
  for (; n > 0; n /= 2) {
    if (n % 2)
      power = multiply(power, base);
    base = multiply(base, base);
  }
  return power.m[0][1] + power.m[1][1] * power.m[0][0];
}

struct Node {
  Real value;
  int next;
};
EXEC_FIELDS(Node, value, next)

#pragma grad
#pragma grad mode(jvp)
Real linkedByIndex(const Node *nodes, int head) {
  Real sum = 0, weight = 1;
  for (int i = head; i >= 0; i = nodes[i].next) {
    sum += weight * nodes[i].value * nodes[i].value;
    weight *= nodes[i].value;
  }
  return sum;
}

struct Link {
  Real value;
  Link *next;
};


struct View {
  const Real *data;
  int size, stride;
};
static Real total(View v) {
  Real sum = 0;
  for (int i = 0; i < v.size; ++i)
    sum += v.data[i * v.stride] * (i + 1);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real structHoldsPointer(const Real *x, int n) {
  View evens = {x, (n + 1) / 2, 2}, odds = evens;
  odds.data = x + 1;
  odds.size = n / 2;
  return total(evens) * total(odds);
}

struct State {
  Real position[2], momentum[2];
};

#pragma grad
#pragma grad mode(jvp)
Real structOfArrays(const Real *start, int steps, Real dt) {
  State s = {{start[0], start[1]}, {start[2], start[3]}}, previous = s;
  for (int t = 0; t < steps; ++t) {
    previous = s;
    for (int k = 0; k < 2; ++k) {
      s.momentum[k] -= dt * s.position[k] * s.position[k ^ 1];
      s.position[k] += dt * s.momentum[k];
    }
  }
  return s.position[0] * previous.momentum[1] + s.position[1];
}

struct Bounds {
  Real low = 0, high = 1;
  Real clamp(Real x) const { return x < low ? low : x > high ? high : x; }
  void widen(Real by) {
    low -= by;
    high += by * high;
  }
};
EXEC_FIELDS(Bounds, low, high)

#pragma grad
#pragma grad mode(jvp)
Real memberFunctions(Bounds b, const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    sum += b.clamp(x[i]) * b.high;
    b.widen(0.1 * x[i]);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void structOutParameter(const Real *x, int n, Vec3 *moments) {
  moments->x = moments->y = 0;
  for (int i = 0; i < n; ++i) {
    moments->x += x[i];
    moments->y += x[i] * moments->x;
  }
  moments->z *= moments->x;
}

#include "../exec/Generated.h"

CORPUS(structsByValue, point(filled(3, -1, 1), filled(3, 0, 2), 0.7))
CORPUS(structReturned, point(filled(3, -1, 1), 0.7))
CORPUS(structPointers, point(filled(3, -1, 1), filled(3, 0, 2)))
CORPUS(arrayOfStructs, point(filled(9, -1, 1), 3), point(filled(3, -1, 1), 1))
CORPUS(centreStructs, point(filled(9, -1, 1), 3))
CORPUS(nestedStructs,
       point(array({1, 2, 3, .1, .2, .3, 2, 1, 4, 5, 6, .4, .5, .6, 3, 0, 7, 8, 9, 1, 2, 3, .5, 2}), 3))
CORPUS(driftAndKick, point(array({1, 2, 3, .1, .2, .3, 2, 1, 4, 5, 6, .4, .5, .6, 3, 2}), 2, 0.1))
CORPUS(particleByValue, point(array({1, 2, 3, .1, .2, .3, 2, 1}), 0.7))
CORPUS(arrayInsideStruct, point(array({1, -2, 0.5, 3, 3}), 0.7))
CORPUS(localStructWithArray, point(filled(6, -1, 1), 6))
CORPUS(matrixPower, point(0.7, 0.4, 5), point(0.7, 0.4, 0))
CORPUS(linkedByIndex, point(array({0.5, 2, 1.5, -1, 0.8, 1}), 0), point(array({0.5, 2}), -1))
CORPUS(structHoldsPointer, point(filled(5, 0, 1), 5))
CORPUS(structOfArrays, point(filled(4, 0, 1), 4, 0.1))
CORPUS(memberFunctions, point(array({0.1, 0.9}), array({-0.5, 0.4, 2, 0.7}), 4))
CORPUS(structOutParameter, point(filled(4, 0, 1), 4, filled(3, 1, 2)))

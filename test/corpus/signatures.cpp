// RUN: %corpus-test %s %t
// Parameters of every kind: what is passed in, written through, left alone.
#include "CorpusCheck.h"

#include <cstddef>
#include <cstring>
#include <utility>

#pragma grad
#pragma grad mode(jvp)
void arraysOfRows(Real *rows[2], const Real *const *weights, int n) {
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < n; ++j)
      rows[i][j] = rows[i][j] * weights[1 - i][j] + rows[1 - i][0];
}

#pragma grad
#pragma grad mode(jvp)
Real floatsAndDoubles(const Float *x, Real y, Long z, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * y;
  return sum * z;
}

struct Material {
  Real density, speed;
  int layers;
};
EXEC_FIELDS(Material, density, speed, layers)
struct Scene {
  Material materials[2];
  Real position[3];
  bool active;
  Real gain;
};
EXEC_FIELDS(Scene, materials, position, active, gain)

#pragma grad
#pragma grad mode(jvp)
Real sceneByReference(Scene &scene, const Scene *other, int n) {
  for (int i = 0; i < n; ++i) {
    const Material &m = other[i].materials[i % 2];
    scene.materials[i & 1].density += m.density * m.layers * scene.position[i % 3];
    scene.position[(i + 1) % 3] *= m.speed;
    if (other[i].active)
      scene.gain += other[i].gain * scene.gain;
  }
  return scene.gain * scene.materials[1].density;
}

#pragma grad
#pragma grad mode(jvp)
Real valuesStayOutside(Scene scene, Material m) {
  m.speed *= scene.gain;
  scene.materials[0] = m;
  scene.position[1] = scene.materials[0].speed * scene.materials[1].speed;
  return scene.position[1] + scene.position[0] * m.density;
}

#pragma grad
#pragma grad mode(jvp)
bool multipleOutputs(const Real *x, int n, Real &mean, Real *variance, int *count, Real extremes[2]) {
  if (n < 2)
    return false;
  mean = *variance = 0;
  extremes[0] = extremes[1] = x[0];
  for (*count = 0; *count < n; ++*count) {
    Real v = x[*count];
    mean += (v - mean) / (*count + 1);
    extremes[v < extremes[0] ? 0 : 1] = v < extremes[0] || v > extremes[1] ? v : extremes[1];
  }
  for (int i = 0; i < *count; ++i)
    *variance += (x[i] - mean) * (x[i] - mean) / (n - 1);
  return true;
}

#pragma grad
#pragma grad mode(jvp)
void threeDimensionalField(Real field[2][3][4], const Real (*source)[3][4], Real rate) {
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 3; ++j)
      for (int k = 0; k < 4; ++k)
        field[i][j][k] += rate * source[i][j][3 - k] * field[1 - i][(j + 1) % 3][k];
}

#pragma grad
#pragma grad mode(jvp)
Real sparseMatrix(const Real *__restrict values, const int *__restrict columns, const int *__restrict starts,
                  int rows, const Real *__restrict x, Real *__restrict y) {
  Real sum = 0;
  for (int r = 0; r < rows; ++r) {
    y[r] = 0;
    for (int k = starts[r]; k < starts[r + 1]; ++k)
      y[r] += values[k] * x[columns[k]];
    sum += y[r] * y[r];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void interleaved(Real *x, std::size_t n, std::ptrdiff_t stride) {
  Real *p = stride < 0 ? x + n - 1 : x;
  for (std::size_t i = 0; i + 1 < n; ++i, p += stride)
    p[stride] += *p * 0.5;
}

#pragma grad
#pragma grad mode(jvp)
Real leavesSomeAlone(Real *used, Real *untouched, Real *written, const Real *unread, int n) {
  for (int i = 0; i < n; ++i) {
    written[i] = used[i] * used[i];
    if (i == n)
      untouched[i] = unread[i];
  }
  return written[0];
}

#pragma grad
#pragma grad mode(jvp)
Real nothingDepends(const Real *x, int n) {
  int count = 0;
  for (int i = 0; i < n; ++i)
    count += x[i] > 0;
  return count;
}

#pragma grad
#pragma grad mode(jvp)
void overwritten(Real *x, Real &y, int n) {
  for (int i = 0; i < n; ++i)
    x[i] = i;
  y = x[n - 1] * y;
}

#pragma grad
#pragma grad mode(jvp)
Real parametersReused(Real a, Real b, int n) {
  while (n) {
    a = a * b;
    b += a;
    n /= 2;
  }
  Real &alias = a;
  alias -= b;
  return a * b;
}

using Point2 = Real[2];

#pragma grad
#pragma grad mode(jvp)
Real polygon(const Point2 *corners, int n, Point2 centre) {
  Real area = 0;
  centre[0] = centre[1] = 0;
  for (int i = 0, j = n - 1; i < n; j = i++) {
    const Point2 &p = corners[j], &q = corners[i];
    Real cross = p[0] * q[1] - q[0] * p[1];
    area += cross / 2;
    for (int k = 0; k < 2; ++k)
      centre[k] += (p[k] + q[k]) * cross / 6;
  }
  centre[0] /= area, centre[1] /= area;
  return area;
}

enum class Norm : unsigned char { One, Two, Maximum };

#pragma grad
#pragma grad mode(jvp)
Real normOf(const Real *x, std::size_t n, Norm kind, bool squared) {
  Real sum = 0;
  for (const Real *p = x; p < &x[n]; ++p)
    if (Real a = std::fabs(*p); kind == Norm::One)
      sum += a;
    else if (kind == Norm::Two)
      sum += a * a;
    else if (a > sum)
      sum = a;
  if (kind == Norm::Two && !squared)
    return std::sqrt(sum);
  return kind != Norm::Two && squared ? sum * sum : sum;
}

#include "../exec/Generated.h"

CORPUS(arraysOfRows, point(rows(2, filled(6, -1, 1)), rows(2, filled(6, 0, 1)), 3))
CORPUS(floatsAndDoubles, point(array({0.5, 2, -1.25}), 1.5, 0.75, 3).within(1e-6))
CORPUS(sceneByReference,
       point(array({1, 2, 3, 4, 5, 1, .1, .2, .3, 1, .7}),
             array({1.5, 2, 1, .4, .5, 2, .3, .2, .1, 1, .3, .6, .7, 2, .8, .9, 1, 1, 2, 3, 0, 4}), 2))
CORPUS(valuesStayOutside, point(array({1, 2, 3, 4, 5, 1, .1, .2, .3, 1, .7}), array({0.2, 0.3, 1})))
CORPUS(multipleOutputs, point(array({0.5, 2, -1, 3}), 4, 0, zeros(1), zeros(1), zeros(2)),
       point(array({0.5}), 1, 0.3, array({2}), array({3}), array({4, 5})))
CORPUS(threeDimensionalField, point(filled(24, -1, 1), filled(24, -1, 1), 0.3))
CORPUS(sparseMatrix,
       point(filled(5, -1, 1), array({0, 2, 1, 0, 2}), array({0, 2, 3, 5}), 3, filled(3, -1, 1), zeros(3)))
CORPUS(interleaved, point(filled(5, -1, 1), 5, 1), point(filled(5, -1, 1), 5, -1))
CORPUS(leavesSomeAlone, point(filled(3, -1, 1), filled(3, -1, 1), filled(3, -1, 1), filled(3, -1, 1), 3))
CORPUS(nothingDepends, point(filled(3, -1, 1), 3))
CORPUS(overwritten, point(filled(3, -1, 1), 0.3, 3))
CORPUS(parametersReused, point(0.7, 1.2, 5), point(0.7, 1.2, 0))
CORPUS(polygon, point(array({0, 0, 2, 0.1, 2.5, 1.5, 0.2, 1}), 4, array({7, 8})))
CORPUS(normOf, point(filled(4, -1, 1), 4, 0, 0), point(filled(4, -1, 1), 4, 1, 0),
       point(filled(4, -1, 1), 4, 2, 1))

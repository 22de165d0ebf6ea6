// RUN: %corpus-test %s %t
// Solvers and factorisations, as they stand in numerical libraries.
#include "CorpusCheck.h"

#include <algorithm>
#include <utility>

#pragma grad
#pragma grad mode(jvp)
void thomasSolver(const Real *a, const Real *b, Real *c, Real *d, int n) {
  c[0] /= b[0];
  d[0] /= b[0];
  for (int i = 1; i < n; ++i) {
    Real m = 1 / (b[i] - a[i] * c[i - 1]);
    c[i] *= m;
    d[i] = (d[i] - a[i] * d[i - 1]) * m;
  }
  for (int i = n - 2; i >= 0; --i)
    d[i] -= c[i] * d[i + 1];
}

#pragma grad
#pragma grad mode(jvp)
Real choleskyLogDeterminant(Real *a, int n) {
  Real logDeterminant = 0;
  for (int j = 0; j < n; ++j) {
    for (int k = 0; k < j; ++k)
      for (int i = j; i < n; ++i)
        a[i * n + j] -= a[i * n + k] * a[j * n + k];
    Real pivot = std::sqrt(a[j * n + j]);
    logDeterminant += 2 * std::log(pivot);
    for (int i = j; i < n; ++i)
      a[i * n + j] /= pivot;
  }
  return logDeterminant;
}

#pragma grad
#pragma grad mode(jvp)
Real pivotedDeterminant(Real *a, int n) {
  Real determinant = 1;
  for (int k = 0; k < n; ++k) {
    int p = k;
    for (int i = k + 1; i < n; ++i)
      if (std::fabs(a[i * n + k]) > std::fabs(a[p * n + k]))
        p = i;
    if (p != k) {
      for (int j = 0; j < n; ++j)
        std::swap(a[k * n + j], a[p * n + j]);
      determinant = -determinant;
    }
    determinant *= a[k * n + k];
    for (int i = k + 1; i < n; ++i) {
      Real factor = a[i * n + k] / a[k * n + k];
      for (int j = k + 1; j < n; ++j)
        a[i * n + j] -= factor * a[k * n + j];
    }
  }
  return determinant;
}

#pragma grad
#pragma grad mode(jvp)
void gaussSolve(Real (*a)[3], Real *b) {
  for (int k = 0; k < 3; ++k) {
    int best = k;
    for (int i = k + 1; i < 3; ++i)
      best = std::fabs(a[i][k]) > std::fabs(a[best][k]) ? i : best;
    for (int j = 0; j < 3; ++j) {
      Real t = a[k][j];
      a[k][j] = a[best][j];
      a[best][j] = t;
    }
    std::swap(b[k], b[best]);
    for (int i = k + 1; i < 3; ++i) {
      a[i][k] /= a[k][k];
      for (int j = k + 1; j < 3; ++j)
        a[i][j] -= a[i][k] * a[k][j];
      b[i] -= a[i][k] * b[k];
    }
  }
  for (int i = 2; i >= 0; --i) {
    for (int j = i + 1; j < 3; ++j)
      b[i] -= a[i][j] * b[j];
    b[i] /= a[i][i];
  }
}

#pragma grad
#pragma grad mode(jvp)
Real luWithPermutation(Real **a, const Real *b, int n) {
  int permutation[6];
  for (int i = 0; i < n; ++i)
    permutation[i] = i;
  for (int k = 0; k < n; ++k) {
    int p = k;
    for (int i = k; i < n; ++i)
      if (std::fabs(a[permutation[i]][k]) > std::fabs(a[permutation[p]][k]))
        p = i;
    std::swap(permutation[k], permutation[p]);
    const Real *pivotRow = a[permutation[k]];
    for (int i = k + 1; i < n; ++i) {
      Real *row = a[permutation[i]];
      row[k] /= pivotRow[k];
      for (int j = k + 1; j < n; ++j)
        row[j] -= row[k] * pivotRow[j];
    }
  }
  Real x[6], sum = 0;
  for (int i = 0; i < n; ++i) {
    x[i] = b[permutation[i]];
    for (int j = 0; j < i; ++j)
      x[i] -= a[permutation[i]][j] * x[j];
  }
  for (int i = n; i-- > 0;) {
    for (int j = i + 1; j < n; ++j)
      x[i] -= a[permutation[i]][j] * x[j];
    x[i] /= a[permutation[i]][i];
    sum += x[i] * (i + 1);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void gramSchmidt(Real *v, int rows, int n) {
  for (int i = 0; i < rows; ++i) {
    Real *vi = v + i * n;
    for (int j = 0; j < i; ++j) {
      const Real *vj = v + j * n;
      Real projection = 0;
      for (int k = 0; k < n; ++k)
        projection += vi[k] * vj[k];
      for (int k = 0; k < n; ++k)
        vi[k] -= projection * vj[k];
    }
    Real norm = 0;
    for (int k = 0; k < n; ++k)
      norm += vi[k] * vi[k];
    norm = std::sqrt(norm);
    for (int k = 0; k < n; ++k)
      vi[k] /= norm;
  }
}

#pragma grad
#pragma grad mode(jvp)
Real givensRotations(Real *a, int n) {
  for (int j = 0; j < n - 1; ++j)
    for (int i = n - 1; i > j; --i) {
      Real x = a[(i - 1) * n + j], y = a[i * n + j], r = std::hypot(x, y);
      if (r == 0)
        continue;
      Real c = x / r, s = y / r;
      for (int k = j; k < n; ++k) {
        Real upper = a[(i - 1) * n + k], lower = a[i * n + k];
        a[(i - 1) * n + k] = c * upper + s * lower;
        a[i * n + k] = c * lower - s * upper;
      }
    }
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += a[i * n + i] * a[i * n + n - 1];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real householder(Real *v, int n) {
  Real norm = 0;
  for (int i = 0; i < n; ++i)
    norm += v[i] * v[i];
  norm = std::sqrt(norm);
  Real alpha = v[0] > 0 ? -norm : norm, beta = alpha * (alpha - v[0]);
  v[0] -= alpha;
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += (i + 1) * v[i];
  return sum * v[n - 1] / beta;
}

#pragma grad
#pragma grad mode(jvp)
Real powerIteration(const Real *a, Real *x, int n, int iterations) {
  Real y[8], eigenvalue = 0;
  for (int it = 0; it < iterations; ++it) {
    eigenvalue = 0;
    for (int i = 0; i < n; ++i) {
      y[i] = 0;
      for (int j = 0; j < n; ++j)
        y[i] += a[i * n + j] * x[j];
      eigenvalue += y[i] * y[i];
    }
    eigenvalue = std::sqrt(eigenvalue);
    for (int i = 0; i < n; ++i)
      x[i] = y[i] / eigenvalue;
  }
  return eigenvalue;
}

#pragma grad
#pragma grad mode(jvp)
Real conjugateGradient(const Real *a, const Real *b, int n) {
  Real x[6] = {}, r[6], p[6], q[6];
  Real rho = 0;
  for (int i = 0; i < n; ++i) {
    r[i] = p[i] = b[i];
    rho += r[i] * r[i];
  }
  for (int it = 0; it < n - 1 && rho > 1e-8; ++it) {
    Real curvature = 0;
    for (int i = 0; i < n; ++i) {
      q[i] = 0;
      for (int j = 0; j < n; ++j)
        q[i] += a[i * n + j] * p[j];
      curvature += p[i] * q[i];
    }
    Real alpha = rho / curvature, before = rho;
    rho = 0;
    for (int i = 0; i < n; ++i) {
      x[i] += alpha * p[i];
      r[i] -= alpha * q[i];
      rho += r[i] * r[i];
    }
    for (int i = 0; i < n; ++i)
      p[i] = r[i] + rho / before * p[i];
  }
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += b[i] * x[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void matrixProduct(const Real *a, const Real *b, Real *c, int n, int m, int k) {
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m; ++j) {
      Real sum = 0;
      for (int l = 0; l < k; ++l)
        sum += a[i * k + l] * b[l * m + j];
      c[i * m + j] = sum;
    }
}

static Real laplace(const Real *a, int n, unsigned columns, int row) {
  if (row == n)
    return 1;
  Real determinant = 0, sign = 1;
  for (int j = 0; j < n; ++j) {
    if (columns & (1u << j))
      continue;
    determinant += sign * a[row * n + j] * laplace(a, n, columns | (1u << j), row + 1);
    sign = -sign;
  }
  return determinant;
}

#pragma grad
#pragma grad mode(jvp)
Real determinantByLaplace(const Real *a, int n) { return laplace(a, n, 0, 0); }

#pragma grad
#pragma grad mode(jvp)
Real inverse2x2(const Real (*a)[2]) {
  Real d = a[0][0] * a[1][1] - a[0][1] * a[1][0];
  Real inverse[2][2] = {{a[1][1] / d, -a[0][1] / d}, {-a[1][0] / d, a[0][0] / d}};
  Real trace = 0;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j)
      trace += inverse[i][j] * inverse[j][i];
  return trace;
}

#pragma grad
#pragma grad mode(jvp)
void jacobiRotation(Real (*a)[3], int p, int q) {
  if (a[p][q] == 0)
    return;
  Real theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  Real t = (theta >= 0 ? 1.0 : -1.0) / (std::fabs(theta) + std::sqrt(theta * theta + 1));
  Real c = 1 / std::sqrt(t * t + 1), s = t * c;
  for (int k = 0; k < 3; ++k) {
    Real akp = a[k][p], akq = a[k][q];
    a[k][p] = c * akp - s * akq;
    a[k][q] = s * akp + c * akq;
  }
  for (int k = 0; k < 3; ++k) {
    Real apk = a[p][k], aqk = a[q][k];
    a[p][k] = c * apk - s * aqk;
    a[q][k] = s * apk + c * aqk;
  }
}

#pragma grad
#pragma grad mode(jvp)
Real triangularNorm(const Real *packed, int n) {
  Real sum = 0;
  const Real *p = packed;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j <= i; ++j, ++p)
      sum += (i == j ? 1 : 2) * *p * *p;
  return std::sqrt(sum);
}

#include "../exec/Generated.h"

CORPUS(thomasSolver, point(filled(5, 0.1, 0.9), filled(5, 2, 3), filled(5, 0.1, 0.8), filled(5, -1, 1), 5))
CORPUS(choleskyLogDeterminant, point(array({4, 1, 0.5, 1, 3, -0.2, 0.5, -0.2, 2}), 3), point(array({4}), 1))
CORPUS(pivotedDeterminant, point(array({0.1, 2, 1, 3, 1, -1, 2, 2.5, 0.5}), 3), point(filled(16, -1, 1), 4))
CORPUS(gaussSolve, point(array({0.1, 2, 1, 3, 1, -1, 2, 2.5, 0.5}), filled(3, -1, 1)))
CORPUS(luWithPermutation, point(rows(3, array({0.1, 2, 1, 3, 1, -1, 2, 2.5, 0.5})), filled(3, -1, 1), 3))
CORPUS(gramSchmidt, point(array({1, 2, 0.5, 0.3, -1, 0.7}), 2, 3))
CORPUS(givensRotations, point(array({0.1, 2, 1, 3, 1, -1, 2, 2.5, 0.5}), 3))
CORPUS(householder, point(filled(4, 0.5, 1), 4), point(array({-1, 2, 0.5}), 3))
CORPUS(powerIteration, point(array({4, 1, 0.5, 1, 3, -0.2, 0.5, -0.2, 2}), filled(3, 0.5, 1), 3, 4))
CORPUS(conjugateGradient, point(array({4, 1, 0.5, 1, 3, -0.2, 0.5, -0.2, 2}), filled(3, 0.5, 1), 3))
CORPUS(matrixProduct, point(filled(6, -1, 1), filled(12, -1, 1), zeros(8), 2, 4, 3))
CORPUS(determinantByLaplace, point(array({0.1, 2, 1, 3, 1, -1, 2, 2.5, 0.5}), 3))
CORPUS(inverse2x2, point(array({2, 0.5, -0.3, 1})))
CORPUS(jacobiRotation, point(array({4, 1, 0.5, 1, 3, -0.2, 0.5, -0.2, 2}), 0, 1))
CORPUS(triangularNorm, point(filled(6, -1, 1), 3))

// RUN: %corpus-test %s %t
// Sorting, searching, transforms, interpolation and machines with states.
#include "CorpusCheck.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#pragma grad
#pragma grad mode(jvp)
void fft(Real *re, Real *im, int n) {
  for (int i = 1, j = 0; i < n; ++i) {
    int bit = n >> 1;
    for (; j & bit; bit >>= 1)
      j ^= bit;
    j |= bit;
    if (i < j) {
      std::swap(re[i], re[j]);
      std::swap(im[i], im[j]);
    }
  }
  for (int length = 2; length <= n; length <<= 1) {
    const double angle = -2 * 3.14159265358979323846 / length;
    for (int start = 0; start < n; start += length)
      for (int k = 0; k < length / 2; ++k) {
        const double c = std::cos(angle * k), s = std::sin(angle * k);
        Real *ar = &re[start + k], *ai = &im[start + k], *br = ar + length / 2, *bi = ai + length / 2;
        Real tr = *br * c - *bi * s, ti = *br * s + *bi * c;
        *br = *ar - tr;
        *bi = *ai - ti;
        *ar += tr;
        *ai += ti;
      }
  }
}

#pragma grad
#pragma grad mode(jvp)
void convolve(const Real *signal, int n, const Real *kernel, int k, Real *out) {
  for (int i = 0; i < n; ++i) {
    Real sum = 0;
    for (int j = std::max(0, i - n + 1); j < k && j <= i; ++j)
      sum += signal[i - j] * kernel[j];
    out[i] = sum;
  }
}

#pragma grad
#pragma grad mode(jvp)
Real sortedWeights(Real *x, const Real *w, int n) {
  for (int i = 1; i < n; ++i) {
    Real key = x[i];
    int j = i - 1;
    while (j >= 0 && x[j] > key) {
      x[j + 1] = x[j];
      --j;
    }
    x[j + 1] = key;
  }
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += w[i] * x[i] * x[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void bubbleSort(Real *x, int n) {
  bool swapped;
  do {
    swapped = false;
    for (int i = 1; i < n; ++i)
      if (x[i - 1] > x[i]) {
        std::swap(x[i - 1], x[i]);
        swapped = true;
      }
  } while (swapped);
}

static void quickSort(Real *x, int low, int high) {
  if (low >= high)
    return;
  Real pivot = x[(low + high) / 2];
  int i = low, j = high;
  while (i <= j) {
    while (x[i] < pivot)
      ++i;
    while (x[j] > pivot)
      --j;
    if (i <= j)
      std::swap(x[i++], x[j--]);
  }
  quickSort(x, low, j);
  quickSort(x, i, high);
}

#pragma grad
#pragma grad mode(jvp)
Real trimmedMean(Real *x, int n, int cut) {
  quickSort(x, 0, n - 1);
  Real sum = 0;
  for (int i = cut; i < n - cut; ++i)
    sum += x[i] * (1 + 0.1 * i);
  return sum / (n - 2 * cut);
}

static Real medianOfThree(Real a, Real b, Real c) {
  if (a > b)
    std::swap(a, b);
  if (b > c)
    std::swap(b, c);
  return std::max(a, b);
}

#pragma grad
#pragma grad mode(jvp)
void medianFilter(const Real *x, Real *y, int n) {
  y[0] = x[0];
  for (int i = 1; i < n - 1; ++i)
    y[i] = medianOfThree(x[i - 1], x[i], x[i + 1]) * x[i];
  y[n - 1] = x[n - 1];
}

#pragma grad
#pragma grad mode(jvp)
Real runningMaximum(const Real *x, int n) {
  Real best = x[0], ending = x[0];
  for (int i = 1; i < n; ++i) {
    ending = x[i] + (ending > 0 ? ending : 0);
    best = ending > best ? ending : best;
  }
  return best * best;
}

#pragma grad
#pragma grad mode(jvp)
Real argumentOfMinimum(const Real *x, const Real *y, int n) {
  int best = 0;
  Real smallest = std::fabs(x[0] - y[0]);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      Real distance = std::fabs(x[i] - y[j]);
      if (distance < smallest) {
        smallest = distance;
        best = i;
      }
    }
  return smallest * x[best];
}

static const double TableX[6] = {0, 0.5, 1.25, 2, 3, 4.5};
static const double TableY[6] = {1, 1.5, 0.25, -1, 0.5, 2};

#pragma grad
#pragma grad mode(jvp)
Real tableLookup(Real x) {
  int low = 0, high = 5;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    if (TableX[middle] > x)
      high = middle;
    else
      low = middle;
  }
  Real t = (x - TableX[low]) / (TableX[high] - TableX[low]);
  return TableY[low] * (1 - t) + TableY[high] * t * t;
}

#pragma grad
#pragma grad mode(jvp)
Real cubicSpline(const Real *x, const Real *y, int n, Real at) {
  Real second[8], u[8];
  second[0] = u[0] = 0;
  for (int i = 1; i < n - 1; ++i) {
    Real sig = (x[i] - x[i - 1]) / (x[i + 1] - x[i - 1]), p = sig * second[i - 1] + 2;
    second[i] = (sig - 1) / p;
    u[i] = (y[i + 1] - y[i]) / (x[i + 1] - x[i]) - (y[i] - y[i - 1]) / (x[i] - x[i - 1]);
    u[i] = (6 * u[i] / (x[i + 1] - x[i - 1]) - sig * u[i - 1]) / p;
  }
  second[n - 1] = 0;
  for (int k = n - 2; k >= 0; --k)
    second[k] = second[k] * second[k + 1] + u[k];
  int low = 0, high = n - 1;
  while (high > low + 1) {
    int k = (high + low) >> 1;
    (x[k] > at ? high : low) = k;
  }
  Real h = x[high] - x[low], a = (x[high] - at) / h, b = (at - x[low]) / h;
  return a * y[low] + b * y[high] +
         ((a * a * a - a) * second[low] + (b * b * b - b) * second[high]) * h * h / 6;
}

#pragma grad
#pragma grad mode(jvp)
Real deBoor(const Real *knots, const Real *c, int span, Real x) {
  Real d[4];
  for (int j = 0; j <= 3; ++j)
    d[j] = c[j + span - 3];
  for (int r = 1; r <= 3; ++r)
    for (int j = 3; j >= r; --j) {
      Real alpha = (x - knots[j + span - 3]) / (knots[j + 1 + span - r] - knots[j + span - 3]);
      d[j] = (1 - alpha) * d[j - 1] + alpha * d[j];
    }
  return d[3];
}

enum class Phase { Idle, Rising, Falling };

#pragma grad
#pragma grad mode(jvp)
Real peaks(const Real *x, int n, Real threshold) {
  Phase phase = Phase::Idle;
  Real top = 0, total = 0;
  for (int i = 0; i < n; ++i)
    switch (phase) {
    case Phase::Idle:
      if (x[i] > threshold) {
        phase = Phase::Rising;
        top = x[i];
      }
      break;
    case Phase::Rising:
      if (x[i] > top) {
        top = x[i];
        break;
      }
      phase = Phase::Falling;
      total += top * top - threshold;
      [[fallthrough]];
    case Phase::Falling:
      if (x[i] < threshold) {
        phase = Phase::Idle;
        total *= 1 + 0.1 * x[i];
      }
    }
  return total + top;
}

#pragma grad
#pragma grad mode(jvp)
Real queue(Real x, int n) {
  Real ring[4] = {x, 2 * x, 0, 0}, served = 0;
  int head = 0, count = 2;
  for (int i = 0; i < n && count > 0; ++i) {
    Real job = ring[head];
    head = (head + 1) % 4;
    --count;
    served += job * job;
    if (job > 0.5 && count < 3) {
      ring[(head + count++) % 4] = 0.6 * job;
      ring[(head + count++) % 4] = 0.3 * job * x;
    }
  }
  return served;
}

#pragma grad
#pragma grad mode(jvp)
Real editDistance(const Real *a, int n, const Real *b, int m, Real gap) {
  Real *row = new Real[m + 1];
  for (int j = 0; j <= m; ++j)
    row[j] = j * gap;
  for (int i = 1; i <= n; ++i) {
    Real diagonal = row[0];
    row[0] = i * gap;
    for (int j = 1; j <= m; ++j) {
      Real match = diagonal + (a[i - 1] - b[j - 1]) * (a[i - 1] - b[j - 1]);
      diagonal = row[j];
      Real skip = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + gap;
      row[j] = match < skip ? match : skip;
    }
  }
  Real cost = row[m];
  delete[] row;
  return cost;
}

#pragma grad
#pragma grad mode(jvp)
Real shortestPath(const Real *weight, int n) {
  Real distance[6];
  bool done[6] = {};
  for (int i = 0; i < n; ++i)
    distance[i] = i == 0 ? 0 : 1e9;
  for (int round = 0; round < n; ++round) {
    int nearest = -1;
    for (int i = 0; i < n; ++i)
      if (!done[i] && (nearest < 0 || distance[i] < distance[nearest]))
        nearest = i;
    done[nearest] = true;
    for (int j = 0; j < n; ++j)
      if (!done[j] && distance[nearest] + weight[nearest * n + j] < distance[j])
        distance[j] = distance[nearest] + weight[nearest * n + j];
  }
  return distance[n - 1] * distance[n - 1];
}

#pragma grad
#pragma grad mode(jvp)
Real sparseProduct(const Real *values, const int *columns, const int *starts, const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    Real row = 0;
    for (int k = starts[i]; k < starts[i + 1]; ++k)
      row += values[k] * x[columns[k]];
    sum += row * x[i];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void haar(Real *x, int n) {
  Real work[8];
  for (int half = n / 2; half >= 1; half /= 2) {
    for (int i = 0; i < half; ++i) {
      work[i] = (x[2 * i] + x[2 * i + 1]) * 0.5;
      work[half + i] = x[2 * i] * x[2 * i + 1];
    }
    std::copy(work, work + 2 * half, x);
  }
}

#include "../exec/Generated.h"

CORPUS(fft, point(filled(8, -1, 1), filled(8, 0, 1), 8), point(filled(1, -1, 1), filled(1, 0, 1), 1))
CORPUS(convolve, point(filled(6, -1, 1), 6, filled(3, 0, 1), 3, filled(6, 0, 1)))
CORPUS(sortedWeights, point(filled(6, -1, 1), filled(6, 0, 1), 6))
CORPUS(bubbleSort, point(filled(5, -1, 1), 5))
CORPUS(trimmedMean, point(filled(8, -1, 1), 8, 2), point(filled(1, -1, 1), 1, 0))
CORPUS(medianFilter, point(filled(7, -1, 1), filled(7, 0, 1), 7))
CORPUS(runningMaximum, point(array({-1, 2, -0.5, 1.5, -3, 2}), 6))
CORPUS(argumentOfMinimum, point(filled(4, -1, 1), filled(4, 0, 1), 4))
CORPUS(tableLookup, point(0.7), point(3.3), point(-0.2))
CORPUS(cubicSpline, point(array({0, 0.5, 1.2, 2, 2.7}), filled(5, -1, 1), 5, 1.4))
CORPUS(deBoor, point(array({0, 0.1, 0.2, 0.3, 1, 2, 2.5, 3}), filled(4, -1, 1), 3, 0.7))
CORPUS(peaks, point(array({0.1, 1, 2, 1.5, 0.3, 0.7, 0.2}), 7, 0.5))
CORPUS(queue, point(1.3, 9), point(0.2, 3))
CORPUS(editDistance, point(array({1, 3, 2}), 3, array({1.2, 1.9, 2.2, 4}), 4, 0.5))
CORPUS(shortestPath, point(filled(25, 0.5, 2), 5))
CORPUS(sparseProduct,
       point(filled(5, -1, 1), array({0, 2, 1, 0, 2}), array({0, 2, 3, 5}), filled(3, 0, 1), 3))
CORPUS(haar, point(filled(8, -1, 1), 8))

// RUN: %corpus-test %s %t
// Nests of loops: pointers and indices that go through all of them, arrays that each iteration fills anew,
// and loops that only choose.
#include "CorpusCheck.h"

/// Of a matrix below its diagonal, row by row.
#pragma grad
#pragma grad mode(jvp)
Real packedTriangle(const Real *entries, const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j <= i; ++j)
      sum += std::sin(*entries++ * x[i]) * x[j];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real packedByIndex(const Real *entries, const Real *x, int n) {
  int at = 0;
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    for (int j = n - 1; j > i; --j) {
      sum += entries[at] * x[i] * x[j] * entries[at + 1];
      ++at;
    }
  return sum * at;
}

#pragma grad
#pragma grad mode(jvp)
void throughThreeLoops(const Real *from, Real *to, int n) {
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < 2; ++j)
      for (int k = i; k < n; k += 2, from += 2, ++to)
        *to += from[0] * from[1] * *to;
}

/// The rows have a margin: the outer loop takes a step of its own.
#pragma grad
#pragma grad mode(jvp)
Real withMargin(const Real *image, int rows, int columns, int margin) {
  Real sum = 0;
  for (int i = 0; i < rows; ++i, image += margin)
    for (int j = 0; j < columns; ++j, ++image)
      sum += image[0] * image[1] * sum + image[0];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real twoInnerLoops(const Real *p, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < i; ++j)
      sum += *p++ * sum + 1;
    for (int j = i; j < n; ++j)
      sum *= *p++;
  }
  return sum;
}

/// How often the inner loop runs is in what the pointer leads to.
#pragma grad wrt(values)
#pragma grad wrt(values) mode(jvp)
Real asManyAsItSays(const int *lengths, const Real *values, int n) {
  Real product = 1;
  for (int i = 0; i < n; ++i) {
    const int length = *lengths++;
    for (int j = 0; j < length; ++j)
      product *= *values++ + product;
  }
  return product;
}

#pragma grad
#pragma grad mode(jvp)
Real someIterations(const Real *p, int n) {
  Real sum = 1;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < 3; ++j) {
      if (*p < 0 && j == 1)
        continue;
      sum += *p++ * sum;
    }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real backThroughMemory(Real *x, int n) {
  Real *end = x + n * (n + 1) / 2;
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i + 1; ++j) {
      --end;
      sum += *end * *end * sum + *end;
      *end = sum;
    }
  return sum;
}

/// The triangle of each of several matrices: the pointer starts anew.
#pragma grad
#pragma grad mode(jvp)
Real quadraticForms(const Real *matrices, const Real *x, int count, int n) {
  Real *scaled = new Real[n], *shifted = new Real[n];
  Real sum = 0;
  for (int k = 0; k < count; ++k) {
    const Real *entry = matrices + k * n * (n + 1) / 2;
    for (int i = 0; i < n; ++i)
      shifted[i] = x[k * n + i] - x[i] * x[i];
    for (int i = 0; i < n; ++i)
      scaled[i] = *entry++ * shifted[i];
    for (int i = 0; i < n; ++i)
      for (int j = i + 1; j < n; ++j)
        scaled[j] += *entry++ * shifted[i];
    for (int i = 0; i < n; ++i)
      sum += scaled[i] * scaled[i];
  }
  delete[] scaled;
  delete[] shifted;
  return sum;
}

/// Not filled to its end, and only now and then.
#pragma grad
#pragma grad mode(jvp)
Real partlyFilled(const Real *x, int rounds, int n) {
  Real a[4] = {}, b[4] = {};
  Real sum = 0;
  for (int k = 0; k < rounds; ++k) {
    for (int i = 0; i < n; ++i)
      a[i] = x[i] * (sum + 1);
    if (k != 1)
      for (int i = 0; i < 4; ++i)
        b[i] = a[i] * a[3 - i];
    for (int i = 0; i < 4; ++i)
      sum += a[i] * b[i] + x[i];
  }
  return sum * a[0] + b[3];
}

/// Read once more before it is filled.
#pragma grad
#pragma grad mode(jvp)
Real filledLate(const Real *x, int rounds) {
  Real a[3] = {}, sum = x[0];
  for (int k = 0; k < rounds; ++k) {
    sum += a[1] * x[1];
    for (int i = 0; i < 3; ++i)
      a[i] = x[i] * sum;
    for (int i = 0; i < 3; ++i)
      sum += std::cos(a[i]);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real filledAndChanged(const Real *x, int rounds, int n) {
  Real *a = new Real[n];
  Real sum = 0;
  for (int k = 0; k < rounds; ++k) {
    for (int i = 0; i < n; ++i)
      a[i] = x[i] * x[k];
    a[k] *= sum + x[0];
    for (int i = 1; i < n; ++i)
      a[i] += a[i - 1] * a[i];
    for (int i = n - 1; i >= 0; --i)
      sum -= a[i] / (1 + x[i] * x[i]);
  }
  delete[] a;
  return sum;
}

/// Where a divisor cannot be zero, and where a root has a slope, a branch has seen to it.
#pragma grad
#pragma grad mode(jvp)
Real guardedByBranches(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    const Real square = x[i] * x[i] + x[0] * x[0];
    if (square == 0)
      continue;
    const Real length = std::sqrt(square);
    sum += x[i] / length * std::log(square);
    if (!(x[i] <= 0.5) && x[i] != 1)
      sum += std::log(x[i]) / (1 - x[i]);
    sum *= Real(0.5) + sum * 0;
  }
  return sum;
}

// Loops that only choose a number: the largest, the last that …

#pragma grad
#pragma grad mode(jvp)
Real largestAndSmallest(const Real *x, int n) {
  Real largest = x[0], smallest = x[0];
  for (int i = 1; i < n; ++i) {
    largest = std::max(largest, x[i]);
    if (x[i] < smallest)
      smallest = x[i];
  }
  return largest * largest * std::sin(smallest);
}

/// Of computed numbers, through an index, from the end, and perhaps of none.
#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real largestOfComputed(const Real *x, const int *at, int n) {
  Real most = -2, last = x[0];
  for (int i = n - 1; i >= 0; --i) {
    const Real size = std::fabs(x[at[i]]) * x[i];
    if (size > most)
      most = size;
    last = x[i] > 0 ? x[i] * x[i] : last;
  }
  return most * last;
}

/// The running number is used, and what it was chosen from changes.
#pragma grad
#pragma grad mode(jvp)
Real chosenAndUsed(Real *x, int n) {
  Real largest = x[0], sum = 0, most = x[0];
  for (int i = 1; i < n; ++i) {
    if (x[i] > largest)
      largest = x[i];
    sum += largest * x[i];
  }
  for (int i = 1; i < n; ++i) {
    most = most < x[i] ? x[i] : most;
    x[i - 1] *= x[i];
  }
  for (int i = 0; i < n; ++i)
    x[i] *= most;
  return sum + most * x[0];
}

/// The array is written to behind the loop, in another one around it, and in front of it.
#pragma grad
#pragma grad mode(jvp)
Real chosenAgainAndAgain(Real *x, int n, int rounds) {
  Real sum = 0;
  for (int k = 0; k < rounds; ++k) {
    Real largest = x[0];
    x[0] += 1;
    for (int i = 1; i < n; i += 2)
      if (!(x[i] <= largest))
        largest = x[i];
    x[k] -= largest / 2;
    sum += largest * largest;
  }
  return sum;
}

/// Of one array as it stands, of the other one while a pointer writes it.
#pragma grad
#pragma grad mode(jvp)
Real chosenOfTwo(const Real *y, Real *x, int n) {
  Real most = y[0], least = x[0];
  Real *p = x;
  for (int i = 1; i < n; ++i) {
    most = y[i] > most ? y[i] : most;
    least = x[i] < least ? x[i] : least;
    *++p *= y[i];
  }
  return most * least * x[1];
}

#include "../exec/Generated.h"

CORPUS(packedTriangle, point(filled(10, -1, 1), filled(4, 0.5, 2), 4),
       point(filled(1, -1, 1), filled(1, 0.5, 2), 1), point(array({}), array({}), 0))
CORPUS(packedByIndex, point(filled(7, -1, 1), filled(4, 0.5, 2), 4),
       point(filled(2, -1, 1), filled(2, 0.5, 2), 2))
CORPUS(throughThreeLoops, point(filled(24, -1, 1), filled(13, 0.5, 1), 4),
       point(filled(4, -1, 1), filled(3, 0.5, 1), 1))
CORPUS(withMargin, point(filled(13, -1, 1), 3, 2, 2), point(filled(13, -1, 1), 2, 5, 0),
       point(filled(3, 0, 1), 2, 0, 1))
CORPUS(twoInnerLoops, point(filled(9, 0.5, 1), 3), point(filled(1, 0.5, 1), 1))
CORPUS_WRT(asManyAsItSays, (1), point(array({2, 0, 3}), filled(5, 0.5, 1), 3),
           point(array({0, 1}), filled(1, 0.5, 1), 2))
CORPUS(someIterations, point(array({0.5, -0.3, 0.7, 0.2, -0.9, 0.4, 0.6, 1.1, -0.2, 0.8}), 3))
CORPUS(backThroughMemory, point(filled(6, -1, 1), 3), point(filled(1, -1, 1), 1))
CORPUS(quadraticForms, point(filled(18, -1, 1), filled(9, 0.5, 1.5), 3, 3),
       point(filled(1, -1, 1), filled(1, 0.5, 1.5), 1, 1))
CORPUS(partlyFilled, point(filled(4, -1, 1), 3, 4), point(filled(4, -1, 1), 3, 2),
       point(filled(4, -1, 1), 0, 3))
CORPUS(filledLate, point(filled(3, 0.2, 1), 3))
CORPUS(filledAndChanged, point(filled(4, 0.2, 1), 3, 4), point(filled(1, 0.2, 1), 1, 1))
CORPUS(guardedByBranches, point(array({0.7, -0.4, 2.0, 0.6}), 4), point(array({0.3}), 1))
CORPUS(largestAndSmallest, point(array({0.3, 1.2, -0.4, 0.7}), 4), point(array({0.3}), 1),
       point(array({2, 1, 3}), 3))
CORPUS_WRT(largestOfComputed, (0), point(array({0.3, 1.2, -0.4, 0.7}), array({1, 0, 3, 2}), 4),
           point(array({0.3, 5}), array({1, 0}), 0), point(array({-0.3, -3}), array({0, 1}), 2))
CORPUS(chosenAndUsed, point(array({0.3, 1.2, -0.4, 0.7}), 4), point(array({0.3, -1}), 2))
CORPUS(chosenAgainAndAgain, point(array({0.3, 1.2, -0.4, 2.7, 0.9}), 5, 3), point(array({0.3}), 1, 1))
CORPUS(chosenOfTwo, point(array({0.3, 1.2, -0.4, 0.7}), array({0.9, 0.5, -0.8, 1.4}), 4))

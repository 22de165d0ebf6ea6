// RUN: %corpus-test %s %t
// Arrays of objects whose classes have constructors, member initialisers, members that are not public.
#include "CorpusCheck.h"

#include <array>
#include <cstddef>

/// A complex number as textbooks write it.
class Complex {
public:
  Complex(Real re = 0, Real im = 0) : re(re), im(im) {}
  Real real() const { return re; }
  Real imag() const { return im; }
  Complex &operator+=(const Complex &z) {
    re += z.re;
    im += z.im;
    return *this;
  }
  friend Complex operator+(Complex a, const Complex &b) { return a += b; }
  friend Complex operator-(const Complex &a, const Complex &b) { return Complex(a.re - b.re, a.im - b.im); }
  friend Complex operator*(const Complex &a, const Complex &b) {
    return Complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
  }

private:
  Real re, im;
};

/// A number that begins at one, and knows how often it was changed.
struct Counter {
  Real value = 1;
  int changes = 0;
  void multiply(Real factor) {
    value *= factor;
    ++changes;
  }
};

/// No default constructor.
struct Interval {
  Real low, high;
  explicit Interval(Real centre, Real width = 1) : low(centre - width / 2), high(centre + width / 2) {}
  Real length() const { return high - low; }
};

#pragma grad
#pragma grad mode(jvp)
Real complexPair(Real x, Real y) {
  Complex z[2];
  z[0] = Complex(x, y);
  z[1] += z[0] * z[0];
  Complex sum = z[0] + z[1];
  return sum.real() * sum.imag();
}

#pragma grad
#pragma grad mode(jvp)
Real complexList(Real x, Real y) {
  Complex z[3] = {Complex(x, y), x * y};
  Complex product(1);
  for (const Complex &factor : z)
    product = product * (factor + Complex(1, 0.5));
  return product.real() - product.imag();
}

#pragma grad
#pragma grad mode(jvp)
Real countersInLoop(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    Counter counters[3];
    for (int k = 0; k <= i; ++k)
      counters[k % 3].multiply(x[k]);
    for (const Counter &counter : counters)
      sum += counter.value * counter.changes;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real matrixOfObjects(const Real *x) {
  Complex m[2][3];
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 3; ++j)
      m[i][j] = Complex(x[i], x[j]) * Complex(x[j]);
  Complex sum;
  for (int j = 0; j < 3; ++j)
    sum += m[0][j] * m[1][2 - j];
  return sum.real() + 2 * sum.imag();
}

#pragma grad
#pragma grad mode(jvp)
Real standardArrayOfObjects(Real x, Real y) {
  std::array<Complex, 4> z;
  std::array<Counter, 2> counters{};
  z[0] = Complex(x, y);
  for (std::size_t i = 1; i < z.size(); ++i) {
    z[i] = z[i - 1] * z[0];
    counters[i % 2].multiply(z[i].real());
  }
  return counters[0].value + z[3].imag() * counters[1].value;
}

#pragma grad
#pragma grad mode(jvp)
Real standardArrayFilled(Real x, Real y) {
  std::array<Interval, 2> both = {Interval(x), Interval(y, x)};
  std::array<std::array<Counter, 2>, 2> table;
  table[1][0].multiply(both[1].length() * both[0].high);
  return table[1][0].value * both[0].low + table[0][1].value;
}

#pragma grad
#pragma grad mode(jvp)
Real objectsOnHeap(const Real *x, int n) {
  Complex *z = new Complex[n];
  Counter *counters = new Counter[n];
  for (int i = 0; i < n; ++i) {
    z[i] = Complex(x[i], 1) * z[i ? i - 1 : 0] + Complex(x[i]);
    counters[i].multiply(z[i].imag() + x[i]);
  }
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += z[i].real() * counters[n - 1 - i].value;
  delete[] z;
  delete[] counters;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real arrayInMember(Real x, Real y) {
  struct Pair {
    Counter counters[2];
    Complex scale{2, 1};
    Interval range = Interval(3);
  };
  Pair pair;
  pair.counters[0].multiply(x);
  pair.counters[1].multiply(x * y);
  pair.scale += Complex(y);
  return pair.counters[0].value * pair.counters[1].value * pair.scale.real() + x * pair.range.length() +
         pair.scale.imag() * y;
}

static void transform(Complex *data, int n, int sign) {
  for (int i = 1, j = 0; i < n; ++i) {
    int bit = n >> 1;
    for (; j & bit; bit >>= 1)
      j ^= bit;
    j ^= bit;
    if (i < j) {
      Complex kept = data[i];
      data[i] = data[j];
      data[j] = kept;
    }
  }
  for (int length = 2; length <= n; length <<= 1) {
    const Real angle = sign * 6.283185307179586 / length;
    const Complex step(std::cos(angle), std::sin(angle));
    for (int i = 0; i < n; i += length) {
      Complex w(1);
      for (int k = 0; k < length / 2; ++k) {
        const Complex even = data[i + k], odd = data[i + k + length / 2] * w;
        data[i + k] = even + odd;
        data[i + k + length / 2] = even - odd;
        w = w * step;
      }
    }
  }
}

/// The energy of the high frequencies.
#pragma grad
#pragma grad mode(jvp)
Real spectralEnergy(const Real *x) {
  constexpr int n = 8;
  Complex data[n];
  for (int i = 0; i < n; ++i)
    data[i] = Complex(x[i]);
  transform(data, n, -1);
  Real energy = 0;
  for (int i = n / 4; i < n / 2; ++i)
    energy += data[i].real() * data[i].real() + data[i].imag() * data[i].imag();
  return energy;
}

#pragma grad
#pragma grad mode(jvp)
Real intervalsOnHeap(const Real *x, int n) {
  Interval *all[2] = {new Interval(x[0], x[1]), new Interval(x[1])};
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += all[i % 2]->length() * x[i] + all[i % 2]->low;
  delete all[0];
  delete all[1];
  return sum;
}

#include "../exec/Generated.h"

CORPUS(complexPair, point(0.7, -1.2))
CORPUS(complexList, point(0.7, -1.2))
CORPUS(countersInLoop, point(filled(5, 0.5, 1.5), 5), point(array({2}), 1))
CORPUS(matrixOfObjects, point(filled(3, -1, 1)))
CORPUS(standardArrayOfObjects, point(0.8, 0.6))
CORPUS(standardArrayFilled, point(0.8, 0.6))
CORPUS(objectsOnHeap, point(filled(4, 0.5, 1.5), 4))
CORPUS(arrayInMember, point(0.8, 0.6))
CORPUS(spectralEnergy, point(filled(8, -1, 1)))
CORPUS(intervalsOnHeap, point(filled(4, 0.5, 1.5), 4))

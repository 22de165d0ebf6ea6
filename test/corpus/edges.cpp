// RUN: %corpus-test %s %t
// Corners of the language that numerical code walks through: pointer tricks, jumps, lvalues that are chosen.
#include "CorpusCheck.h"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <utility>

#pragma grad
#pragma grad mode(jvp)
void emitSquares(const Real *x, int n, Real *out) {
  Real *p = out;
  const Real *q = x;
  while (q != x + n) {
    *p++ = *q * *q;
    *p++ = *q++ * 0.5;
  }
}

#pragma grad
#pragma grad mode(jvp)
Real countDownBySize(const Real *x, std::size_t n) {
  Real sum = 0;
  for (std::size_t i = n; i-- > 0;)
    sum = sum * x[i] + Real(i + 1);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real assignToSmaller(Real a, Real b, Real x) {
  (a < b ? a : b) = x * x;
  (a > b ? a : b) *= a * b + x;
  return a * b + a;
}

static Real &pick(Real *x, int i, Real &other) {
  if (i < 0)
    return other;
  return x[i];
}

#pragma grad
#pragma grad mode(jvp)
Real rebinding(Real *x, int n, Real y) {
  for (int i = -1; i < n; i += 2) {
    Real &r = pick(x, i, y);
    r = r * r + y;
    pick(x, n - 1, y) += r;
  }
  return y * x[n - 1];
}

enum class Op { Push, Add, Mul, Neg, Halt };

#pragma grad
#pragma grad mode(jvp)
Real stackMachine(const Real *data, const int *code, int n) {
  Real stack[8] = {};
  int top = 0, next = 0;
  for (int pc = 0; pc < n; ++pc) {
    switch (static_cast<Op>(code[pc])) {
    case Op::Push:
      stack[top++] = data[next++];
      break;
    case Op::Neg:
      stack[top - 1] = -stack[top - 1];
      [[fallthrough]];
    case Op::Add:
      --top;
      stack[top - 1] += stack[top];
      break;
    case Op::Mul:
      --top;
      stack[top - 1] *= stack[top];
      continue;
    case Op::Halt:
      return stack[0];
    }
  }
  return stack[top - 1] * 2;
}

#pragma grad
#pragma grad mode(jvp)
Real threeDeclared(Real x) {
  Real a = x * x, b = std::sin(a), c = a * b, *p = &b, &r = c;
  *p += r;
  r *= *p;
  return a + b * c;
}

#pragma grad
#pragma grad mode(jvp)
Real labelledLoops(const Real *a, int n, Real limit) {
  Real sum = 0;
  int i, j;
  for (i = 0; i < n; ++i) {
    for (j = 0; j < n; ++j) {
      if (a[i * n + j] < 0)
        goto nextRow;
      sum += a[i * n + j] * a[j * n + i];
      if (sum > limit)
        goto done;
    }
    sum *= 0.5;
  nextRow:
    sum += a[i * n];
  }
done:
  return sum * limit;
}

#pragma grad
#pragma grad mode(jvp)
Real swapPointers(const Real *x, int n, int steps) {
  Real first[8], second[8];
  Real *now = first, *then = second;
  for (int i = 0; i < n; ++i)
    now[i] = x[i];
  for (int s = 0; s < steps; ++s) {
    for (int i = 0; i < n; ++i)
      then[i] = now[i] + 0.1 * (now[(i + 1) % n] - 2 * now[i] + now[(i + n - 1) % n]) * now[i];
    std::swap(now, then);
  }
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += now[i] * now[i] * then[i];
  return sum;
}

static bool advance(Real &x, Real by, int &count) {
  x += by * x;
  return ++count < 4;
}

#pragma grad
#pragma grad mode(jvp)
Real effectsInHead(Real x, Real y) {
  int count = 0;
  Real sum = 0;
  while (advance(x, y, count) && x < 10)
    sum += x * y;
  if (advance(y, x, count) || advance(sum, y, count))
    sum *= y;
  return sum + x;
}

#pragma grad
#pragma grad mode(jvp)
Real guardedSinc(const Real *x, int n) {
  Real product = 1;
  for (int i = 0; i < n; ++i)
    product *= x[i] == 0 ? Real(1) : std::sin(x[i]) / x[i];
  return product;
}

#pragma grad
#pragma grad mode(jvp)
Real charIndices(const Real *x, const char *sequence, int n) {
  Real sum = 0;
  for (int i = 0; i + 1 < n; ++i) {
    char from = sequence[i], to = sequence[i + 1];
    sum += std::log(x[(from - 'a') * 3 + (to - 'a')]);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real grayCode(const Real *x, unsigned n) {
  Real sum = 0, partial = 0;
  unsigned last = 0;
  for (unsigned k = 1; k < (1u << n); ++k) {
    unsigned gray = k ^ (k >> 1), flipped = gray ^ last, bit = 0;
    while (!((flipped >> bit) & 1u))
      ++bit;
    partial += gray & (1u << bit) ? x[bit] : -x[bit];
    sum += partial * partial;
    last = gray;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real reversedView(Real *x, int n) {
  Real *last = x + n - 1;
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    last[-i] *= x[i];
    sum += *(last - i) * x[i];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real doubleIndirection(Real x, Real y) {
  Real a = x, b = y;
  Real *p = &a, **pp = &p;
  **pp *= b;
  *pp = &b;
  **pp += a * a;
  return *p * a;
}

#pragma grad
#pragma grad mode(jvp)
Real capturesByReference(const Real *x, int n) {
  Real sum = 0, scale = 1;
  int calls = 0;
  auto add = [&](Real v) {
    sum += v * scale;
    scale *= 0.9 + v * 0.1;
    return ++calls;
  };
  for (int i = 0; i < n; ++i)
    if (add(x[i]) > 2)
      add(x[i] * x[0]);
  auto finish = [sum, &scale](Real by) mutable {
    sum *= by;
    return sum + scale;
  };
  return finish(scale) * sum;
}

#pragma grad
#pragma grad mode(jvp)
Real fixedArrays(Real x, Real y) {
  std::array<Real, 4> a = {x, y, x * y, 2};
  const std::array<std::array<Real, 2>, 2> m = {{{x, 1}, {y, x}}};
  Real sum = 0;
  for (Real &v : a) {
    v = v * v;
    sum += v;
  }
  for (const auto &row : m)
    for (Real v : row)
      sum *= 1 + v * a[1];
  return sum + a.front() * a.back();
}

#pragma grad
#pragma grad mode(jvp)
Real bytesMoved(const Real *x, int n) {
  Real *work = static_cast<Real *>(std::malloc(2 * n * sizeof(Real)));
  std::memset(work, 0, 2 * n * sizeof(Real));
  std::memcpy(work + n, x, n * sizeof(*x));
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    work[i] += work[n + i] * work[n + i];
    std::memcpy(&work[n + i], &work[i], sizeof(Real));
    sum += work[i] * work[n + i] * x[i];
  }
  std::free(work);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real commaHeads(const Real *x, int n) {
  Real s = 0, p = 1;
  for (int i = 0, j = n - 1; i <= j; s += x[i] * p, p *= x[j], ++i, --j)
    ;
  return (s += p, s *= s, s - p);
}

#include "../exec/Generated.h"

CORPUS(emitSquares, point(filled(3, -1, 1), 3, zeros(6)))
CORPUS(countDownBySize, point(filled(4, -1, 1), 4), point(zeros(0), 0))
CORPUS(assignToSmaller, point(1, 2, 1.5), point(3, 2, 1.1))
CORPUS(rebinding, point(filled(5, 0.1, 1), 5, 0.7))
CORPUS(stackMachine, point(array({2, 3, 0.5, 4}), array({0, 0, 2, 0, 3, 0, 1, 1}), 7),
       point(array({2, 3, 0.5, 4}), array({0, 0, 1, 4, 0}), 5),
       point(array({2, 3, 0.5}), array({0, 0, 3, 0, 2}), 5))
CORPUS(threeDeclared, point(0.7))
CORPUS(labelledLoops, point(array({1, 2, 3, 0.5, -1, 2, 0.1, 0.2, 0.3}), 3, 100),
       point(array({1, 2, 3, 0.5, -1, 2, 0.1, 0.2, 0.3}), 3, 1.5))
CORPUS(swapPointers, point(filled(5, -1, 1), 5, 3), point(filled(5, -1, 1), 5, 4))
CORPUS(effectsInHead, point(0.7, 0.3), point(5, 0.9))
CORPUS(guardedSinc, point(array({0.5, 0, 2, -1}), 4))
CORPUS(charIndices, point(filled(9, 0.1, 1), array({97, 98, 99, 97, 97, 98}), 6))
CORPUS(grayCode, point(filled(4, -1, 1), 4))
CORPUS(reversedView, point(filled(5, -1, 1.5), 5), point(filled(4, -1, 1.5), 4))
CORPUS(doubleIndirection, point(0.7, 1.2))
CORPUS(capturesByReference, point(filled(4, -1, 1.5), 4))
CORPUS(fixedArrays, point(0.7, 1.2))
CORPUS(bytesMoved, point(filled(4, -1, 1), 4))
CORPUS(commaHeads, point(filled(5, 0.2, 1), 5), point(filled(4, 0.2, 1), 4))

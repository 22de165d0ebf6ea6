// RUN: %exec-test %s %t
// A loop with a checkpoint pragma has the derivative that it has without.
#include "Check.h"

#ifndef ADGEN_REFERENCE

#define CHECKPOINTED _Pragma("grad checkpoint(3)") while

#pragma grad wrt(x)
double kept(double x, int n) {
#pragma grad checkpoint(5)
  for (int i = 0; i < n; ++i)
    x = x * x * 0.5 + 0.1 * i;
  CHECKPOINTED(x > 10) x = x / 2 + 1 / x;
  return x;
}

#pragma grad wrt(x)
double plain(double x, int n) {
  for (int i = 0; i < n; ++i)
    x = x * x * 0.5 + 0.1 * i;
  while (x > 10)
    x = x / 2 + 1 / x;
  return x;
}

#pragma grad wrt(x)
double keptWithJumps(double x, int n) {
#pragma grad checkpoint(3)
  for (int i = 0; i < n; ++i) {
    if (x < 0.3)
      return x * x;
    if (x > 2)
      break;
    x = std::sin(x) * x;
  }
  return x;
}

#pragma grad wrt(x)
double plainWithJumps(double x, int n) {
  for (int i = 0; i < n; ++i) {
    if (x < 0.3)
      return x * x;
    if (x > 2)
      break;
    x = std::sin(x) * x;
  }
  return x;
}

// A loop inside, and a jump behind it: the checkpoint stays with the outer one.
#pragma grad wrt(x)
double keptWithLoop(double x, int n) {
  double sum = 1;
#pragma grad checkpoint(2)
  for (int i = 0; i < n; ++i) {
    while (sum < 3)
      sum += x * sum;
    if (sum > 8)
      break;
    sum *= x;
  }
  return sum;
}

#pragma grad wrt(x)
double plainWithLoop(double x, int n) {
  double sum = 1;
  for (int i = 0; i < n; ++i) {
    while (sum < 3)
      sum += x * sum;
    if (sum > 8)
      break;
    sum *= x;
  }
  return sum;
}

#include "Generated.h"

CHECK(sameDerivativeWithLoop) {
  for (int n : {0, 1, 5, 40})
    for (double x : {0.2, 0.6, 0.9, 2.5})
      EXPECT(isClose(keptWithLoop_grad(x, n), plainWithLoop_grad(x, n), 1e-13));
}

CHECK(sameDerivativeWithJumps) {
  for (int n : {0, 1, 5, 40})
    for (double x : {0.2, 0.9, 1.4, 2.5})
      EXPECT(isClose(keptWithJumps_grad(x, n), plainWithJumps_grad(x, n), 1e-13));
}

CHECK(sameDerivative) {
  for (int n : {0, 1, 5, 12}) {
    EXPECT(kept(0.7, n) == plain(0.7, n));
    EXPECT(std::fabs(kept_grad(0.7, n) - plain_grad(0.7, n)) <= 1e-12 * std::fabs(plain_grad(0.7, n)));
  }
}
#endif

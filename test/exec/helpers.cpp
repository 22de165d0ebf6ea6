// RUN: %exec-test %s %t
// Derivatives of recursive callees are functions of their own, which other derivatives share.
#include "Check.h"
#include <adgen/Grad.h>

#ifndef ADGEN_REFERENCE

namespace outer {
double power(double x, int n) { return n == 0 ? 1 : x * power(x, n - 1); }
double power(double x, double scale, int n) { return n == 0 ? scale : x * power(x, scale, n - 1); }

double odd(double x, int n);
double even(double x, int n) { return n == 0 ? x : x * odd(x, n - 1); }
double odd(double x, int n) { return n == 0 ? 1 : x + even(x, n - 1); }

struct Sum {
  double factor;
  double upTo(double x, int n) const { return n == 0 ? 0 : factor * x + upTo(x * x, n - 1); }
};
} // namespace outer

static double hidden(double x, int n) { return n == 0 ? x : 2 * hidden(x, n - 1); }

#pragma grad wrt(x)
double cube(double x) { return outer::power(x, 3); }

namespace elsewhere {
#pragma grad
#pragma grad mode(jvp)
double both(double x, double y) { return outer::power(x, 2) * outer::power(y, 3) + outer::power(x, y, 2); }
} // namespace elsewhere

#pragma grad
double mutual(double x) { return outer::even(x, 3); }

#pragma grad wrt(x)
double member(double x) { return outer::Sum{3}.upTo(x, 2); }

#pragma grad
double doubled(double x) { return hidden(x, 3); }

#include "Generated.h"

CHECK(aRecursiveCallee) { EXPECT(cube_grad(2) == 12); }

CHECK(sharedByADerivativeInAnotherNamespace) {
  EXPECT(elsewhere::both_grad(2, 3) == std::make_tuple(2 * 2 * 27.0 + 2 * 2 * 3, 4 * 27.0 + 4));
  EXPECT(std::get<1>(elsewhere::both_jvp(2, 3, 1, 0)) == 2 * 2 * 27.0 + 2 * 2 * 3);
}

// even(x, 3) = x (x + even(x, 1)) and even(x, 1) = x odd(x, 0) = x
CHECK(twoThatCallEachOther) { EXPECT(mutual_grad(5) == 20); }

CHECK(aMember) { EXPECT(member_grad(2) == 3 + 3 * 2 * 2); }

CHECK(aStaticFunction) { EXPECT(doubled_grad(1) == 8); }
#endif

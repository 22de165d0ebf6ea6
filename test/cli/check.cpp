// --emit=check writes a test that compiles as it stands, passes, and says what it cannot make arguments for.
// REQUIRES: gtest
// RUN: %adgen %s --emit=check --size=x:6 --value=n:6 --box=0.5,1.5 --box=x:-2,2 -o %t.cpp -- %flags
// RUN: FileCheck %s --input-file=%t.cpp
// RUN: %clang -Wno-unused-function -O1 %t.cpp -o %t -lgtest -lgtest_main && %t
// RUN: %python %S/Inputs/status.py 1 %adgen %s --emit=check --box=0.5,1.5 -o %t.none -- %flags 2>&1 | FileCheck %s --check-prefix=SIZE
// RUN: not test -e %t.none
// RUN: %python %S/Inputs/status.py 1 %adgen %s --emit=check --size=4 -- %flags 2>&1 | FileCheck %s --check-prefix=INTEGER
#include <array>
#include <cmath>

int main() { return 1; } // GoogleTest's own is what runs

// CHECK: Tests of derivatives of functions in check.cpp
// CHECK: #define main mainOfTheSource
// CHECK: ADGEN_CHECK_FIELDS(::n::Spring, stiffness, ends)
// CHECK: TEST(Gradient, sumOfSines) {
// CHECK: const auto x = random.array<double>(6, -2, 2);
// CHECK: const auto n = static_cast<int>(6);
// CHECK: const auto w = random.value<double>(0.5, 1.5);
// CHECK: EXPECT_EQ("", adgen::failure(adgen::check_gradient<&::sumOfSines>(adgen::wrt<0, 2>, x, n, w)));
// CHECK: EXPECT_EQ("", adgen::failure(adgen::check_dot_product<&::sumOfSines>(adgen::wrt<0, 2>, x, n, w)));
// SIZE: check.cpp:[[#@LINE+3]]:8: error: --emit=check cannot test 'sumOfSines': parameter 'x' is an array of unknown length
// SIZE: note: say --size=x:8
#pragma grad
double sumOfSines(const double *x, int n, double w) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::sin(w * x[i]);
  return sum;
}

// INTEGER: check.cpp:[[#@LINE+3]]:6: error: --emit=check cannot test 'scan': parameter 'n' is an integer
// INTEGER: note: say --value=n:8
#pragma grad mode(vjp)
void scan(double *x, int n) {
  for (int i = 1; i < n; ++i)
    x[i] *= x[i - 1];
}

namespace n {
struct Spring {
  double stiffness;
  double ends[2];
};
// CHECK: TEST(Gradient, n__energy) {
#pragma grad
double energy(const Spring &spring, const std::array<float, 2> &by) {
  const double length = spring.ends[1] - spring.ends[0] + by[0] * by[1];
  return spring.stiffness * length * length;
}
} // namespace n
// CHECK: TEST(Tangent, sumOfSines) {
// CHECK: check_jvp

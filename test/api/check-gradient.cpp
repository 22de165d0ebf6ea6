// adgen::check_gradient and its like, with derivatives written by hand in the place of generated ones: right
// ones pass, and each that is wrong fails at the worst entry.
// RUN: %clang -O1 %s -o %t && %t
// RUN: %if gxx %{ %gxx -O1 %s -o %t && %t %}
#include <adgen/check.h>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numeric>

template <class Condition>
static void expect(const Condition &condition, const char *what, const adgen::CheckResult &result) {
  if (static_cast<bool>(condition))
    return;
  std::printf("does not hold: %s; %s\n", what, result.message.c_str());
  std::exit(1);
}
#define EXPECT(condition) expect(condition, #condition, result)

static double error = 0; // what the derivatives below are wrong by, relatively
static bool isWrongInBoth = true;

static double product(double x, double y) { return x * y; }
static void scale(double *x, int n, double by) {
  for (int i = 0; i < n; ++i)
    x[i] *= by * x[i];
}
struct Pair {
  double first, second;
  int tag;
};
static double norm(const Pair &pair) { return std::hypot(pair.first, pair.second); }
static double step(double x) { return x < 0.25 ? 0 : 1; }
static float square(float x) { return x * x; }

namespace adgen {
template <> struct Derivative<&product, Wrt<0, 1>, NoWeights, false> {
  using Positions = Wrt<0, 1>;
  static std::tuple<double, double> gradient(double x, double y) {
    return {y, isWrongInBoth ? x * (1 + error) : x};
  }
  static std::tuple<double, std::tuple<double, double>> valueAndGradient(double x, double y) {
    return {x * y, {y, x * (1 + error)}};
  }
};
template <>
struct Derivative<&product, EveryParameter, NoWeights, false>
    : Derivative<&product, Wrt<0, 1>, NoWeights, false> {};
template <> struct JvpOf<&product, Wrt<0, 1>> {
  static std::tuple<double, double> call(double x, double y, double d_x, double d_y) {
    return {x * y, d_x * y + x * d_y * (1 + error)};
  }
};
template <> struct VjpOf<&product, Wrt<1>> {
  static double call(double x, double, double d_result) { return d_result * x * (1 + error); }
};
template <> struct Derivative<&scale, Wrt<0, 2>, NoWeights, false> {
  using Positions = Wrt<2>;
  static double gradient(double *x, int n, double by, double *d_x) {
    double d_by = 0;
    for (int i = 0; i < n; ++i) {
      d_by += d_x[i] * x[i] * x[i];
      d_x[i] *= 2 * by * x[i] * (i == 2 ? 1 + error : 1);
      x[i] *= by * x[i];
    }
    return d_by;
  }
  static double valueAndGradient(double *x, int n, double by, double *d_x) { return gradient(x, n, by, d_x); }
};
template <> struct Derivative<&norm, Wrt<0>, NoWeights, false> {
  using Positions = Wrt<0>;
  static Pair gradient(const Pair &pair) {
    return {pair.first / norm(pair), pair.second / norm(pair) * (1 + error), 0};
  }
  static std::tuple<double, Pair> valueAndGradient(const Pair &pair) { return {norm(pair), gradient(pair)}; }
};
template <> struct Derivative<&step, Wrt<0>, NoWeights, false> {
  using Positions = Wrt<0>;
  static double gradient(double) { return 0; }
  static std::tuple<double, double> valueAndGradient(double x) { return {step(x), 0}; }
};
template <> struct Derivative<&square, Wrt<0>, NoWeights, false> {
  using Positions = Wrt<0>;
  static float gradient(float x) { return 2 * x * static_cast<float>(1 + error); }
  static std::tuple<float, float> valueAndGradient(float x) { return {x * x, gradient(x)}; }
};
} // namespace adgen

using namespace adgen;

static void rightOnesPass() {
  error = 0;
  CheckResult result = check_gradient<product>(2., 3.);
  EXPECT(result && result.entries == 2);
  result = check_gradient<product>(wrt<0, 1>, 2., 3.);
  EXPECT(result);
  result = check_jvp<product>(wrt<0, 1>, 2., 3.);
  EXPECT(result);
  result = check_vjp<product>(wrt<1>, 2., 3.);
  EXPECT(result);
  result = check_dot_product<product>(wrt<0, 1>, 2., 3.);
  EXPECT(result);
  const double x[] = {1, 2, 3, 4};
  result = check_gradient<scale>(wrt<0, 2>, adgen::array(x, 4), 4, 0.5);
  EXPECT(result && result.entries == 5 && x[0] == 1);
  result = check_gradient<norm>(wrt<0>, Pair{3, 4, 7});
  EXPECT(result && result.entries == 2);
  result = check_gradient<square>(wrt<0>, 0.75f);
  EXPECT(result);
}

static void wrongOnesFail(double by) {
  error = by;
  CheckResult result = check_gradient<product>(2., 3.);
  EXPECT(!result && result.position == 1 && result.index == 0 && std::fabs(result.expected - 2) < 1e-6);
  EXPECT(std::fabs(result.relativeError - std::fabs(by)) < 0.1 * std::fabs(by) && result.step > 0);
  isWrongInBoth = false;
  result = check_gradient<product>(2., 3.);
  EXPECT(!result && result.position == 1);
  isWrongInBoth = true;
  result = check_jvp<product>(wrt<0, 1>, 2., 3.);
  EXPECT(!result);
  result = check_vjp<product>(wrt<1>, 2., 3.);
  EXPECT(!result);
  const double x[] = {1, 2, 3, 4};
  result = check_gradient<scale>(wrt<0, 2>, adgen::array(x, 4), 4, 0.5);
  EXPECT(!result && result.position == 0 && result.index == 2);
  result = check_gradient<norm>(wrt<0>, Pair{3, 4, 7});
  EXPECT(!result && result.position == 0 && result.index == 1);
}

// Tangents of two parameters, or of two outputs, that have been exchanged.
static double quotient(double x, double y) { return x / y; }
static std::tuple<double, double> both(double x, double y) { return {x * y, x / y}; }
// Whose derivative is zero, but for rounding.
static double one(double x) { return std::sin(x) * std::sin(x) + std::cos(x) * std::cos(x); }
// Of coarse numbers, some of them near zero, with a value that is larger than its derivatives.
static float logistic(const float *w, const float *x, int n) {
  float sum = 0;
  for (int i = 0; i < n; ++i)
    sum += w[i] * x[i];
  return std::log1p(std::exp(-sum));
}

namespace adgen {
template <> struct Derivative<&quotient, Wrt<0, 1>, NoWeights, false> {
  using Positions = Wrt<0, 1>;
  static std::tuple<double, double> gradient(double x, double y) { return {1 / y, -x / y / y}; }
};
template <> struct JvpOf<&quotient, Wrt<0, 1>> {
  static std::tuple<double, double> call(double x, double y, double d_x, double d_y) {
    return {x / y, d_y / y - x / y / y * d_x};
  }
};
template <> struct JvpOf<&both, Wrt<0, 1>> {
  using Outputs = std::tuple<double, double>;
  static std::tuple<Outputs, Outputs> call(double x, double y, double d_x, double d_y) {
    return {both(x, y), {d_x / y - x / y / y * d_y, d_x * y + x * d_y}};
  }
};
template <> struct Derivative<&one, Wrt<0>, NoWeights, false> {
  using Positions = Wrt<0>;
  static double gradient(double) { return 0; }
  static std::tuple<double, double> valueAndGradient(double x) { return {one(x), 0}; }
};
template <> struct Derivative<&logistic, Wrt<0, 1>, NoWeights, false> {
  using Positions = Wrt<>;
  static void gradient(const float *w, const float *x, int n, float *d_w, float *d_x) {
    const double d_sum = -1 / (1 + std::exp(std::inner_product(w, w + n, x, 0.0)));
    for (int i = 0; i < n; ++i) {
      d_w[i] += static_cast<float>(d_sum * x[i]);
      d_x[i] += static_cast<float>(d_sum * w[i]);
    }
  }
  static float valueAndGradient(const float *w, const float *x, int n, float *d_w, float *d_x) {
    return gradient(w, x, n, d_w, d_x), logistic(w, x, n);
  }
};
} // namespace adgen

static void differencesThatAreHard() {
  CheckResult result = check_jvp<quotient>(wrt<0, 1>, 2., 3.);
  EXPECT(!result);
  result = check_dot_product<quotient>(wrt<0, 1>, 2., 3.);
  EXPECT(!result);
  result = check_jvp<both>(wrt<0, 1>, 2., 3.);
  EXPECT(!result);
  for (unsigned seed = 1; seed <= 100; ++seed) {
    CheckRandom random(seed);
    result = check_gradient<one>(wrt<0>, random.value<double>(-1, 1));
    EXPECT(result);
    const auto w = random.array<float>(8, -1, 1), x = random.array<float>(8, -1, 1);
    result = check_gradient<logistic>(wrt<0, 1>, w, x, 8);
    EXPECT(result);
  }
}

int main() {
  rightOnesPass();
  differencesThatAreHard();
  wrongOnesFail(1e-5);
  wrongOnesFail(-1e-2);
  error = 1e-2;
  CheckResult result = check_gradient<square>(wrt<0>, 0.75f);
  EXPECT(!result);
  // At the jump, the differences prove nothing.
  result = check_gradient<step>(wrt<0>, 0.25);
  EXPECT(!result);
  // Not a number is not right.
  error = NAN;
  result = check_gradient<product>(2., 3.);
  EXPECT(!result);
}

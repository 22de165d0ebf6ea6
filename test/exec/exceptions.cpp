// RUN: %clang-plugin -O1 -g1 -fsanitize=address,undefined %s -o %t.plugin && %t.plugin
// RUN: %adgen %s -o %t.grad.h -- %flags && %gxx -O2 -DADGEN_OUTPUT='"%t.grad.h"' %s -o %t.adgen && %t.adgen
// A derivative throws what the function throws, before it has written anything to the adjoints.
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

struct Failure : std::runtime_error {
  int code;
  Failure(const std::string &what, int number) : std::runtime_error(what), code(number) {}
};
struct Plain {
  int code;
  double at;
};
enum class Kind { Good, Bad };

static double positive(double v, const char *name) {
  if (!(v > 0))
    throw std::domain_error(std::string(name) + " is not positive: " + std::to_string(v));
  return std::log(v);
}
#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
double iterated(double x, int n) {
  if (n < 0)
    throw std::invalid_argument("negative");
  double s = 0;
  for (int i = 0; i < n; ++i) {
    if (s > 10)
      throw Failure("large", i);
    s += x * s + positive(x, "x");
  }
  return s;
}

#pragma grad wrt(x)
double choice(double x, int kind) {
  switch (kind) {
  case 0:
    return x > 0 ? x * x : throw Plain{kind, x * 2};
  case 1:
    throw "text";
  case 2:
    throw Kind::Bad;
  case 3:
    throw x;
  default:
    throw kind + 1L;
  }
}

#pragma grad wrt(v)
double norm(const std::vector<double> &v, const std::string &name) {
  if (v.empty())
    throw std::invalid_argument(name + ": empty");
  for (double e : v)
    if (e > 10)
      throw std::overflow_error(name);
  std::vector<double> squares;
  for (double e : v)
    squares.push_back(e * e);
  double sum = 0;
  for (double e : squares)
    sum += e;
  return std::sqrt(sum);
}

static double power(double x, int n) {
  if (n > 5)
    throw std::length_error("depth " + std::to_string(n));
  return n <= 0 ? 1 : x * power(x, n - 1);
}
#pragma grad
double recursive(double x, int n) { return power(x, n); }

#pragma grad wrt(x)
double alternatives(double x, double *other, int n) {
  double &chosen = n < 0 ? throw n : x;
  chosen *= n > 2 ? throw double(n) : *other;
  return n == 2 ? (throw 2u) : x * chosen;
}

// Into a buffer: nothing has been added to it.
#pragma grad wrt(x)
double summed(const double *x, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) {
    if (x[i] < 0)
      throw i;
    sum += x[i] * x[i];
  }
  return sum;
}

#ifdef ADGEN_OUTPUT
#include ADGEN_OUTPUT
#endif

static int failures = 0;
static void expect(bool holds, int line) {
  if (!holds)
    std::printf("line %d\n", line), ++failures;
}
#define EXPECT(...) expect(__VA_ARGS__, __LINE__)
template <class E, class Call, class Check> void throws(int line, Call call, Check check) {
  try {
    call();
    expect(false, line);
  } catch (const E &e) {
    expect(check(e), line);
  }
}
#define EXPECT_WHAT(E, TEXT, ...)                                                                            \
  throws<E>(__LINE__, [&] { __VA_ARGS__; }, [](const E &e) { return e.what() == std::string(TEXT); })
#define EXPECT_VALUE(T, VALUE, ...)                                                                          \
  throws<T>(__LINE__, [&] { __VA_ARGS__; }, [](const T &e) { return e == VALUE; })

int main() {
  EXPECT(std::fabs(iterated_grad(2, 1) - 0.5) < 1e-15);
  EXPECT_WHAT(std::invalid_argument, "negative", iterated_grad(2, -1));
  EXPECT_WHAT(std::invalid_argument, "negative", iterated_jvp(2, -1, 1));
  EXPECT_WHAT(std::domain_error, "x is not positive: -2.000000", iterated_value_and_grad(-2, 1));
  throws<Failure>(__LINE__, [] { iterated_grad(8, 40); },
                  [](const Failure &e) { return e.what() == std::string("large") && e.code == 2; });
  EXPECT(choice_grad(3, 0) == 6);
  throws<Plain>(__LINE__, [] { choice_grad(-3, 0); }, [](const Plain &e) { return e.code == 0 && e.at == -6; });
  throws<const char *>(__LINE__, [] { choice_grad(3, 1); },
                       [](const char *e) { return e == std::string("text"); });
  EXPECT_VALUE(Kind, Kind::Bad, choice_grad(3, 2));
  EXPECT_VALUE(double, 3, choice_grad(3, 3));
  EXPECT_VALUE(long, 8, choice_grad(3, 7));
  EXPECT(std::fabs(norm_grad({3, 4}, "v")[0] - 0.6) < 1e-15);
  EXPECT_WHAT(std::invalid_argument, "v: empty", norm_grad({}, "v"));
  EXPECT_WHAT(std::overflow_error, "v", norm_grad({30, 4}, "v"));
  EXPECT(std::get<0>(recursive_value_and_grad(2, 3)) == 8 && recursive_grad(2, 3) == 12);
  EXPECT_WHAT(std::length_error, "depth 6", recursive_grad(2, 6));
  double three = 3;
  EXPECT(alternatives_grad(2, &three, 1) == 36);
  EXPECT_VALUE(int, -1, alternatives_grad(2, &three, -1));
  EXPECT_VALUE(unsigned, 2, alternatives_grad(2, &three, 2));
  EXPECT_VALUE(double, 3, alternatives_grad(2, &three, 3));
  double x[] = {1, 2, -3}, d[3] = {};
  EXPECT_VALUE(int, 2, summed_grad(x, 3, d));
  summed_grad(x, 2, d);
  EXPECT(d[1] == 4);
  return failures;
}

#include "Reference.h"

using namespace adgen;
using namespace adgen::test;

namespace {

constexpr double Inf = std::numeric_limits<double>::infinity();
constexpr double NaN = std::numeric_limits<double>::quiet_NaN();

struct UnaryCase {
  const char *name;
  Tensor (*single)(Tensor);
  TensorD (*exact)(TensorD);
  double (*expected)(double);
  double lo, hi;
};

#define UNARY(NAME, EXPECTED, LO, HI)                                                                        \
  UnaryCase {                                                                                                \
    #NAME, [](Tensor x) { return NAME(std::move(x)); }, [](TensorD x) { return NAME(std::move(x)); },        \
        [](double x) -> double { return EXPECTED; }, LO, HI                                                  \
  }

class Unary : public testing::TestWithParam<UnaryCase> {};

} // namespace

TEST_P(Unary, MatchesTheFormula) {
  const UnaryCase &c = GetParam();
  for (Shape shape : {Shape{}, Shape{0}, Shape{3}, Shape{2, 1, 5}, Shape{1000}}) {
    Tensor x = uniform(shape, static_cast<float>(c.lo), static_cast<float>(c.hi), 2);
    Reference expected(x);
    for (double &v : expected.values)
      v = c.expected(v);
    expectSame(c.single(x), expected, 4e-7);
    TensorD xd = uniform<double>(shape, c.lo, c.hi, 2);
    Reference exact(xd);
    for (double &v : exact.values)
      v = c.expected(v);
    expectSame(c.exact(xd), exact, 1e-14);
  }
}

TEST_P(Unary, TreatsSpecialValuesLikeTheFormula) {
  const UnaryCase &c = GetParam();
  for (double x : {0.0, -0.0, Inf, -Inf, NaN, 100.0, -100.0, -1.0}) {
    double expected = c.expected(x);
    auto single = static_cast<double>(c.single(Tensor{x}).item());
    double exact = c.exact(TensorD{x}).item();
    SCOPED_TRACE(x);
    if (std::isnan(expected)) {
      EXPECT_TRUE(std::isnan(single)) << single;
      EXPECT_TRUE(std::isnan(exact)) << exact;
      continue;
    }
    double rounded = static_cast<double>(static_cast<float>(expected));
    EXPECT_TRUE(single == rounded || std::fabs(single - rounded) <= 1e-6 * std::fabs(rounded) + 1e-40)
        << single << " instead of " << rounded;
    EXPECT_TRUE(exact == expected || std::fabs(exact - expected) <= 1e-14 * std::fabs(expected) + 1e-300)
        << exact << " instead of " << expected;
    if (expected == 0) {
      EXPECT_EQ(std::signbit(single), std::signbit(expected));
    }
  }
}

namespace {
double normalCdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }
double logistic(double x) { return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x)); }
} // namespace

INSTANTIATE_TEST_SUITE_P(
    Functions, Unary,
    testing::Values(UNARY(exp, std::exp(x), -5, 5), UNARY(expm1, std::expm1(x), -1, 1),
                    UNARY(log, std::log(x), 0.01, 50), UNARY(log1p, std::log1p(x), -0.9, 5),
                    UNARY(sqrt, std::sqrt(x), 0, 9), UNARY(rsqrt, 1 / std::sqrt(x), 0.1, 9),
                    UNARY(reciprocal, 1 / x, 0.1, 9), UNARY(tanh, std::tanh(x), -3, 3),
                    UNARY(sigmoid, logistic(x), -9, 9),
                    UNARY(softplus, x > 30 ? x : std::log1p(std::exp(x)), -9, 9),
                    UNARY(relu, x < 0 ? 0 : x, -2, 2), UNARY(gelu, x == -Inf ? NaN : x * normalCdf(x), -4, 4),
                    UNARY(silu, x == -Inf ? NaN : x * logistic(x), -5, 5), UNARY(sin, std::sin(x), -9, 9),
                    UNARY(cos, std::cos(x), -9, 9), UNARY(erf, std::erf(x), -3, 3),
                    UNARY(floor, std::floor(x), -9, 9), UNARY(elu, x > 0 ? x : std::expm1(x), -3, 3),
                    UNARY(leaky_relu, x > 0 ? x : 0.01 * x, -3, 3), UNARY(neg, -x, -3, 3),
                    UNARY(abs, std::fabs(x), -3, 3), UNARY(square, x *x, -3, 3),
                    UNARY(sign,
                          x > 0   ? 1
                          : x < 0 ? -1
                                  : x,
                          -3, 3)),
    [](const testing::TestParamInfo<UnaryCase> &info) { return std::string(info.param.name); });

TEST(UnaryTest, ParametersAndIntegers) {
  EXPECT_NEAR(elu(Tensor{-1}, 2).item(), 2 * std::expm1(-1.0), 1e-6);
  EXPECT_EQ(leaky_relu(TensorD{-4}, 0.5).item(), -2);
  const double c = std::sqrt(2 / M_PI), x = 0.7;
  EXPECT_NEAR(gelu(TensorD{x}, true).item(), x / 2 * (1 + std::tanh(c * (x + 0.044715 * x * x * x))), 1e-15);
  EXPECT_EQ(abs(TensorI{-3}).item(), 3);
  EXPECT_EQ((-TensorI{-3}).item(), 3);
  EXPECT_EQ(relu(BasicTensor<int32_t>{-3}).item(), 0);
  EXPECT_EQ(logical_not(TensorB{true, false})(1), true);
}

TEST(UnaryTest, ScalarFunctionsAgreeWithTensors) {
  for (double x : {-30.0, -1.5, -0.0, 0.0, 0.3, 30.0}) {
    EXPECT_DOUBLE_EQ(sigmoid(x), sigmoid(TensorD{x}).item());
    EXPECT_DOUBLE_EQ(softplus(x), softplus(TensorD{x}).item());
    EXPECT_DOUBLE_EQ(gelu(x), gelu(TensorD{x}).item());
    EXPECT_DOUBLE_EQ(gelu(x, true), gelu(TensorD{x}, true).item());
    EXPECT_DOUBLE_EQ(silu(x), silu(TensorD{x}).item());
    EXPECT_DOUBLE_EQ(elu(x), elu(TensorD{x}).item());
    EXPECT_DOUBLE_EQ(sign(x), sign(TensorD{x}).item());
    EXPECT_DOUBLE_EQ(relu(x), relu(TensorD{x}).item());
    EXPECT_DOUBLE_EQ(clamp(x, -1.0, 1.0), clamp(TensorD{x}, -1, 1).item());
  }
  EXPECT_EQ(guarded(0.0, Inf), 0.0);
  EXPECT_EQ(guarded(1.0, 3.0), 3.0);
  EXPECT_TRUE(std::isnan(maximum(NaN, 1.0)) && std::isnan(maximum(1.0, NaN)));
  EXPECT_EQ(stop_gradient(Tensor{4}).item(), 4);
}

// Every pair of shapes that takes another path through the broadcasting loops.
class Broadcasting : public testing::TestWithParam<std::pair<Shape, Shape>> {};

TEST_P(Broadcasting, ArithmeticMatchesTheDefinition) {
  auto [sa, sb] = GetParam();
  TensorD a = uniform<double>(sa, 1, 2, 1), b = uniform<double>(sb, 1, 2, 2);
  Reference ra(a), rb(b);
  Shape out = broadcastShapes(sa, sb);
  auto expected = [&](double (*f)(double, double)) {
    return build(Index(out.begin(), out.end()), [&](const Index &i) { return f(ra.at(i), rb.at(i)); });
  };
  expectSame(a + b, expected([](double x, double y) { return x + y; }), 1e-15);
  expectSame(a - b, expected([](double x, double y) { return x - y; }), 1e-15);
  expectSame(a * b, expected([](double x, double y) { return x * y; }), 1e-15);
  expectSame(a / b, expected([](double x, double y) { return x / y; }), 1e-15);
  expectSame(pow(a, b), expected([](double x, double y) { return std::pow(x, y); }), 1e-14);
  expectSame(maximum(a, b), expected([](double x, double y) { return std::max(x, y); }));
  expectSame(minimum(a, b), expected([](double x, double y) { return std::min(x, y); }));
  expectSame(less(a, b), expected([](double x, double y) -> double { return x < y; }));
  expectSame(greater_equal(a, b), expected([](double x, double y) -> double { return x >= y; }));
  expectSame(where(a < b, a, b), expected([](double x, double y) { return std::min(x, y); }));
  // Temporaries lend their buffers where they can; the values are the same.
  expectSame((a + 0) - (b + 0), expected([](double x, double y) { return x - y; }), 1e-15);
  expectSame(a - (b + 0), expected([](double x, double y) { return x - y; }), 1e-15);
  expectSame((a + 0) - b, expected([](double x, double y) { return x - y; }), 1e-15);
  // And so do map and its sum, with outputs of several types.
  auto [difference, smaller] = map([](double x, double y) { return std::make_tuple(x - y, x < y); }, a, b);
  expectSame(difference, expected([](double x, double y) { return x - y; }), 1e-15);
  expectSame(smaller, expected([](double x, double y) -> double { return x < y; }));
  Reference product = expected([](double x, double y) { return x * y; });
  double total = 0;
  for (double v : product.values)
    total += v;
  EXPECT_NEAR(map_sum([](double x, double y) { return x * y; }, a, b), total, 1e-13 * std::max(1.0, total));
  auto [first, second] = map_sum([](double x, double y) { return std::make_tuple(x * y, 1.0F); }, a, b);
  EXPECT_NEAR(first, total, 1e-13 * std::max(1.0, total));
  EXPECT_EQ(second, static_cast<float>(product.values.size()));
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, Broadcasting,
    testing::Values(std::make_pair(Shape{}, Shape{}), std::make_pair(Shape{3}, Shape{}),
                    std::make_pair(Shape{}, Shape{2, 2}), std::make_pair(Shape{5, 3}, Shape{3}),
                    std::make_pair(Shape{5, 1}, Shape{5, 3}), std::make_pair(Shape{5, 1}, Shape{1, 3}),
                    std::make_pair(Shape{4, 1, 3}, Shape{2, 1}), std::make_pair(Shape{0, 3}, Shape{3}),
                    std::make_pair(Shape{0}, Shape{1}), std::make_pair(Shape{2, 0}, Shape{2, 1}),
                    std::make_pair(Shape{300, 3}, Shape{3}), std::make_pair(Shape{3}, Shape{300, 3}),
                    std::make_pair(Shape{300, 3}, Shape{300, 1}), std::make_pair(Shape{3, 700}, Shape{700}),
                    std::make_pair(Shape{3, 700}, Shape{3, 1}), std::make_pair(Shape{1, 700}, Shape{3, 1}),
                    std::make_pair(Shape{700}, Shape{1}), std::make_pair(Shape{17}, Shape{17}),
                    std::make_pair(Shape{2, 1, 4, 1, 3}, Shape{1, 5, 1, 2, 1}),
                    std::make_pair(Shape{2, 3, 1, 5}, Shape{3, 4, 5}),
                    std::make_pair(Shape{4, 1, 200}, Shape{3, 1}),
                    std::make_pair(Shape{1, 1, 1, 1, 1, 1, 1, 2}, Shape{2, 1, 2, 1, 2, 1, 2, 1})));

TEST(BinaryTest, ScalarsOnEitherSideKeepTheElementType) {
  Tensor x{1, 2};
  static_assert(std::is_same_v<decltype(1.0 - x), Tensor>, "float stays float");
  expectSame(2 * x + 1, build({2}, [](const Index &i) { return 2.0 * (i[0] + 1) + 1; }));
  expectSame(1.0 - x, build({2}, [](const Index &i) { return 1.0 - (i[0] + 1); }));
  expectSame(6 / x, build({2}, [](const Index &i) { return 6.0 / (i[0] + 1); }));
  expectSame(pow(2, x), build({2}, [](const Index &i) { return std::pow(2.0, i[0] + 1); }));
  for (double e : {0.0, 1.0, 2.0, 3.0, -1.0, 0.5, -2.5})
    expectSame(pow(x, e), build({2}, [=](const Index &i) { return std::pow(i[0] + 1, e); }));
  expectSame(x > 1, build({2}, [](const Index &i) { return i[0] == 1; }));
  expectSame(1 >= x, build({2}, [](const Index &i) { return i[0] == 0; }));
  expectSame(where(TensorB{true, false}, 2.5, 9.0),
             build({2}, [](const Index &i) { return i[0] ? 9 : 2.5; }));
  expectSame(where(TensorB{true, false}, x, 9), build({2}, [](const Index &i) { return i[0] ? 9 : 1; }));
  expectSame(clamp(arange(5), 1, 3),
             build({5}, [](const Index &i) { return std::clamp<int64_t>(i[0], 1, 3); }));
  expectSame(full({1000}, 3) - 1, build({1000}, [](const Index &) { return 2; }));
}

template <class A, class B, class = void> constexpr bool Adds = false;
template <class A, class B>
constexpr bool Adds<A, B, std::void_t<decltype(std::declval<A>() + std::declval<B>())>> = true;
static_assert(Adds<Tensor, int> && Adds<double, Tensor> && Adds<TensorI, int>, "");
static_assert(!Adds<TensorI, double>, "a fraction would be cut off");
static_assert(!Adds<Tensor, TensorD>, "element types do not mix silently");

TEST(BinaryTest, NotANumber) {
  Tensor x{1, NAN, NAN}, y{NAN, 1, NAN};
  for (const Tensor &m : {maximum(x, y), minimum(x, y)})
    for (float v : m)
      EXPECT_TRUE(std::isnan(v));
  EXPECT_FALSE(any(equal(x, y)).item());
  EXPECT_TRUE(all(not_equal(x, y)).item());
  EXPECT_TRUE(std::isnan(clamp(Tensor{NAN}, 0, 1).item()));
  expectSame(where(TensorB{true, false}, Tensor{1, NAN}, Tensor{NAN, 2}),
             build({2}, [](const Index &i) { return i[0] + 1; }));
}

TEST(BinaryTest, GuardedDropsWhatAZeroAdjointMeets) {
  Tensor dy{0, -0.0, 2, NAN}, c{INFINITY, NAN, 3, 5};
  expectSame(guarded(dy, c), build({4}, [](const Index &i) { return i[0] < 2 ? 0 : i[0] == 2 ? 3 : 5; }));
}

TEST(BinaryTest, IntegersDivideOrRefuse) {
  EXPECT_EQ((TensorI{7} / TensorI{-2}).item(), -3);
  EXPECT_EQ((TensorI{std::numeric_limits<int64_t>::min()} / -1).item(), std::numeric_limits<int64_t>::min());
  EXPECT_THROW((TensorI{7} / 0), std::domain_error);
  EXPECT_THROW(pow(TensorI{7}, 2), std::domain_error);
}

TEST(BinaryTest, ErrorsNameOperationAndShapes) {
  Tensor a = zeros({5, 3}), b = zeros({4});
  EXPECT_EQ(shapeErrorOf([&] { a + b; }), "add: shapes [5, 3] and [4] do not broadcast: counted from the "
                                          "end, dimension 1 is 3 in one and 4 in the other");
  EXPECT_EQ(shapeErrorOf([&] { maximum(b, a); }).substr(0, 51),
            "maximum: shapes [4] and [5, 3] do not broadcast: co");
  EXPECT_EQ(shapeErrorOf([&] { where(a > 0, a, b); }),
            "where: shapes [5, 3], [5, 3] and [4] do not broadcast");
  EXPECT_EQ(shapeErrorOf([&] { map([](float x, float y) { return x + y; }, a, b); }).substr(0, 4), "map:");
}

TEST(BinaryTest, CompoundAssignmentKeepsTheShape) {
  Tensor a = ones({2, 3});
  a += Tensor{1, 2, 3};
  a *= 2;
  a -= a;
  a /= Tensor(2);
  expectSame(a, Reference(Index{2, 3}));
  Tensor v{1, 2, 3};
  EXPECT_EQ(shapeErrorOf([&] { v += zeros({2, 3}); }),
            "add: shapes [3] and [2, 3] do not match: the left side of an assignment keeps its shape");
}

TEST(MapTest, MixesElementTypesAndScalars) {
  Tensor x{1, 2, 3};
  TensorB keep{true, false, true};
  TensorD y = map([](float a, bool k, double s) { return k ? a * s : 0.0; }, x, keep, 0.5);
  expectSame(y, build({3}, [](const Index &i) { return i[0] == 1 ? 0 : 0.5 * (i[0] + 1); }));
  EXPECT_EQ(map([](int64_t i) { return i > 1; }, TensorI{1, 2})(1), true);
  EXPECT_EQ(map([](float a) { return a; }, Tensor(4)).rank(), 0);
}

TEST(MapTest, TakesSixteenOperandsOfDifferentShapes) {
  Tensor a = ones({40, 30}), b = ones({30}), c = ones({40, 1});
  auto add = [](auto... v) { return (0.0F + ... + v); };
  Tensor s = map(add, a, b, c, a, b, c, a, b, c, a, b, c, a, b, c, a);
  EXPECT_EQ(min(s).item(), 16);
  EXPECT_EQ(max(s).item(), 16);
}

TEST(MapTest, SumOfAMillionFloatsIsAccurate) {
  Tensor x = full({1 << 20}, 0.1F);
  double exact = static_cast<double>(0.1F) * (1 << 20);
  EXPECT_EQ(map_sum([](float v) { return v; }, x), static_cast<float>(exact));
  EXPECT_EQ(sum(x).item(), static_cast<float>(exact));
  EXPECT_EQ(map_sum([](float v) { return v; }, zeros({0})), 0.0F);
}

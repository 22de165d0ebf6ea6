#include "Reference.h"

using namespace adgen;
using namespace adgen::test;

namespace {

constexpr double Inf = std::numeric_limits<double>::infinity();

struct ReduceCase {
  Shape shape;
  Axes axes;
};

bool reduced(const ReduceCase &c, int axis) {
  if (c.axes.empty())
    return true;
  for (int64_t a : c.axes)
    if ((a < 0 ? a + c.shape.size() : a) == axis)
      return true;
  return false;
}

/// Folds the group of elements that belong to each element of the result.
template <class F> Reference reduceBy(const Reference &x, const ReduceCase &c, bool keepdims, F &&f) {
  std::map<Index, std::vector<double>> groups;
  Index shape, wide;
  for (int i = 0; i < c.shape.size(); ++i) {
    wide.push_back(reduced(c, i) ? 1 : c.shape[i]);
    if (keepdims || !reduced(c, i))
      shape.push_back(wide.back());
  }
  for (const Index &i : indicesOf(wide))
    groups[i] = {};
  for (Index i : indicesOf(x.shape)) {
    double v = x.at(i);
    for (size_t k = 0; k < i.size(); ++k)
      if (reduced(c, static_cast<int>(k)))
        i[k] = 0;
    groups[i].push_back(v);
  }
  Reference result(shape);
  size_t k = 0;
  for (const auto &group : groups)
    result.values[k++] = f(group.second);
  return result;
}

double sumOf(const std::vector<double> &v) {
  double s = 0;
  for (double x : v)
    s += x;
  return s;
}
double meanOf(const std::vector<double> &v) { return sumOf(v) / static_cast<double>(v.size()); }
double varOf(const std::vector<double> &v) {
  double s = 0;
  for (double x : v)
    s += (x - meanOf(v)) * (x - meanOf(v));
  return s / static_cast<double>(v.size());
}
double prodOf(const std::vector<double> &v) {
  double p = 1;
  for (double x : v)
    p *= x;
  return p;
}
double normOf(const std::vector<double> &v) {
  double s = 0;
  for (double x : v)
    s += x * x;
  return std::sqrt(s);
}
double logsumexpOf(const std::vector<double> &v) {
  double s = 0;
  for (double x : v)
    s += std::exp(x);
  return std::log(s);
}

class Reduction : public testing::TestWithParam<ReduceCase> {};

} // namespace

TEST_P(Reduction, MatchesTheDefinition) {
  const ReduceCase &c = GetParam();
  const TensorD xd = uniform<double>(c.shape, -1.5, 1.5, 4);
  const Tensor x = cast<float>(xd);
  const TensorI xi = cast<int64_t>(xd * 10);
  const bool empty = x.empty();
  for (bool keep : {false, true}) {
    auto same = [&](auto &&reduce, double (*f)(const std::vector<double> &), double scale = 1) {
      expectSame(reduce(x), reduceBy(x, c, keep, f), 3e-6 * scale);
      expectSame(reduce(xd), reduceBy(xd, c, keep, f), 1e-13 * scale);
    };
    auto maxOf = [](const std::vector<double> &v) { return *std::max_element(v.begin(), v.end()); };
    auto minOf = [](const std::vector<double> &v) { return *std::min_element(v.begin(), v.end()); };
    same([&](const auto &t) { return sum(t, c.axes, keep); }, sumOf);
    same([&](const auto &t) { return prod(t, c.axes, keep); }, prodOf, 1000);
    same([&](const auto &t) { return norm(t, c.axes, keep); }, normOf);
    expectSame(sum(xi, c.axes, keep), reduceBy(xi, c, keep, sumOf));
    const bool groupsEmpty = empty && reduceBy(x, c, keep, sumOf).count() > 0;
    if (groupsEmpty) {
      EXPECT_THROW(max(x, c.axes, keep), ShapeError);
      EXPECT_THROW(logsumexp(x, c.axes, keep), ShapeError);
      continue;
    }
    same([&](const auto &t) { return mean(t, c.axes, keep); }, meanOf);
    same([&](const auto &t) { return var(t, c.axes, keep); }, varOf);
    same([&](const auto &t) { return logsumexp(t, c.axes, keep); }, logsumexpOf);
    same([&](const auto &t) { return max(t, c.axes, keep); }, maxOf);
    same([&](const auto &t) { return min(t, c.axes, keep); }, minOf);
    expectSame(max(xi, c.axes, keep), reduceBy(xi, c, keep, maxOf));
    expectSame(min(xi, c.axes, keep), reduceBy(xi, c, keep, minOf));
    const TensorB positive = x > 0.9;
    expectSame(sum(positive, c.axes, keep), reduceBy(positive, c, keep, sumOf));
    expectSame(any(positive, c.axes, keep), reduceBy(positive, c, keep, maxOf));
    expectSame(all(positive, c.axes, keep), reduceBy(positive, c, keep, minOf));
    EXPECT_EQ(reduced_count(x, c.axes) * static_cast<float>(sum(x, c.axes, keep).size()),
              static_cast<float>(x.size()));
  }
}

TEST_P(Reduction, AdjointsMatchTheDotProduct) {
  const ReduceCase &c = GetParam();
  const TensorD x = uniform<double>(c.shape, -1.5, 1.5, 4);
  for (bool keep : {false, true}) {
    expectAdjoint([&](const TensorD &v) { return sum(v, c.axes, keep); },
                  [&](const TensorD &dy) { return expand_as(dy, x, c.axes, keep); }, x);
    if (x.empty())
      continue;
    // max is linear where the chosen positions stay: on x itself.
    expectAdjoint(
        [&](const TensorD &v) { return max(v, c.axes, keep); },
        [&](const TensorD &dy) { return select_extremum(dy, x, max(x, c.axes, keep), c.axes, keep); }, x);
    // prod is homogeneous: <dx, x> is the degree times <prod, dy>.
    const TensorD y = prod(x, c.axes, keep), dy = normal<double>(y.shape(), 0, 1, 9);
    EXPECT_NEAR(innerProduct(prod_grad(dy, x, c.axes, keep), x),
                reduced_count(x, c.axes) * innerProduct(y, dy), 1e-10);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, Reduction,
    testing::Values(ReduceCase{{}, {}}, ReduceCase{{1}, {}}, ReduceCase{{7}, {}}, ReduceCase{{7}, {0}},
                    ReduceCase{{40, 50}, {}}, ReduceCase{{4, 50}, {0}}, ReduceCase{{4, 50}, {1}},
                    ReduceCase{{4, 50}, {-1}}, ReduceCase{{3, 4, 5}, {1}}, ReduceCase{{3, 4, 5}, {0, 2}},
                    ReduceCase{{3, 4, 5}, {-1, 0}}, ReduceCase{{3, 4, 5}, {0, 1}}, ReduceCase{{3, 1, 5}, {1}},
                    ReduceCase{{2, 3, 2, 3, 2}, {1, 3}}, ReduceCase{{2, 3, 2, 3, 2}, {0, 2, 4}},
                    ReduceCase{{0}, {}}, ReduceCase{{0, 3}, {0}}, ReduceCase{{0, 3}, {1}},
                    ReduceCase{{3, 0}, {-1}}));

TEST(ReduceTest, SumsOfDoublesKeepTheirDigits) {
  // Naive addition loses every one of the small terms.
  TensorD x = ones<double>({4096});
  x(0) = 1e16;
  x(4095) = -1e16;
  EXPECT_NEAR(sum(x).item(), 4094, 200); // in lanes: short partial sums, not exact
  TensorD rows = full<double>({100001, 2}, 0.1);
  EXPECT_NEAR(std::as_const(rows).data()[0] * 100001, sum(rows, 0).data()[1], 1e-11);
  TensorD long1 = full<double>({10000001}, 0.1);
  EXPECT_NEAR(sum(long1).item(), 1000000.1, 1e-9);
}

TEST(ReduceTest, NotANumberAndInfinity) {
  const Tensor x{{1, NAN, 3}, {4, 5, INFINITY}};
  EXPECT_TRUE(std::isnan(max(x).item()));
  EXPECT_TRUE(std::isnan(min(x).item()));
  EXPECT_EQ(max(x, 1)(1), INFINITY);
  EXPECT_TRUE(std::isnan(max(x, 0)(1)));
  EXPECT_TRUE(std::isnan(max(x, 1)(0)));
  EXPECT_EQ(argmax(x, 1)(0), 1);
  EXPECT_EQ(sum(x, 0)(2), INFINITY);
  EXPECT_EQ(sum(TensorD{{1, Inf}, {2, 3}}, 0)(1), Inf);
  EXPECT_EQ(sum(TensorD{1, Inf}).item(), Inf);
  Tensor many = ones({200});
  many(77) = NAN;
  EXPECT_TRUE(std::isnan(max(many).item()));
  EXPECT_EQ(max(full({5}, -INFINITY)).item(), -INFINITY);
  EXPECT_EQ(logsumexp(full({5}, -INFINITY)).item(), -INFINITY);
  EXPECT_EQ(logsumexp(Tensor{1, INFINITY}).item(), INFINITY);
  EXPECT_NEAR(logsumexp(Tensor{1000, 1000}).item(), 1000 + std::log(2.0), 1e-3);
  EXPECT_TRUE(std::isnan(mean(zeros({0})).item()));
}

TEST(ReduceTest, VarianceTakesDegreesOfFreedom) {
  EXPECT_NEAR(var(Tensor{1, 2, 4}, {}, false, 1).item(), 7.0 / 3, 1e-6);
  EXPECT_NEAR(var(Tensor{10001, 10002, 10004}, 0).item(), 14.0 / 9, 1e-3);
}

TEST(ReduceTest, ArgmaxFindsTheFirst) {
  Tensor x{{1, 5, 5}, {7, 2, 7}};
  expectSame(argmax(x, 1), build({2}, [](const Index &i) { return i[0] == 0 ? 1 : 0; }));
  expectSame(argmax(x, 0, true), build({1, 3}, [](const Index &i) { return i[1] != 1; }));
  EXPECT_EQ(argmax(x).item(), 3);
  EXPECT_THROW(argmax(x, 2), ShapeError);
  EXPECT_THROW(argmax(zeros({0})), ShapeError);
}

TEST(ReduceTest, ErrorsNameTheAxis) {
  const Tensor x = zeros({2, 3});
  EXPECT_EQ(shapeErrorOf([&] { sum(x, 2); }), "sum: shape [2, 3]: axis 2 is out of range");
  EXPECT_EQ(shapeErrorOf([&] { mean(x, {0, -2}); }), "mean: shape [2, 3]: axis -2 is named twice");
  EXPECT_EQ(shapeErrorOf([&] { expand_as(zeros({3}), x, 1); }),
            "expand_as: shapes [3] and [2, 3] do not match: reduced, the second is [2]");
}

TEST(ReduceTest, ProductGradientIsRightAtZeros) {
  const Tensor one{2, 0, 3}, two{0, 5, 0}, dy(10);
  expectSame(prod_grad(dy, one), Reference(Tensor{0, 60, 0}));
  expectSame(prod_grad(dy, two), Reference(Tensor{0, 0, 0}));
  const Tensor x{{1, 2}, {3, 0}};
  expectSame(prod_grad(Tensor{1, 10}, x, 0), Reference(Tensor{{3, 0}, {1, 20}}));
  expectSame(prod_grad(Tensor(0), Tensor{INFINITY, NAN}), Reference(Tensor{0, 0}));
}

TEST(ReduceTest, TiesShareTheAdjoint) {
  const Tensor x{{1, 4, 4}, {2, 2, 2}};
  expectSame(select_extremum(Tensor{6, 6}, x, max(x, 1), 1), Reference(Tensor{{0, 3, 3}, {2, 2, 2}}));
  expectSame(select_extremum(Tensor(6), x, min(x)), Reference(Tensor{{6, 0, 0}, {0, 0, 0}}));
  const Tensor n{1, NAN};
  expectSame(select_extremum(Tensor(6), n, max(n)), Reference(Tensor{0, 6}));
}

TEST(BroadcastAdjointTest, SumToUndoesBroadcasting) {
  const Shape pairs[][2] = {
      {{3}, {5, 3}},       {{1, 3}, {5, 3}}, {{5, 1}, {5, 3}}, {{}, {2, 2}},
      {{1}, {7}},          {{3}, {3}},       {{1, 1}, {1, 1}}, {{2, 1, 3}, {4, 2, 5, 3}},
      {{1, 1, 3}, {1, 3}}, {{0, 1}, {0, 3}}, {{1}, {0}},       {{3, 1}, {1, 3, 1}}};
  for (const auto &[small, large] : pairs) {
    if (broadcastShapes(small, large) != large)
      continue;
    SCOPED_TRACE(small.str() + " to " + large.str());
    const TensorD x = normal<double>(small, 0, 1, 1), like = zeros<double>(large);
    expectAdjoint([&](const TensorD &v) { return broadcast_like(v, like); },
                  [&](const TensorD &dy) { return sum_to(dy, x); }, x);
    expectAdjoint([&](const TensorD &v) { return sum_to(v, x); },
                  [&](const TensorD &dy) { return broadcast_like(dy, like); },
                  normal<double>(large, 0, 1, 3));
  }
  const Tensor big = ones({100});
  EXPECT_TRUE(sum_to(big, big).sharesBufferWith(big));
  EXPECT_THROW(sum_to(Tensor{1, 2}, Tensor{1, 2, 3}), ShapeError);
  EXPECT_THROW(sum_to(Tensor{1, 2}, zeros({2, 2})), ShapeError);
  EXPECT_THROW(broadcast_like(zeros({2, 2}), zeros({2})), ShapeError);
}

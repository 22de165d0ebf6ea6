#include "Reference.h"

#include <atomic>
#include <thread>

using namespace adgen;
using namespace adgen::test;

TEST(ShapeTest, ConvertsFromBracesAndNumbers) {
  Shape s{5, 3};
  EXPECT_EQ(s.size(), 2);
  EXPECT_EQ(s.numel(), 15);
  EXPECT_EQ(s.str(), "[5, 3]");
  EXPECT_EQ(Shape().numel(), 1);
  EXPECT_EQ(Shape(4), Shape{4});
  EXPECT_NE(Shape({1, 2}), Shape({1, 2, 1}));
  static_assert(!std::is_constructible_v<Shape, bool>, "a bool is no axis");
}

TEST(ShapeTest, RefusesNineDimensions) {
  EXPECT_EQ(shapeErrorOf([] { Shape{1, 2, 3, 4, 5, 6, 7, 8, 9}; }),
            "shape: 9 dimensions, at most 8 are supported");
  Shape full{1, 1, 1, 1, 1, 1, 1, 1};
  EXPECT_THROW(full.push_back(1), ShapeError);
}

TEST(TensorTest, NestedBracesGiveShapeAndOrder) {
  Tensor v{1, 2.5, -3};
  EXPECT_EQ(v.shape(), Shape{3});
  EXPECT_EQ(v(1), 2.5F);
  Tensor w{{1, 2}, {3, 4}, {5, 6}};
  EXPECT_EQ(w.shape(), (Shape{3, 2}));
  EXPECT_EQ(w(2, 0), 5);
  TensorI deep{{{1}, {2}}, {{3}, {4}}};
  EXPECT_EQ(deep.shape(), (Shape{2, 2, 1}));
  EXPECT_EQ(deep(1, 0, 0), 3);
  EXPECT_EQ((TensorB{true, false}).shape(), Shape{2});
  EXPECT_EQ((Tensor{1}).shape(), Shape{1});
  EXPECT_EQ((Tensor{{}, {}}).shape(), (Shape{2, 0}));
}

TEST(TensorTest, RefusesRaggedBraces) {
  EXPECT_THROW((Tensor{{1, 2}, {3}}), ShapeError);
  EXPECT_THROW((Tensor{{1, 2}, 3}), ShapeError);
  EXPECT_THROW((Tensor{1, {3}}), ShapeError);
}

TEST(TensorTest, DefaultIsEmptyAndScalarHasRankZero) {
  EXPECT_EQ(Tensor().shape(), Shape{0});
  Tensor s(2.5F);
  EXPECT_EQ(s.rank(), 0);
  EXPECT_EQ(s.size(), 1);
  EXPECT_EQ(s.item(), 2.5F);
  EXPECT_EQ(s(), 2.5F);
}

TEST(TensorTest, ItemNeedsOneElement) {
  EXPECT_EQ((Tensor{{7}}).item(), 7);
  EXPECT_EQ(shapeErrorOf([] { (Tensor{1, 2}).item(); }), "item: shape [2]: has 2 elements, not one");
}

TEST(TensorTest, IndexingChecks) {
  const Tensor w{{1, 2}, {3, 4}};
  EXPECT_THROW(w(2, 0), ShapeError);
  EXPECT_THROW(w(0, -1), ShapeError);
  EXPECT_THROW(w(0), ShapeError);
  EXPECT_EQ(w.dim(-1), 2);
  EXPECT_THROW(w.dim(2), ShapeError);
}

TEST(TensorTest, RefusesImpossibleShapes) {
  EXPECT_THROW(zeros({2, -1}), ShapeError);
  EXPECT_THROW(Tensor::uninitialized({int64_t{1} << 40, int64_t{1} << 40}), ShapeError);
}

// Both storages: 3 elements are inline, 100 on the heap.
class CopyOnWrite : public testing::TestWithParam<int64_t> {};

TEST_P(CopyOnWrite, CopiesAreIndependent) {
  Tensor a = arange(static_cast<float>(GetParam()));
  Tensor b = a;
  const Tensor c = a;
  b(1) = 50;
  EXPECT_EQ(std::as_const(a)(1), 1);
  EXPECT_EQ(std::as_const(b)(1), 50);
  EXPECT_EQ(c(1), 1);
  a.data()[2] = 60;
  EXPECT_EQ(c(2), 2);
  a += 1;
  EXPECT_EQ(c(0), 0);
  EXPECT_EQ(std::as_const(a)(0), 1);
}

TEST_P(CopyOnWrite, ReshapedViewIsIndependent) {
  Tensor a = arange(static_cast<float>(GetParam()));
  Tensor b = reshape(a, {1, -1});
  b += 1;
  EXPECT_EQ(std::as_const(a)(0), 0);
  EXPECT_EQ(std::as_const(b)(0, 0), 1);
}

TEST_P(CopyOnWrite, MovingLeavesAnEmptyTensor) {
  Tensor a = arange(static_cast<float>(GetParam()));
  Tensor b = std::move(a);
  EXPECT_EQ(b.size(), GetParam());
  EXPECT_EQ(std::as_const(b)(2), 2);
  a = b;
  EXPECT_EQ(std::as_const(a)(2), 2);
  Tensor &self = a;
  a = self;
  EXPECT_EQ(std::as_const(a)(2), 2);
}

TEST_P(CopyOnWrite, TemporariesLendTheirBufferSafely) {
  const Tensor a = arange(static_cast<float>(GetParam()));
  Tensor b = a;
  Tensor c = exp(std::move(b)) * 0 + 1; // the buffer is shared: a keeps its values
  EXPECT_EQ(a(2), 2);
  EXPECT_EQ(std::as_const(c)(2), 1);
  Tensor d = a + 0;
  Tensor e = map([](float x, float y) { return x + 10 * y; }, std::move(d), a);
  EXPECT_EQ(std::as_const(e)(2), 22);
  Tensor f = a + 1;
  Tensor g = std::move(f) * std::as_const(f);
  EXPECT_EQ(std::as_const(g)(2), 9);
}

INSTANTIATE_TEST_SUITE_P(Storage, CopyOnWrite, testing::Values(3, 16, 17, 100, 5000));

TEST(TensorTest, LargeCopiesShareUntilWritten) {
  Tensor a = zeros({1000}), b = a;
  EXPECT_TRUE(a.sharesBufferWith(b));
  EXPECT_FALSE(a.unique());
  b.mutable_data();
  EXPECT_FALSE(a.sharesBufferWith(b));
  EXPECT_TRUE(a.unique());
}

TEST(TensorTest, ElementsAreAligned) {
  for (int64_t n : {1, 16, 17, 1000, 100000}) {
    const Tensor a = zeros({n});
    EXPECT_EQ(reinterpret_cast<uintptr_t>(a.data()) % 64, 0U) << n;
  }
  const std::vector<TensorD> many(5, ones<double>({3}));
  for (const TensorD &t : many)
    EXPECT_EQ(reinterpret_cast<uintptr_t>(t.data()) % 64, 0U);
}

TEST(TensorTest, SharedBufferSurvivesManyThreads) {
  const Tensor shared = arange(1000);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 2000; ++i) {
        Tensor mine = shared;
        mine += static_cast<float>(t);
        if (std::as_const(mine)(999) != static_cast<float>(999 + t) || shared(999) != 999)
          ++wrong;
      }
    });
  for (std::thread &t : threads)
    t.join();
  EXPECT_EQ(wrong, 0);
}

TEST(TensorTest, CastConvertsAsStaticCast) {
  EXPECT_EQ(cast<int64_t>(Tensor{1.9, -1.9})(1), -1);
  EXPECT_EQ(cast<bool>(Tensor{0, 0.5})(1), true);
  EXPECT_EQ(cast<double>(TensorB{false, true})(1), 1.0);
  EXPECT_EQ(cast<float>(zeros<double>({2, 0})).shape(), (Shape{2, 0}));
}

TEST(PrintTest, LooksLikeMindSpore) {
  EXPECT_EQ(to_string(Tensor{0.32618925F, -1.5F}),
            "Tensor(shape=[2], dtype=Float32, value= [ 3.26189250e-01, -1.50000000e+00])");
  EXPECT_EQ(to_string(Tensor{{1}, {2}}), "Tensor(shape=[2, 1], dtype=Float32, value= [[ 1.00000000e+00],\n"
                                         " [ 2.00000000e+00]])");
  EXPECT_EQ(to_string(TensorI{1, -20, 300}), "Tensor(shape=[3], dtype=Int64, value= [  1, -20, 300])");
  EXPECT_EQ(to_string(TensorB{true, false}), "Tensor(shape=[2], dtype=Bool, value= [ True, False])");
  EXPECT_EQ(to_string(Tensor(1.342315F)), "Tensor(shape=[], dtype=Float32, value= 1.34231)");
  EXPECT_EQ(to_string(TensorD()), "Tensor(shape=[0], dtype=Float64, value= [])");
  EXPECT_EQ(to_string(Tensor{NAN, INFINITY, -INFINITY}),
            "Tensor(shape=[3], dtype=Float32, value= [            nan,             inf,            -inf])");
  EXPECT_NE(to_string(arange<int64_t>(2000)).find("[0, 1, 2, ..., 1997, 1998, 1999]"), std::string::npos);
}

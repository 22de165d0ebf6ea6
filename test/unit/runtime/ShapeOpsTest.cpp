#include "Reference.h"

using namespace adgen;
using namespace adgen::test;

namespace {
const TensorD X = uniform<double>({3, 4, 5}, -1, 1, 6);
using Op = std::function<TensorD(const TensorD &)>;
} // namespace

TEST(ReshapeTest, KeepsTheOrder) {
  Reference r(X);
  r.shape = {12, 5};
  expectSame(reshape(X, {12, 5}), r);
  expectSame(reshape(X, {-1, 5}), r);
  EXPECT_EQ(reshape(zeros({0, 3}), {3, 0}).shape(), (Shape{3, 0}));
  EXPECT_EQ(reshape(Tensor{5}, {}).rank(), 0);
  EXPECT_EQ(shapeErrorOf([] { reshape(zeros({2, 3}), {4, -1}); }),
            "reshape: shapes [2, 3] and [4, -1] do not match: the numbers of elements differ");
  EXPECT_THROW(reshape(zeros({0}), {0, -1}), ShapeError);
  EXPECT_THROW(reshape(zeros({4}), {-1, -1}), ShapeError);
  EXPECT_THROW(reshape(zeros({4}), {-2, -2}), ShapeError);
  expectAdjoint([](const TensorD &v) { return reshape(v, {60}); },
                [](const TensorD &dy) { return reshape_like(dy, X); }, X);
}

TEST(ReshapeTest, AxesOfExtentOneComeAndGo) {
  EXPECT_EQ(expand_dims(X, 0).shape(), (Shape{1, 3, 4, 5}));
  EXPECT_EQ(expand_dims(X, -1).shape(), (Shape{3, 4, 5, 1}));
  EXPECT_EQ(expand_dims(X, 3).shape(), (Shape{3, 4, 5, 1}));
  EXPECT_THROW(expand_dims(X, 4), ShapeError);
  const Tensor y = zeros({1, 3, 1});
  EXPECT_EQ(squeeze(y).shape(), Shape{3});
  EXPECT_EQ(squeeze(y, -1).shape(), (Shape{1, 3}));
  EXPECT_THROW(squeeze(y, 1), ShapeError);
  EXPECT_THROW(expand_dims(zeros({1, 1, 1, 1, 1, 1, 1, 1}), 0), ShapeError);
}

TEST(PermuteTest, EveryOrderOfThreeAxes) {
  const Axes orders[] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}, {-1, 0, -2}};
  for (const Axes &o : orders) {
    SCOPED_TRACE(o.str());
    auto axis = [&](int i) { return static_cast<size_t>(o[i] < 0 ? o[i] + 3 : o[i]); };
    Reference r(X);
    Index shape{r.shape[axis(0)], r.shape[axis(1)], r.shape[axis(2)]};
    expectSame(permute(X, o), build(shape, [&](const Index &i) {
                 Index from(3);
                 for (int k = 0; k < 3; ++k)
                   from[axis(k)] = i[static_cast<size_t>(k)];
                 return r.at(from);
               }));
    expectAdjoint([&](const TensorD &v) { return permute(v, o); },
                  [&](const TensorD &dy) { return permute_inverse(dy, o); }, X);
  }
  EXPECT_THROW(permute(X, {0, 1}), ShapeError);
  EXPECT_THROW(permute(X, {0, 1, 1}), ShapeError);
}

TEST(PermuteTest, TransposeOfLargeMatricesAndOtherTypes) {
  const Tensor m = uniform({70, 131}, -1, 1, 1);
  Reference r(m);
  expectSame(transpose(m), build({131, 70}, [&](const Index &i) { return r.at({i[1], i[0]}); }));
  const TensorB b{{true, false, true}, {false, false, true}};
  Reference rb(b);
  expectSame(transpose(b), build({3, 2}, [&](const Index &i) { return rb.at({i[1], i[0]}); }));
  EXPECT_EQ(transpose(zeros({0, 4})).shape(), (Shape{4, 0}));
  EXPECT_EQ(transpose(Tensor(3)).item(), 3);
  EXPECT_EQ(transpose(X).shape(), (Shape{5, 4, 3}));
}

TEST(PermuteTest, FourAxesWithTheReadingAxisInTheMiddle) {
  const TensorD x = uniform<double>({2, 3, 4, 5}, -1, 1, 6);
  Reference r(x);
  expectSame(permute(x, {3, 1, 0, 2}),
             build({5, 3, 2, 4}, [&](const Index &i) { return r.at({i[2], i[1], i[3], i[0]}); }));
  expectSame(permute(x, {1, 3, 0, 2}),
             build({3, 5, 2, 4}, [&](const Index &i) { return r.at({i[2], i[0], i[3], i[1]}); }));
}

TEST(BroadcastToTest, RepeatsOrRefuses) {
  const Tensor v{1, 2, 3};
  expectSame(broadcast_to(v, {2, 3}), build({2, 3}, [](const Index &i) { return i[1] + 1; }));
  expectSame(broadcast_to(Tensor{{1}, {2}}, {2, 300}),
             build({2, 300}, [](const Index &i) { return i[0] + 1; }));
  EXPECT_EQ(shapeErrorOf([&] { broadcast_to(v, {3, 1}); }),
            "broadcast_to: shapes [3] and [3, 1] do not match: the first does not broadcast to the second");
}

TEST(FlipTest, ReversesAxes) {
  Reference r(X);
  expectSame(flip(X, {0, -1}),
             build(r.shape, [&](const Index &i) { return r.at({2 - i[0], i[1], 4 - i[2]}); }));
  expectSame(flip(X), build(r.shape, [&](const Index &i) { return r.at({2 - i[0], 3 - i[1], 4 - i[2]}); }));
  EXPECT_EQ(flip(zeros({0, 2})).shape(), (Shape{0, 2}));
  Op f = [](const TensorD &v) { return flip(v, 1); };
  expectAdjoint(f, f, X);
}

// Starts, stops, steps, and the positions along the first axis of extent 7
// that Python's slice takes.
struct SliceCase {
  int64_t start, stop, step;
  Index taken;
};

class Slice : public testing::TestWithParam<SliceCase> {};

TEST_P(Slice, TakesWhatPythonTakes) {
  const SliceCase &c = GetParam();
  const TensorD x = uniform<double>({7, 2}, -1, 1, 1);
  Reference r(x);
  auto forward = [&](const TensorD &v) { return slice(v, {c.start}, {c.stop}, {c.step}); };
  expectSame(forward(x), build({static_cast<int64_t>(c.taken.size()), 2}, [&](const Index &i) {
               return r.at({c.taken[static_cast<size_t>(i[0])], i[1]});
             }));
  expectAdjoint(
      forward, [&](const TensorD &dy) { return slice_grad(dy, x, {c.start}, {c.stop}, {c.step}); }, x);
}

INSTANTIATE_TEST_SUITE_P(Ranges, Slice,
                         testing::Values(SliceCase{1, 4, 1, {1, 2, 3}}, SliceCase{0, 7, 3, {0, 3, 6}},
                                         SliceCase{-2, 100, 1, {5, 6}}, SliceCase{-100, -5, 1, {0, 1}},
                                         SliceCase{5, 2, 1, {}}, SliceCase{7, 9, 1, {}},
                                         SliceCase{6, 1, -2, {6, 4, 2}}, SliceCase{-1, -8, -3, {6, 3, 0}},
                                         SliceCase{100, 4, -1, {6, 5}}, SliceCase{2, 5, -1, {}},
                                         SliceCase{0, 7, std::numeric_limits<int64_t>::max(), {0}},
                                         SliceCase{6, -8, -std::numeric_limits<int64_t>::max(), {6}}));

TEST(SliceTest, SeveralAxesAndErrors) {
  Reference r(X);
  expectSame(slice(X, {1, 0, 1}, {3, 4, 4}, {1, 2, 2}),
             build({2, 2, 2}, [&](const Index &i) { return r.at({i[0] + 1, 2 * i[1], 2 * i[2] + 1}); }));
  EXPECT_THROW(slice(X, {0}, {1, 1}), ShapeError);
  EXPECT_THROW(slice(X, {0, 0, 0, 0}, {1, 1, 1, 1}), ShapeError);
  EXPECT_EQ(shapeErrorOf([] { slice(X, 0, 1, 0); }), "slice: shape [3, 4, 5]: the step along axis 0 is 0");
  EXPECT_THROW(slice_grad(zeros({2}), zeros({5}), 0, 3), ShapeError);
  EXPECT_EQ(slice(zeros({0, 2}), 0, 3).shape(), (Shape{0, 2}));
}

TEST(ConcatTest, AlongEveryAxis) {
  for (int axis : {0, 1, 2, -1}) {
    SCOPED_TRACE(axis);
    const auto a = static_cast<size_t>(axis < 0 ? axis + 3 : axis);
    Shape other = X.shape(), none = X.shape();
    other[static_cast<int>(a)] = 2;
    none[static_cast<int>(a)] = 0;
    const TensorD y = uniform<double>(other, -1, 1, 7), z = zeros<double>(none);
    const std::vector<TensorD> parts{X, z, y};
    Reference rx(X), ry(y);
    Index shape = rx.shape;
    const int64_t border = shape[a];
    shape[a] += 2;
    expectSame(concat(parts, axis), build(shape, [&](Index i) {
                 if (i[a] < border)
                   return rx.at(i);
                 i[a] -= border;
                 return ry.at(i);
               }));
    expectAdjoint([&](const TensorD &v) { return concat({v, z, zeros_like(y)}, axis); },
                  [&](const TensorD &dy) { return concat_grad(dy, parts, axis, 0); }, X);
    expectAdjoint([&](const TensorD &v) { return concat({zeros_like(X), z, v}, axis); },
                  [&](const TensorD &dy) { return concat_grad(dy, parts, axis, 2); }, y);
  }
  EXPECT_EQ(shapeErrorOf([] { concat({zeros({2, 3}), zeros({3, 2})}, 0); }),
            "concat: shapes [2, 3] and [3, 2] do not match: they may differ along axis 0 alone");
  EXPECT_THROW(concat(std::vector<Tensor>{}, 0), ShapeError);
  EXPECT_THROW(concat({Tensor(1), Tensor(2)}, 0), ShapeError);
}

TEST(StackTest, AddsAnAxis) {
  const TensorD y = uniform<double>(X.shape(), -1, 1, 8);
  Reference rx(X), ry(y);
  expectSame(stack({X, y}, 1),
             build({3, 2, 4, 5}, [&](const Index &i) { return (i[1] ? ry : rx).at({i[0], i[2], i[3]}); }));
  EXPECT_EQ(stack({X, y}, -1).shape(), (Shape{3, 4, 5, 2}));
  EXPECT_EQ(stack({Tensor(1), Tensor(2)})(1), 2);
  for (int axis : {0, 2, -1})
    expectAdjoint([&](const TensorD &v) { return stack({zeros_like(y), v}, axis); },
                  [&](const TensorD &dy) { return stack_grad(dy, axis, 1); }, X);
  EXPECT_THROW(stack({zeros({2}), zeros({3})}), ShapeError);
  EXPECT_THROW(stack(std::vector<Tensor>{}), ShapeError);
}

TEST(SplitTest, PartsPutTogetherAreTheWhole) {
  for (int axis : {1, -2}) {
    std::vector<TensorD> parts = split(X, 2, axis);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[1].shape(), (Shape{3, 2, 5}));
    expectSame(concat(parts, axis), Reference(X));
    expectSame(split_part(X, 2, axis, 1), Reference(parts[1]));
    expectAdjoint([&](const TensorD &v) { return split_part(v, 2, axis, 1); },
                  [&](const TensorD &dy) { return split_part_grad(dy, X, 2, axis, 1); }, X);
  }
  EXPECT_EQ(shapeErrorOf([] { split(X, 2, 0); }),
            "split: shape [3, 4, 5]: axis 0 does not divide into 2 equal sections");
  EXPECT_THROW(split(X, 0, 0), ShapeError);
  EXPECT_THROW(split_part(X, 2, 1, 2), ShapeError);
}

TEST(PadTest, PutsABorderAround) {
  Reference r(X);
  expectSame(pad(X, {1, 0, 2}, {0, 1, 0}, 9), build({4, 5, 7}, [&](const Index &i) {
               return i[0] < 1 || i[1] > 3 || i[2] < 2 ? 9 : r.at({i[0] - 1, i[1], i[2] - 2});
             }));
  expectAdjoint([](const TensorD &v) { return pad(v, {1, 0, 2}, {0, 1, 0}); },
                [](const TensorD &dy) { return pad_grad(dy, {1, 0, 2}, {0, 1, 0}); }, X);
  EXPECT_THROW(pad(X, {1}, {1}), ShapeError);
  EXPECT_THROW(pad(X, {-1, 0, 0}, {0, 0, 0}), ShapeError);
  EXPECT_THROW(pad_grad(zeros({2}), 2, 1), ShapeError);
  expectSame(pad(zeros({0}), 1, 1, 5), build({2}, [](const Index &) { return 5; }));
}

TEST(GatherTest, TakesSlicesAlongAnAxis) {
  const TensorI picks{{2, 0, -1}, {0, 0, 1}};
  Reference r(X), p(picks);
  auto at = [&](int64_t i, int64_t j, int64_t n) {
    auto v = static_cast<int64_t>(p.at({i, j}));
    return v < 0 ? v + n : v;
  };
  expectSame(gather(X, picks, 1),
             build({3, 2, 3, 5}, [&](const Index &i) { return r.at({i[0], at(i[1], i[2], 4), i[3]}); }));
  expectSame(index_select(X, 0, TensorI{1}),
             build({1, 4, 5}, [&](const Index &i) { return r.at({1, i[1], i[2]}); }));
  EXPECT_EQ(gather(X, TensorI(1)).shape(), (Shape{4, 5}));
  EXPECT_EQ(gather(X, TensorI(), -1).shape(), (Shape{3, 4, 0}));
  for (int axis : {0, 1, -1})
    expectAdjoint([&](const TensorD &v) { return gather(v, picks, axis); },
                  [&](const TensorD &dy) { return index_add(dy, X, picks, axis); }, X);
  EXPECT_THROW(gather(X, TensorI{3}), std::out_of_range);
  EXPECT_THROW(gather(X, TensorI{-4}), std::out_of_range);
  EXPECT_THROW(index_add(X, X, TensorI{0}), ShapeError);
}

TEST(TakeAlongAxisTest, OneIndexForEachElement) {
  const TensorD x = uniform<double>({2, 3, 2}, -1, 1, 1);
  const TensorI picks{{{2, 0}}, {{-1, 1}}};
  Reference r(x), p(picks);
  expectSame(take_along_axis(x, picks, 1), build({2, 1, 2}, [&](const Index &i) {
               auto v = static_cast<int64_t>(p.at(i));
               return r.at({i[0], v < 0 ? v + 3 : v, i[2]});
             }));
  expectAdjoint([&](const TensorD &v) { return take_along_axis(v, picks, 1); },
                [&](const TensorD &dy) { return take_along_axis_grad(dy, x, picks, 1); }, x);
  EXPECT_THROW(take_along_axis(x, TensorI{1}, 1), ShapeError);
  EXPECT_THROW(take_along_axis(x, full<int64_t>({2, 1, 2}, 3), 1), std::out_of_range);
}

TEST(OneHotTest, MarksTheIndex) {
  expectSame(one_hot(TensorI{2, 0}, 3), build({2, 3}, [](const Index &i) { return i[1] == (i[0] ? 0 : 2); }));
  EXPECT_EQ(one_hot<double>(TensorI(1), 2)(1), 1.0);
  EXPECT_THROW(one_hot(TensorI{3}, 3), std::out_of_range);
  EXPECT_THROW(one_hot(TensorI{-1}, 3), std::out_of_range);
}

//===- CellTest.cpp - Parameters, cells and gradients of weights ----------===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "adgen/runtime/Cell.h"
#include "adgen/runtime/Elementwise.h"
#include "adgen/runtime/Gradients.h"
#include "adgen/runtime/MatMul.h"

#include "gtest/gtest.h"

#include <stdexcept>
#include <string>
#include <vector>

using namespace adgen;

// As a user writes them: without `override`, with it, nested, with a construct
// of another signature. This file is compiled with -Wall -Wextra -Werror.
// NOLINTBEGIN(modernize-use-override, performance-unnecessary-value-param)
struct Affine : adgen::Cell {
  Parameter w;
  Parameter b;
  Affine(Tensor w0, Tensor b0) : w(w0, "w"), b(b0, "b") {}
  Tensor construct(const Tensor &x) const { return matmul(x, w) + b; }
};

struct Nested : adgen::Cell {
  Parameter scale{Tensor{2, 3}};
  Affine fc1{Tensor{{1, 2}, {3, 4}}, Tensor{0, 1}};
  Tensor construct(const Tensor &x) const override { return fc1(x) * scale; }
};

struct OtherSignature : adgen::Cell {
  Tensor construct(const Tensor &x, float factor) const { return x * factor; }
};

struct ForgotConst : adgen::Cell {
  Tensor construct(const Tensor &x) { return x; }
};

struct ManyInputs : adgen::Cell {
  Tensor construct(const Tensor &x, const Tensor &y) const { return x + y; }
  Tensor construct(const Tensor &x, const Tensor &y, const Tensor &z) const { return x + y + z; }
  Tensor construct(const Tensor &x, const Tensor &y, const Tensor &z, const Tensor &u) const {
    return x + y + z + u;
  }
};

// NOLINTEND(modernize-use-override, performance-unnecessary-value-param)

struct Derived : Affine {
  using Affine::Affine;
};

// As adgen writes them.
inline const adgen::CellRegistration<::Affine> affineMembers{
    {"w", [](::Affine &c) -> adgen::Parameter & { return c.w; }},
    {"b", [](::Affine &c) -> adgen::Parameter & { return c.b; }}};
inline const adgen::CellRegistration<::Nested> nestedMembers{
    {"scale", [](::Nested &c) -> adgen::Parameter & { return c.scale; }},
    {"fc1.w", [](::Nested &c) -> adgen::Parameter & { return c.fc1.w; }},
    {"fc1.b", [](::Nested &c) -> adgen::Parameter & { return c.fc1.b; }}};

namespace {

std::vector<float> values(const Tensor &x) { return {x.begin(), x.end()}; }

template <class Call> std::string logicErrorOf(const Call &call) {
  try {
    call();
  } catch (const std::logic_error &error) {
    return error.what();
  }
  return "no error";
}

bool mentions(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

TEST(Parameter, isATensorWithAName) {
  Parameter p(Tensor{1, 2}, "p");
  EXPECT_TRUE(isTensor<Parameter>);
  EXPECT_TRUE(p.requires_grad);
  EXPECT_EQ(values(p + 1), (std::vector<float>{2, 3}));
  EXPECT_EQ(values(2 * p), (std::vector<float>{2, 4}));
  EXPECT_EQ(values(exp(p - p)), (std::vector<float>{1, 1}));
  const Tensor sliced = p;
  EXPECT_EQ(values(sliced), (std::vector<float>{1, 2}));
}

TEST(Parameter, assignmentKeepsNameAndFlag) {
  Parameter p(Tensor{1, 2}, "p", false);
  p = Tensor{3, 4};
  const Tensor lvalue{5, 6};
  EXPECT_EQ(values(p), (std::vector<float>{3, 4}));
  p = lvalue;
  p -= Tensor{1, 1};
  EXPECT_EQ(values(p), (std::vector<float>{4, 5}));
  EXPECT_EQ(p.name, "p");
  EXPECT_FALSE(p.requires_grad);
  EXPECT_EQ(values(lvalue), (std::vector<float>{5, 6})) << "copy on write";
}

TEST(Cell, callsConstruct) {
  const Affine affine(Tensor{{1, 2}, {3, 4}}, Tensor{10, 20});
  EXPECT_EQ(values(affine(Tensor{1, 1})), (std::vector<float>{14, 26}));
  EXPECT_EQ(values(Nested()(Tensor{1, 1})), (std::vector<float>{8, 21}));
  const Cell &base = affine;
  EXPECT_EQ(values(base(Tensor{1, 1})), (std::vector<float>{14, 26}));
  const Tensor one{1};
  EXPECT_EQ(values(ManyInputs()(one, one)), std::vector<float>{2});
  EXPECT_EQ(values(ManyInputs()(one, one, one)), std::vector<float>{3});
  EXPECT_EQ(values(ManyInputs()(one, one, one, one)), std::vector<float>{4});
  EXPECT_EQ(values(OtherSignature().construct(one, 3)), std::vector<float>{3});
}

TEST(Cell, callWithoutConstructIsAnError) {
  const std::string message = logicErrorOf([] { ForgotConst()(Tensor{1}); });
  EXPECT_TRUE(mentions(message, "ForgotConst") && mentions(message, "const")) << message;
  const Affine affine(Tensor{{1}}, Tensor{1});
  EXPECT_TRUE(mentions(logicErrorOf([&] { affine(Tensor{1}, Tensor{1}); }), "2 x const Tensor &"));
}

TEST(Cell, copiesAreIndependent) {
  Affine first(Tensor{{1}}, Tensor{1});
  Affine second = first;
  second.w = Tensor{{7}};
  EXPECT_EQ(values(first.w), std::vector<float>{1});
  EXPECT_EQ(second.w.name, "w");
  first = std::move(second);
  EXPECT_EQ(values(first.w), std::vector<float>{7});
}

TEST(Cell, trainableParamsFollowTheDeclaration) {
  Nested model;
  const std::vector<Parameter *> params = model.trainable_params();
  EXPECT_EQ(params, (std::vector<Parameter *>{&model.scale, &model.fc1.w, &model.fc1.b}));
  EXPECT_EQ(model.scale.name, "scale") << "the path, for want of a name";
  EXPECT_EQ(model.fc1.w.name, "w") << "the name that the user gave";

  model.fc1.w.requires_grad = false;
  EXPECT_EQ(model.trainable_params(), (std::vector<Parameter *>{&model.scale, &model.fc1.b}));
  EXPECT_EQ(model.all_params().size(), 3U);
  const Nested &constant = model;
  EXPECT_EQ(constant.trainable_params(), (std::vector<const Parameter *>{&model.scale, &model.fc1.b}));
  EXPECT_EQ(constant.all_params()[1], &model.fc1.w);
}

TEST(Cell, unknownParametersAreAnErrorThatNamesThePragma) {
  Derived model(Tensor{{1}}, Tensor{1});
  const std::string message = logicErrorOf([&] { model.trainable_params(); });
  EXPECT_TRUE(mentions(message, "Derived") && mentions(message, "#pragma grad weights(")) << message;
}

TEST(Cell, exactTypeIsRequired) {
  const Derived derived(Tensor{{1}}, Tensor{1});
  const Affine &base = derived;
  EXPECT_NO_THROW(require_exact_type(derived));
  EXPECT_NO_THROW(require_exact_type(static_cast<const Affine &>(Affine(Tensor{{1}}, Tensor{1}))));
  const std::string message = logicErrorOf([&] { require_exact_type(base); });
  EXPECT_TRUE(mentions(message, "Derived") && mentions(message, "Affine")) << message;
}

TEST(Gradients, holdOneTensorPerTrainableParameter) {
  Affine model(Tensor{{1}}, Tensor{1});
  const auto gradients = collect_trainable({&model.w, &model.b}, Tensor{{5}}, Tensor{6});
  EXPECT_EQ(gradients.size(), 2U);
  auto [dw, db] = gradients;
  EXPECT_EQ(dw.shape(), (Shape{1, 1}));
  EXPECT_EQ(values(db), std::vector<float>{6});
  EXPECT_EQ(values(std::get<1>(gradients)), std::vector<float>{6});
  EXPECT_EQ(std::tuple_size_v<std::decay_t<decltype(gradients)>>, 2U);
}

TEST(Gradients, leaveOutFrozenParameters) {
  Affine model(Tensor{{1}}, Tensor{1});
  model.w.requires_grad = false;
  auto gradients = collect_trainable({&model.w, &model.b}, Tensor{{5}}, Tensor{6});
  ASSERT_EQ(gradients.size(), 1U);
  int count = 0;
  for (const Tensor &gradient : gradients) {
    EXPECT_EQ(values(gradient), std::vector<float>{6});
    ++count;
  }
  EXPECT_EQ(count, 1);
  EXPECT_EQ(values(gradients.back()), std::vector<float>{6});
  const auto pairs = named(gradients, model.trainable_params());
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_EQ(pairs[0].first, "b");
  EXPECT_EQ(values(pairs[0].second), std::vector<float>{6});
  EXPECT_THROW(named(gradients, model.all_params()), std::invalid_argument);

  model.b.requires_grad = false;
  EXPECT_TRUE(collect_trainable({&model.w, &model.b}, Tensor{{5}}, Tensor{6}).empty());
}

TEST(Gradients, moveTheirTensors) {
  Affine model(Tensor{{1}}, Tensor{1});
  auto large = Tensor::uninitialized({100});
  const float *data = std::as_const(large).data();
  const auto gradients = collect_trainable({&model.w, &model.b}, std::move(large), Tensor{6});
  EXPECT_EQ(gradients[0].data(), data);
}

} // namespace

//===- Elementwise.h - Operations on corresponding elements -----*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// Unary functions keep the shape; binary ones broadcast as in NumPy and take a
// scalar on either side. A temporary lends its buffer to the result.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_ELEMENTWISE_H
#define ADGEN_RUNTIME_ELEMENTWISE_H

#include "adgen/runtime/Broadcast.h"
#include "adgen/runtime/ScalarMath.h"

namespace adgen {

// Unary functions, of float and double tensors. Special values as <cmath>, or
// as the scalar functions of ScalarMath.h, where the formulas are.

template <class T, class = detail::EnableFloating<T>> BasicTensor<T> exp(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> expm1(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> log(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> log1p(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> sqrt(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> rsqrt(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> reciprocal(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> tanh(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> sigmoid(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> softplus(BasicTensor<T> x);
/// Exact with the error function, or with \p approximate the tanh form.
template <class T, class = detail::EnableFloating<T>>
BasicTensor<T> gelu(BasicTensor<T> x, bool approximate = false);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> silu(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> sin(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> cos(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> erf(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>> BasicTensor<T> floor(BasicTensor<T> x);
template <class T, class = detail::EnableFloating<T>>
BasicTensor<T> elu(BasicTensor<T> x, std::common_type_t<T> alpha = 1);
template <class T, class = detail::EnableFloating<T>>
BasicTensor<T> leaky_relu(BasicTensor<T> x, std::common_type_t<T> slope = T(0.01));

// Unary functions, of any tensors of numbers.

template <class T> BasicTensor<T> neg(BasicTensor<T> x);
template <class T> BasicTensor<T> abs(BasicTensor<T> x);
template <class T> BasicTensor<T> square(BasicTensor<T> x);
template <class T> BasicTensor<T> sign(BasicTensor<T> x);
template <class T> BasicTensor<T> relu(BasicTensor<T> x);
/// Of a tensor of bools.
TensorB logical_not(TensorB x);

namespace detail {

/// A tensor or a scalar on one side of a binary operation.
template <class T> struct Operand {
  const BasicTensor<T> *tensor = nullptr;
  BasicTensor<T> *spare = nullptr; ///< the tensor again if it is a temporary
  T scalar{};

  Operand(const BasicTensor<T> &t) : tensor(&t) {}
  Operand(BasicTensor<T> &&t) : tensor(&t), spare(&t) {}
  template <class S, std::enable_if_t<isScalarFor<S, T>, int> = 0> Operand(S s) : scalar(static_cast<T>(s)) {}
};

enum class BinaryOp { Add, Subtract, Multiply, Divide, Power, Maximum, Minimum, Guarded };
enum class CompareOp { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };

template <class T> BasicTensor<T> binary(BinaryOp op, const Operand<T> &a, const Operand<T> &b);
template <class T> TensorB compare(CompareOp op, const Operand<T> &a, const Operand<T> &b);
template <class T> void binaryInPlace(BinaryOp op, BasicTensor<T> &a, const Operand<T> &b);

/// The element type of a binary operation on A and B: both tensors of it, or
/// one and a scalar that converts. Absent otherwise, so that unrelated types
/// never meet these operators.
template <class A, class B, bool = isTensor<A>, bool = isTensor<B>> struct BinaryElement {};
template <class A, class B>
struct BinaryElement<A, B, true, true>
    : std::enable_if<std::is_same_v<ElementOf<A>, ElementOf<B>>, ElementOf<A>> {};
template <class A, class B>
struct BinaryElement<A, B, true, false> : std::enable_if<isScalarFor<B, ElementOf<A>>, ElementOf<A>> {};
template <class A, class B>
struct BinaryElement<A, B, false, true> : std::enable_if<isScalarFor<A, ElementOf<B>>, ElementOf<B>> {};
template <class A, class B> using BinaryType = typename BinaryElement<A, B>::type;

} // namespace detail

// Arithmetic and functions of two operands, each a tensor or a scalar.
// \throws ShapeError when the shapes do not broadcast.

template <class A, class B, class T = detail::BinaryType<A, B>> BasicTensor<T> operator+(A &&a, B &&b) {
  return detail::binary<T>(detail::BinaryOp::Add, std::forward<A>(a), std::forward<B>(b));
}
template <class A, class B, class T = detail::BinaryType<A, B>> BasicTensor<T> operator-(A &&a, B &&b) {
  return detail::binary<T>(detail::BinaryOp::Subtract, std::forward<A>(a), std::forward<B>(b));
}
template <class A, class B, class T = detail::BinaryType<A, B>> BasicTensor<T> operator*(A &&a, B &&b) {
  return detail::binary<T>(detail::BinaryOp::Multiply, std::forward<A>(a), std::forward<B>(b));
}
/// Integers divide as in C++; division by zero throws std::domain_error.
template <class A, class B, class T = detail::BinaryType<A, B>> BasicTensor<T> operator/(A &&a, B &&b) {
  return detail::binary<T>(detail::BinaryOp::Divide, std::forward<A>(a), std::forward<B>(b));
}
/// a to the power of b as std::pow; of floating-point tensors.
template <class A, class B, class T = detail::BinaryType<A, B>> BasicTensor<T> pow(A &&a, B &&b) {
  return detail::binary<T>(detail::BinaryOp::Power, std::forward<A>(a), std::forward<B>(b));
}
/// The larger of each pair; NaN if either is.
template <class A, class B, class T = detail::BinaryType<A, B>> BasicTensor<T> maximum(A &&a, B &&b) {
  return detail::binary<T>(detail::BinaryOp::Maximum, std::forward<A>(a), std::forward<B>(b));
}
/// The smaller of each pair; NaN if either is.
template <class A, class B, class T = detail::BinaryType<A, B>> BasicTensor<T> minimum(A &&a, B &&b) {
  return detail::binary<T>(detail::BinaryOp::Minimum, std::forward<A>(a), std::forward<B>(b));
}
/// c where dy is not 0, else 0: keeps an infinite or NaN partial derivative c
/// out of an adjoint that is exactly zero.
template <class A, class B, class T = detail::BinaryType<A, B>> BasicTensor<T> guarded(A &&dy, B &&c) {
  return detail::binary<T>(detail::BinaryOp::Guarded, std::forward<A>(dy), std::forward<B>(c));
}
/// x z, and 0 where either is exactly 0.
template <class A, class B, class T = detail::BinaryType<A, B>>
BasicTensor<T> guarded_mul(const A &x, const B &z) {
  return guarded(x, guarded(z, x * z));
}
/// x / z, and 0 where x is exactly 0, also where z is.
template <class A, class B, class T = detail::BinaryType<A, B>>
BasicTensor<T> guarded_div(const A &x, const B &z) {
  return guarded(x, x / z);
}
/// x limited to [lo, hi], which are tensors or scalars; NaN stays NaN.
template <class A, class L, class H, class T = detail::ElementOf<A>>
BasicTensor<T> clamp(A &&x, L &&lo, H &&hi) {
  return minimum(maximum(std::forward<A>(x), std::forward<L>(lo)), std::forward<H>(hi));
}

// Compound assignment: in place, the left side keeps its shape.
// \throws ShapeError when the right side does not broadcast to it.

template <class T, class B, class = detail::BinaryType<BasicTensor<T>, B>>
BasicTensor<T> &operator+=(BasicTensor<T> &a, const B &b) {
  detail::binaryInPlace<T>(detail::BinaryOp::Add, a, b);
  return a;
}
template <class T, class B, class = detail::BinaryType<BasicTensor<T>, B>>
BasicTensor<T> &operator-=(BasicTensor<T> &a, const B &b) {
  detail::binaryInPlace<T>(detail::BinaryOp::Subtract, a, b);
  return a;
}
template <class T, class B, class = detail::BinaryType<BasicTensor<T>, B>>
BasicTensor<T> &operator*=(BasicTensor<T> &a, const B &b) {
  detail::binaryInPlace<T>(detail::BinaryOp::Multiply, a, b);
  return a;
}
template <class T, class B, class = detail::BinaryType<BasicTensor<T>, B>>
BasicTensor<T> &operator/=(BasicTensor<T> &a, const B &b) {
  detail::binaryInPlace<T>(detail::BinaryOp::Divide, a, b);
  return a;
}

template <class T> BasicTensor<T> operator-(BasicTensor<T> x) { return neg(std::move(x)); }
template <class T> BasicTensor<T> operator+(BasicTensor<T> x) { return x; }

// Comparisons, element by element. There is no operator== on purpose: values
// compare with it as a whole, elements with equal(). A NaN differs from
// everything.

template <class A, class B, class T = detail::BinaryType<A, B>> TensorB equal(const A &a, const B &b) {
  return detail::compare<T>(detail::CompareOp::Equal, a, b);
}
template <class A, class B, class T = detail::BinaryType<A, B>> TensorB not_equal(const A &a, const B &b) {
  return detail::compare<T>(detail::CompareOp::NotEqual, a, b);
}
template <class A, class B, class T = detail::BinaryType<A, B>> TensorB less(const A &a, const B &b) {
  return detail::compare<T>(detail::CompareOp::Less, a, b);
}
template <class A, class B, class T = detail::BinaryType<A, B>> TensorB less_equal(const A &a, const B &b) {
  return detail::compare<T>(detail::CompareOp::LessEqual, a, b);
}
template <class A, class B, class T = detail::BinaryType<A, B>> TensorB greater(const A &a, const B &b) {
  return detail::compare<T>(detail::CompareOp::Greater, a, b);
}
template <class A, class B, class T = detail::BinaryType<A, B>>
TensorB greater_equal(const A &a, const B &b) {
  return detail::compare<T>(detail::CompareOp::GreaterEqual, a, b);
}
template <class A, class B, class = detail::BinaryType<A, B>> TensorB operator<(const A &a, const B &b) {
  return less(a, b);
}
template <class A, class B, class = detail::BinaryType<A, B>> TensorB operator<=(const A &a, const B &b) {
  return less_equal(a, b);
}
template <class A, class B, class = detail::BinaryType<A, B>> TensorB operator>(const A &a, const B &b) {
  return greater(a, b);
}
template <class A, class B, class = detail::BinaryType<A, B>> TensorB operator>=(const A &a, const B &b) {
  return greater_equal(a, b);
}

namespace detail {
template <class T> BasicTensor<T> select(const TensorB &condition, const Operand<T> &a, const Operand<T> &b);
} // namespace detail

/// a where the condition holds, else b; all three broadcast, a and b may be
/// scalars. The branch not taken contributes nothing, NaN or not.
template <class A, class B, class T = detail::BinaryType<A, B>>
BasicTensor<T> where(const TensorB &condition, const A &a, const B &b) {
  return detail::select<T>(condition, a, b);
}
/// Of two real numbers, one for each element of the condition.
template <class T, std::enable_if_t<std::is_floating_point_v<T>, int> = 0>
BasicTensor<T> where(const TensorB &condition, T a, T b) {
  return detail::select<T>(condition, a, b);
}
/// The same with one condition for all elements; the shape is still the broadcast one.
template <class A, class B, class T = detail::BinaryType<A, B>>
BasicTensor<T> where(bool condition, const A &a, const B &b) {
  return where(TensorB(condition), a, b);
}

} // namespace adgen

#endif // ADGEN_RUNTIME_ELEMENTWISE_H

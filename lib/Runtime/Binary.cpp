// The elementwise functions of two operands, and where.

#include "Kernel.h"
#include "adgen/runtime/Elementwise.h"
#include "adgen/runtime/VectorMath.h"

using namespace adgen;
using detail::BinaryOp;
using detail::CompareOp;
using detail::Operand;

namespace {

template <class T, class R> using Span = void (*)(const T *, const T *, R *, int64_t);

#define ADGEN_BINARY_KERNEL(NAME, T, R, EXPRESSION)                                                          \
  ADGEN_CLONES void NAME(const T *pa, const T *pb, R *out, int64_t n) {                                      \
    ADGEN_LOOP_INDEPENDENT for (int64_t i = 0; i < n; ++i) {                                                 \
      T a = pa[i], b = pb[i];                                                                                \
      out[i] = static_cast<R>(EXPRESSION);                                                                   \
    }                                                                                                        \
  }
#define ADGEN_BINARY_ALL(NAME, EXPRESSION)                                                                   \
  ADGEN_BINARY_KERNEL(NAME, float, float, EXPRESSION)                                                        \
  ADGEN_BINARY_KERNEL(NAME, double, double, EXPRESSION)                                                      \
  ADGEN_BINARY_KERNEL(NAME, int64_t, int64_t, EXPRESSION)                                                    \
  ADGEN_BINARY_KERNEL(NAME, int32_t, int32_t, EXPRESSION)
#define ADGEN_COMPARE_ALL(NAME, EXPRESSION)                                                                  \
  ADGEN_BINARY_KERNEL(NAME, float, bool, EXPRESSION)                                                         \
  ADGEN_BINARY_KERNEL(NAME, double, bool, EXPRESSION)                                                        \
  ADGEN_BINARY_KERNEL(NAME, int64_t, bool, EXPRESSION)                                                       \
  ADGEN_BINARY_KERNEL(NAME, int32_t, bool, EXPRESSION)                                                       \
  ADGEN_BINARY_KERNEL(NAME, bool, bool, EXPRESSION)

ADGEN_BINARY_ALL(addSpan, a + b)
ADGEN_BINARY_ALL(subtractSpan, a - b)
ADGEN_BINARY_ALL(multiplySpan, a *b)
ADGEN_BINARY_ALL(maximumSpan, ((a > b) | (a != a)) ? a : b)
ADGEN_BINARY_ALL(minimumSpan, ((a < b) | (a != a)) ? a : b)
ADGEN_BINARY_ALL(guardedSpan, a != 0 ? b : 0)
ADGEN_BINARY_KERNEL(divideSpan, float, float, a / b)
ADGEN_BINARY_KERNEL(divideSpan, double, double, a / b)
ADGEN_BINARY_KERNEL(powerSpan, float, float, vmath::pow(a, b))
ADGEN_BINARY_KERNEL(powerSpan, double, double, std::pow(a, b))
ADGEN_COMPARE_ALL(equalSpan, a == b)
ADGEN_COMPARE_ALL(notEqualSpan, a != b)
ADGEN_COMPARE_ALL(lessSpan, a < b)
ADGEN_COMPARE_ALL(lessEqualSpan, a <= b)

template <class I> void divideIntegers(const I *a, const I *b, I *out, int64_t n) {
  for (int64_t i = 0; i < n; ++i) {
    if (b[i] == 0)
      throw std::domain_error("divide: integer division by zero");
    if (b[i] == -1) // the smallest integer has no positive counterpart: wrap, do not trap
      out[i] = static_cast<I>(0 - static_cast<std::make_unsigned_t<I>>(a[i]));
    else
      out[i] = a[i] / b[i];
  }
}
void divideSpan(const int64_t *a, const int64_t *b, int64_t *out, int64_t n) { divideIntegers(a, b, out, n); }
void divideSpan(const int32_t *a, const int32_t *b, int32_t *out, int64_t n) { divideIntegers(a, b, out, n); }

template <class T> Span<T, T> spanFor(BinaryOp op) {
  switch (op) {
  case BinaryOp::Add:
    return addSpan;
  case BinaryOp::Subtract:
    return subtractSpan;
  case BinaryOp::Multiply:
    return multiplySpan;
  case BinaryOp::Divide:
    return divideSpan;
  case BinaryOp::Power:
    if constexpr (std::is_floating_point_v<T>)
      return powerSpan;
    throw std::domain_error("pow: integer tensors have no power; cast them first");
  case BinaryOp::Maximum:
    return maximumSpan;
  case BinaryOp::Minimum:
    return minimumSpan;
  case BinaryOp::Guarded:
    return guardedSpan;
  }
  __builtin_unreachable();
}

constexpr const char *nameOf(BinaryOp op) {
  constexpr const char *Names[] = {"add", "subtract", "multiply", "divide",
                                   "pow", "maximum",  "minimum",  "guarded"};
  return Names[static_cast<int>(op)];
}
constexpr const char *nameOf(CompareOp op) {
  constexpr const char *Names[] = {"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"};
  return Names[static_cast<int>(op)];
}

template <class T> const T *dataOf(const Operand<T> &a) { return a.tensor ? a.tensor->data() : &a.scalar; }
template <class T> const Shape *shapeOf(const Operand<T> &a) {
  return a.tensor ? &a.tensor->shape() : nullptr;
}

/// A scalar on one side: repeated in a tile, which meets one tile of the tensor
/// after the other.
template <class T, class R>
void runScalar(Span<T, R> span, const Operand<T> &a, const Operand<T> &b, int64_t count, R *out) {
  T tile[detail::TileSize];
  std::fill_n(tile, std::min(detail::TileSize, count), a.tensor ? b.scalar : a.scalar);
  const T *pa = a.tensor ? dataOf(a) : tile, *pb = b.tensor ? dataOf(b) : tile;
  for (int64_t i = 0; i < count; i += detail::TileSize)
    span(a.tensor ? pa + i : pa, b.tensor ? pb + i : pb, out + i, std::min(detail::TileSize, count - i));
}

template <class T, class R>
void runOperands(Span<T, R> span, const Operand<T> &a, const Operand<T> &b, const Shape &shape, R *out) {
  if (!a.tensor || !b.tensor)
    return runScalar(span, a, b, shape.numel(), out);
  if (a.tensor->shape() == b.tensor->shape())
    return span(dataOf(a), dataOf(b), out, shape.numel());
  detail::BroadcastOperand layouts[2];
  layouts[0].shape = shapeOf(a);
  layouts[1].shape = shapeOf(b);
  detail::BroadcastPlan plan(shape, layouts, 2);
  detail::SpanReader<T> readA(dataOf(a), layouts[0], plan), readB(dataOf(b), layouts[1], plan);
  detail::forEachSpan(
      plan, [=](int64_t at, int64_t n, const T *pa, const T *pb) { span(pa, pb, out + at, n); }, readA,
      readB);
}

template <class T> bool canReuse(const Operand<T> &a, const Shape &shape) {
  return a.spare && a.spare->shape() == shape && a.spare->unique();
}

template <class T, class R>
BasicTensor<R> run(const char *name, Span<T, R> span, const Operand<T> &a, const Operand<T> &b) {
  detail::MapShape to(name, {shapeOf(a), shapeOf(b)});
  if constexpr (std::is_same_v<T, R>) {
    // An operand of the result's shape is read in place, so overwriting it as
    // we go is safe even when the other one is repeated.
    for (const Operand<T> *x : {&a, &b}) {
      if (!canReuse(*x, to.shape))
        continue;
      T *out = x->spare->mutable_data();
      runOperands(span, a, b, to.shape, out);
      return std::move(*x->spare);
    }
  }
  auto result = BasicTensor<R>::uninitialized(to.shape);
  runOperands(span, a, b, to.shape, result.mutable_data());
  return result;
}

/// Powers by the small exponents that users write, many times faster than pow.
template <class T> bool smallPower(const Operand<T> &a, T exponent, BasicTensor<T> &result) {
  if (!a.tensor)
    return false;
  if (exponent == 1)
    result = *a.tensor;
  else if (exponent == 2)
    result = square(a.spare ? std::move(*a.spare) : *a.tensor);
  else if (exponent == -1)
    result = reciprocal(a.spare ? std::move(*a.spare) : *a.tensor);
  else
    return false;
  return true;
}

} // namespace

template <class T> BasicTensor<T> detail::binary(BinaryOp op, const Operand<T> &a, const Operand<T> &b) {
  if constexpr (std::is_floating_point_v<T>) {
    BasicTensor<T> result;
    if (op == BinaryOp::Power && !b.tensor && smallPower(a, b.scalar, result))
      return result;
  }
  return run<T, T>(nameOf(op), spanFor<T>(op), a, b);
}

template <class T> void detail::binaryInPlace(BinaryOp op, BasicTensor<T> &a, const Operand<T> &b) {
  if (b.tensor && b.tensor->shape() != a.shape() &&
      broadcastShapes(a.shape(), b.tensor->shape(), nameOf(op)) != a.shape())
    shapeMismatch(nameOf(op), a.shape(), b.tensor->shape(), "the left side of an assignment keeps its shape");
  T *out = a.mutable_data();
  runOperands<T, T>(spanFor<T>(op), Operand<T>(a), b, a.shape(), out);
}

template <class T> TensorB detail::compare(CompareOp op, const Operand<T> &a, const Operand<T> &b) {
  switch (op) {
  case CompareOp::Equal:
    return run<T, bool>(nameOf(op), equalSpan, a, b);
  case CompareOp::NotEqual:
    return run<T, bool>(nameOf(op), notEqualSpan, a, b);
  case CompareOp::Less:
    return run<T, bool>(nameOf(op), lessSpan, a, b);
  case CompareOp::LessEqual:
    return run<T, bool>(nameOf(op), lessEqualSpan, a, b);
  case CompareOp::Greater:
    return run<T, bool>(nameOf(op), lessSpan, b, a);
  case CompareOp::GreaterEqual:
    return run<T, bool>(nameOf(op), lessEqualSpan, b, a);
  }
  __builtin_unreachable();
}

template <class T>
BasicTensor<T> detail::select(const TensorB &condition, const Operand<T> &a, const Operand<T> &b) {
  // A scalar takes part as a tensor of rank 0: repeated from a tile.
  BasicTensor<T> scalarA(a.scalar), scalarB(b.scalar);
  try {
    return map([](bool c, T x, T y) { return c ? x : y; }, condition, a.tensor ? *a.tensor : scalarA,
               b.tensor ? *b.tensor : scalarB);
  } catch (const ShapeError &) {
    throw ShapeError("where: shapes " + condition.shape().str() + ", " +
                     (a.tensor ? a.tensor->shape().str() : "[]") + " and " +
                     (b.tensor ? b.tensor->shape().str() : "[]") + " do not broadcast");
  }
}

#define ADGEN_INSTANTIATE(T)                                                                                 \
  template BasicTensor<T> detail::binary(BinaryOp, const Operand<T> &, const Operand<T> &);                  \
  template void detail::binaryInPlace(BinaryOp, BasicTensor<T> &, const Operand<T> &);
ADGEN_INSTANTIATE(float)
ADGEN_INSTANTIATE(double)
ADGEN_INSTANTIATE(int64_t)
ADGEN_INSTANTIATE(int32_t)
#define ADGEN_INSTANTIATE_ALL(T)                                                                             \
  template TensorB detail::compare(CompareOp, const Operand<T> &, const Operand<T> &);                       \
  template BasicTensor<T> detail::select(const TensorB &, const Operand<T> &, const Operand<T> &);
ADGEN_INSTANTIATE_ALL(float)
ADGEN_INSTANTIATE_ALL(double)
ADGEN_INSTANTIATE_ALL(int64_t)
ADGEN_INSTANTIATE_ALL(int32_t)
ADGEN_INSTANTIATE_ALL(bool)

// Values that build IR when computed with, so that a row of the tables reads as
// mathematics.  Scalars give arith and math ops, tensors `ad.apply`.
#pragma once

#include "adgen/IR/AdDialect.h"
#include "adgen/Ops/Rows.h"

namespace adgen {

struct Expr {
  mlir::ImplicitLocOpBuilder *b = nullptr;
  mlir::Value v;
  bool refused = false;

  operator Cotangent() const { return refused ? Cotangent() : Cotangent(v); }
};

/// The type of an element: of a tensor its element type, of a scalar itself.
mlir::Type elementTypeOf(mlir::Type type);

/// A scalar constant of x's element type.
Expr constant(Expr x, double value);
Expr apply(llvm::StringRef row, std::initializer_list<Expr> operands, mlir::Type type = {});

#define ADGEN_BINARY(OPERATOR, ROW)                                                                          \
  inline Expr operator OPERATOR(Expr x, Expr z) { return apply(ROW, {x, z}); }                               \
  inline Expr operator OPERATOR(Expr x, double z) { return apply(ROW, {x, constant(x, z)}); }                \
  inline Expr operator OPERATOR(double x, Expr z) { return apply(ROW, {constant(z, x), z}); }
ADGEN_BINARY(+, "add")
ADGEN_BINARY(-, "sub")
ADGEN_BINARY(*, "mul")
ADGEN_BINARY(/, "div")
ADGEN_BINARY(<, "less")
ADGEN_BINARY(>, "greater")
ADGEN_BINARY(==, "equal")
#undef ADGEN_BINARY
inline Expr operator-(Expr x) { return apply("neg", {x}); }

/// One of the two where the condition is a constant.
Expr select(Expr condition, Expr x, Expr z);
inline Expr select(Expr condition, Expr x, double z) { return select(condition, x, constant(x, z)); }
inline Expr select(Expr condition, double x, Expr z) { return select(condition, constant(z, x), z); }
inline Expr guarded(Expr x, Expr z) { return apply("guarded", {x, z}); }
inline Expr guarded_mul(Expr x, Expr z) { return apply("guarded_mul", {x, z}); }
inline Expr guarded_div(Expr x, Expr z) { return apply("guarded_div", {x, z}); }

#define ADGEN_FUNCTION(NAME)                                                                                 \
  template <typename... Rest> Expr NAME(Expr x, Rest... rest) { return apply(#NAME, {x, rest...}); }
ADGEN_FUNCTION(abs)
ADGEN_FUNCTION(sqrt)
ADGEN_FUNCTION(exp)
ADGEN_FUNCTION(log)
ADGEN_FUNCTION(sin)
ADGEN_FUNCTION(cos)
ADGEN_FUNCTION(sinh)
ADGEN_FUNCTION(cosh)
ADGEN_FUNCTION(tanh)
ADGEN_FUNCTION(erf)
ADGEN_FUNCTION(trunc)
ADGEN_FUNCTION(copysign)
ADGEN_FUNCTION(ldexp)
ADGEN_FUNCTION(sigmoid)
ADGEN_FUNCTION(sum)
ADGEN_FUNCTION(mean)
ADGEN_FUNCTION(expand_as)
ADGEN_FUNCTION(broadcast_like)
ADGEN_FUNCTION(select_extremum)
ADGEN_FUNCTION(prod_grad)
ADGEN_FUNCTION(ones_like)
ADGEN_FUNCTION(zeros_like)
ADGEN_FUNCTION(full_like)
ADGEN_FUNCTION(reshape_like)
ADGEN_FUNCTION(transpose)
ADGEN_FUNCTION(permute)
ADGEN_FUNCTION(permute_inverse)
ADGEN_FUNCTION(slice)
ADGEN_FUNCTION(slice_grad)
ADGEN_FUNCTION(flip)
ADGEN_FUNCTION(pad)
ADGEN_FUNCTION(pad_grad)
ADGEN_FUNCTION(split_part)
ADGEN_FUNCTION(split_part_grad)
ADGEN_FUNCTION(index_add)
ADGEN_FUNCTION(gather)
ADGEN_FUNCTION(take_along_axis)
ADGEN_FUNCTION(take_along_axis_grad)
ADGEN_FUNCTION(matmul)
ADGEN_FUNCTION(matmul_grad_lhs)
ADGEN_FUNCTION(matmul_grad_rhs)
#undef ADGEN_FUNCTION

/// x^z; 1, x itself and x * x where the exponent says so.
Expr pow(Expr x, Expr z);
/// The integer n as a number of x's element type.
Expr number(Expr x, Expr n);
inline Expr one(Expr x) { return constant(x, 1); }
inline Expr zero(Expr x) { return constant(x, 0); }
/// The slope of gelu's tanh approximation.
Expr geluTanhSlope(Expr x);
/// The number of elements that a reduction of x over `axes` adds up, as a scalar.
Expr reduced_count(Expr x, Expr axes);
Expr cast(Expr dy, Expr x);
/// dy summed to the shape of `like`, a tensor or a number.
Expr sum_to(Expr dy, Expr like);
/// A number or a tensor broadcast to the shape of x.
Expr spread(Expr dy, Expr x);
/// `true`, for a keepdims operand.
Expr yes(Expr x);
Expr list(Expr axis);
/// The element of x at the indices, and the adjoint of reading it; `read` is (x, indices…).
Expr at(Expr x, mlir::ValueRange indices);
Expr at_grad(Expr dy, mlir::ValueRange read);
/// The list of the parts of dy that belong to the operands of a concat or stack.
Expr concat_parts(Expr dy, Expr parts, Expr axis);
/// Zeros like the parts, concatenated with dy in place of the one at `index`: the transpose of concat_grad.
Expr concat_among(Expr dy, Expr parts, Expr axis, Expr index);
Expr stack_parts(Expr dy, Expr parts, Expr axis);

} // namespace adgen

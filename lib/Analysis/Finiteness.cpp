#include "adgen/Analysis/Finiteness.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// Rows that map finite operands to finite results.
static bool keepsFinite(llvm::StringRef row) {
  static const llvm::StringSet<> names = {"add",
                                          "sub",
                                          "mul",
                                          "neg",
                                          "fma",
                                          "abs",
                                          "square",
                                          "sin",
                                          "cos",
                                          "atan",
                                          "tanh",
                                          "asinh",
                                          "cbrt",
                                          "erf",
                                          "erfc",
                                          "copysign",
                                          "fmax",
                                          "fmin",
                                          "maximum",
                                          "minimum",
                                          "fdim",
                                          "clamp",
                                          "where",
                                          "guarded",
                                          "sigmoid",
                                          "softplus",
                                          "relu",
                                          "silu",
                                          "gelu",
                                          "elu",
                                          "leaky_relu",
                                          "floor",
                                          "ceil",
                                          "round",
                                          "trunc",
                                          "rint",
                                          "nearbyint",
                                          "sign",
                                          "zeros_like",
                                          "ones_like",
                                          "sum",
                                          "max",
                                          "min",
                                          "expand_as",
                                          "sum_to",
                                          "broadcast_like",
                                          "select_extremum",
                                          "same_shape",
                                          "reshape",
                                          "reshape_like",
                                          "transpose",
                                          "permute",
                                          "permute_inverse",
                                          "expand_dims",
                                          "squeeze",
                                          "broadcast_to",
                                          "slice",
                                          "slice_grad",
                                          "flip",
                                          "pad",
                                          "pad_grad",
                                          "split_part",
                                          "split_part_grad",
                                          "concat",
                                          "stack",
                                          "concat_grad",
                                          "stack_grad",
                                          "gather",
                                          "index_select",
                                          "index_add",
                                          "take_along_axis",
                                          "take_along_axis_grad",
                                          "matmul",
                                          "matmul_grad_lhs",
                                          "matmul_grad_rhs",
                                          "dot",
                                          "outer",
                                          "softmax",
                                          "item",
                                          "full_like",
                                          "full",
                                          "to_tensor",
                                          "cast",
                                          "zeros",
                                          "ones",
                                          "eye",
                                          "one_hot",
                                          "reduced_count",
                                          "mean",
                                          "logsumexp",
                                          "var",
                                          "norm",
                                          "prod",
                                          "log_softmax",
                                          "at",
                                          "tensor_of",
                                          "uniform",
                                          "normal",
                                          "arange"};
  return names.contains(row);
}

/// A constant other than zero, as divisor.
static bool isNonZeroConstant(Value value) {
  APFloat constant(0.0);
  return matchPattern(value, m_ConstantFloat(&constant)) && constant.isFiniteNonZero();
}

static bool isFiniteWithin(Value value, Value given, unsigned depth);

static bool resultIsFinite(OpResult result, Value given, unsigned depth) {
  Operation *op = result.getOwner();
  APFloat constant(0.0);
  if (matchPattern(Value(result), m_ConstantFloat(&constant)))
    return constant.isFinite();
  auto operandsFinite = [&](OperandRange operands) {
    return llvm::all_of(operands, [&](Value v) { return isFiniteWithin(v, given, depth - 1); });
  };
  if (isa<arith::SIToFPOp, arith::UIToFPOp, ExtractOp, GlobalOp, LiteralOp>(op))
    return true; // parts of inputs, and integers
  if (isa<arith::ExtFOp, StopGradientOp, MakeRecordOp, ListOp>(op))
    return operandsFinite(op->getOperands());
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return isFiniteWithin(branch.thenYield().getOperand(result.getResultNumber()), given, depth - 1) &&
           isFiniteWithin(branch.elseYield().getOperand(result.getResultNumber()), given, depth - 1);
  const Row *row = rowOf(op);
  if (!row)
    return false;
  if (row->name == "div")
    return isNonZeroConstant(op->getOperand(1)) && isFiniteWithin(op->getOperand(0), given, depth - 1);
  return keepsFinite(row->name) && operandsFinite(op->getOperands());
}

static bool isFiniteWithin(Value value, Value given, unsigned depth) {
  if (value == given)
    return true;
  // Deep expressions: give up rather than spend quadratic time.
  if (depth == 0)
    return false;
  Type type = value.getType();
  if (!isa<FloatType, ad::TensorType, RecordType>(type) || isa<BlockArgument>(value))
    return true;
  return resultIsFinite(cast<OpResult>(value), given, depth);
}

bool adgen::isAlwaysFinite(Value value, Value given) { return isFiniteWithin(value, given, 24); }

bool adgen::isNeverZero(Value value) {
  if (isNonZeroConstant(value))
    return true;
  Operation *op = value.getDefiningOp();
  if (!op)
    return false;
  const Row *row = rowOf(op);
  if (!row)
    return false;
  if (row->name == "ones_like")
    return true;
  // What only spreads its operand keeps it from zero.
  if (row->name == "neg" || row->name == "expand_as" || row->name == "broadcast_like" ||
      row->name == "sum_to")
    return isNeverZero(op->getOperand(0));
  if (row->name == "div" || row->name == "mul")
    return isNeverZero(op->getOperand(0)) &&
           (isNonZeroConstant(op->getOperand(1)) ||
            (op->getOperand(1).getDefiningOp<ApplyOp>() &&
             op->getOperand(1).getDefiningOp<ApplyOp>().getName() == "reduced_count"));
  return false;
}

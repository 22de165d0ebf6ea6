#include "adgen/Analysis/Finiteness.h"

#include "adgen/Analysis/Signs.h"
#include "adgen/Analysis/Stability.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/MapVector.h"
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
                                          "guarded_mul",
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

/// Whether the operation keeps a promise that its operands make; control flow and memory aside.
/// `at` has the branches around it that the operation will have, if that does not stand there yet.
static bool keepsFinite(OpResult result, llvm::function_ref<bool(Value)> isFinite, Operation *at = nullptr) {
  Operation *op = result.getOwner();
  if (!at)
    at = op;
  APFloat constant(0.0);
  if (matchPattern(Value(result), m_ConstantFloat(&constant)))
    return constant.isFinite();
  if (isa<arith::SIToFPOp, arith::UIToFPOp, GlobalOp, LiteralOp, UndefOp>(op))
    return true; // inputs, and integers
  if (isa<arith::ExtFOp, StopGradientOp, MakeRecordOp, ListOp, ExtractOp>(op))
    return llvm::all_of(op->getOperands(), isFinite);
  if (auto select = dyn_cast<arith::SelectOp>(op))
    return isFinite(select.getTrueValue()) && isFinite(select.getFalseValue());
  const Row *row = rowOf(op);
  if (!row)
    return false;
  auto isScalar = [&] { return isa<FloatType>(result.getType()); };
  if (row->name == "div" || row->name == "guarded_div")
    return (isNonZeroConstant(op->getOperand(1)) || (isScalar() && isNotZero(op->getOperand(1), at))) &&
           llvm::all_of(op->getOperands(), isFinite);
  if (isScalar() && row->name == "sqrt")
    return isNotNegative(op->getOperand(0), at) && isFinite(op->getOperand(0));
  if (isScalar() && (row->name == "log" || row->name == "log2" || row->name == "log10"))
    return isPositive(op->getOperand(0), at) && isFinite(op->getOperand(0));
  return keepsFinite(row->name) && llvm::all_of(op->getOperands(), isFinite);
}

static bool isNumber(Value value) {
  return isa<FloatType, ad::TensorType, RecordType, ad::ArrayType, ListType>(value.getType());
}

static constexpr size_t mostWrites = 256; ///< So many are told from each other.

/// Takes every promise for kept until one is found broken.
Finiteness::Finiteness(func::FuncOp function, const Memory &memory) {
  auto isKept = [&](Value value) { return !isNumber(value) || !broken.contains(value); };
  bool changed = true;
  auto breakPromise = [&](Value value) {
    if (isNumber(value))
      changed |= broken.insert(value).second;
  };
  // What may write numbers that are not finite, and into which objects, by whatever name they go.
  llvm::MapVector<Operation *, ObjectSet> breaking;
  llvm::BitVector spoilt(memory.objects().size());
  auto spoil = [&](Operation *op, const ObjectSet &objects) {
    if (!breaking.insert({op, objects}).second)
      return;
    changed = true;
    for (unsigned object : objects)
      for (unsigned other = 0; other < spoilt.size(); ++other)
        if (memory.mayOverlap(object, other))
          spoilt.set(other);
  };
  auto mayReadSpoilt = [&](LoadOp load) {
    const ObjectSet &read = memory.objectsOf(load.getPointer());
    if (llvm::none_of(read, [&](unsigned object) { return spoilt[object]; }))
      return false;
    // What is read before it is written is what the caller has given.
    return breaking.size() > mostWrites || llvm::any_of(breaking, [&](auto &write) {
             const bool isOther = llvm::none_of(write.second, [&](unsigned one) {
               return llvm::any_of(read, [&](unsigned other) { return memory.mayOverlap(one, other); });
             });
             return !isOther && !isOnlyBefore(load, write.first);
           });
  };
  auto visit = [&](Operation *op) -> void {
    forEachFlow(op, [&](Value from, Value to) {
      if (!isKept(from))
        breakPromise(to);
    });
    if (auto store = dyn_cast<StoreOp>(op)) {
      if (!isKept(store.getValue()))
        spoil(op, memory.objectsOf(store.getPointer()));
      return;
    }
    // A callee may write anything to what it can reach.
    if (isa<func::CallOp>(op)) {
      ObjectSet reached;
      for (Value operand : op->getOperands())
        for (unsigned object : memory.reachableFrom(memory.objectsOf(operand)))
          reached.insert(object);
      spoil(op, reached);
    }
    if (auto load = dyn_cast<LoadOp>(op)) {
      if (mayReadSpoilt(load))
        breakPromise(load);
      return;
    }
    if (op->getNumRegions() != 0 && !isa<MapOp>(op))
      return;
    for (OpResult result : op->getResults())
      if (isNumber(result) && !broken.contains(result) && (isa<MapOp>(op) || !::keepsFinite(result, isKept)))
        breakPromise(result);
  };
  while (changed) {
    changed = false;
    function.walk<WalkOrder::PreOrder>(visit);
  }
  function.walk<WalkOrder::PreOrder>([&](Operation *op) { known.insert(op); });
}

bool Finiteness::isFinite(Value value, Value given, Operation *at, unsigned depth) const {
  if (value == given || !isNumber(value))
    return true;
  if (auto negation = given ? given.getDefiningOp<arith::NegFOp>() : arith::NegFOp();
      negation && value == negation.getOperand())
    return true; // -(-x) has been folded
  Operation *op = value.getDefiningOp();
  if (!op || known.contains(op) || copies.contains(value))
    return !broken.contains(value);
  auto isOperandFinite = [&](Value operand) { return isFinite(operand, given, at, depth - 1); };
  return depth > 0 && op->getNumRegions() == 0 && ::keepsFinite(cast<OpResult>(value), isOperandFinite, at);
}

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

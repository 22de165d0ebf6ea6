#include "adgen/Analysis/Shapes.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/Ops/Rows.h"

#include "mlir/IR/Matchers.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

std::optional<unsigned> adgen::shapeSource(llvm::StringRef row) {
  int operand = llvm::StringSwitch<int>(row)
                    .Cases("full_like", "cast", "softmax", "log_softmax", "flip", 0)
                    .Cases("sum_to", "broadcast_like", "reshape_like", "expand_as", "select_extremum", 1)
                    .Case("same_shape", 1)
                    .Cases("prod_grad", "slice_grad", "index_add", "split_part_grad", "matmul_grad_lhs", 1)
                    .Case("matmul_grad_rhs", 2)
                    .Default(-1);
  return operand < 0 ? std::nullopt : std::optional<unsigned>(operand);
}

bool adgen::readsOnlyShape(OpOperand &use) {
  auto apply = dyn_cast<ApplyOp>(use.getOwner());
  if (!apply)
    return false;
  int operand = llvm::StringSwitch<int>(apply.getName())
                    .Cases("zeros_like", "ones_like", "full_like", "reduced_count", 0)
                    .Cases("shape", "size", "rank", "dim", 0)
                    .Cases("sum_to", "broadcast_like", "reshape_like", "expand_as", "same_shape", 1)
                    .Cases("slice_grad", "index_add", "split_part_grad", 1)
                    .Default(-1);
  return int(use.getOperandNumber()) == operand;
}

/// sum(x), not sum(x, axes) or sum(x, {}, true): the result has rank 0.
static bool reducesEverything(ApplyOp op) {
  bool reduction = llvm::StringSwitch<bool>(op.getName())
                       .Cases("sum", "mean", "max", "min", "prod", "var", "logsumexp", "norm", true)
                       .Default(false);
  if (!reduction)
    return false;
  ValueRange operands = op.getOperands();
  if (operands.size() > 1) {
    auto axes = operands[1].getDefiningOp<ListOp>();
    if (!axes || !axes.getElements().empty())
      return false;
  }
  return operands.size() < 3 || matchPattern(operands[2], m_Zero());
}

ShapeOrigins Shapes::originsOf(Value value) {
  if (auto at = known.find(value); at != known.end())
    return at->second;
  ShapeOrigins origins = compute(value);
  known[value] = origins;
  return origins;
}

ShapeOrigins Shapes::broadcast(ValueRange values) {
  ShapeOrigins all;
  for (Value value : values)
    llvm::append_range(all, originsOf(value));
  llvm::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

bool Shapes::absorbed(Value a, ValueRange others) {
  ShapeOrigins common = broadcast(others);
  return llvm::all_of(originsOf(a), [&](void *origin) { return llvm::is_contained(common, origin); });
}

ShapeOrigins Shapes::compute(Value value) {
  if (!isa<ad::TensorType>(value.getType()))
    return {};
  Operation *op = value.getDefiningOp();
  if (auto stop = dyn_cast_or_null<StopGradientOp>(op))
    return originsOf(stop.getOperand());
  if (auto map = dyn_cast_or_null<MapOp>(op))
    return broadcast(map.getInputs());
  if (auto apply = dyn_cast_or_null<ApplyOp>(op)) {
    if (reducesEverything(apply) || apply.getName() == "to_tensor")
      return {};
    if (std::optional<unsigned> source = shapeSource(apply.getName()))
      return originsOf(apply.getOperands()[*source]);
    if (const Row *row = rowNamed(apply.getName()); row && row->kind == RowKind::Elementwise)
      return broadcast(apply.getOperands());
  }
  return {value.getAsOpaquePointer()};
}

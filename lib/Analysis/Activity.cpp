#include "adgen/Analysis/Activity.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Iterators.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

bool adgen::isDifferentiableType(Type type) {
  if (isa<FloatType>(type))
    return true;
  if (auto tensor = dyn_cast<ad::TensorType>(type))
    return isa<FloatType>(tensor.getElementType());
  if (auto list = dyn_cast<ListType>(type))
    return isDifferentiableType(list.getElementType());
  if (auto record = dyn_cast<RecordType>(type))
    return llvm::any_of(record.getFieldTypes(), isDifferentiableType);
  return false;
}

/// Whether a derivative passes from the operands of `op` to its results.
static bool passes(Operation *op) {
  if (isa<StopGradientOp>(op))
    return false;
  const Row *row = rowOf(op);
  return !row || !row->isInactive();
}

Activity::Activity(func::FuncOp function, llvm::ArrayRef<Value> independent,
                   llvm::ArrayRef<Value> dependent) {
  varied.insert(independent.begin(), independent.end());
  // Straight-line code and branches: one walk in program order, one against it.
  function.walk<WalkOrder::PostOrder>([&](Operation *op) {
    if (auto branch = dyn_cast<scf::IfOp>(op)) {
      for (Region *region : {&branch.getThenRegion(), &branch.getElseRegion()})
        if (!region->empty())
          for (auto [yielded, result] :
               llvm::zip(region->front().getTerminator()->getOperands(), branch.getResults()))
            if (varied.contains(yielded))
              varied.insert(result);
      return;
    }
    if (!passes(op) || llvm::none_of(op->getOperands(), [&](Value v) { return varied.contains(v); }))
      return;
    for (Value result : op->getResults())
      if (isDifferentiableType(result.getType()))
        varied.insert(result);
  });

  useful.insert(dependent.begin(), dependent.end());
  function.walk<WalkOrder::PreOrder, ReverseIterator>([&](Operation *op) {
    if (auto branch = dyn_cast<scf::IfOp>(op)) {
      for (Region *region : {&branch.getThenRegion(), &branch.getElseRegion()})
        if (!region->empty())
          for (auto [yielded, result] :
               llvm::zip(region->front().getTerminator()->getOperands(), branch.getResults()))
            if (useful.contains(result))
              useful.insert(yielded);
      return;
    }
    if (!passes(op) || llvm::none_of(op->getResults(), [&](Value v) { return useful.contains(v); }))
      return;
    for (Value operand : op->getOperands())
      if (isDifferentiableType(operand.getType()))
        useful.insert(operand);
  });
}

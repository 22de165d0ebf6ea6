// Variables become values: mem2reg and scalar replacement over structured
// control flow.  Import makes every variable an ad.local; what is left of them
// behind this pass are arrays and what somebody points to.
#include "PromoteLocals.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/Optimize/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace adgen {
#define GEN_PASS_DEF_PROMOTELOCALS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::promote;

bool promote::foldChoices(func::FuncOp function) {
  bool changed = false;
  auto isUndefined = [](Value value) { return bool(value.getDefiningOp<ad::UndefOp>()); };
  function.walk([&](Operation *op) {
    if (auto select = dyn_cast<arith::SelectOp>(op); select && !select->use_empty()) {
      for (auto [choice, other] : {std::pair(select.getTrueValue(), select.getFalseValue()),
                                   std::pair(select.getFalseValue(), select.getTrueValue())})
        if (isUndefined(choice)) {
          select.getResult().replaceAllUsesWith(other);
          changed = true;
          break;
        }
      return;
    }
    auto branch = dyn_cast<scf::IfOp>(op);
    if (!branch || !branch.getNumResults())
      return;
    for (OpResult result : branch.getResults()) {
      Value a = branch.thenYield().getOperand(result.getResultNumber());
      Value c = branch.elseYield().getOperand(result.getResultNumber());
      for (auto [choice, other] : {std::pair(a, c), std::pair(c, a)})
        if ((isUndefined(choice) || choice == other) &&
            !branch->isAncestor(other.getParentBlock()->getParentOp()) && !result.use_empty()) {
          result.replaceAllUsesWith(other);
          changed = true;
          break;
        }
    }
  });
  return changed;
}

namespace {

struct PromoteLocals : adgen::impl::PromoteLocalsBase<PromoteLocals> {
  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isExternal())
      return;
    ResultNames names;
    // A promoted pointer variable sets free what it pointed to: again.
    bool changed = true;
    while (changed) {
      changed = splitRecords(function);
      changed |= splitArrays(function);
      changed |= promoteToValues(function, names);
      changed |= foldChoices(function);
      changed |= eraseDeadResults(function, names);
      changed |= eraseDeadMemory(function, names);
    }
    for (auto [result, name] : names) {
      Operation *op = result.getDefiningOp();
      if (op->getNumResults() == 1 && nameOf(op->getLoc()).empty())
        op->setLoc(withName(op->getLoc(), name));
    }
  }
};

} // namespace

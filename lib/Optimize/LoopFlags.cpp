// Loops that a flag ends: what is known of the flag in the body.
//
// `while (!stop && c) { … }` comes from a loop with a break.  In the body the
// flag is false.  And a variable that nobody reads behind the loop may change
// in the last iteration as in any other: it need not look at the flag.
#include "adgen/Optimize/Passes.h"

#include "adgen/IR/AdDialect.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace adgen {
#define GEN_PASS_DEF_LOOPFLAGS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;

/// A truth value that takes little to compute, as a choice without branches.
static void flatten(scf::IfOp branch) {
  if (branch.getNumResults() != 1 || !branch.getResult(0).getType().isInteger(1))
    return;
  for (Block *block : {branch.thenBlock(), branch.elseBlock()}) {
    if (std::distance(block->begin(), block->end()) > 5)
      return;
    for (Operation &op : block->without_terminator())
      if (op.getNumRegions() != 0 || !isPure(&op))
        return;
  }
  SmallVector<Value> values;
  for (Block *block : {branch.thenBlock(), branch.elseBlock()}) {
    values.push_back(block->getTerminator()->getOperand(0));
    block->getTerminator()->erase();
    branch->getBlock()->getOperations().splice(branch->getIterator(), block->getOperations());
  }
  OpBuilder b(branch);
  branch.getResult(0).replaceAllUsesWith(
      b.createOrFold<arith::SelectOp>(branch.getLoc(), branch.getCondition(), values[0], values[1]));
  branch.erase();
}

/// The flags that must be false for the condition to be true.
static void collectFlags(Value condition, SmallVectorImpl<Value> &flags) {
  if (auto select = condition.getDefiningOp<arith::SelectOp>()) {
    if (matchPattern(select.getTrueValue(), m_Zero())) {
      flags.push_back(select.getCondition());
      collectFlags(select.getFalseValue(), flags);
    } else if (matchPattern(select.getFalseValue(), m_Zero())) {
      collectFlags(select.getCondition(), flags);
      collectFlags(select.getTrueValue(), flags);
    }
  } else if (auto both = condition.getDefiningOp<arith::AndIOp>()) {
    collectFlags(both.getLhs(), flags);
    collectFlags(both.getRhs(), flags);
  } else if (auto negation = condition.getDefiningOp<arith::XOrIOp>()) {
    if (matchPattern(negation.getRhs(), m_One()))
      flags.push_back(negation.getLhs());
  }
}

/// In the body, the flags are false.
static bool assumeInBody(scf::WhileOp loop, llvm::ArrayRef<Value> flags) {
  bool changed = false;
  OpBuilder b = OpBuilder::atBlockBegin(loop.getAfterBody());
  for (auto [argument, value] : llvm::zip(loop.getAfterArguments(), loop.getConditionOp().getArgs()))
    if (llvm::is_contained(flags, value) && !argument.use_empty()) {
      argument.replaceAllUsesWith(b.create<arith::ConstantIntOp>(loop.getLoc(), 0, 1));
      changed = true;
    }
  return changed;
}

/// Of an alternative that depends on whether the loop ends here, what a further iteration gets; null where
/// that is no matter of it, or cannot be computed anyway.
static Value goingOn(Value value, Value flag) {
  auto isFlag = [&](Value condition, bool negated) {
    if (!negated)
      return condition == flag;
    auto negation = condition.getDefiningOp<arith::XOrIOp>();
    return negation && negation.getLhs() == flag && matchPattern(negation.getRhs(), m_One());
  };
  if (auto select = value.getDefiningOp<arith::SelectOp>()) {
    if (isFlag(select.getCondition(), false))
      return select.getFalseValue();
    if (isFlag(select.getCondition(), true))
      return select.getTrueValue();
  }
  auto branch = value.getDefiningOp<scf::IfOp>();
  if (!branch || branch.getElseRegion().empty())
    return {};
  bool ends = isFlag(branch.getCondition(), false);
  if (!ends && !isFlag(branch.getCondition(), true))
    return {};
  Block *block = ends ? branch.elseBlock() : branch.thenBlock();
  Value next = block->getTerminator()->getOperand(cast<OpResult>(value).getResultNumber());
  if (next.getParentBlock() != block)
    return next;
  // One cheap operation, such as i + 1, may as well be done in front.
  Operation *op = next.getDefiningOp();
  if (!op || !isa<arith::AddIOp, arith::SubIOp, adgen::ad::OffsetOp>(op) ||
      llvm::any_of(op->getOperands(), [&](Value v) {
        return v.getParentBlock() == block && !v.getDefiningOp<arith::ConstantOp>();
      }))
    return {};
  OpBuilder b(branch);
  IRMapping mapping;
  for (Value operand : op->getOperands())
    if (operand.getParentBlock() == block)
      mapping.map(operand, b.clone(*operand.getDefiningOp())->getResult(0));
  return b.clone(*op, mapping)->getResult(0);
}

static bool forgetFlag(scf::WhileOp loop, llvm::ArrayRef<Value> flags) {
  bool changed = false;
  auto yield = loop.getYieldOp();
  auto forwarded = loop.getConditionOp().getArgs();
  for (auto [index, argument] : llvm::enumerate(loop.getBeforeArguments())) {
    if (!llvm::is_contained(flags, Value(argument)))
      continue;
    Value flag = yield.getOperand(index);
    for (auto [other, before] : llvm::enumerate(loop.getBeforeArguments())) {
      bool isRead = false;
      for (auto [result, value] : llvm::zip(loop.getResults(), forwarded))
        isRead |= value == before && !result.use_empty();
      // In front of the condition, the value may be read by nothing that has an effect or could fail.
      bool isHarmless =
          llvm::all_of(loop.getBeforeBody()->without_terminator(), [](Operation &op) { return isPure(&op); });
      if (isRead || !isHarmless || other == index)
        continue;
      if (Value next = goingOn(yield.getOperand(other), flag)) {
        yield->setOperand(other, next);
        changed = true;
      }
    }
  }
  return changed;
}

namespace {

struct LoopFlags : adgen::impl::LoopFlagsBase<LoopFlags> {
  void runOnOperation() override {
    getOperation()->walk([](scf::IfOp branch) { flatten(branch); });
    getOperation()->walk([&](scf::WhileOp loop) {
      SmallVector<Value> flags;
      collectFlags(loop.getConditionOp().getCondition(), flags);
      assumeInBody(loop, flags);
    });
    getOperation()->walk([&](scf::WhileOp loop) {
      SmallVector<Value> flags;
      collectFlags(loop.getConditionOp().getCondition(), flags);
      forgetFlag(loop, flags);
    });
  }
};

} // namespace

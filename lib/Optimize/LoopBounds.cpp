// Bounds of loops that may be the least or the greatest number of their type: `int last = INT_MIN` stands for
// "none", and `i < last` does not hold for any i. Backwards, the loop would begin at `last - 1`. So a bound
// that such a constant may have come to is no further away than where the loop begins. Loops that the source
// counts in unsigned numbers of 64 bits count in signed ones here: `i = npos; i < n` must not begin at -1.
#include "Constants.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/LoopVariables.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/TypeSwitch.h"

namespace adgen {
#define GEN_PASS_DEF_LOOPBOUNDS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;
using optimize::addedConstant;

namespace {

enum class End { Least, Greatest };

/// Where an integer may come from, as far as that may be one end of its type.
class Origins {
public:
  explicit Origins(End end) : end(end) {}

  bool mayBeEnd(Value value) {
    if (!reachesEnd(value))
      return false;
    visited.clear();
    visitedTypes.clear();
    return true;
  }

private:
  /// What has been visited leads to no end, or the question is answered.
  bool reachesEnd(Value value) {
    if (!value.getType().isSignlessInteger() || !visited.insert(value).second)
      return false;
    APInt number;
    if (matchPattern(value, m_ConstantInt(&number)))
      return end == End::Least ? number.isMinSignedValue() : number.isMaxSignedValue();
    if (auto argument = dyn_cast<BlockArgument>(value))
      return reachesEnd(argument);
    Operation *op = value.getDefiningOp();
    const unsigned index = cast<OpResult>(value).getResultNumber();
    return TypeSwitch<Operation *, bool>(op)
        .Case<arith::SelectOp, arith::MaxSIOp, arith::MinSIOp>([&](Operation *choice) {
          return llvm::any_of(choice->getOperands(), [&](Value operand) { return reachesEnd(operand); });
        })
        .Case([&](scf::IfOp branch) {
          return reachesEnd(branch.thenYield().getOperand(index)) ||
                 reachesEnd(branch.elseYield().getOperand(index));
        })
        .Case([&](scf::ForOp loop) {
          return reachesEnd(loop.getInitArgs()[index]) || reachesEnd(loop.getYieldedValues()[index]);
        })
        .Case([&](scf::WhileOp loop) { return reachesEnd(loop.getConditionOp().getArgs()[index]); })
        .Case<LoadOp, ExtractOp>([&](Operation *read) { return isKept(read); })
        .Case([&](func::CallOp call) { return isReturned(call, index); })
        .Default(false);
  }

  bool reachesEnd(BlockArgument argument) {
    const unsigned index = argument.getArgNumber();
    Operation *op = argument.getOwner()->getParentOp();
    if (auto loop = dyn_cast<scf::ForOp>(op))
      return argument != loop.getInductionVar() && reachesEnd(loop.getResult(index - 1));
    auto loop = dyn_cast<scf::WhileOp>(op);
    if (!loop)
      return false;
    if (argument.getOwner() == loop.getAfterBody())
      return reachesEnd(loop.getConditionOp().getArgs()[index]);
    return reachesEnd(loop.getInits()[index]) || reachesEnd(loop.getYieldOp().getOperand(index));
  }

  /// Anywhere in the function, in whatever memory or record.
  bool isKept(Operation *read) {
    Type type = read->getResult(0).getType();
    if (!visitedTypes.insert(type).second)
      return false;
    return read->getParentOfType<func::FuncOp>()
        .walk([&](Operation *op) {
          auto store = dyn_cast<StoreOp>(op);
          Value kept = store ? store.getValue() : isa<arith::ConstantOp>(op) ? op->getResult(0) : Value();
          const bool isEnd = kept && kept.getType() == type && reachesEnd(kept);
          return isEnd ? WalkResult::interrupt() : WalkResult::advance();
        })
        .wasInterrupted();
  }

  bool isReturned(func::CallOp call, unsigned index) {
    auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(call, call.getCalleeAttr());
    return callee && callee
                         .walk([&](func::ReturnOp op) {
                           return reachesEnd(op.getOperand(index)) ? WalkResult::interrupt()
                                                                   : WalkResult::advance();
                         })
                         .wasInterrupted();
  }

  End end;
  llvm::DenseSet<Value> visited;
  llvm::DenseSet<Type> visitedTypes; ///< What is kept of these.
};

/// Less than half of the unsigned numbers, whatever it is.
bool isSmall(Value value) {
  APInt number;
  if (matchPattern(value, m_ConstantInt(&number)))
    return !number.isNegative();
  if (scf::ForOp loop = loopCounting(value))
    return loop->hasAttr(unsignedMark) || isSmall(loop.getLowerBound()); // it will be limited
  if (value.getDefiningOp<arith::ExtUIOp>())
    return true;
  // What is added to a number that a loop counts does not make it so large.
  auto sum = value.getDefiningOp<arith::AddIOp>();
  return sum && loopCounting(sum.getLhs()) && isSmall(sum.getLhs()) &&
         matchPattern(sum.getRhs(), m_Constant()) && isSmall(sum.getRhs());
}

/// What the source compares with: the bound without a constant that is added to it.
Value compared(Value bound) {
  const bool isSum = addedConstant(bound) && !bound.getDefiningOp()->hasAttr(wrapsMark);
  return isSum ? bound.getDefiningOp()->getOperand(0) : bound;
}

/// The bound, where what the source compares with is not further than `nearest`.
template <class Nearer> Value limited(OpBuilder &b, Value bound, Value nearest) {
  Value limit = b.createOrFold<Nearer>(bound.getLoc(), compared(bound), nearest);
  if (compared(bound) == bound)
    return limit;
  Operation *sum = b.clone(*bound.getDefiningOp());
  sum->setOperand(0, limit);
  return sum->getResult(0);
}

/// Without such a constant, and functions that may return one, there is nothing to look for.
bool mayHaveEnds(func::FuncOp function) {
  return function
      .walk([](Operation *op) {
        APInt number;
        const bool isEnd = matchPattern(op, m_ConstantInt(&number)) && number.getBitWidth() > 1 &&
                           (number.isMinSignedValue() || number.isMaxSignedValue());
        return isEnd || isa<func::CallOp>(op) ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

struct LoopBounds : adgen::impl::LoopBoundsBase<LoopBounds> {
  void runOnOperation() override {
    const bool hasEnds = mayHaveEnds(getOperation());
    Origins least(End::Least), greatest(End::Greatest);
    getOperation()->walk([&](scf::ForOp loop) {
      OpBuilder b(loop);
      Value lower = loop.getLowerBound(), upper = loop.getUpperBound();
      if (hasEnds && least.mayBeEnd(compared(upper)))
        loop.getUpperBoundMutable().assign(limited<arith::MaxSIOp>(b, upper, lower));
      if (loop->removeAttr(unsignedMark) && !isSmall(lower))
        loop.getLowerBoundMutable().assign(limited<arith::MinUIOp>(b, lower, upper));
      else if (hasEnds && greatest.mayBeEnd(compared(lower)))
        loop.getLowerBoundMutable().assign(limited<arith::MinSIOp>(b, lower, upper));
    });
  }
};

} // namespace

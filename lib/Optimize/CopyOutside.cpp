#include "CopyOutside.h"

#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

Value adgen::copyOutside(OpBuilder &b, scf::ForOp loop, Value value, IRMapping &mapping) {
  if (Value known = mapping.lookupOrNull(value))
    return known;
  if (loop.isDefinedOutsideOfLoop(value))
    return value;
  for (Value operand : value.getDefiningOp()->getOperands())
    copyOutside(b, loop, operand, mapping);
  return b.clone(*value.getDefiningOp(), mapping)->getResult(cast<OpResult>(value).getResultNumber());
}

Value adgen::whetherItRuns(OpBuilder &b, scf::ForOp loop) {
  const Location loc = withoutName(loop.getLoc());
  Value lower = loop.getLowerBound();
  // `i + 1` as it stands in the loop, not a variable for both.
  if (Operation *op = lower.getDefiningOp(); op && op->getNumOperands() == 2 && isPure(op)) {
    lower = b.clone(*op)->getResult(0);
    lower.setLoc(loc);
  }
  return matchPattern(lower, m_Constant())
             ? b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::sgt, loop.getUpperBound(), lower)
             : b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::slt, lower, loop.getUpperBound());
}

#include "CopyOutside.h"

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

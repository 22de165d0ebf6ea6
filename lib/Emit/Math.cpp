// C++ for the operations of the math dialect: functions of <cmath>, and inside
// a map their vectorised namesakes.
#include "Emission.h"
#include "Functions.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

/// The C++ function that the operation stands for.
static llvm::StringRef functionName(llvm::StringRef op) {
  return llvm::StringSwitch<llvm::StringRef>(op)
      .Cases("absf", "absi", "abs")
      .Cases("powf", "fpowi", "pow")
      .Case("roundeven", "nearbyint")
      .Default(op);
}

std::optional<Expression> emit::spellMath(Operation *op, Emission &e) {
  if (!isa<math::MathDialect>(op->getDialect()))
    return std::nullopt;
  Type type = op->getResult(0).getType();
  llvm::StringRef name = functionName(op->getName().stripDialect());
  if (!isStandardFunction(name) && !isa<math::RsqrtOp>(op))
    return e.refuse(op);
  if (isa<math::AbsIOp>(op)) {
    e.include("<cstdlib>");
    return Expression{"std::abs(" + withSign(e(op->getOperand(0)), Sign::Signed).text + ")", Prec::Primary,
                      type};
  }
  return callScalar(name, op->getOperands(), type, e);
}

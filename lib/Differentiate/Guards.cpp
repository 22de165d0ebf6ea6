#include "adgen/Differentiate/Guards.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

/// Builds what a guard's value is, with zero times anything zero.
class GuardedValue {
public:
  explicit GuardedValue(ApplyOp guard) : x(guard.getOperands()[0]), b(guard.getLoc(), guard) {}

  /// Null where `value` is not linear in x, as far as operations are looked through.
  Value of(Value value, unsigned depth = 24) {
    if (value == x)
      return x;
    Operation *op = value.getDefiningOp();
    if (!op || depth == 0 || notLinear.contains(value))
      return {};
    Value result = built(op, value, depth);
    if (!result)
      notLinear.insert(value); // asked once: factors are shared
    return result;
  }

private:
  Value built(Operation *op, Value value, unsigned depth) {
    if (isa<arith::ExtFOp, arith::TruncFOp>(op)) {
      Value narrow = of(op->getOperand(0), depth - 1);
      return narrow ? b.create(op->getLoc(), op->getName().getIdentifier(), narrow, value.getType())
                          ->getResult(0)
                    : Value();
    }
    const Row *row = rowOf(op);
    if (!row || row->kind != RowKind::Elementwise)
      return {};
    auto part = [&](unsigned i) { return of(op->getOperand(i), depth - 1); };
    auto apply = [&](llvm::StringRef name, ValueRange operands) {
      b.setLoc(op->getLoc());
      return applyRow(b, name, operands, value.getType());
    };
    if (row->name == "neg" || row->name == "ldexp") {
      SmallVector<Value> operands(op->getOperands());
      operands[0] = part(0);
      return operands[0] ? apply(row->name, operands) : Value();
    }
    if (row->name == "mul" || row->name == "guarded_mul") {
      for (unsigned i : {0u, 1u})
        if (Value linear = part(i)) {
          Value factor = op->getOperand(1 - i);
          return apply(isFiniteConstant(factor) ? "mul" : "guarded_mul", {linear, factor});
        }
      return {};
    }
    if (row->name == "div" || row->name == "guarded_div") {
      Value linear = part(0), divisor = op->getOperand(1);
      const bool isPlain = isFiniteConstant(divisor) && !matchPattern(divisor, m_AnyZeroFloat());
      return linear ? apply(isPlain ? "div" : "guarded_div", {linear, divisor}) : Value();
    }
    // Terms and alternatives: each is linear, or zero.
    const bool isChoice = row->name == "where";
    if (!isChoice && row->name != "add" && row->name != "sub")
      return {};
    SmallVector<Value> operands(op->getOperands());
    for (unsigned i = isChoice ? 1 : 0; i < operands.size(); ++i)
      if (!matchPattern(operands[i], m_AnyZeroFloat()))
        if (!(operands[i] = part(i)))
          return {};
    return apply(row->name, operands);
  }

  static bool isFiniteConstant(Value value) {
    APFloat constant(0.0);
    return matchPattern(value, m_ConstantFloat(&constant)) && constant.isFinite();
  }

  Value x;
  ImplicitLocOpBuilder b;
  llvm::DenseSet<Value> notLinear;
};

} // namespace

void adgen::resolveGuards(func::FuncOp function) {
  auto module = function->getParentOfType<ModuleOp>();
  SmallVector<ApplyOp> guards;
  llvm::SetVector<Operation *> functions;
  functions.insert(function);
  for (unsigned i = 0; i < functions.size(); ++i)
    functions[i]->walk([&](Operation *op) {
      if (auto apply = dyn_cast<ApplyOp>(op); apply && apply.getName() == "guarded")
        guards.push_back(apply);
      else if (auto call = dyn_cast<func::CallOp>(op))
        if (Operation *callee = module.lookupSymbol(call.getCallee()))
          functions.insert(callee);
    });
  // In their order: one may be a factor of the next.
  for (ApplyOp guard : guards) {
    // One that is not linear as it stands keeps its value, and has the derivative of what it guards.
    if (Value value = GuardedValue(guard).of(guard.getOperands()[1])) {
      guard.replaceAllUsesWith(value);
      guard.erase();
    }
  }
}

// Alternatives: ?:, && and ||, as scf.if.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

Value Importer::branch(Value condition, llvm::function_ref<Value()> then,
                       llvm::function_ref<Value()> otherwise) {
  APInt known;
  if (matchPattern(condition, m_ConstantInt(&known)))
    return known.isZero() ? otherwise() : then();

  struct Alternative {
    std::unique_ptr<Block> block = std::make_unique<Block>();
    Value value;
    bool dead = false;
  };
  bool deadBefore = frame().dead;
  // The blocks go into the operation when the type of its result is known.
  auto import = [&](llvm::function_ref<Value()> body) {
    Alternative alternative;
    llvm::SaveAndRestore inner(anchor, static_cast<Operation *>(nullptr));
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(alternative.block.get());
    frame().dead = false;
    alternative.value = body();
    alternative.dead = frame().dead;
    return alternative;
  };
  Alternative a = import(then), c = import(otherwise);
  frame().dead = deadBefore || (a.dead && c.dead);
  bool hasValue = a.value && c.value;
  // Where one pointer is to const, so is the choice.
  if (hasValue && isa<PtrType>(a.value.getType()) && isa<PtrType>(c.value.getType()))
    for (Alternative *alternative : {&a, &c}) {
      Value &value = alternative->value;
      auto own = cast<PtrType>(value.getType());
      Type type = PtrType::get(own.getPointee(), /*isConst=*/true, own.getStoredAs());
      if (value.getType() != type && (alternative == &a ? c : a).value.getType() == type) {
        OpBuilder::InsertionGuard guard(b);
        b.setInsertionPointToEnd(alternative->block.get());
        value = b.create<PtrCastOp>(type, value);
      }
    }
  if (hasValue && a.value.getType() != c.value.getType()) {
    refuseMismatch(clang::SourceLocation(), "alternatives of different types");
    return b.create<ad::LiteralOp>(a.value.getType(), "");
  }
  if (a.block->empty() && c.block->empty())
    return hasValue ? b.createOrFold<arith::SelectOp>(condition, a.value, c.value) : Value();
  SmallVector<Type> types;
  if (hasValue)
    types.push_back(a.value.getType());
  auto op = b.create<scf::IfOp>(types, condition, /*withElseRegion=*/true);
  for (auto [region, alternative] :
       {std::make_pair(&op.getThenRegion(), &a), std::make_pair(&op.getElseRegion(), &c)}) {
    OpBuilder::InsertionGuard guard(b);
    region->getBlocks().clear();
    region->push_back(alternative->block.release());
    b.setInsertionPointToEnd(&region->front());
    b.create<scf::YieldOp>(hasValue ? ValueRange(alternative->value) : ValueRange());
  }
  return hasValue ? op.getResult(0) : Value();
}

/// Whether an operation may run where the source would not run it.
static bool mayRunEarly(Operation &op) {
  if (auto load = dyn_cast<ad::LoadOp>(op)) {
    Value address = load.getPointer();
    while (auto member = address.getDefiningOp<ad::MemberOp>())
      address = member.getPointer();
    return address.getDefiningOp<ad::LocalOp>() && !address.getDefiningOp<ad::LocalOp>().getCount();
  }
  return isPure(&op);
}

Value Importer::shortCircuit(const clang::BinaryOperator *op) {
  Value lhs = evaluateCondition(op->getLHS());
  bool conjunction = op->getOpcode() == clang::BO_LAnd;
  Value result = branch(
      lhs, [&] { return conjunction ? evaluateCondition(op->getRHS()) : constantInt(b.getI1Type(), 1); },
      [&] { return conjunction ? constantInt(b.getI1Type(), 0) : evaluateCondition(op->getRHS()); });
  // Where the right operand has no effect and cannot trap, `&` says the same.
  auto alternative = result.getDefiningOp<scf::IfOp>();
  if (!alternative || alternative.getNumResults() != 1)
    return result;
  Block &right = conjunction ? *alternative.thenBlock() : *alternative.elseBlock();
  if (!llvm::all_of(right.without_terminator(), mayRunEarly))
    return result;
  Value rhs = right.getTerminator()->getOperand(0);
  right.getTerminator()->erase();
  alternative->getBlock()->getOperations().splice(alternative->getIterator(), right.getOperations());
  b.setInsertionPoint(alternative);
  Value flat = conjunction ? b.createOrFold<arith::AndIOp>(lhs, rhs) : b.createOrFold<arith::OrIOp>(lhs, rhs);
  b.setInsertionPointAfter(alternative);
  alternative.getResult(0).replaceAllUsesWith(flat);
  alternative.erase();
  return flat;
}

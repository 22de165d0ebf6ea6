#include "CountedLoops.h"


#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/Slots.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// while (c) { body } becomes do { if (c) { body } } while (c): one region holds everything.
static scf::WhileOp mergeRegions(scf::WhileOp loop) {
  OpBuilder b(loop);
  Location loc = loop.getLoc();
  SmallVector<Type> forwarded(loop.getResultTypes()), carried(loop.getInits().getTypes());
  SmallVector<Type> all(forwarded);
  all.append(carried);
  auto made = b.create<scf::WhileOp>(loc, all, loop.getInits());
  made->setDiscardableAttrs(loop->getDiscardableAttrDictionary());
  made.getBefore().takeBody(loop.getBefore());
  auto condition = made.getConditionOp();
  Block *body = &loop.getAfter().front();

  b.setInsertionPoint(condition);
  auto branch = b.create<scf::IfOp>(loc, carried, condition.getCondition(), /*addThenBlock=*/true,
                                    /*addElseBlock=*/true);
  for (auto [argument, value] : llvm::zip(body->getArguments(), condition.getArgs()))
    argument.replaceAllUsesWith(value);
  Block *then = branch.thenBlock();
  if (then->mightHaveTerminator() && !then->empty())
    then->back().erase();
  then->getOperations().splice(then->end(), body->getOperations());
  Block *otherwise = branch.elseBlock();
  if (!otherwise->empty())
    otherwise->back().erase();
  b.setInsertionPointToEnd(otherwise);
  SmallVector<Value> none;
  for (Type type : carried)
    none.push_back(b.create<UndefOp>(loc, type));
  b.create<scf::YieldOp>(loc, none);
  condition.getArgsMutable().append(branch.getResults());

  Block *after = b.createBlock(&made.getAfter());
  for (Type type : all)
    after->addArgument(type, loc);
  b.create<scf::YieldOp>(loc, after->getArguments().drop_front(forwarded.size()));
  loop->replaceAllUsesWith(made->getResults().take_front(forwarded.size()));
  loop->erase();
  return made;
}

CountedWhile adgen::countIterations(scf::WhileOp loop, llvm::function_ref<bool(Operation *)> isInert,
                                    llvm::function_ref<bool(Value)> isInertValue) {
  auto isPlain = [&](Block *block) {
    return llvm::all_of(block->without_terminator(), [&](Operation &op) { return isInert(&op); });
  };
  // A value that has an adjoint passes through `before` as it is.
  bool forwardsPlainly = llvm::all_of(loop.getConditionOp().getArgs(), [&](Value value) {
    return isInertValue(value) || value.getParentBlock() == nullptr ||
           (isa<BlockArgument>(value) && value.getParentBlock() == loop.getBeforeBody()) ||
           !loop.getBefore().isAncestor(value.getParentRegion());
  });
  bool isPretested = isPlain(loop.getBeforeBody()) && forwardsPlainly;
  bool isPosttested = !isPretested && loop.getAfterBody()->without_terminator().empty();
  if (!isPretested && !isPosttested) {
    loop = mergeRegions(loop);
    isPosttested = true;
  }
  OpBuilder b(loop);
  Location loc = withName(withoutName(loop.getLoc()), "count");
  Value zero = b.create<arith::ConstantOp>(loc, b.getI64IntegerAttr(0));
  loop = addSlots(loop, zero, b.getI64Type());
  Value counter = loop.getBeforeBody()->getArguments().back();
  counter.setLoc(loc);
  Operation *condition = loop.getConditionOp(), *yield = loop.getYieldOp();
  Value forwarded = loop.getAfterBody()->getArguments().back();
  forwarded.setLoc(loc);
  b.setInsertionPoint(isPosttested ? condition : yield);
  Value one = b.create<arith::ConstantOp>(loc, b.getI64IntegerAttr(1));
  Value next = b.create<arith::AddIOp>(withoutName(loc), isPosttested ? counter : forwarded, one);
  condition->setOperand(condition->getNumOperands() - 1, isPosttested ? next : counter);
  yield->setOperand(yield->getNumOperands() - 1, isPosttested ? forwarded : next);
  return {loop, isPosttested, loop.getResults().back(), isPosttested ? counter : forwarded};
}

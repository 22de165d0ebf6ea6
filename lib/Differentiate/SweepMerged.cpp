// A loop that adds to sums, whose adjoints are known before its values are:
// where the reverse sweep has got to it, an iteration and at once its adjoint.
// Nothing is recorded but within an iteration.
#include "Sweep.h"

#include "adgen/Analysis/MergeableLoops.h"
#include "adgen/IR/Function.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;

/// Rules give the adjoints of all operands; those of inactive ones, nobody reads.
static void eraseDeadReaders(Value value) {
  for (Operation *user : llvm::make_early_inc_range(value.getUsers())) {
    if (!isReverse(user->getLoc()))
      continue;
    for (Value result : user->getResults())
      eraseDeadReaders(result);
    if (isOpTriviallyDead(user))
      user->erase();
  }
}

void Sweep::reverseMerged(scf::ForOp op, Adjoints &adjoints) {
  Location loc = b.getLoc();
  Block *own = nullptr;
  auto isOwn = [&](Value value) { return isIn(*own->getParent(), value); };
  ReverseLoop loop(isOwn, op.getLowerBound(), op.getUpperBound(), op.getStep(), op->hasAttr("ad.down"));
  own = loop.body;
  auto rename = [&](Value argument, Value value) {
    facts.activity.alias(value, argument);
    facts.finiteness.alias(value, argument);
    argument.replaceAllUsesWith(value);
  };
  rename(op.getInductionVar(),
         loop.body->addArgument(op.getInductionVar().getType(), op.getInductionVar().getLoc()));
  for (auto [argument, init] : llvm::zip(op.getRegionIterArgs(), op.getInitArgs()))
    rename(argument, loop.carry(init, argument.getLoc()));

  // The original operations: all that is known of their values holds.
  SmallVector<Operation *> ops;
  for (Operation &inner : llvm::make_early_inc_range(op.getBody()->without_terminator())) {
    inner.moveBefore(loop.body, loop.body->end());
    ops.push_back(&inner);
  }
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(loop.body);
    // The adjoint of a sum is the same in all iterations.
    for (auto [result, next] : llvm::zip(op.getResults(), op.getYieldedValues()))
      if (Value adjoint = adjoints.get({result, ""}); adjoint && isActive(next))
        loop.adjoints.add(b, {next, ""}, adjoint);
    run(ops, loop.adjoints);
  }
  // By now, an inner loop may have been replaced by the one that it has become.
  loop.yields.assign(op.getYieldedValues().begin(), op.getYieldedValues().end());
  for (auto [result, init] : llvm::zip(op.getResults(), op.getInitArgs()))
    if (Value adjoint = adjoints.get({result, ""}); adjoint && isActive(init))
      adjoints.add(b, {init, ""}, adjoint);
  b.setLoc(loc);
  finishLoop(loop, adjoints);
  loop.made->setAttr(mergedMark, b.getUnitAttr());
  // It counts down as the function does, and not because it is reversed: with or without the function's sums,
  // adjoints are added up in one order.
  if (loop.down)
    loop.made->setAttr("ad.down", b.getStringAttr("source"));
  // The sums are there only now.
  op->replaceAllUsesWith(loop.made.getResults().take_front(op.getNumResults()));
  for (Value sum : loop.made.getResults().take_front(op.getNumResults()))
    eraseDeadReaders(sum);
  for (Operation *use : facts.mergeable.usesOf(op)) {
    use->moveBefore(b.getInsertionBlock(), b.getInsertionPoint());
    llvm::for_each(use->getResults(), eraseDeadReaders);
  }
  for (Value result : op.getResults())
    adjoints.forget(result);
  bury(op);
}

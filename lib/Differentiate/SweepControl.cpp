// Branches and loops, backwards.

#include "Sweep.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/InternalError.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

bool Sweep::hasEffect(Operation *op) {
  auto [known, isNew] = effects.try_emplace(op, false);
  if (!isNew)
    return known->second;
  bool found = false;
  op->walk([&](Operation *inner) {
    if (isa<func::CallOp>(inner) || touchesShadow(inner, facts.needs))
      found = true;
    if (isa<PushOp, PopOp>(inner))
      found |= isActive(inner->getOperand(isa<PushOp>(inner) ? 1 : 0));
    // What is loaded may have no way to the results but through memory, or reach an outer value.
    return found ? WalkResult::interrupt() : WalkResult::advance();
  });
  effects[op] = found;
  return found;
}

void Sweep::bury(Operation *loop) {
  loop->remove();
  loop->dropAllReferences();
  buried.emplace_back(loop);
}

/// Whether some result has an adjoint. One that does not depend on the variables may be a result of the
/// function.
static bool hasAdjoint(Operation *op, const Adjoints &adjoints, const Activity &activity) {
  return llvm::any_of(op->getResults(), [&](Value result) {
    return activity.isActive(result) && !adjoints.partsOf(result).empty();
  });
}

bool adgen::isIn(Region &region, Value value) {
  Region *home = value.getParentRegion();
  while (home && home != &region)
    home = home->getParentOp() ? home->getParentRegion() : nullptr;
  return home != nullptr;
}

void Sweep::reverseBranch(scf::IfOp op, Adjoints &adjoints) {
  if (!hasAdjoint(op, adjoints, facts.activity) && !hasEffect(op))
    return;
  Location loc = b.getLoc();
  struct Alternative {
    Block *block = new Block;
    Adjoints adjoints;
  } alternatives[2];
  SmallVector<Part> parts;
  for (auto [region, alternative] : llvm::zip(op->getRegions(), alternatives)) {
    if (region.empty())
      continue;
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(alternative.block);
    reversed[&region.front()].reverse = alternative.block;
    for (auto [yielded, result] : llvm::zip(region.front().getTerminator()->getOperands(), op.getResults()))
      if (isActive(yielded))
        for (const Part &part : adjoints.partsOf(result))
          alternative.adjoints.add(b, {yielded, part.path}, adjoints.get(part));
    run(region.front(), alternative.adjoints);
    for (auto &[part, adjoint] : alternative.adjoints)
      if (!isIn(region, part.value) && !llvm::is_contained(parts, part))
        parts.push_back(part);
  }
  b.setLoc(loc);
  SmallVector<Type> types;
  SmallVector<Value> primals;
  for (const Part &part : parts) {
    primals.push_back(primalPart(b, part.value, part.path));
    types.push_back(primals.back().getType());
  }
  auto reverse = b.create<scf::IfOp>(types, op.getCondition(), /*withElseRegion=*/true);
  for (auto [region, alternative] : llvm::zip(reverse->getRegions(), alternatives)) {
    OpBuilder::InsertionGuard guard(b);
    region.getBlocks().clear();
    region.push_back(alternative.block);
    b.setInsertionPointToEnd(alternative.block);
    SmallVector<Value> yields;
    for (auto [part, primal] : llvm::zip(parts, primals)) {
      Value adjoint = alternative.adjoints.get(part);
      yields.push_back(adjoint ? adjoint : zeroAdjoint(b, primal));
    }
    b.create<scf::YieldOp>(yields);
  }
  for (auto [part, result] : llvm::zip(parts, reverse.getResults()))
    adjoints.add(b, part, result);
}

Location adgen::adjointLoc(ImplicitLocOpBuilder &b, Value primal) {
  llvm::StringRef name = nameOf(primal.getLoc());
  return name.empty() ? withoutName(b.getLoc()) : withName(b.getLoc(), ("d_" + name).str());
}

void Sweep::finishLoop(ReverseLoop &loop, Adjoints &outer) {
  // Adjoints of values from outside: what the loop adds to them.
  SmallVector<Part> parts;
  SmallVector<Value> sums;
  for (auto &[part, adjoint] : loop.adjoints) {
    if (!adjoint || loop.isOwn(part.value))
      continue;
    Value init = outer.get(part);
    if (!init)
      init = zeroAdjoint(b, primalPart(b, part.value, part.path));
    Location loc = adjointLoc(b, part.value);
    Value sum = loop.carry(init, loc);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(loop.body);
    parts.push_back(part);
    sums.push_back(addAdjoints(b, sum, adjoint));
    if (Operation *add = sums.back().getDefiningOp(); add && nameOf(add->getLoc()).empty())
      add->setLoc(withName(add->getLoc(), nameOf(loc)));
  }
  loop.yields.append(sums);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(loop.body);
    b.create<scf::YieldOp>(loop.yields);
  }
  loop.made = b.create<scf::ForOp>(loop.lower, loop.upper, loop.step, loop.inits);
  loop.made->setLoc(withoutName(loop.made.getLoc())); // that of a variable of the primal loop
  loop.made.getRegion().takeBody(loop.holder);
  if (loop.down)
    loop.made->setAttr("ad.down", b.getUnitAttr());
  for (auto [part, result] : llvm::zip(parts, loop.made.getResults().take_back(parts.size())))
    outer.set(part, result);
}

void Sweep::reverseFor(scf::ForOp op, Adjoints &adjoints) {
  if (!hasAdjoint(op, adjoints, facts.activity) && !hasEffect(op))
    return;
  if (op->hasAttr("ad.checkpoint"))
    return reverseFromSnapshots(op, adjoints);
  if (facts.mergeable.contains(op))
    return reverseMerged(op, adjoints);
  Location loc = b.getLoc();
  auto isOwn = [&](Value value) { return isIn(op.getRegion(), value); };
  ReverseLoop loop(isOwn, op.getLowerBound(), op.getUpperBound(), op.getStep(), !op->hasAttr("ad.down"));
  Value variable = loop.body->addArgument(op.getInductionVar().getType(), op.getInductionVar().getLoc());
  reversed[op.getBody()] = {loop.body, {{op.getInductionVar(), variable}}};

  SmallVector<unsigned> carried;
  SmallVector<Value> incoming;
  for (auto [index, argument] : llvm::enumerate(op.getRegionIterArgs())) {
    Value result = op.getResult(index);
    if (!isActive(argument) && !isActive(result))
      continue;
    if (isa<RecordType, ListType, ad::ArrayType>(result.getType()))
      return fail(op.getLoc(), internalError("this loop carries a record as a whole"));
    Value init = adjoints.get({result, ""});
    incoming.push_back(loop.carry(init ? init : zeroAdjoint(b, result), adjointLoc(b, argument)));
    carried.push_back(index);
  }
  auto yield = op.getBody()->getTerminator();
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(loop.body);
    for (auto [index, adjoint] : llvm::zip(carried, incoming))
      if (isActive(yield->getOperand(index)))
        loop.adjoints.add(b, {yield->getOperand(index), ""}, adjoint);
    run(*op.getBody(), loop.adjoints);
    b.setLoc(loc);
    for (unsigned index : carried) {
      Value argument = op.getRegionIterArg(index), outgoing = loop.adjoints.get({argument, ""});
      loop.yields.push_back(outgoing ? outgoing : zeroAdjoint(b, argument));
    }
  }
  b.setLoc(loc);
  finishLoop(loop, adjoints);
  for (auto [index, result] : llvm::zip(carried, loop.made.getResults()))
    if (isActive(op.getInitArgs()[index]))
      adjoints.add(b, {op.getInitArgs()[index], ""}, result);
}

void Sweep::reverseWhile(scf::WhileOp op, Adjoints &adjoints) {
  if (!hasAdjoint(op, adjoints, facts.activity) && !hasEffect(op))
    return;
  if (op->hasAttr("ad.checkpoint"))
    return reverseFromSnapshots(op, adjoints);
  auto known = facts.counted.find(op);
  if (known == facts.counted.end())
    return fail(op.getLoc(), internalError("it lost count of this loop's iterations"));
  CountedWhile counted = known->second;
  Location loc = b.getLoc();
  auto number = [&](int64_t n) { return b.create<arith::ConstantOp>(b.getI64IntegerAttr(n)); };
  Region *primal = counted.isPosttested ? &op.getBefore() : &op.getAfter();
  auto isOwn = [&](Value value) { return isIn(*primal, value); };
  ReverseLoop loop(isOwn, number(0), counted.count, number(1), /*down=*/true);
  Value variable = loop.body->addArgument(b.getI64Type(), withName(loc, "k"));
  reversed[counted.body()] = {loop.body, {{counted.iteration, variable}}};

  auto yields = op.getYieldOp().getOperands();
  auto forwarded = op.getConditionOp().getArgs();
  auto check = [&](Type type) { return !isa<RecordType, ListType, ad::ArrayType>(type); };
  // The adjoints of the arguments of `before` at the beginning of an iteration, and of the forwarded values.
  SmallVector<unsigned> carried, passed;
  for (unsigned i = 0; i < op.getInits().size(); ++i)
    if (isActive(op.getBeforeArguments()[i]))
      carried.push_back(i);
  for (unsigned i = 0; i < op.getNumResults(); ++i)
    if (isActive(op.getResult(i)) || isActive(op.getAfterArguments()[i]))
      passed.push_back(i);
  for (unsigned i : carried)
    if (!check(op.getInits()[i].getType()))
      return fail(op.getLoc(), internalError("this loop carries a record as a whole"));

  auto adjointOfResult = [&](unsigned i) {
    Value adjoint = adjoints.get({op.getResult(i), ""});
    return adjoint ? adjoint : zeroAdjoint(b, op.getResult(i));
  };
  SmallVector<Value> before; // the adjoints of the carried arguments, in the body
  if (!counted.isPosttested) {
    // Behind the last iteration, the results are arguments of `before`, passed on.
    for (unsigned i : carried) {
      Value init;
      for (unsigned j : passed)
        if (forwarded[j] == op.getBeforeArguments()[i])
          if (Value adjoint = adjoints.get({op.getResult(j), ""}))
            init = init ? addAdjoints(b, init, adjoint) : adjoint;
      if (!init)
        init = zeroAdjoint(b, op.getInits()[i]);
      before.push_back(loop.carry(init, adjointLoc(b, op.getBeforeArguments()[i])));
    }
    // A forwarded value from outside the loop gets its adjoint at once.
    for (unsigned j : passed)
      if (!op.getBefore().isAncestor(forwarded[j].getParentRegion()))
        if (Value adjoint = adjoints.get({op.getResult(j), ""}); adjoint && isActive(forwarded[j]))
          adjoints.add(b, {forwarded[j], ""}, adjoint);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(loop.body);
    for (auto [i, adjoint] : llvm::zip(carried, before))
      if (isActive(yields[i]))
        loop.adjoints.add(b, {yields[i], ""}, adjoint);
    run(*op.getAfterBody(), loop.adjoints);
    b.setLoc(loc);
    for (unsigned i : carried) {
      Value outgoing;
      for (unsigned j : passed)
        if (forwarded[j] == op.getBeforeArguments()[i])
          if (Value adjoint = loop.adjoints.get({op.getAfterArguments()[j], ""}))
            outgoing = outgoing ? addAdjoints(b, outgoing, adjoint) : adjoint;
      loop.yields.push_back(outgoing ? outgoing : zeroAdjoint(b, op.getInits()[i]));
    }
    for (unsigned j : passed)
      if (!op.getBefore().isAncestor(forwarded[j].getParentRegion()) && isActive(forwarded[j]))
        if (Value adjoint = loop.adjoints.get({op.getAfterArguments()[j], ""}))
          loop.adjoints.add(b, {forwarded[j], ""}, adjoint);
  } else {
    SmallVector<Value> results;
    for (unsigned j : passed)
      results.push_back(loop.carry(adjointOfResult(j), adjointLoc(b, op.getResult(j))));
    SmallVector<Value> next;
    for (unsigned i : carried)
      next.push_back(loop.carry(zeroAdjoint(b, op.getInits()[i]), adjointLoc(b, op.getBeforeArguments()[i])));
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(loop.body);
    // What comes from outside in every iteration but the first.
    for (auto [i, adjoint] : llvm::zip(carried, next))
      if (yields[i].getParentBlock() != op.getAfterBody() && isActive(yields[i]))
        loop.adjoints.add(b, {yields[i], ""}, adjoint);
    for (auto [j, adjoint] : llvm::zip(passed, results))
      if (isActive(forwarded[j]))
        loop.adjoints.add(b, {forwarded[j], ""}, adjoint);
    run(*op.getBeforeBody(), loop.adjoints);
    b.setLoc(loc);
    // `after` passes forwarded values, or values from outside, to the next iteration.
    SmallVector<Value> arguments;
    for (unsigned i : carried) {
      Value adjoint = loop.adjoints.get({op.getBeforeArguments()[i], ""});
      arguments.push_back(adjoint ? adjoint : zeroAdjoint(b, op.getInits()[i]));
    }
    for (unsigned j : passed) {
      Value sum;
      for (auto [i, adjoint] : llvm::zip(carried, arguments))
        if (yields[i] == op.getAfterArguments()[j])
          sum = sum ? addAdjoints(b, sum, adjoint) : adjoint;
      loop.yields.push_back(sum ? sum : zeroAdjoint(b, op.getResult(j)));
    }
    loop.yields.append(arguments);
  }
  b.setLoc(loc);
  finishLoop(loop, adjoints);
  auto atEntry = loop.made.getResults().drop_front(counted.isPosttested ? passed.size() : 0);
  for (auto [i, result] : llvm::zip(carried, atEntry))
    if (isActive(op.getInits()[i]))
      adjoints.add(b, {op.getInits()[i], ""}, result);
}

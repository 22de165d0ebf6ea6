// A loop with checkpoint(n): the forward sweep records nothing but its state on
// entry; the reverse sweep recomputes the state in front of each iteration from
// the nearest of at most n snapshots.  next_snapshot (adgen/runtime/Checkpoint.h)
// says where they are taken.
//
// The reverse loop's body is
//   restore the last snapshot; advance to this iteration, taking snapshots;
//   the iteration itself, as the forward sweep would run it; its adjoint.
// The operations of the original loop move there, so that all that is known of
// their values holds; clones take their place wherever a state is only computed.

#include "Snapshots.h"
#include "Sweep.h"
#include "Tape.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/InternalError.h"
#include "adgen/IR/Report.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

/// Either kind of loop as iterations 0 … count - 1, each a function of the carried values.
struct Iterations {
  scf::ForOp forLoop;
  CountedWhile whileLoop;

  Operation *op() { return forLoop ? forLoop.getOperation() : whileLoop.loop.getOperation(); }
  ValueRange inits() {
    return forLoop ? ValueRange(forLoop.getInitArgs()) : ValueRange(whileLoop.loop.getInits());
  }
  /// Blocks in the order in which an iteration runs them.
  SmallVector<Block *> blocks() {
    if (forLoop)
      return {forLoop.getBody()};
    return {whileLoop.loop.getBeforeBody(), whileLoop.loop.getAfterBody()};
  }
};

} // namespace

static Value number(ImplicitLocOpBuilder &b, int64_t n) {
  return b.create<arith::ConstantOp>(b.getI64IntegerAttr(n));
}

/// The value of a for loop's variable in iteration `k`.
static Value variableAt(ImplicitLocOpBuilder &b, scf::ForOp loop, Value k, Value count) {
  if (loop->hasAttr("ad.down"))
    k = b.createOrFold<arith::SubIOp>(b.createOrFold<arith::SubIOp>(count, number(b, 1)), k);
  auto type = cast<IntegerType>(loop.getInductionVar().getType());
  if (type.getWidth() < 64)
    k = b.createOrFold<arith::TruncIOp>(type, k);
  k = b.createOrFold<arith::MulIOp>(k, loop.getStep());
  return b.createOrFold<arith::AddIOp>(loop.getLowerBound(), k);
}

/// The arguments of the blocks of iteration `k`, given the carried values: called block by block.
static void bindArguments(ImplicitLocOpBuilder &b, Iterations &loop, unsigned block, Value k, Value count,
                          ValueRange carried, llvm::function_ref<Value(Value)> current,
                          llvm::function_ref<void(BlockArgument, Value)> bind) {
  if (loop.forLoop) {
    bind(loop.forLoop.getBody()->getArgument(0), variableAt(b, loop.forLoop, k, count));
    for (auto [argument, value] : llvm::zip(loop.forLoop.getRegionIterArgs(), carried))
      bind(argument, value);
  } else if (block == 0) {
    for (auto [argument, value] : llvm::zip(loop.whileLoop.loop.getBeforeArguments(), carried))
      bind(argument, value);
  } else {
    for (auto [argument, value] :
         llvm::zip(loop.whileLoop.loop.getAfterArguments(), loop.whileLoop.loop.getConditionOp().getArgs()))
      bind(argument, current(value));
  }
}

/// What the state is computed with alone: no output, no recording in callees.
static void stripEffects(Operation *root, const Recursion *recursion) {
  SmallVector<ad::CallOp> effects;
  root->walk([&](Operation *op) {
    if (auto effect = dyn_cast<ad::CallOp>(op); effect && effect->use_empty())
      effects.push_back(effect);
    if (auto call = dyn_cast<func::CallOp>(op))
      if (const RecursivePair *pair = recursion->pairOfForward(call)) {
        func::FuncOp primal = pair->primal;
        call.setCallee(primal.getSymName());
        call->setOperands(call->getOperands().take_front(primal.getNumArguments()));
      }
  });
  for (ad::CallOp effect : effects)
    effect->erase();
}

/// Clones of iteration `k`. \returns the carried values behind it.
static SmallVector<Value> cloneIteration(ImplicitLocOpBuilder &b, Iterations &loop, Value k, Value count,
                                         ValueRange carried, const Recursion *recursion) {
  IRMapping mapping;
  Operation *yield = nullptr;
  for (auto [index, block] : llvm::enumerate(loop.blocks())) {
    bindArguments(
        b, loop, index, k, count, carried, [&](Value value) { return mapping.lookupOrDefault(value); },
        [&](BlockArgument argument, Value value) { mapping.map(argument, value); });
    for (Operation &op : block->without_terminator()) {
      if (auto effect = dyn_cast<ad::CallOp>(op); effect && effect->use_empty())
        continue;
      stripEffects(b.clone(op, mapping), recursion);
    }
    yield = block->getTerminator();
  }
  SmallVector<Value> next;
  for (Value value : yield->getOperands())
    next.push_back(mapping.lookupOrDefault(value));
  return next;
}

void Sweep::reverseFromSnapshots(Operation *op, Adjoints &adjoints) {
  Location loc = b.getLoc();
  auto refuse = [&](Location at, const llvm::Twine &message) { fail(at, message); };
  for (Operation *parent = op->getParentOp(); !isa<func::FuncOp>(parent); parent = parent->getParentOp())
    if (isa<scf::ForOp, scf::WhileOp>(parent))
      return fail(op->getLoc(),
                  "checkpoint(n) stands in front of a loop that is inside another loop; put it in "
                  "front of the outer one");
  if (isSplit)
    return fail(op->getLoc(), "checkpoint(n) is not supported in a function that calls itself");
  const bool isNested = op->walk([&](Operation *inner) {
                            return inner != op && inner->hasAttr("ad.checkpoint") ? WalkResult::interrupt()
                                                                                  : WalkResult::advance();
                          }).wasInterrupted();
  if (isNested)
    return fail(op->getLoc(), "checkpoint(n) stands in front of a loop inside this one, too; put it in front "
                              "of one of them");
  Iterations loop;
  loop.forLoop = dyn_cast<scf::ForOp>(op);
  if (!loop.forLoop) {
    auto counted = facts.counted.find(op);
    if (counted == facts.counted.end())
      return fail(op->getLoc(), internalError("the iterations of a loop are not counted"));
    loop.whileLoop = counted->second;
  }
  if (llvm::any_of(loop.inits(), [](Value init) { return isa<PtrType>(init.getType()); }))
    return fail(op->getLoc(), "checkpoint(n): the loop moves a pointer from one iteration to the next; use "
                              "an index instead");
  State state;
  if (!findState(op, facts.memory, facts.stability, state, refuse))
    return;
  for (Value init : loop.inits())
    if (isa<RecordType, ListType, ad::ArrayType, ad::TensorType>(init.getType()))
      return fail(op->getLoc(),
                  "checkpoint(n) needs a loop whose state consists of numbers and arrays; this one changes a "
                  "tensor or a list");

  // The forward sweep: a snapshot of the entry, and the loop as it is.
  Operation *top = homeOf(op->getBlock())->findAncestorOpInBlock(*op);
  int64_t snapshots = std::max<int64_t>(1, cast<IntegerAttr>(op->getAttr("ad.checkpoint")).getInt());
  if (isReporting(op))
    tell(op->getLoc(),
         "of this loop " + llvm::Twine(snapshots) +
             " states are kept; the reverse sweep computes the others again from the nearest one");
  Value positions, count;
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPoint(top);
    Location plain = withoutName(op->getLoc());
    b.setLoc(plain);
    auto allocate = [&](Type type, llvm::StringRef name, Value each) -> Value {
      b.setLoc(withName(plain, (name.empty() ? "state" : name).str() + "_snapshots"));
      Value total = number(b, snapshots);
      if (each) {
        each = atTopLevel(b, each, top);
        total = each ? b.createOrFold<arith::MulIOp>(total, each) : Value();
      }
      return total ? Value(b.create<LocalOp>(PtrType::get(type), total, false)) : Value();
    };
    for (Value init : loop.blocks().front()->getArguments().take_back(loop.inits().size()))
      state.snapshotsOfValues.push_back(allocate(init.getType(), nameOf(init.getLoc()), {}));
    for (auto [object, each] : llvm::zip(state.objects, state.counts)) {
      state.snapshotsOfObjects.push_back(
          allocate(cast<PtrType>(object.getType()).getPointee(), nameOf(object.getLoc()), each));
      if (!state.snapshotsOfObjects.back()) // of memory that lasts it is
        return fail(op->getLoc(), internalError("the size of an array is not known in front of the loop"));
    }
    positions = allocate(b.getI64Type(), "position", {});
    b.setLoc(plain);
    b.setInsertionPoint(op);
    if (loop.forLoop) {
      count =
          tripCount(b, loop.forLoop.getLowerBound(), loop.forLoop.getUpperBound(), loop.forLoop.getStep());
    }
    takeSnapshot(b, state, number(b, 0), loop.inits());
    b.create<StoreOp>(number(b, 0), b.create<OffsetOp>(positions, number(b, 0)));
  }
  if (!count)
    count = loop.whileLoop.count;

  // The adjoints that come in: of the carried values behind the last iteration, or of what it forwards.
  SmallVector<unsigned> carried, passed;
  ValueRange arguments = loop.blocks().front()->getArguments().take_back(loop.inits().size());
  for (auto [i, argument] : llvm::enumerate(arguments))
    if (isActive(argument) || (loop.forLoop && isActive(op->getResult(i))))
      carried.push_back(i);
  OperandRange forwarded = loop.forLoop ? op->getOperands().take_front(0)
                                        : OperandRange(loop.whileLoop.loop.getConditionOp().getArgs());
  for (auto [j, value] : llvm::enumerate(forwarded))
    if (isActive(op->getResult(j)))
      passed.push_back(j);
  SmallVector<Value> initial(carried.size()), last;
  for (auto [n, i] : llvm::enumerate(carried)) {
    if (loop.forLoop)
      initial[n] = adjoints.get({op->getResult(i), ""});
    else if (!loop.whileLoop.isPosttested)
      for (unsigned j : passed)
        if (forwarded[j] == arguments[i])
          if (Value adjoint = adjoints.get({op->getResult(j), ""}))
            initial[n] = initial[n] ? addAdjoints(b, initial[n], adjoint) : adjoint;
    if (!initial[n])
      initial[n] = zeroAdjoint(b, loop.inits()[i]);
  }
  bool takesLast = !loop.forLoop && loop.whileLoop.isPosttested;
  if (takesLast)
    for (unsigned j : passed) {
      Value adjoint = adjoints.get({op->getResult(j), ""});
      last.push_back(adjoint ? adjoint : zeroAdjoint(b, op->getResult(j)));
    }
  else
    for (unsigned j : passed)
      if (!loop.whileLoop.loop.getBefore().isAncestor(forwarded[j].getParentRegion()) &&
          isActive(forwarded[j]))
        adjoints.add(b, {forwarded[j], ""}, adjoints.get({op->getResult(j), ""}));

  // The reverse loop.
  Block *own = nullptr;
  auto isOwn = [&](Value value) { return isIn(*own->getParent(), value); };
  ReverseLoop reverse(isOwn, number(b, 0), count, number(b, 1), /*down=*/true);
  own = reverse.body;
  Value k = reverse.body->addArgument(b.getI64Type(), withName(loc, "k"));
  SmallVector<Value> incoming, incomingLast;
  for (auto [i, init] : llvm::zip(carried, initial))
    incoming.push_back(reverse.carry(init, adjointLoc(b, arguments[i])));
  for (Value init : last)
    incomingLast.push_back(reverse.carry(init, loc));
  Value held = reverse.carry(number(b, 1), withName(loc, "held"));
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(reverse.body);
    Value one = number(b, 1);
    Value newest = b.create<arith::SubIOp>(held, one);
    Value from = b.create<LoadOp>(b.create<OffsetOp>(positions, newest));
    SmallVector<Value> inits{from, held};
    for (auto [argument, snapshot] : llvm::zip(arguments, state.snapshotsOfValues)) {
      inits.push_back(b.create<LoadOp>(b.create<OffsetOp>(snapshot, newest)));
      inits.back().setLoc(withName(loc, nameOf(argument.getLoc())));
    }
    copyObjects(b, state, newest, /*restore=*/true);

    // Advance.
    auto advance = b.create<scf::WhileOp>(
        ValueRange(inits).getTypes(), inits,
        [&](OpBuilder &builder, Location, ValueRange args) {
          Value more = builder.create<arith::CmpIOp>(loc, arith::CmpIPredicate::slt, args[0], k);
          builder.create<scf::ConditionOp>(loc, more, args);
        },
        [&](OpBuilder &builder, Location, ValueRange args) {
          OpBuilder::InsertionGuard inner(b);
          b.setInsertionPoint(builder.getInsertionBlock(), builder.getInsertionPoint());
          Value free = b.create<arith::SubIOp>(number(b, snapshots), args[1]);
          Value next = b.create<ad::CallOp>(TypeRange{b.getI64Type()}, "adgen::next_snapshot",
                                            ValueRange{args[0], k, free})
                           .getResult();
          auto steps = b.create<scf::ForOp>(args[0], next, one, args.drop_front(2));
          {
            OpBuilder::InsertionGuard step(b);
            if (!steps.getBody()->empty())
              steps.getBody()->back().erase();
            b.setInsertionPointToEnd(steps.getBody());
            for (auto [mine, argument] : llvm::zip(steps.getRegionIterArgs(), arguments))
              mine.setLoc(argument.getLoc());
            auto values = cloneIteration(b, loop, steps.getInductionVar(), count, steps.getRegionIterArgs(),
                                         facts.recursion);
            b.create<scf::YieldOp>(values);
          }
          Value more = b.create<arith::CmpIOp>(arith::CmpIPredicate::slt, next, k);
          auto take = b.create<scf::IfOp>(TypeRange{b.getI64Type()}, more, /*addThenBlock=*/true,
                                          /*addElseBlock=*/true);
          {
            OpBuilder::InsertionGuard branch(b);
            b.setInsertionPointToStart(take.thenBlock());
            takeSnapshot(b, state, args[1], steps.getResults());
            b.create<StoreOp>(next, b.create<OffsetOp>(positions, args[1]));
            b.create<scf::YieldOp>(Value(b.create<arith::AddIOp>(args[1], one)));
            b.setInsertionPointToStart(take.elseBlock());
            b.create<scf::YieldOp>(args[1]);
          }
          SmallVector<Value> results{next, take.getResult(0)};
          results.append(steps.result_begin(), steps.result_end());
          b.create<scf::YieldOp>(results);
        });
    for (auto [index, argument] : llvm::enumerate(arguments))
      for (Block *block : {advance.getBeforeBody(), advance.getAfterBody()})
        block->getArgument(index + 2).setLoc(argument.getLoc());
    // The snapshot in front of this very iteration has served.
    Value heldNow = advance.getResult(1);
    Value lastHeld = b.create<arith::SubIOp>(heldNow, one);
    Value position = b.create<LoadOp>(b.create<OffsetOp>(positions, lastHeld));
    Value served = b.create<arith::CmpIOp>(arith::CmpIPredicate::eq, position, k);
    Value left = b.create<arith::SelectOp>(served, lastHeld, heldNow);

    // The forward sweep gets a clone of the loop.
    {
      OpBuilder::InsertionGuard outside(b);
      b.setInsertionPoint(op);
      Operation *clone = b.clone(*op);
      clone->removeAttr("ad.checkpoint");
      SmallVector<ad::CallOp> none;
      clone->walk([&](func::CallOp call) {
        if (const RecursivePair *pair = facts.recursion->pairOfForward(call)) {
          func::FuncOp primal = pair->primal;
          call.setCallee(primal.getSymName());
          call->setOperands(call->getOperands().take_front(primal.getNumArguments()));
        }
      });
      if (!loop.forLoop && count == loop.whileLoop.count)
        reverse.upper = clone->getResult(cast<OpResult>(count).getResultNumber());
      op->replaceAllUsesWith(clone->getResults());
    }

    // This iteration, with the original operations.
    auto blocks = loop.blocks();
    SmallVector<Value> current(advance.getResults().drop_front(2));
    SmallVector<Operation *> ops;
    SmallVector<Value> yields(blocks.back()->getTerminator()->getOperands());
    SmallVector<Value> passedOn(forwarded.begin(), forwarded.end());
    auto rename = [&](Value from, Value to) {
      for (auto *list : {&yields, &passedOn})
        for (Value &value : *list)
          if (value == from)
            value = to;
    };
    for (auto [index, block] : llvm::enumerate(blocks)) {
      bindArguments(
          b, loop, index, k, reverse.upper, current, [&](Value value) { return value; },
          [&](BlockArgument argument, Value value) {
            facts.activity.alias(value, argument);
            facts.finiteness.alias(value, argument);
            if (Value shadow = facts.shadows(argument))
              facts.shadows.set(value, shadow);
            rename(argument, value);
            argument.replaceAllUsesWith(value);
          });
      for (Operation &inner : llvm::make_early_inc_range(block->without_terminator())) {
        if (isa<ad::CallOp>(inner) && inner.use_empty())
          continue;
        inner.moveBefore(reverse.body, reverse.body->end());
        ops.push_back(&inner);
      }
      b.setInsertionPointToEnd(reverse.body);
    }
    // Shadows of carried pointers are carried, too: the slots have been bound like the rest.
    for (auto [shadowed, argument] : llvm::zip(current, arguments))
      if (Value shadow = facts.shadows(shadowed))
        for (auto [value, other] : llvm::zip(current, arguments))
          if (other == shadow)
            facts.shadows.set(shadowed, value);

    for (auto [i, adjoint] : llvm::zip(carried, incoming))
      if (isActive(yields[i]))
        reverse.adjoints.add(b, {yields[i], ""}, adjoint);
    if (takesLast)
      for (auto [j, adjoint] : llvm::zip(passed, incomingLast))
        if (isActive(passedOn[j]))
          reverse.adjoints.add(b, {passedOn[j], ""}, adjoint);
    run(ops, reverse.adjoints);
    b.setLoc(loc);
    for (unsigned i : carried) {
      Value outgoing = reverse.adjoints.get({current[i], ""});
      reverse.yields.push_back(outgoing ? outgoing : zeroAdjoint(b, current[i]));
    }
    for (Value adjoint : incomingLast)
      reverse.yields.push_back(zeroAdjoint(b, adjoint));
    reverse.yields.push_back(left);
  }
  b.setLoc(loc);
  SmallVector<Value> inits(loop.inits());
  for (Value result : op->getResults())
    adjoints.forget(result);
  bury(op);
  finishLoop(reverse, adjoints);
  reverse.made->setAttr(replayMark, b.getUnitAttr());
  for (auto [i, result] : llvm::zip(carried, reverse.made.getResults()))
    if (isActive(inits[i]))
      adjoints.add(b, {inits[i], ""}, result);
}

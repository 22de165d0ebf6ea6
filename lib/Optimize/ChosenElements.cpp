// A loop that does nothing with a number but to choose one, as the largest of
// an array, remembers which iteration's it was, and the number is computed for
// that iteration once more behind it.
//
//   for i: if (x[i] > most) most = x[i]        most = x[at]
//
// The choice has no derivative, and so the loop has none: nothing of it is
// recorded or run backwards, and the adjoint goes where the number came from.
#include "CopyOutside.h"

#include "adgen/Analysis/Address.h"
#include "adgen/Analysis/Memory.h"
#include "adgen/Analysis/SeparateWrites.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/Report.h"
#include "adgen/IR/Slots.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace adgen {
#define GEN_PASS_DEF_CHOSENELEMENTS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

class Choice {
public:
  Choice(scf::ForOp loop, unsigned index, const Memory &memory)
      : loop(loop), index(index), memory(memory), carried(loop.getRegionIterArg(index)) {}

  /// The loop that has replaced the loop, or null: nothing was done.
  scf::ForOp replace(IRRewriter &b) {
    if (!isa<FloatType>(carried.getType()) || loop.getResult(index).use_empty() || !findChosen() ||
        !(isRepeatable(chosen) || findKept()))
      return {};
    b.setInsertionPoint(loop);
    const Location loc = withoutName(loop.getLoc());
    const llvm::StringRef name = nameOf(carried.getLoc());
    const Location place = name.empty() ? loc : withName(loc, (name + "_at").str());
    Value one = b.create<arith::ConstantOp>(loc, b.getIntegerAttr(loop.getInductionVar().getType(), 1));
    // None of the iterations.
    Value none = b.createOrFold<arith::SubIOp>(loc, loop.getLowerBound(), one);
    const bool isFirst = beginsWithFirst(none);
    if (isReporting(loop))
      tell(loop.getLoc(),
           "this loop only chooses " + (name.empty() ? "a number" : "'" + name.str() + "'") +
               ": the iteration that it comes from is remembered, and the loop has no derivative");
    loop = addIterArgs(loop, none);
    BlockArgument before = loop.getRegionIterArgs().back();
    before.setLoc(place);
    Operation *yield = loop.getBody()->getTerminator();
    b.setInsertionPoint(yield);
    yield->setOperand(yield->getNumOperands() - 1, which(b, place, before));
    Value at = loop.getResults().back();
    b.setInsertionPointAfter(loop);
    Value number = isFirst ? repeated(b, at) : numberAt(b, at, none);
    number.setLoc(withName(withoutName(number.getLoc()), name));
    b.replaceAllUsesWith(loop.getResult(index), number);
    return loop;
  }

private:
  /// The next value is the one so far or `chosen`, which of them being all that the one so far is read for.
  bool findChosen() {
    Value next = loop.getYieldedValues()[index];
    Operation *choice = next.getDefiningOp();
    Value yes, no;
    if (auto select = dyn_cast_or_null<arith::SelectOp>(choice)) {
      condition = select.getCondition();
      yes = select.getTrueValue(), no = select.getFalseValue();
    } else if (auto branch = dyn_cast_or_null<scf::IfOp>(choice)) {
      const unsigned result = cast<OpResult>(next).getResultNumber();
      condition = branch.getCondition();
      yes = branch.thenYield().getOperand(result), no = branch.elseYield().getOperand(result);
    } else if (isa_and_nonnull<arith::MaxNumFOp, arith::MinNumFOp>(choice)) {
      // As their derivative has it: the first one, if that is what comes out.
      yes = choice->getOperand(0), no = choice->getOperand(1);
      extremum = choice;
    }
    if (!yes || choice->getBlock() != loop.getBody() || (yes == carried) == (no == carried))
      return false;
    isChosenIfTrue = no == carried;
    chosen = isChosenIfTrue ? yes : no;
    auto isHandedOn = [&](OpOperand &use) {
      Operation *user = use.getOwner();
      return user == choice || (isa<scf::YieldOp>(user) && user->getParentOp() == choice &&
                                choice->getResult(use.getOperandNumber()) == next);
    };
    auto isLoopYield = [&](OpOperand &use) {
      return use.getOwner() == loop.getBody()->getTerminator() && use.getOperandNumber() == index;
    };
    return llvm::all_of(
               carried.getUses(),
               [&](OpOperand &use) { return isHandedOn(use) || isa<arith::CmpFOp>(use.getOwner()); }) &&
           llvm::all_of(next.getUses(), [&](OpOperand &use) {
             return isLoopYield(use) || isa<arith::CmpFOp>(use.getOwner());
           });
  }

  /// Each iteration leaves what it chooses from in memory of its own.
  bool findKept() {
    for (auto store : loop.getBody()->getOps<StoreOp>()) {
      if (isWrittenBy(store) && isRepeatable(store.getPointer()) && writesApart(store, loop->getBlock()) &&
          isUnchanged(store.getPointer(), chosen.getType(), store)) {
        kept = store.getPointer();
        return true;
      }
    }
    return false;
  }

  bool isWrittenBy(StoreOp store) const {
    auto load = chosen.getDefiningOp<LoadOp>();
    return store.getValue() == chosen ||
           (load && load.getType() == store.getValue().getType() && load->getBlock() == store->getBlock() &&
            store->isBeforeInBlock(load) && Address(load.getPointer()).isSameAs(Address(store.getPointer())));
  }

  /// Behind the loop, too, it is what its iteration has computed.
  bool isRepeatable(Value value) {
    if (value == loop.getInductionVar() || loop.isDefinedOutsideOfLoop(value))
      return true;
    Operation *op = value.getDefiningOp();
    auto load = dyn_cast_or_null<LoadOp>(op);
    return op && op->getNumRegions() == 0 &&
           (load ? isUnchanged(load.getPointer(), load.getType()) : isPure(op)) &&
           llvm::all_of(op->getOperands(), [&](Value operand) { return isRepeatable(operand); });
  }

  /// By the loop, but for the one store.
  bool isUnchanged(Value pointer, Type type, StoreOp except = {}) {
    return !loop.getBody()
                ->walk([&](Operation *op) {
                  auto store = dyn_cast<StoreOp>(op);
                  const bool isHarmless =
                      store ? store == except || !memory.mayOverlap(store.getPointer(),
                                                                    store.getValue().getType(), pointer, type)
                            : isa<LoadOp>(op) || op->getNumRegions() != 0 || isMemoryEffectFree(op);
                  return isHarmless ? WalkResult::advance() : WalkResult::interrupt();
                })
                .wasInterrupted();
  }

  Value which(OpBuilder &b, Location loc, Value before) {
    Value here = loop.getInductionVar();
    if (extremum)
      condition = b.create<arith::CmpFOp>(withoutName(loc), arith::CmpFPredicate::OEQ, extremum->getResult(0),
                                          extremum->getOperand(0));
    return isChosenIfTrue ? b.create<arith::SelectOp>(loc, condition, here, before)
                          : b.create<arith::SelectOp>(loc, condition, before, here);
  }

  Value repeated(OpBuilder &b, Value at) {
    IRMapping mapping;
    mapping.map(loop.getInductionVar(), at);
    Value again = copyOutside(b, loop, kept ? kept : chosen, mapping);
    return kept ? b.create<LoadOp>(chosen.getLoc(), again) : again;
  }

  Value numberAt(OpBuilder &b, Value at, Value none) {
    const Location loc = withoutName(loop.getLoc());
    Value isNone = b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, at, none);
    auto branch = b.create<scf::IfOp>(loc, loop.getResult(index).getType(), isNone, /*withElseRegion=*/true);
    OpBuilder inside = branch.getThenBodyBuilder();
    inside.create<scf::YieldOp>(loc, loop.getInitArgs()[index]);
    inside = branch.getElseBodyBuilder();
    inside.create<scf::YieldOp>(loc, repeated(inside, at));
    return branch.getResult(0);
  }

  /// What the choice begins with is what the iteration in front of the first one would have had: an array's
  /// first element.
  bool beginsWithFirst(Value none) {
    auto first = loop.getInitArgs()[index].getDefiningOp<LoadOp>();
    auto element = chosen.getDefiningOp<LoadOp>();
    APInt number;
    if (!first || !element || first.getType() != element.getType() || first->getBlock() != loop->getBlock() ||
        !matchPattern(none, m_ConstantInt(&number)))
      return false;
    const Address begin(first.getPointer()), moving(element.getPointer());
    SmallVector<std::pair<Value, int64_t>> rest(moving.summands());
    llvm::erase_if(rest, [&](auto &term) { return term.first == loop.getInductionVar(); });
    if (begin.root() != moving.root() || begin.summands() != llvm::ArrayRef(rest) ||
        begin.offset() != moving.offset() + moving.factorOf(loop.getInductionVar()) * number.getSExtValue())
      return false;
    for (Operation *op = first->getNextNode(); op != loop; op = op->getNextNode())
      if (!isMemoryEffectFree(op) && !isa<LoadOp>(op))
        return false;
    return true;
  }

  scf::ForOp loop;
  unsigned index;
  const Memory &memory;
  Value carried, chosen, condition;
  Operation *extremum = nullptr; ///< The choice, if it is the larger or the smaller of two numbers.
  Value kept;                    ///< Where an iteration leaves what is chosen, if that is not computed again.
  bool isChosenIfTrue = true;
};

struct ChosenElements : adgen::impl::ChosenElementsBase<ChosenElements> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    std::optional<Memory> memory;
    memory.emplace(getOperation());
    IRRewriter b(&getContext());
    SmallVector<scf::ForOp> loops;
    getOperation().walk([&](scf::ForOp loop) { loops.push_back(loop); });
    for (scf::ForOp loop : loops)
      for (unsigned index = 0, count = loop.getNumRegionIterArgs(); index < count; ++index)
        if (scf::ForOp made = Choice(loop, index, *memory).replace(b)) {
          loop = made;
          memory.emplace(getOperation()); // which knows values by their addresses
        }
  }
};

} // namespace

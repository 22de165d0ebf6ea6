// A loop that fills an array anew in each of its iterations, and records it, has
// the array where it records it: each iteration has its row of the record as
// the array, and nobody copies.
#include "CopyOutside.h"
#include "SmallArrays.h"

#include "adgen/Analysis/Coverage.h"
#include "adgen/Analysis/LoopAccesses.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/Report.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

namespace adgen {
#define GEN_PASS_DEF_ROWSINPLACE
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

/// One array of real numbers, and what copies it element by element.
class Array {
public:
  Array(Value root, const Memory &memory) : root(root), memory(memory) {}

  /// Whether it is copied into a record where it may as well lie.
  bool findRecord() {
    auto all = accessesOf(root);
    if (!all || !isOfNumbers())
      return false;
    accesses = *all;
    return llvm::any_of(accesses, [&](const Access &access) {
      auto load = dyn_cast<LoadOp>(access.op);
      return load && isCopied(access, load);
    });
  }

  Value memoryOfArray() const { return root; }
  Value memoryOfRecord() const { return Address(tape).root(); }

  void putInPlace() {
    Value row = rowAtStart();
    if (isReporting(copy))
      tell(root.getLoc(), "'" + nameOf(root.getLoc()).str() +
                              "' is filled anew in each iteration of the loop in " + lineOf(outer.getLoc()) +
                              ", and lies where it is recorded");
    copy.erase();
    if (row.getType() == root.getType())
      return root.replaceUsesWithIf(row, [](OpOperand &use) { return !isa<ReleaseOp>(use.getOwner()); });
    for (Operation *user : llvm::make_early_inc_range(root.getUsers()))
      if (isa<DecayOp>(user)) {
        user->replaceAllUsesWith(ValueRange{row});
        user->erase();
      }
  }

private:
  /// Small arrays of constant size live in registers.
  bool isOfNumbers() const {
    Type type = cast<PtrType>(root.getType()).getPointee();
    if (auto array = dyn_cast<ad::ArrayType>(type))
      return array.getSize() > promote::largestSmallArray && isa<FloatType>(array.getElementType());
    return isa<FloatType>(type);
  }

  /// Behind everything that an iteration of `outer` writes into the array, `inner` copies it as a whole, one
  /// element after the other, into memory that the iteration does not use for anything else.
  bool isCopied(const Access &from, LoadOp load) {
    inner = dyn_cast<scf::ForOp>(load->getParentOp());
    outer = inner ? dyn_cast<scf::ForOp>(inner->getParentOp()) : scf::ForOp();
    if (!outer || !runsThrough(inner, root) || !isAtVariable(from, inner))
      return false;
    for (Operation *user : load->getUsers()) {
      copy = dyn_cast<StoreOp>(user);
      if (copy && copy.getValue() == load.getResult() && copy->getBlock() == inner.getBody())
        break;
      copy = {};
    }
    return copy && isRecord() && isOnlyWrittenBefore() && isOutOfSight() && isFilledAnew() && isRowKnown();
  }

  /// The copy goes into memory of the function's own, one number beside the other.
  bool isRecord() {
    const Address address(copy.getPointer());
    auto local = address.root().getDefiningOp<LocalOp>();
    if (!local || local == root.getDefiningOp() || address.offset() != 0 ||
        address.factorOf(inner.getInductionVar()) != 1)
      return false;
    auto offset = copy.getPointer().getDefiningOp<OffsetOp>();
    tape = offset ? offset.getPointer() : Value();
    return tape && tape.getType() == rowType() && outer.isDefinedOutsideOfLoop(tape) &&
           (tape == local || tape.getDefiningOp<DecayOp>());
  }

  /// The row's place in the record is known when the iteration begins.
  bool isRowKnown() {
    return llvm::all_of(Address(copy.getPointer()).terms(), [&](Value term) {
      return term == inner.getInductionVar() || isInvariant(term, outer, outer.getInductionVar());
    });
  }

  bool isOnlyWrittenBefore() {
    return llvm::all_of(accesses, [&](const Access &access) {
      Operation *in = outer.getBody()->findAncestorOpInBlock(*access.op);
      return in && (!access.isWrite || in->isBeforeInBlock(inner));
    });
  }

  /// The iteration does not look at the record, and writes nothing else there.
  bool isOutOfSight() {
    auto uses = accessesOf(Address(tape).root());
    return uses && llvm::all_of(*uses, [&](const Access &use) {
             return use.op == copy || !outer->isAncestor(use.op);
           });
  }

  /// If it is zero at first, nobody may see that.
  bool isFilledAnew() {
    auto local = root.getDefiningOp<LocalOp>();
    auto heap = root.getDefiningOp<HeapOp>();
    if (!outer.isDefinedOutsideOfLoop(root) && !(local ? local.getZero() : heap.getZero()))
      return true;
    auto object = memory.objectOfRoot(root);
    return object && adgen::isFilledAnew(outer, *object, memory);
  }

  Type rowType() const {
    Type type = cast<PtrType>(root.getType()).getPointee();
    auto array = dyn_cast<ad::ArrayType>(type);
    return PtrType::get(array ? array.getElementType() : type);
  }

  /// The pointer to the row, in front of everything in the loop's body.
  Value rowAtStart() {
    OpBuilder b(outer.getContext());
    b.setInsertionPointToStart(outer.getBody());
    const Location loc = withoutName(root.getLoc());
    IRMapping mapping;
    mapping.map(outer.getInductionVar(), outer.getInductionVar());
    Value index;
    for (auto [value, factor] : Address(copy.getPointer()).summands()) {
      if (value == inner.getInductionVar())
        continue;
      Value term = copyOutside(b, outer, value, mapping);
      if (!term.getType().isInteger(64))
        term = b.createOrFold<arith::ExtSIOp>(loc, b.getI64Type(), term);
      if (factor != 1)
        term =
            b.create<arith::MulIOp>(loc, term, b.create<arith::ConstantOp>(loc, b.getI64IntegerAttr(factor)));
      index = index ? b.create<arith::AddIOp>(loc, index, term) : term;
    }
    return index ? Value(b.create<OffsetOp>(root.getLoc(), tape, index)) : tape;
  }

  Value root, tape;
  const Memory &memory;
  SmallVector<Access> accesses;
  scf::ForOp outer, inner;
  StoreOp copy;
};

struct RowsInPlace : adgen::impl::RowsInPlaceBase<RowsInPlace> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    SmallVector<Value> roots;
    getOperation().walk([&](Operation *op) {
      if (isa<LocalOp, HeapOp>(op))
        roots.push_back(op->getResult(0));
    });
    // All is decided on what memory is now. An array that has become one with another is not looked at again.
    const Memory memory(getOperation());
    SmallVector<Array> all;
    for (Value root : roots)
      if (Array array(root, memory); array.findRecord())
        all.push_back(std::move(array));
    llvm::DenseSet<Value> changed;
    for (Array &array : all) {
      if (changed.contains(array.memoryOfArray()) || changed.contains(array.memoryOfRecord()))
        continue;
      changed.insert(array.memoryOfArray());
      changed.insert(array.memoryOfRecord());
      array.putInPlace();
    }
  }
};

} // namespace

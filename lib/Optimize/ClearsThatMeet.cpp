// Adjoints that a nest of loops reads and clears, element by element, where two iterations may come to one
// element. g++ 12 at -O3 takes such clears for a memset of rows that do not meet, if it does not know how
// far apart the rows are: it reads all of them first, in all iterations, and clears all of them then. Of
// -0.0 no memset is made, and it is the zero of a sum no less than 0.0 is.
#include "Constants.h"

#include "adgen/Analysis/Address.h"
#include "adgen/Analysis/SeparateWrites.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/LoopVariables.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace adgen {
#define GEN_PASS_DEF_CLEARSTHATMEET
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

static bool clears(StoreOp store) {
  FloatAttr number;
  return store->hasAttr(derivativeMark) && matchPattern(store.getValue(), m_Constant(&number)) &&
         number.getValue().isPosZero();
}

/// The innermost loop around it reads the element, too.
static bool isRead(const Address &address, scf::ForOp innermost) {
  return innermost
      .walk([&](LoadOp load) {
        return Address(load.getPointer()).isSameAs(address) ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

/// It moves evenly with the iterations of a loop in the nest.
static bool isEven(Value value, scf::ForOp outermost) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return !outermost.isDefinedOutsideOfLoop(value);
  return isa<arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::ShLIOp, arith::ExtSIOp, arith::IndexCastOp>(
             op) &&
         llvm::any_of(op->getOperands(), [&](Value operand) { return isEven(operand, outermost); });
}

/// A part of the address changes from one iteration of the nest to the next by an amount that is no constant.
static bool stepsByVariables(const Address &address, scf::ForOp outermost) {
  return llvm::any_of(address.terms(), [&](Value term) {
    return !loopCounting(withoutExtension(term)) && isEven(term, outermost);
  });
}

static bool mayMeet(StoreOp store) {
  auto innermost = store->getParentOfType<scf::ForOp>(), outermost = innermost;
  while (auto outer = outermost ? outermost->getParentOfType<scf::ForOp>() : scf::ForOp())
    outermost = outer;
  const Address address(store.getPointer());
  return outermost != innermost && stepsByVariables(address, outermost) && isRead(address, innermost) &&
         !writesApart(store, outermost->getBlock());
}

namespace {

struct ClearsThatMeet : adgen::impl::ClearsThatMeetBase<ClearsThatMeet> {
  void runOnOperation() override {
    getOperation()->walk([](StoreOp store) {
      if (!clears(store) || !mayMeet(store))
        return;
      ImplicitLocOpBuilder b(store.getLoc(), store);
      auto type = cast<FloatType>(store.getValue().getType());
      store.getValueMutable().assign(b.create<arith::ConstantOp>(
          FloatAttr::get(type, APFloat::getZero(type.getFloatSemantics(), /*Negative=*/true))));
    });
  }
};

} // namespace

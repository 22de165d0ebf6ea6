// Within a block: a load of what was just stored is the stored value, and a
// store that is overwritten before anybody reads it is none.
//
// The reverse sweep takes an adjoint out of memory, clears it and adds to it,
// one statement after the other; by hand one would write the sum.
#include "adgen/Analysis/Distances.h"
#include "adgen/Analysis/Memory.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/Optimize/Passes.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace adgen {
#define GEN_PASS_DEF_FORWARDSTORES
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

/// What is worth a name of its own. Arrays are only ever copied from memory to memory.
bool isForwarded(Type type) { return type.isIntOrFloat() || isa<PtrType>(type); }

/// What memory is known to hold at some point of a block.
struct Known {
  Value pointer;
  Address address;
  Value value;
  StoreOp store; ///< Wrote the value, and nobody has read it since.
};

class Forwarding {
public:
  explicit Forwarding(func::FuncOp function) : memory(function) {}

  void block(Block &block) {
    SmallVector<Known> known;
    for (Operation &op : llvm::make_early_inc_range(block)) {
      for (Region &region : op.getRegions())
        for (Block &inner : region)
          this->block(inner);
      if (auto load = dyn_cast<LoadOp>(op))
        this->load(load, known);
      else if (auto store = dyn_cast<StoreOp>(op))
        this->store(store, known);
      else
        other(&op, known);
    }
  }

private:
  /// \param op accesses the address, in a block with so many known ones.
  bool mayOverlap(const Known &one, Value pointer, const Address &address, Type type, Operation *op,
                  size_t all) const {
    constexpr size_t many = 64; // To compare each with each would take long.
    return !one.address.isApartFrom(address, one.value.getType(), type) &&
           memory.mayOverlap(one.pointer, one.value.getType(), pointer, type) &&
           !(one.value.getType() == type && type.isIntOrFloat() && all < many &&
             neverMeet(one.address, address, op));
  }

  static Known *find(SmallVectorImpl<Known> &known, const Address &address, Type type) {
    auto found = llvm::find_if(known, [&](const Known &one) {
      return one.value.getType() == type && one.address.isSameAs(address);
    });
    return found == known.end() ? nullptr : found;
  }

  void load(LoadOp op, SmallVectorImpl<Known> &known) {
    const Address address(op.getPointer());
    if (Known *same = find(known, address, op.getType()); same && isForwarded(op.getType())) {
      op.replaceAllUsesWith(same->value);
      op.erase();
      return;
    }
    read(op, address, op.getType(), known);
    known.push_back({op.getPointer(), address, op, {}});
  }

  void store(StoreOp op, SmallVectorImpl<Known> &known) {
    const Address address(op.getPointer());
    Type type = op.getValue().getType();
    if (Known *same = find(known, address, type)) {
      if (same->value == op.getValue()) {
        op.erase();
        return;
      }
      if (same->store)
        same->store.erase();
    }
    write(op, address, type, known);
    known.push_back({op.getPointer(), address, op.getValue(), op});
  }

  void read(LoadOp op, const Address &address, Type type, SmallVectorImpl<Known> &known) const {
    for (Known &one : known)
      if (one.store && mayOverlap(one, op.getPointer(), address, type, op, known.size()))
        one.store = nullptr;
  }

  void write(StoreOp op, const Address &address, Type type, SmallVectorImpl<Known> &known) const {
    llvm::erase_if(known, [&, all = known.size()](const Known &one) {
      return mayOverlap(one, op.getPointer(), address, type, op, all);
    });
  }

  void other(Operation *op, SmallVectorImpl<Known> &known) const {
    if (isMemoryEffectFree(op) || isa<LocalOp, HeapOp, NewStackOp, PushOp, PopOp>(op))
      return;
    if (op->getNumRegions() == 0) {
      known.clear();
      return;
    }
    op->walk([&](Operation *inner) {
      if (auto load = dyn_cast<LoadOp>(inner))
        read(load, Address(load.getPointer()), load.getType(), known);
      else if (auto store = dyn_cast<StoreOp>(inner))
        write(store, Address(store.getPointer()), store.getValue().getType(), known);
      else if (inner->getNumRegions() == 0)
        other(inner, known);
    });
  }

  const Memory memory;
};

struct ForwardStores : adgen::impl::ForwardStoresBase<ForwardStores> {
  void runOnOperation() override {
    if (!getOperation().isExternal())
      Forwarding(getOperation()).block(getOperation().getBody().front());
  }
};

} // namespace

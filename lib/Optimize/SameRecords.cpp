// Two records that are written together, with one value, at the same place, are
// one: the result of a function that the program keeps in an array as well.
#include "adgen/Analysis/LoopAccesses.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/IR/Dominance.h"

namespace adgen {
#define GEN_PASS_DEF_SAMERECORDS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

/// Memory of the function's own that one operation writes.
struct Record {
  LocalOp memory;
  Access write;
  SmallVector<Access> reads;
};

} // namespace

static std::optional<Record> recordOf(LocalOp memory) {
  auto accesses = accessesOf(memory);
  if (!accesses || memory.getZero() ||
      llvm::count_if(*accesses, [](const Access &a) { return a.isWrite; }) != 1)
    return std::nullopt;
  Access write = *llvm::find_if(*accesses, [](const Access &a) { return a.isWrite; });
  llvm::erase_if(*accesses, [](const Access &a) { return a.isWrite; });
  return Record{memory, write, *accesses};
}

static bool areSame(const Record &one, const Record &other, DominanceInfo &dominance) {
  const Address &a = one.write.address, &b = other.write.address;
  if (one.write.op->getBlock() != other.write.op->getBlock() || a.summands() != b.summands() ||
      a.offset() != b.offset() ||
      cast<StoreOp>(one.write.op).getValue() != cast<StoreOp>(other.write.op).getValue() ||
      !dominance.properlyDominates(one.memory, other.memory))
    return false;
  // Nobody reads one of them in between.
  Operation *from = one.write.op, *to = other.write.op;
  if (to->isBeforeInBlock(from))
    std::swap(from, to);
  return llvm::none_of(other.reads, [&](const Access &read) {
    Operation *in = from->getBlock()->findAncestorOpInBlock(*read.op);
    return in && from->isBeforeInBlock(in) && in->isBeforeInBlock(to);
  });
}

namespace {

struct SameRecords : adgen::impl::SameRecordsBase<SameRecords> {
  void runOnOperation() override {
    SmallVector<LocalOp> memories;
    getOperation().walk([&](LocalOp memory) { memories.push_back(memory); });
    auto &dominance = getAnalysis<DominanceInfo>();
    SmallVector<Record> kept;
    for (LocalOp memory : memories) {
      std::optional<Record> record = recordOf(memory);
      if (!record)
        continue;
      auto same = llvm::find_if(kept, [&](Record &other) {
        return other.memory.getType() == memory.getType() && areSame(other, *record, dominance);
      });
      if (same == kept.end()) {
        kept.push_back(*record);
        continue;
      }
      record->write.op->erase();
      memory.getResult().replaceAllUsesWith(same->memory.getResult());
      *same = *recordOf(same->memory);
    }
  }
};

} // namespace

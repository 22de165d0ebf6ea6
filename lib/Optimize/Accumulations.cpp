#include "Accumulations.h"

#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

LoadOp adgen::loadOfAccumulation(StoreOp store) {
  Operation *sum = store.getValue().getDefiningOp();
  if (!isa_and_nonnull<arith::AddFOp, arith::SubFOp>(sum))
    return {};
  for (unsigned i = 0, end = isa<arith::SubFOp>(sum) ? 1 : 2; i < end; ++i) {
    auto load = sum->getOperand(i).getDefiningOp<LoadOp>();
    if (!load || load.getPointer() != store.getPointer() || !load->hasOneUse() ||
        load->getBlock() != store->getBlock() || !load->isBeforeInBlock(store))
      continue;
    auto between = llvm::make_range(load->getIterator(), store->getIterator());
    if (llvm::none_of(between, [](Operation &op) { return isa<StoreOp>(op); }))
      return load;
  }
  return {};
}

llvm::DenseSet<Operation *> adgen::partsOfAccumulations(llvm::ArrayRef<Access> accesses) {
  llvm::DenseSet<Operation *> parts;
  for (const Access &access : accesses)
    if (LoadOp load = access.isWrite ? loadOfAccumulation(cast<StoreOp>(access.op)) : LoadOp())
      parts.insert(access.op), parts.insert(load);
  return parts;
}

std::string adgen::nameOfMemory(Value pointer, llvm::StringRef ending) {
  Value root = Address(pointer).root();
  llvm::StringRef name = nameOf(root.getLoc());
  FunctionInfo info;
  if (auto parameter = dyn_cast<BlockArgument>(root))
    if (auto function = dyn_cast<func::FuncOp>(parameter.getOwner()->getParentOp())) {
      info = getFunctionInfo(function);
      if (parameter.getArgNumber() < info.params.size())
        name = info.params[parameter.getArgNumber()].name;
    }
  return name.empty() ? "" : (name + ending).str();
}

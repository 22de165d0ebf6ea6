#include "adgen/Analysis/SeparateWrites.h"

#include "adgen/Analysis/Address.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

std::optional<int64_t> constantOf(Value value) {
  APInt number;
  return matchPattern(value, m_ConstantInt(&number)) ? std::optional(number.getSExtValue()) : std::nullopt;
}

/// The number, or zero if it is negative.
Value withoutMaximum(Value value) {
  value = withoutExtension(value);
  auto maximum = value.getDefiningOp<arith::MaxSIOp>();
  return maximum && constantOf(maximum.getRhs()) == 0 ? withoutExtension(maximum.getLhs()) : value;
}

/// From the innermost loop outwards: what of the address each adds, and how much room all inside of it take.
class Places {
public:
  explicit Places(StoreOp store) : address(store.getPointer()), terms(address.summands()) {}

  /// Each iteration of the loop has its own place for everything inside.
  bool areApart(scf::ForOp loop) {
    for (auto &term : terms)
      if (auto next = roomBehind(loop, term)) {
        room = *next;
        llvm::erase(terms, term);
        return true;
      }
    return false;
  }

  bool isFixed(scf::ForOp outermost) const {
    return outermost.isDefinedOutsideOfLoop(address.root()) &&
           llvm::all_of(terms, [&](auto &term) { return outermost.isDefinedOutsideOfLoop(term.first); });
  }

private:
  /// A number of elements; neither: not known.
  struct Room {
    std::optional<int64_t> constant;
    Value value;
  };

  /// Nothing if iterations of the loop might meet, as far as the term goes.
  std::optional<Room> roomBehind(scf::ForOp loop, const std::pair<Value, int64_t> &term) const {
    const auto [value, factor] = term;
    if (value == loop.getInductionVar()) {
      if (!room.constant || factor < *room.constant)
        return std::nullopt;
      auto lower = constantOf(loop.getLowerBound()), upper = constantOf(loop.getUpperBound());
      if (lower && upper)
        return Room{(*upper - 1 - *lower) * factor + *room.constant, {}};
      return *room.constant == 1 && factor == 1 && isNotNegative(loop.getLowerBound())
                 ? Room{{}, withoutExtension(loop.getUpperBound())}
                 : Room{};
    }
    auto product = value.getDefiningOp<arith::MulIOp>();
    if (!product || factor != 1 || !room.value || product->hasAttr(wrapsMark))
      return std::nullopt;
    for (auto [row, size] :
         {std::pair(product.getLhs(), product.getRhs()), {product.getRhs(), product.getLhs()}})
      if (withoutExtension(row) == loop.getInductionVar() && withoutMaximum(size) == room.value)
        return Room{};
    return std::nullopt;
  }

  Address address;
  SmallVector<std::pair<Value, int64_t>> terms;
  Room room{1, {}};
};

} // namespace

bool adgen::writesApart(StoreOp store, Block *home) {
  Places places(store);
  scf::ForOp outermost;
  for (Block *block = store->getBlock(); block != home; block = block->getParentOp()->getBlock()) {
    Operation *op = block->getParentOp();
    if (auto loop = dyn_cast<scf::ForOp>(op)) {
      if (!places.areApart(loop))
        return false;
      outermost = loop;
    } else if (!isa<scf::IfOp>(op)) {
      return false;
    }
  }
  return !outermost || places.isFixed(outermost);
}

#include "adgen/Analysis/Coverage.h"

#include "adgen/Analysis/Address.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

using Terms = SmallVector<std::pair<Value, int64_t>, 2>;

/// value + constant; of a constant, value is null.
struct Bound {
  Value value;
  int64_t constant;
};

/// Elements that have been written: terms + [from, to).
struct Range {
  Terms terms;
  int64_t from;
  Bound to;
};
using Ranges = SmallVector<Range, 4>;

Bound boundOf(Value value) {
  APInt number;
  if (matchPattern(value, m_ConstantInt(&number)))
    return {{}, number.getSExtValue()};
  while (Operation *op = value.getDefiningOp()) {
    if (!isa<arith::ExtSIOp>(op))
      break;
    value = op->getOperand(0);
  }
  return {value, 0};
}

/// How many numbers there are in memory that is nothing but numbers.
std::optional<Bound> sizeOf(Value root) {
  Operation *creator = root.getDefiningOp();
  Value count;
  if (auto local = dyn_cast_or_null<LocalOp>(creator))
    count = local.getCount();
  else if (auto heap = dyn_cast_or_null<HeapOp>(creator))
    count = heap.getCount();
  else
    return std::nullopt;
  Type type = cast<PtrType>(root.getType()).getPointee();
  const Bound size = count ? boundOf(count) : Bound{{}, flatSize(type)};
  while (auto array = count ? ad::ArrayType() : dyn_cast<ad::ArrayType>(type))
    type = array.getElementType();
  return type.isIntOrFloat() ? std::optional(size) : std::nullopt;
}

class Coverage {
public:
  Coverage(unsigned object, const Memory &memory)
      : object(object), memory(memory), root(memory.objects()[object].root) {}

  bool run(scf::ForOp loop) {
    auto known = root ? sizeOf(root) : std::nullopt;
    if (!known)
      return false;
    size = *known;
    Ranges none;
    return block(*loop.getBody(), none);
  }

private:
  bool isOurs(Value pointer) const { return memory.objectsOf(pointer).contains(object); }

  static bool reaches(const Bound &end, const Bound &wanted) {
    return end.value == wanted.value && end.constant >= wanted.constant;
  }

  bool isWhole(const Range &range) const {
    return range.terms.empty() && range.from <= 0 && reaches(range.to, size);
  }

  /// The least that an index is known to be.
  static std::optional<int64_t> leastOf(Value value) {
    APInt number;
    if (matchPattern(value, m_ConstantInt(&number)))
      return number.getSExtValue();
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      auto loop = dyn_cast_or_null<scf::ForOp>(argument.getOwner()->getParentOp());
      return loop && argument == loop.getInductionVar() ? leastOf(loop.getLowerBound()) : std::nullopt;
    }
    if (auto sum = value.getDefiningOp<arith::AddIOp>()) {
      auto x = leastOf(sum.getLhs()), y = leastOf(sum.getRhs());
      return x && y ? std::optional(*x + *y) : std::nullopt;
    }
    return std::nullopt;
  }

  bool isCovered(Value pointer, const Ranges &ranges) const {
    // Whatever the index, it is not outside of the object.
    if (llvm::any_of(ranges, [&](const Range &range) { return isWhole(range); }))
      return true;
    const Address address(pointer);
    if (address.root() != root)
      return false;
    Terms terms(address.summands());
    const int64_t constant = address.offset();
    auto covers = [&](const Terms &at, int64_t from, Bound to) {
      return llvm::any_of(ranges, [&](const Range &range) {
        return range.terms == at && range.from <= from && reaches(range.to, to);
      });
    };
    if (covers(terms, constant, {{}, constant + 1}))
      return true;
    // All elements that one of the loops around it runs through.
    for (size_t i = 0; i < terms.size(); ++i) {
      auto variable = dyn_cast<BlockArgument>(terms[i].first);
      auto loop = variable ? dyn_cast_or_null<scf::ForOp>(variable.getOwner()->getParentOp()) : scf::ForOp();
      if (!loop || variable != loop.getInductionVar() || terms[i].second != 1)
        continue;
      auto least = leastOf(loop.getLowerBound());
      if (!least)
        continue;
      Terms rest = terms;
      rest.erase(rest.begin() + i);
      Bound to = boundOf(loop.getUpperBound());
      to.constant += constant;
      if (covers(rest, *least + constant, to))
        return true;
    }
    return false;
  }

  bool block(Block &block, Ranges &ranges) {
    for (Operation &op : block.without_terminator())
      if (!operation(&op, ranges))
        return false;
    return true;
  }

  bool operation(Operation *op, Ranges &ranges) {
    if (auto load = dyn_cast<LoadOp>(op))
      return !isOurs(load.getPointer()) || isCovered(load.getPointer(), ranges);
    if (auto store = dyn_cast<StoreOp>(op)) {
      const Address address(store.getPointer());
      if (address.root() == root)
        ranges.push_back({Terms(address.summands()), address.offset(), {{}, address.offset() + 1}});
      return !isOurs(store.getPointer()) || store.getValue().getType().isIntOrFloat();
    }
    if (auto loop = dyn_cast<scf::ForOp>(op))
      return inner(loop, ranges);
    // What a branch or an iteration writes may not be written at all.
    for (Region &region : op->getRegions())
      for (Block &inner : region) {
        Ranges copy = ranges;
        if (!block(inner, copy))
          return false;
      }
    return true;
  }

  bool inner(scf::ForOp loop, Ranges &ranges) {
    Ranges within = ranges;
    if (!block(*loop.getBody(), within))
      return false;
    APInt lower;
    if (!matchPattern(loop.getStep(), m_One()) || !matchPattern(loop.getLowerBound(), m_ConstantInt(&lower)))
      return true;
    const Bound upper = boundOf(loop.getUpperBound());
    for (const Range &range : ArrayRef(within).drop_front(ranges.size())) {
      Terms rest = range.terms;
      auto own = llvm::find_if(rest, [&](auto &term) { return term.first == loop.getInductionVar(); });
      if (own == rest.end() || range.to.value)
        continue;
      const int64_t factor = own->second, width = range.to.constant - range.from;
      rest.erase(own);
      if (llvm::any_of(rest, [&](auto &term) { return !loop.isDefinedOutsideOfLoop(term.first); }))
        continue;
      // One element after the other, or one row of constant length.
      if (factor == 1 && width == 1)
        ranges.push_back(
            {rest, lower.getSExtValue() + range.from, {upper.value, upper.constant + range.from}});
      else if (factor > 0 && factor <= width && !upper.value && upper.constant > lower.getSExtValue())
        ranges.push_back({rest,
                          lower.getSExtValue() * factor + range.from,
                          {{}, (upper.constant - 1) * factor + range.to.constant}});
    }
    return true;
  }

  unsigned object;
  const Memory &memory;
  Value root;
  Bound size{};
};

} // namespace

bool adgen::runsThrough(scf::ForOp loop, Value root) {
  auto size = sizeOf(root);
  const Bound upper = boundOf(loop.getUpperBound());
  return size && upper.value == size->value && upper.constant == size->constant &&
         matchPattern(loop.getLowerBound(), m_Zero()) && matchPattern(loop.getStep(), m_One());
}

bool adgen::isFilledAnew(scf::ForOp loop, unsigned object, const Memory &memory) {
  return Coverage(object, memory).run(loop);
}

// A small array whose elements are all named by constants becomes one local per
// element: `double k[3]` of a step of an integrator is three numbers.
#include "PromoteLocals.h"
#include "SmallArrays.h"

#include "adgen/IR/Function.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// Visits what is computed from a pointer to an element. `step` is a decay, a cast or an offset.
static bool visitSteps(Operation *step, ArrayRef<Value> indices,
                       llvm::function_ref<bool(Operation *, ArrayRef<Value>)> visit) {
  bool isAccessed = false;
  for (OpOperand &use : step->getResult(0).getUses()) {
    Operation *user = use.getOwner();
    if (auto offset = dyn_cast<OffsetOp>(user)) {
      SmallVector<Value> more(indices);
      more.push_back(offset.getIndex());
      if (!visitSteps(offset, more, visit))
        return false;
    } else if (auto cast = dyn_cast<PtrCastOp>(user); cast && cast.onlyChangesConst()) {
      if (!visitSteps(cast, indices, visit))
        return false;
    } else {
      // Where the pointer is more than an address to access, the element has to be beside the others.
      if (!isa<LoadOp, DecayOp, MemberOp>(user) && !(isa<StoreOp>(user) && use.getOperandNumber() == 1))
        return false;
      isAccessed = true;
    }
  }
  return !isAccessed || visit(step, indices);
}

bool promote::forEachElement(Value address, llvm::function_ref<bool(Operation *, ArrayRef<Value>)> visit) {
  return llvm::all_of(address.getUsers(), [&](Operation *user) {
    if (isa<DecayOp>(user))
      return visitSteps(user, {}, visit);
    auto cast = dyn_cast<PtrCastOp>(user);
    return cast && cast.onlyChangesConst() && forEachElement(cast, visit);
  });
}

static std::optional<int64_t> sumOf(ArrayRef<Value> indices) {
  int64_t sum = 0;
  for (Value index : indices) {
    APInt constant;
    if (!matchPattern(index, m_ConstantInt(&constant)))
      return std::nullopt;
    sum += constant.getSExtValue();
  }
  return sum;
}

static bool staysInRow(Operation *pointer, int64_t size);

/// What is reached through the pointer belongs to what it points to, however many arrays and members deep.
static bool staysInside(OpOperand &use) {
  Operation *user = use.getOwner();
  if (auto decay = dyn_cast<DecayOp>(user))
    return staysInRow(user, cast<ad::ArrayType>(decay.getPointer().getType().getPointee()).getSize());
  if (isa<MemberOp>(user))
    return llvm::all_of(user->getUses(), staysInside);
  return isa<LoadOp>(user) || (isa<StoreOp>(user) && use.getOperandNumber() == 1);
}

/// A pointer into a row of a matrix may run through the next rows.
static bool staysInRow(Operation *pointer, int64_t size) {
  return llvm::all_of(pointer->getUses(), [&](OpOperand &use) {
    if (auto offset = dyn_cast<OffsetOp>(use.getOwner())) {
      APInt index;
      bool isInside = offset.getInside() || (matchPattern(offset.getIndex(), m_ConstantInt(&index)) &&
                                             index.getSExtValue() >= 0 && index.getSExtValue() < size);
      return isInside && llvm::all_of(offset->getUses(), staysInside);
    }
    return isa<PtrCastOp>(use.getOwner()) ? staysInRow(use.getOwner(), size) : staysInside(use);
  });
}

namespace {
struct Element {
  Operation *address;
  int64_t index;
};
} // namespace

/// The elements' addresses; nothing if one of them is not known.
static std::optional<SmallVector<Element>> elementsOf(LocalOp local) {
  auto array = dyn_cast<ad::ArrayType>(local.getType().getPointee());
  if (!array || local.getCount() || flatSize(array) > promote::largestSmallArray)
    return std::nullopt;
  SmallVector<Element> elements;
  bool isKnown = promote::forEachElement(local, [&](Operation *address, ArrayRef<Value> indices) {
    auto index = sumOf(indices);
    if (!index || *index < 0 || *index >= array.getSize())
      return false;
    for (OpOperand &use : address->getResult(0).getUses())
      if (isa<DecayOp, MemberOp>(use.getOwner()) && !staysInside(use))
        return false;
    elements.push_back({address, *index});
    return true;
  });
  return isKnown ? std::optional(elements) : std::nullopt;
}

bool promote::splitArrays(func::FuncOp function) {
  SmallVector<LocalOp> open;
  function.walk([&](LocalOp local) { open.push_back(local); });
  bool changed = false;
  while (!open.empty()) {
    LocalOp local = open.pop_back_val();
    auto elements = elementsOf(local);
    if (!elements)
      continue;
    changed = true;
    auto array = cast<ad::ArrayType>(local.getType().getPointee());
    OpBuilder b(local);
    SmallVector<Value> locals(array.getSize());
    llvm::StringRef name = nameOf(local.getLoc());
    for (auto [address, index] : *elements) {
      if (!locals[index]) {
        Location loc = withName(withoutName(local.getLoc()),
                                name.empty() ? "" : (name + "_" + llvm::Twine(index)).str());
        auto part = b.create<LocalOp>(loc, array.elementPointer(), Value(), local.getZero());
        locals[index] = part;
        open.push_back(part);
      }
      Value part = locals[index];
      for (OpOperand &use : llvm::make_early_inc_range(address->getResult(0).getUses()))
        if (!isa<OffsetOp, PtrCastOp>(use.getOwner())) {
          if (part.getType() != address->getResult(0).getType()) {
            OpBuilder at(use.getOwner());
            use.set(at.create<PtrCastOp>(address->getLoc(), address->getResult(0).getType(), part));
          } else {
            use.set(part);
          }
        }
    }
    // The addresses are not used any more.
    SmallVector<Operation *> dead{local};
    for (size_t i = 0; i < dead.size(); ++i)
      dead.append(dead[i]->user_begin(), dead[i]->user_end());
    for (Operation *op : llvm::reverse(dead))
      if (op->use_empty())
        op->erase();
  }
  return changed;
}

#include "adgen/Optimize/Lanes.h"

#include "adgen/Analysis/Memory.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/Lanes.h"
#include "adgen/IR/Tuple.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

class Widening {
public:
  Widening(func::FuncOp function, llvm::function_ref<void(Location, llvm::StringRef)> error)
      : function(function), error(error), count(cast<IntegerAttr>(function->getAttr(lanesMark)).getInt()),
        primalArguments(cast<IntegerAttr>(function->getAttr(primalArgumentsMark)).getInt()) {}

  bool run() {
    if (!seed())
      return false;
    // Until nothing new is found: memory may become one of lanes behind where it was read.
    do {
      hasChanged = false;
      function.walk([&](Operation *op) { spread(op); });
    } while (hasChanged && !failed);
    function.walk([&](Operation *op) { check(op); });
    if (failed)
      return false;
    for (Value value : lanes)
      value.setType(widened(value.getType()));
    splatReturned();
    if (failed)
      return false;
    SmallVector<Operation *> ops;
    function.walk([&](Operation *op) { ops.push_back(op); });
    for (Operation *op : ops)
      rewrite(op);
    for (Operation *comparison : comparisons)
      if (comparison->use_empty())
        comparison->erase();
      else
        reject(comparison->getLoc(), "a comparison of a derivative");
    if (!failed)
      describe();
    return !failed;
  }

private:
  bool isLane(Value value) const { return lanes.contains(value); }

  void reject(Location place, const llvm::Twine &what) {
    if (!failed)
      error(place, ("adgen cannot compute " + what + " for several lanes at once; leave 'lanes' out").str());
    failed = true;
  }

  static bool isStandardArray(ad::ArrayType type) { return type.getCxxName().starts_with("std::array<"); }

  /// What can be kept in lanes: numbers, pointers to them, arrays of them.
  static bool isPossible(Type type) {
    if (auto pointer = dyn_cast<PtrType>(type))
      return isPossible(pointer.getPointee());
    if (auto array = dyn_cast<ad::ArrayType>(type))
      return (array.getCxxName().empty() || isStandardArray(array)) && isPossible(array.getElementType());
    if (auto stack = dyn_cast<StackType>(type))
      return isPossible(stack.getElementType());
    return isa<FloatType>(type);
  }

  Type widened(Type type) const {
    if (auto pointer = dyn_cast<PtrType>(type))
      return PtrType::get(widened(pointer.getPointee()), pointer.getIsConst());
    if (auto array = dyn_cast<ad::ArrayType>(type)) {
      Type element = widened(array.getElementType());
      const std::string name =
          "std::array<" + cxxTypeOf(element) + ", " + std::to_string(array.getSize()) + ">";
      return ad::ArrayType::get(array.getSize(), element, isStandardArray(array) ? name : "");
    }
    if (auto stack = dyn_cast<StackType>(type))
      return StackType::get(widened(stack.getElementType()));
    return VectorType::get({count}, type);
  }

  /// The arguments that a derivative has beside its primal's.
  bool seed() {
    for (BlockArgument argument : function.getArguments().drop_front(primalArguments)) {
      if (!isPossible(argument.getType())) {
        reject(function->getLoc(), "the derivative of what is no number, pointer or array");
        return false;
      }
      lanes.insert(argument);
    }
    return true;
  }

  void mark(Value value) {
    if (isPossible(value.getType()))
      hasChanged |= lanes.insert(value).second;
    else
      reject(value.getLoc(), "an object of this class");
  }
  /// Pointers into one object, or a pointer and what it is kept in.
  void unify(Value one, Value other) {
    if (isLane(one))
      mark(other);
    else if (isLane(other))
      mark(one);
  }
  /// A value moves: a number into lanes is put into each of them, a pointer has to be one to lanes.
  void flow(Value from, Value to) {
    if (isLane(from))
      mark(to);
    else if (isLane(to) && isa<PtrType>(from.getType()))
      mark(from);
  }

  void spread(Operation *op) {
    if (isa<arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp, arith::NegFOp>(op)) {
      if (llvm::any_of(op->getOperands(), [&](Value operand) { return isLane(operand); }))
        mark(op->getResult(0));
    } else if (auto select = dyn_cast<arith::SelectOp>(op)) {
      flow(select.getTrueValue(), select);
      flow(select.getFalseValue(), select);
    } else if (auto load = dyn_cast<LoadOp>(op)) {
      if (isa<PtrType>(load.getType()))
        unify(load, load.getPointer());
      else
        flow(load.getPointer(), load);
    } else if (auto store = dyn_cast<StoreOp>(op)) {
      flow(store.getValue(), store.getPointer());
    } else if (isa<OffsetOp, DecayOp, MemberOp, PtrCastOp>(op)) {
      unify(op->getOperand(0), op->getResult(0));
    } else if (isa<PtrDiffOp, PtrCompareOp>(op)) {
      unify(op->getOperand(0), op->getOperand(1));
    } else if (auto push = dyn_cast<PushOp>(op)) {
      flow(push.getValue(), push.getStack());
    } else if (auto pop = dyn_cast<PopOp>(op)) {
      unify(pop, pop.getStack());
    } else {
      forEachFlow(op, [&](Value from, Value to) { flow(from, to); });
    }
  }

  /// Whether the operation may have lanes where it has some. The adjoint of a linear operation is one.
  void check(Operation *op) {
    auto isWide = [&](Value value) { return isLane(value); };
    if (llvm::none_of(op->getOperands(), isWide) && llvm::none_of(op->getResults(), isWide))
      return;
    if (isa<arith::AddFOp, arith::SubFOp, arith::NegFOp, LoadOp, StoreOp, OffsetOp, DecayOp, PtrDiffOp,
            PtrCompareOp, PushOp, PopOp, NewStackOp, LocalOp, HeapOp, ReleaseOp, UndefOp, NullOp, scf::IfOp,
            scf::ForOp, scf::WhileOp, scf::YieldOp, scf::ConditionOp, func::ReturnOp>(op))
      return;
    // What is returned beside the value.
    if (isa<MakeRecordOp>(op) &&
        llvm::all_of(op->getUsers(), [](Operation *user) { return isa<MakeRecordOp, func::ReturnOp>(user); }))
      return;
    if (isa<arith::MulFOp>(op) ? !(isWide(op->getOperand(0)) && isWide(op->getOperand(1)))
                               : isa<arith::DivFOp>(op) && !isWide(op->getOperand(1)))
      return;
    if (auto select = dyn_cast<arith::SelectOp>(op); select && !isWide(select.getCondition()))
      return;
    if (auto compare = dyn_cast<arith::CmpFOp>(op);
        compare && isWide(compare.getLhs()) && matchPattern(compare.getRhs(), m_AnyZeroFloat())) {
      comparisons.push_back(compare);
      return;
    }
    if (auto cast = dyn_cast<PtrCastOp>(op); cast && cast.onlyChangesConst())
      return;
    if (auto apply = dyn_cast<ApplyOp>(op))
      return reject(op->getLoc(), "'" + apply.getName() + "'");
    reject(op->getLoc(), isa<arith::ExtFOp, arith::TruncFOp>(op) ? "a conversion between float and double"
                         : isa<func::CallOp>(op)                 ? "a recursive call"
                         : isa<MemberOp>(op)                     ? "members of a struct"
                         : isa<MakeRecordOp>(op)                 ? "a struct"
                         : isa<PtrCastOp>(op)                    ? "a pointer to another type"
                                                                 : "this");
  }

  /// The number in every lane. C++ converts it where it is used.
  void splat(OpOperand &operand) {
    if (isLane(operand.get()) || isa<VectorType>(operand.get().getType()) ||
        !isa<FloatType>(operand.get().getType()))
      return;
    OpBuilder b(operand.getOwner());
    Type type = widened(operand.get().getType());
    Location loc = withoutName(operand.getOwner()->getLoc());
    if (operand.get().getDefiningOp<UndefOp>())
      operand.set(b.create<UndefOp>(loc, type));
    else
      operand.set(b.create<ApplyOp>(loc, type, "splat", ValueRange(operand.get())));
  }

  void splatDerivative(OpOperand &operand) {
    auto record = operand.get().getDefiningOp<MakeRecordOp>();
    if (record)
      for (OpOperand &field : record->getOpOperands())
        splatDerivative(field);
    else if (isa<RecordType>(operand.get().getType()))
      reject(function->getLoc(), "a struct");
    else
      splat(operand);
  }

  /// What the caller gets as lanes, even where all of them are zero.
  void splatReturned() {
    Operation *end = function.getBody().front().getTerminator();
    const FunctionInfo info = getFunctionInfo(function);
    unsigned next = 0;
    if (info.returnsValue()) {
      OpOperand &returned = end->getOpOperand(next++);
      if (function->hasAttr(returnsAdjointsMark))
        splatDerivative(returned);
      else if (auto pair = returned.get().getDefiningOp<MakeRecordOp>())
        splatDerivative(pair->getOpOperand(1));
      else
        reject(function->getLoc(), "a struct");
    }
    for (auto [index, param] : llvm::enumerate(info.params))
      if (param.kind == ParamKind::Reference || param.kind == ParamKind::Pointer) {
        OpOperand &content = end->getOpOperand(next++);
        if (index >= primalArguments)
          splat(content);
      }
  }

  void splatAll(MutableArrayRef<OpOperand> operands, ValueRange into) {
    for (auto [operand, value] : llvm::zip(operands, into))
      if (isLane(value))
        splat(operand);
  }

  /// `x == 0 ? 0 : product`, lane by lane: x and the product; nothing for any other choice.
  static std::optional<std::pair<Value, OpOperand *>> guardOf(arith::SelectOp select) {
    auto compare = select.getCondition().getDefiningOp<arith::CmpFOp>();
    if (!compare || !isa<VectorType>(compare.getLhs().getType()))
      return std::nullopt;
    const bool isEqual = compare.getPredicate() == arith::CmpFPredicate::OEQ;
    if (!isEqual && compare.getPredicate() != arith::CmpFPredicate::UNE)
      return std::nullopt;
    if (!matchPattern(isEqual ? select.getTrueValue() : select.getFalseValue(), m_AnyZeroFloat()))
      return std::nullopt;
    return std::pair(compare.getLhs(), &select->getOpOperand(isEqual ? 2 : 1));
  }

  void rewrite(Operation *op) {
    if (auto select = dyn_cast<arith::SelectOp>(op)) {
      if (!isLane(select))
        return;
      if (auto guard = guardOf(select)) {
        auto [x, product] = *guard;
        splat(*product);
        OpBuilder b(select);
        Value guarded =
            b.create<ApplyOp>(select.getLoc(), select.getType(), "guarded", ValueRange{x, product->get()});
        select.replaceAllUsesWith(guarded);
        lanes.insert(guarded);
        lanes.erase(select.getResult());
        select.erase();
        return;
      }
      splat(select->getOpOperand(1));
      splat(select->getOpOperand(2));
    } else if (isa<arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp>(op)) {
      if (isLane(op->getResult(0)))
        for (OpOperand &operand : op->getOpOperands())
          splat(operand);
    } else if (auto store = dyn_cast<StoreOp>(op)) {
      if (isLane(store.getPointer()))
        splat(store->getOpOperand(0));
    } else if (auto push = dyn_cast<PushOp>(op)) {
      if (isLane(push.getStack()))
        splat(push->getOpOperand(0));
    } else if (auto loop = dyn_cast<scf::ForOp>(op)) {
      splatAll(loop.getInitArgsMutable(), loop.getRegionIterArgs());
    } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
      splatAll(loop.getInitsMutable(), loop.getBeforeArguments());
    } else if (auto condition = dyn_cast<scf::ConditionOp>(op)) {
      splatAll(condition.getArgsMutable(), cast<scf::WhileOp>(op->getParentOp()).getAfterArguments());
    } else if (isa<scf::YieldOp>(op)) {
      auto loop = dyn_cast<scf::WhileOp>(op->getParentOp());
      splatAll(op->getOpOperands(),
               loop ? ValueRange(loop.getBeforeArguments()) : op->getParentOp()->getResults());
    } else if (auto record = dyn_cast<MakeRecordOp>(op)) {
      widenRecord(record);
    }
  }

  /// What a function returns beside lanes.
  void widenRecord(MakeRecordOp record) {
    auto isWide = [](Value field) { return isa<VectorType, RecordType>(field.getType()); };
    if (llvm::none_of(record.getFields(), isWide))
      return;
    SmallVector<Type> types(record.getFields().getTypes());
    if (types == SmallVector<Type>(record.getType().getFieldTypes()))
      return;
    if (!record.getType().isTuple())
      return reject(record->getLoc(), "a struct");
    record.getResult().setType(tupleType(record.getContext(), types));
  }

  /// The signature.
  void describe() {
    FunctionInfo info = getFunctionInfo(function);
    auto types = [](ValueRange values) { return SmallVector<Type>(values.getTypes()); };
    Operation *end = function.getBody().front().getTerminator();
    function.setFunctionType(
        FunctionType::get(function.getContext(), types(function.getArguments()), types(end->getOperands())));
    for (unsigned i = primalArguments; i < info.params.size(); ++i) {
      Param &param = info.params[i];
      Type type = function.getArgument(i).getType();
      const bool isWritten = llvm::StringRef(param.cxxType).contains('&') &&
                             !llvm::StringRef(param.cxxType).starts_with("const ");
      if (param.kind == ParamKind::Object)
        type = cast<PtrType>(type).getPointee();
      const std::string name = cxxTypeOf(type);
      param.cxxType = param.kind == ParamKind::Pointer                       ? name + " *"
                      : param.kind == ParamKind::Value && isa<PtrType>(type) ? name
                      : isWritten                                            ? name + " &"
                                                                             : "const " + name + " &";
    }
    if (info.returnsValue())
      info.resultType = cxxTypeOf(end->getOperand(0).getType());
    setFunctionInfo(function, info);
  }

  func::FuncOp function;
  llvm::function_ref<void(Location, llvm::StringRef)> error;
  const int64_t count;
  const unsigned primalArguments;
  llvm::DenseSet<Value> lanes;
  SmallVector<Operation *> comparisons;
  bool hasChanged = false, failed = false;
};

} // namespace

bool adgen::widenLanes(func::FuncOp function, llvm::function_ref<void(Location, llvm::StringRef)> error) {
  return Widening(function, error).run();
}

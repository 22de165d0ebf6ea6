// One walk over the function in program order, carrying the current value of
// every variable.  A branch gets results for the variables that are stored in
// it and declared outside, a loop gets iteration arguments.
#include "PromoteLocals.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;
using namespace adgen::promote;

static bool hasZero(Type type) {
  if (auto record = dyn_cast<RecordType>(type))
    return llvm::all_of(record.getFieldTypes(), hasZero);
  return isa<FloatType, IntegerType, PtrType>(type);
}

static Value makeZero(OpBuilder &b, Location loc, Type type) {
  if (auto record = dyn_cast<RecordType>(type)) {
    SmallVector<Value> fields;
    for (Type field : record.getFieldTypes())
      fields.push_back(makeZero(b, loc, field));
    return b.create<MakeRecordOp>(loc, record, fields);
  }
  if (isa<PtrType>(type))
    return b.create<NullOp>(loc, type);
  return b.create<arith::ConstantOp>(loc, cast<TypedAttr>(b.getZeroAttr(type)));
}

/// The value takes the name of the first variable that holds it.
static void nameAfter(Value value, Location variable) {
  Operation *op = value.getDefiningOp();
  if (op && op->getNumResults() == 1 && !op->hasTrait<OpTrait::ConstantLike>() &&
      nameOf(op->getLoc()).empty() && !isa<ExtractOp, GlobalOp, LiteralOp, UndefOp>(op))
    op->setLoc(withName(op->getLoc(), nameOf(variable)));
}

namespace {

class Promotion {
public:
  Promotion(func::FuncOp function, ResultNames &names) : function(function), names(names) {}

  bool run() {
    function.walk([&](LocalOp local) { addCandidate(local); });
    if (locals.empty())
      return false;
    for (auto &[op, set] : stored)
      llvm::sort(set);
    current.resize(locals.size());
    visit(function.getBody().front());
    for (Operation *cast : llvm::reverse(casts))
      cast->erase();
    for (LocalOp local : locals)
      local.erase();
    return true;
  }

private:
  using Variables = SmallVector<unsigned, 4>;

  void addCandidate(LocalOp local);
  static bool collectAccesses(Value address, Operation *declaredIn, SmallVectorImpl<Operation *> &accesses);
  void visit(Block &block);
  void visit(scf::IfOp op, const Variables &variables);
  void visit(scf::ForOp op, const Variables &variables);
  void visit(scf::WhileOp op, const Variables &variables);
  Value valueOf(unsigned variable);
  SmallVector<Value> valuesOf(const Variables &variables);
  void bindArguments(Block &block, const Variables &variables);
  void finish(Operation *op, ValueRange operands, const Variables &variables);

  func::FuncOp function;
  ResultNames &names;
  SmallVector<LocalOp> locals;
  SmallVector<Operation *> casts;
  llvm::DenseMap<Value, unsigned> variableOf; ///< By address.
  /// The variables that are declared outside of an operation and stored inside, in order of declaration.
  llvm::DenseMap<Operation *, Variables> stored;
  std::vector<Value> current; ///< Null: indeterminate.
};

/// Loads, stores and changes of const-ness; false if the address goes elsewhere.
bool Promotion::collectAccesses(Value address, Operation *declaredIn,
                                SmallVectorImpl<Operation *> &accesses) {
  for (OpOperand &use : address.getUses()) {
    Operation *user = use.getOwner();
    auto cast = dyn_cast<PtrCastOp>(user);
    bool changesConst = cast && cast.onlyChangesConst();
    if (!isa<LoadOp>(user) && !(isa<StoreOp>(user) && use.getOperandNumber() == 1) && !changesConst)
      return false;
    if (isa<StoreOp>(user))
      for (Operation *op = user->getParentOp(); op != declaredIn; op = op->getParentOp())
        if (!isa<scf::IfOp, scf::ForOp, scf::WhileOp>(op))
          return false;
    accesses.push_back(user);
    if (changesConst && !collectAccesses(cast, declaredIn, accesses))
      return false;
  }
  return true;
}

void Promotion::addCandidate(LocalOp local) {
  Type type = local.getType().getPointee();
  if (local.getCount() || isa<ArrayType>(type) || (local.getZero() && !hasZero(type)))
    return;
  Operation *declaredIn = local->getParentOp();
  SmallVector<Operation *> accesses;
  if (!collectAccesses(local, declaredIn, accesses))
    return;
  unsigned variable = locals.size();
  locals.push_back(local);
  variableOf[local] = variable;
  for (Operation *access : accesses) {
    if (isa<PtrCastOp>(access)) {
      casts.push_back(access);
      variableOf[access->getResult(0)] = variable;
    }
    if (!isa<StoreOp>(access))
      continue;
    for (Operation *op = access->getParentOp(); op != declaredIn; op = op->getParentOp()) {
      Variables &set = stored[op];
      if (!set.empty() && set.back() == variable)
        break; // And so have all that are around it.
      set.push_back(variable);
    }
  }
}

Value Promotion::valueOf(unsigned variable) {
  Value &value = current[variable];
  if (!value) {
    LocalOp local = locals[variable];
    OpBuilder b(local);
    value = b.create<UndefOp>(local.getLoc(), local.getType().getPointee());
  }
  return value;
}

SmallVector<Value> Promotion::valuesOf(const Variables &variables) {
  SmallVector<Value> values;
  for (unsigned variable : variables)
    values.push_back(valueOf(variable));
  return values;
}

void Promotion::visit(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(block)) {
    if (auto local = dyn_cast<LocalOp>(op)) {
      if (auto found = variableOf.find(local); found != variableOf.end()) {
        OpBuilder b(local);
        current[found->second] = local.getZero()
                                     ? makeZero(b, withoutName(local.getLoc()), local.getType().getPointee())
                                     : Value();
      }
    } else if (auto load = dyn_cast<LoadOp>(op)) {
      if (auto found = variableOf.find(load.getPointer()); found != variableOf.end()) {
        load.getResult().replaceAllUsesWith(valueOf(found->second));
        load.erase();
      }
    } else if (auto store = dyn_cast<StoreOp>(op)) {
      if (auto found = variableOf.find(store.getPointer()); found != variableOf.end()) {
        current[found->second] = store.getValue();
        nameAfter(store.getValue(), locals[found->second].getLoc());
        store.erase();
      }
    } else if (op.getNumRegions()) {
      Variables variables = stored.lookup(&op);
      if (auto branch = dyn_cast<scf::IfOp>(op))
        visit(branch, variables);
      else if (auto loop = dyn_cast<scf::ForOp>(op))
        visit(loop, variables);
      else if (auto loop = dyn_cast<scf::WhileOp>(op))
        visit(loop, variables);
      else
        for (Region &region : op.getRegions())
          for (Block &inner : region)
            visit(inner);
    }
  }
}

static void appendOperands(Operation *terminator, ValueRange values) {
  terminator->insertOperands(terminator->getNumOperands(), values);
}

void Promotion::visit(scf::IfOp op, const Variables &variables) {
  if (!variables.empty() && op.getElseRegion().empty()) {
    OpBuilder b(op.getContext());
    b.createBlock(&op.getElseRegion());
    b.create<scf::YieldOp>(op.getLoc());
  }
  SmallVector<Value> before;
  for (unsigned variable : variables)
    before.push_back(current[variable]);
  for (Region *region : {&op.getThenRegion(), &op.getElseRegion()}) {
    if (region->empty())
      continue;
    for (auto [variable, value] : llvm::zip(variables, before))
      current[variable] = value;
    visit(region->front());
    appendOperands(region->front().getTerminator(), valuesOf(variables));
  }
  finish(op, {}, variables);
}

void Promotion::bindArguments(Block &block, const Variables &variables) {
  for (unsigned variable : variables) {
    LocalOp local = locals[variable];
    current[variable] = block.addArgument(local.getType().getPointee(), local.getLoc());
  }
}

void Promotion::visit(scf::ForOp op, const Variables &variables) {
  SmallVector<Value> initial = valuesOf(variables);
  bindArguments(*op.getBody(), variables);
  visit(*op.getBody());
  appendOperands(op.getBody()->getTerminator(), valuesOf(variables));
  finish(op, initial, variables);
}

void Promotion::visit(scf::WhileOp op, const Variables &variables) {
  SmallVector<Value> initial = valuesOf(variables);
  bindArguments(*op.getBeforeBody(), variables);
  visit(*op.getBeforeBody());
  appendOperands(op.getBeforeBody()->getTerminator(), valuesOf(variables));
  bindArguments(*op.getAfterBody(), variables);
  visit(*op.getAfterBody());
  appendOperands(op.getAfterBody()->getTerminator(), valuesOf(variables));
  finish(op, initial, variables);
}

/// Gives the operation its new operands and one more result per variable.
void Promotion::finish(Operation *op, ValueRange operands, const Variables &variables) {
  if (variables.empty())
    return;
  OperationState state(op->getLoc(), op->getName());
  state.addOperands(op->getOperands());
  state.addOperands(operands);
  state.addTypes(op->getResultTypes());
  for (unsigned variable : variables)
    state.addTypes(locals[variable].getType().getPointee());
  state.addAttributes(op->getAttrs());
  for (Region &region : op->getRegions())
    state.addRegion()->takeBody(region);
  OpBuilder b(op);
  Operation *extended = b.create(state);
  unsigned old = op->getNumResults();
  for (OpResult result : op->getResults()) {
    Value now = extended->getResult(result.getResultNumber());
    result.replaceAllUsesWith(now);
    if (StringAttr name = names.lookup(result)) {
      names.erase(result);
      names[now] = name;
    }
  }
  for (auto [variable, result] : llvm::zip(variables, extended->getResults().drop_front(old))) {
    current[variable] = result;
    if (llvm::StringRef name = nameOf(locals[variable].getLoc()); !name.empty())
      names[result] = b.getStringAttr(name);
  }
  op->erase();
}

} // namespace

bool promote::promoteToValues(func::FuncOp function, ResultNames &names) {
  return Promotion(function, names).run();
}

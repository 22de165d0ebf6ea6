#include "Sweep.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/InternalError.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

void Sweep::fail(Location loc, const llvm::Twine &message) {
  failed = true;
  error(loc, message.str());
}

void Sweep::failAgain(Operation *op) {
  if (hasFailed())
    return; // once says it
  fail(op->getLoc(), "adgen cannot reverse this gradient once more, which records in functions that call "
                     "themselves; differentiate the gradient in mode(jvp)");
}

void Sweep::run(llvm::ArrayRef<Operation *> ops, Adjoints &adjoints) {
  for (Operation *op : llvm::reverse(ops)) {
    b.setLoc(asReverse(op->getLoc()));
    reverse(op, adjoints);
  }
}

void Sweep::run(Block &block, Adjoints &adjoints) {
  SmallVector<Operation *> ops;
  for (Operation &op : block.without_terminator())
    ops.push_back(&op);
  run(ops, adjoints);
}

void Sweep::runFunction(Block &body, Block &reverse, Adjoints &adjoints) {
  isSplit = true;
  reversed[&body].reverse = &reverse;
  run(body, adjoints);
}

/// The adjoint of x is d_x.
static void nameAdjoint(Value adjoint, llvm::StringRef primalName) {
  Operation *op = adjoint.getDefiningOp();
  if (!primalName.empty() && op && isReverse(op->getLoc()) && nameOf(op->getLoc()).empty() &&
      !op->hasTrait<OpTrait::ConstantLike>())
    op->setLoc(withName(op->getLoc(), ("d_" + primalName).str()));
}

void Sweep::reverse(Operation *op, Adjoints &adjoints) {
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return reverseBranch(branch, adjoints);
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return reverseFor(loop, adjoints);
  if (auto loop = dyn_cast<scf::WhileOp>(op))
    return reverseWhile(loop, adjoints);
  // A recursive function of a gradient's, which records on stacks of its caller's.
  if (isa<func::CallOp>(op) &&
      llvm::any_of(op->getOperandTypes(), [](Type type) { return isa<StackType>(type); }))
    return failAgain(op);
  if (auto call = dyn_cast<func::CallOp>(op))
    return reverseCall(call, adjoints);
  if (auto replay = dyn_cast<ReplayOp>(op); replay && facts.needs(replay.getPointers()))
    return failAgain(op);
  if (isa<PushOp, PopOp>(op))
    return reverseStack(op, adjoints);
  if (reverseMemory(op, adjoints))
    return;
  if (llvm::none_of(op->getResults(), [&](Value result) { return isActive(result); }))
    return;
  if (auto record = dyn_cast<MakeRecordOp>(op)) {
    for (const Part &part : adjoints.partsOf(record)) {
      auto [field, rest] = llvm::StringRef(part.path).split('.');
      Value operand = record.getFields()[*record.getType().fieldIndex(field)];
      if (isActive(operand))
        adjoints.add(b, {operand, rest.str()}, adjoints.get(part));
    }
    return;
  }
  if (auto extract = dyn_cast<ExtractOp>(op)) {
    auto contribute = [&](llvm::StringRef path) {
      std::string whole = extract.getField().str() + (path.empty() ? "" : "." + path.str());
      adjoints.add(b, {extract.getRecord(), whole}, adjoints.get({extract, path.str()}));
    };
    if (!isa<RecordType>(extract.getType()))
      return contribute("");
    for (const Part &part : adjoints.partsOf(extract))
      contribute(part.path);
    return;
  }
  // A list's elements were given their adjoints with the list.
  if (isa<ListOp, StopGradientOp>(op))
    return;
  if (op->getNumResults() == 1)
    if (Value cotangent = adjoints.get({op->getResult(0), ""})) {
      nameAdjoint(cotangent, nameOf(op->getLoc()));
      reverseRow(op, cotangent, adjoints);
    }
}

Value Sweep::stackOfAdjoints(Value stack) {
  Value &adjoints = stacks[stack];
  if (!adjoints) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointAfter(stack.getDefiningOp());
    adjoints = b.create<NewStackOp>(adjointLoc(b, stack), stack.getType());
  }
  return adjoints;
}

void Sweep::reverseStack(Operation *op, Adjoints &adjoints) {
  auto push = dyn_cast<PushOp>(op);
  Value stack = push ? push.getStack() : cast<PopOp>(op).getStack();
  if (!isActive(stack))
    return;
  if (!stack.getDefiningOp<NewStackOp>())
    return failAgain(op);
  if (!isa<FloatType, ad::TensorType>(cast<StackType>(stack.getType()).getElementType()))
    return fail(op->getLoc(), internalError("records are on a stack as a whole"));
  if (push) {
    Value adjoint = b.create<PopOp>(stackOfAdjoints(stack));
    if (isActive(push.getValue()))
      adjoints.add(b, {push.getValue(), ""}, adjoint);
    return;
  }
  Value adjoint = adjoints.get({op->getResult(0), ""});
  b.create<PushOp>(adjoint ? adjoint : zeroAdjoint(b, op->getResult(0)), stackOfAdjoints(stack));
}

void Sweep::reverseRow(Operation *op, Value cotangent, Adjoints &adjoints) {
  if (isa<arith::ExtFOp, arith::TruncFOp>(op)) {
    Type type = op->getOperand(0).getType();
    Value back = isa<arith::ExtFOp>(op) ? b.createOrFold<arith::TruncFOp>(type, cotangent)
                                        : b.createOrFold<arith::ExtFOp>(type, cotangent);
    adjoints.add(b, {op->getOperand(0), ""}, back);
    return;
  }
  const Row *row = rowOf(op);
  if (!row)
    return fail(op->getLoc(),
                internalError("there is no derivative rule for '" + op->getName().getStringRef() + "'"));
  // An adjoint of exactly zero contributes zero, whatever the partial derivative.
  auto guard = [&](Value c) {
    if (isNeverZero(cotangent) || facts.finiteness.isFinite(c, cotangent, op))
      return c;
    return applyRow(b, "guarded", {cotangent, c});
  };
  SmallVector<Cotangent> cotangents = pullbackOf(b, *row, op, cotangent, guard);
  for (auto [operand, c] : llvm::zip(op->getOperands(), cotangents)) {
    if (!isActive(operand))
      continue;
    if (!c)
      return fail(op->getLoc(), "adgen has no derivative rule for this operand of '" + row->name + "'");
    adjoints.add(b, {operand, ""}, *c);
  }
}

void Sweep::reverseCall(func::CallOp call, Adjoints &adjoints) {
  const RecursivePair *pair = facts.recursion->pairOfForward(call);
  if (!pair)
    return; // no derivative passes
  func::FuncOp reverse = pair->reverse, primal = pair->primal;
  SmallVector<Value> cotangents;
  for (Value result : call.getResults())
    for (const std::string &path : differentiableParts(result.getType())) {
      Value adjoint = adjoints.get({result, path});
      cotangents.push_back(adjoint ? adjoint : zeroAdjoint(b, primalPart(b, result, path)));
    }
  SmallVector<Part> parts;
  SmallVector<Type> types;
  for (Value operand : call.getOperands().take_front(primal.getNumArguments()))
    for (const std::string &path : differentiableParts(operand.getType())) {
      parts.push_back({operand, path});
      types.push_back(partType(operand.getType(), path));
    }
  SmallVector<Type> returned;
  if (types.size() == 1)
    returned = types;
  else if (types.size() > 1)
    returned = {tupleType(b.getContext(), types)};
  auto made = b.create<func::CallOp>(reverse.getSymName(), returned, cotangents);
  for (auto [index, part] : llvm::enumerate(parts))
    if (isActive(part.value))
      adjoints.add(b, part,
                   types.size() == 1 ? made.getResult(0)
                                     : primalPart(b, made.getResult(0), std::to_string(index)));
}

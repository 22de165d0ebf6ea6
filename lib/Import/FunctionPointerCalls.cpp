// Calls through pointers to functions: which functions they may mean, and a branch for each of these.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

namespace adgen {

/// The functions that an expression can mean, as far as the source says.
class FunctionCandidates {
public:
  explicit FunctionCandidates(Importer &importer) : importer(importer) {}

  /// False where all that have the type are possible.
  bool add(const clang::Expr *expr) {
    if (const clang::FunctionDecl *target = importer.targetOf(expr))
      return found.insert(target->getCanonicalDecl()), true;
    expr = expr->IgnoreParenCasts();
    if (isa<clang::CXXNullPtrLiteralExpr, clang::GNUNullExpr, clang::IntegerLiteral,
            clang::ImplicitValueInitExpr>(expr))
      return true;
    if (auto *unary = dyn_cast<clang::UnaryOperator>(expr); unary && unary->getOpcode() == clang::UO_Deref)
      return add(unary->getSubExpr());
    if (auto *conditional = dyn_cast<clang::ConditionalOperator>(expr))
      return add(conditional->getTrueExpr()) && add(conditional->getFalseExpr());
    if (auto *list = dyn_cast<clang::InitListExpr>(expr))
      return llvm::all_of(list->inits(), [&](const clang::Expr *init) { return add(init); }) &&
             (!list->getArrayFiller() || add(list->getArrayFiller()));
    if (auto *subscript = dyn_cast<clang::ArraySubscriptExpr>(expr)) {
      const clang::Expr *base = subscript->getBase()->IgnoreParenImpCasts();
      return base->getType()->isArrayType() && add(base);
    }
    auto *name = dyn_cast<clang::DeclRefExpr>(expr);
    if (name)
      for (auto &frame : llvm::reverse(importer.frames))
        if (Place *place = frame->places.lookup(cast<clang::ValueDecl>(name->getDecl()->getCanonicalDecl()));
            place && !place->targets.empty())
          return found.insert(place->targets.begin(), place->targets.end()), true;
    auto *variable = name ? dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
    if (!variable || isa<clang::ParmVarDecl>(variable) || variable->getType()->isReferenceType())
      return false;
    return !visited.insert(variable->getCanonicalDecl()).second || addVariable(variable);
  }

  llvm::SetVector<const clang::FunctionDecl *, std::vector<const clang::FunctionDecl *>> found;

private:
  bool addVariable(const clang::VarDecl *variable) {
    const clang::FunctionDecl *function = importer.frame().function;
    const Mutations &mutations = importer.mutations();
    const clang::Expr *init = variable->getInit();
    bool isConst = importer.ast.getBaseElementType(variable->getType()).isConstQualified();
    if (variable->hasGlobalStorage())
      return isConst && init && add(init);
    if (variable->getParentFunctionOrMethod() != function ||
        mutations.exposed.contains(variable->getCanonicalDecl()))
      return false;
    if (init && !isa<clang::CXXConstructExpr>(init->IgnoreImplicit()) && !add(init))
      return false;
    if (!mutations.mayChange(variable->getCanonicalDecl()))
      return true;
    return variable->getType()->isPointerType() && addAssigned(function->getBody(), variable);
  }

  bool addAssigned(const clang::Stmt *stmt, const clang::VarDecl *variable) {
    if (!stmt)
      return true;
    auto *assignment = dyn_cast<clang::BinaryOperator>(stmt);
    if (assignment && assignment->isAssignmentOp()) {
      const clang::Expr *target = assignment->getLHS()->IgnoreParens();
      auto *name = dyn_cast<clang::DeclRefExpr>(target);
      if (name && name->getDecl()->getCanonicalDecl() == variable->getCanonicalDecl() &&
          !add(assignment->getRHS()))
        return false;
    }
    return llvm::all_of(stmt->children(),
                        [&](const clang::Stmt *child) { return addAssigned(child, variable); });
  }

  Importer &importer;
  llvm::DenseSet<const clang::VarDecl *> visited;
};

} // namespace adgen

Place *Importer::functionPlace(const clang::FunctionDecl *target, llvm::StringRef name) {
  Place *place = temporary(constantInt(b.getI32Type(), functionId(target)), name);
  place->targets.push_back(target->getCanonicalDecl());
  return place;
}

Place *Importer::functionPlace(const clang::Expr *init, llvm::StringRef name) {
  if (const clang::FunctionDecl *target = targetOf(init))
    return functionPlace(target, name);
  FunctionCandidates candidates(*this);
  bool areKnown = candidates.add(init);
  Place *place = temporary(evaluate(init), name);
  if (areKnown)
    place->targets = candidates.found.takeVector();
  return place;
}

Value Importer::callThroughPointer(const clang::CallExpr *call, Place **reference) {
  auto refuseCall = [&]() -> Value {
    if (!failed)
      refuse(call->getExprLoc(), "adgen cannot see which function this calls",
             "call it by its name, or through a pointer that is set where adgen sees it");
    return call->getType()->isVoidType() ? Value()
                                         : b.create<LiteralOp>(convertType(call->getType()), "").getResult();
  };
  clang::QualType type = call->getCallee()->getType();
  clang::QualType signature = isFunctionPointer(type) ? signatureOf(ast, type) : clang::QualType();
  if (signature.isNull())
    return refuseCall();
  if (const clang::FunctionDecl *target = targetOf(call->getCallee()))
    return callFunction(call, target, reference);
  Value which = evaluate(call->getCallee());
  APInt known;
  if (matchPattern(which, m_ConstantInt(&known))) {
    if (const clang::FunctionDecl *target = targets.at(known.getSExtValue()))
      return callFunction(call, target, reference);
    return failed ? refuseCall() : refuseValue(call, "adgen sees a call through a null pointer here");
  }
  if (!isa<IntegerType>(which.getType()))
    return refuseCall();

  usesFunctionNumbers = true;
  FunctionCandidates candidates(*this);
  if (!candidates.add(call->getCallee())) {
    candidates.found.clear();
    for (const clang::FunctionDecl *function : functionsOfType(type))
      candidates.found.insert(function);
    targets.dispatched.insert(signature);
  }
  llvm::ArrayRef<const clang::FunctionDecl *> all = candidates.found.getArrayRef();
  if (all.empty())
    return refuseCall();

  bool isReference = call->isGLValue(), isVoid = call->getType()->isVoidType();
  Type result = isVoid ? Type() : convertType(call->getType());
  const bool hasSlot = !isReference && !isVoid && holdsArray(result);
  Place *slot = elided.first == call ? std::exchange(elided, {}).second : nullptr;
  if (hasSlot && !slot)
    slot = makeLocal(result, "");
  auto callOne = [&](const clang::FunctionDecl *function) -> Value {
    if (!isReference) {
      llvm::SaveAndRestore target(elided, {hasSlot ? call : nullptr, slot});
      Value value = callFunction(call, function, nullptr);
      if (elided.first)
        write(slot, value);
      return hasSlot || isVoid ? Value() : value;
    }
    Place *place = nullptr;
    Value value = callFunction(call, function, &place);
    Value address = addressOf(place ? place : temporary(value));
    Type wanted = pointerTo(call->getType(), call->getType().isConstQualified());
    return address.getType() == wanted ? address : b.createOrFold<PtrCastOp>(wanted, address);
  };
  // A call through a pointer to none of them is undefined: the last needs no question.
  std::function<Value(unsigned)> chain = [&](unsigned i) -> Value {
    if (i + 1 == all.size())
      return callOne(all[i]);
    Value is = b.createOrFold<arith::CmpIOp>(arith::CmpIPredicate::eq, which, functionValue(all[i]));
    return branch(is, [&] { return callOne(all[i]); }, [&] { return chain(i + 1); });
  };
  Value value = chain(0);
  if (hasSlot)
    return read(slot);
  if (!isReference)
    return value;
  Place *place = pointee(value);
  if (!reference)
    return read(place);
  *reference = place;
  return {};
}

// Lambdas. An object of one is no value of the graph: what is kept of it is where the variables are that it
// has captured. A function of its own gets these as further parameters.

#include "Importer.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static constexpr llvm::StringLiteral closureMark = "ad.closure";

/// The lambda that a class is, or wraps: std::sort wraps its comparison.
static const clang::CXXRecordDecl *lambdaIn(clang::QualType type) {
  const clang::CXXRecordDecl *record = type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!record || !record->hasDefinition() || record->isLambda())
    return record && record->isLambda() ? record->getCanonicalDecl() : nullptr;
  llvm::SmallVector<const clang::FieldDecl *> fields(record->fields());
  return fields.size() == 1 && record->bases().empty() && !fields[0]->getType()->isReferenceType()
             ? lambdaIn(fields[0]->getType())
             : nullptr;
}

static bool isClosureItself(clang::QualType type) {
  return type.getNonReferenceType()->getAsCXXRecordDecl()->isLambda();
}

bool adgen::isClosure(clang::QualType type) { return lambdaIn(type); }

bool adgen::copiesState(const clang::CXXConstructExpr *copy) {
  const clang::CXXRecordDecl *record = copy->getConstructor()->getParent();
  if (!record->isLambda() || !copy->getConstructor()->isCopyConstructor() || record->isGenericLambda())
    return false;
  return !record->getLambdaCallOperator()->isConst() &&
         llvm::any_of(record->captures(), [](const clang::LambdaCapture &capture) {
           return capture.getCaptureKind() == clang::LCK_ByCopy;
         });
}

Value Importer::closureValue(std::unique_ptr<Closure> closure) {
  auto value = b.create<LiteralOp>(convertType(ast.getRecordType(closure->type)), "");
  closure->entry = entry;
  value->setAttr(closureMark, b.getI64IntegerAttr(closures.size()));
  closures.push_back(std::move(closure));
  return value;
}

Closure *Importer::closureOf(Value value) {
  if (auto load = value ? value.getDefiningOp<LoadOp>() : LoadOp())
    return closureIn(load.getPointer());
  auto literal = value ? value.getDefiningOp<LiteralOp>() : LiteralOp();
  auto index = literal ? literal->getAttrOfType<IntegerAttr>(closureMark) : IntegerAttr();
  return index ? closures[index.getInt()].get() : nullptr;
}

/// What was stored in a variable, if that was one object.
Closure *Importer::closureIn(Value address) {
  Closure *found = nullptr;
  for (Operation *user : address.getUsers())
    if (auto store = dyn_cast<StoreOp>(user); store && store.getPointer() == address) {
      Closure *stored = closureOf(store.getValue());
      if (!stored || (found && found != stored))
        return nullptr;
      found = stored;
    }
  return found;
}

Closure *Importer::closureAt(Place *place) {
  if (Closure *known = place->address ? closureIn(place->address) : closureOf(place->value))
    return known;
  // Inside of an object: the only one of its type that this function has.
  Closure *only = nullptr;
  for (auto &closure : closures) {
    if (closure->entry != entry || convertType(ast.getRecordType(closure->type)) != place->type)
      continue;
    if (only && (only->captured != closure->captured || only->self != closure->self))
      return nullptr;
    only = closure.get();
  }
  return only;
}

Value Importer::captureLambda(const clang::LambdaExpr *lambda) {
  auto closure = std::make_unique<Closure>();
  closure->type = lambda->getLambdaClass()->getCanonicalDecl();
  for (auto [capture, init] : llvm::zip(lambda->captures(), lambda->capture_inits())) {
    if (capture.capturesThis())
      closure->self = frame().self;
    if (!capture.capturesVariable())
      continue;
    auto *key = cast<clang::ValueDecl>(capture.getCapturedVar()->getCanonicalDecl());
    llvm::StringRef name = capture.getCapturedVar()->getName();
    if (capture.getCaptureKind() == clang::LCK_ByRef) {
      closure->captured[key] = locate(init);
    } else if (isFunctionPointer(init->getType()) && !lambda->isMutable()) {
      closure->captured[key] = functionPlace(init, name);
    } else if (isClosure(init->getType())) {
      closure->captured[key] = temporary(evaluate(init), name);
    } else {
      Place *copy = makeVariable(init->getType(), name);
      initialize(copy, init);
      closure->captured[key] = copy;
    }
  }
  return closureValue(std::move(closure));
}

void Importer::collectCaptured(Closure *closure, SmallVectorImpl<Captured> &captured) {
  if (closure->self)
    captured.push_back({closure, nullptr, closure->self});
  for (const clang::LambdaCapture &capture : closure->type->captures()) {
    auto *variable = capture.capturesVariable()
                         ? cast<clang::ValueDecl>(capture.getCapturedVar()->getCanonicalDecl())
                         : nullptr;
    Place *place = variable ? closure->captured.lookup(variable) : nullptr;
    if (!place)
      continue;
    Closure *inner = isClosure(variable->getType()) ? closureAt(place) : nullptr;
    if (inner)
      collectCaptured(inner, captured);
    else
      captured.push_back({closure, variable, place});
  }
}

/// A copy, with lambdas of its own inside.
std::unique_ptr<Closure> Importer::copyOf(const Closure &closure) {
  auto copy = std::make_unique<Closure>(closure);
  for (auto &[variable, place] : copy->captured)
    if (Closure *inner = isClosure(variable->getType()) ? closureAt(place) : nullptr)
      place = temporary(closureValue(copyOf(*inner)), place->name);
  return copy;
}

std::optional<SmallVector<Closure *>> Importer::closuresOf(const clang::FunctionDecl *definition, Place *self,
                                                           llvm::ArrayRef<const clang::Expr *> arguments) {
  SmallVector<Closure *> result;
  // One object of each type: so a call of the function inside of itself has the same parameters.
  auto add = [&](Closure *closure) {
    auto known =
        llvm::find_if(result, [&](Closure *other) { return closure && other->type == closure->type; });
    if (closure && known == result.end())
      result.push_back(closure);
    return closure && (known == result.end() || *known == closure);
  };
  auto *method = dyn_cast<clang::CXXMethodDecl>(definition);
  if (method && method->getParent()->isLambda() && !method->getParent()->captures().empty() &&
      !(self && add(closureAt(self))))
    return std::nullopt;
  for (auto [parameter, argument] : llvm::zip(definition->parameters(), arguments)) {
    const clang::CXXRecordDecl *lambda = lambdaIn(parameter->getType());
    if (!lambda)
      continue;
    const clang::Expr *object = argument->IgnoreImplicit();
    if (!isClosureItself(parameter->getType())) {
      object->isGLValue() ? (void)locate(object) : (void)evaluate(object);
      if (!add(closureAt(temporary(b.create<UndefOp>(convertType(ast.getRecordType(lambda)))))))
        return std::nullopt;
      continue;
    }
    while (auto *copy = dyn_cast<clang::CXXConstructExpr>(object)) {
      if (copy->getNumArgs() != 1)
        break;
      if (copiesState(copy))
        return std::nullopt;
      object = copy->getArg(0)->IgnoreImplicit();
    }
    if (!add(object->isGLValue() ? closureAt(locate(object)) : closureOf(evaluate(object))))
      return std::nullopt;
  }
  return result;
}

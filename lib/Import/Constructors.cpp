// Objects that constructors and lists in braces make.

#include "Importer.h"
#include "Models.h"

#include "adgen/Import/DifferentiableType.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

void Importer::runConstructor(const clang::CXXConstructExpr *expr,
                              const clang::CXXConstructorDecl *constructor, Place *self,
                              llvm::ArrayRef<const clang::Expr *> arguments) {
  auto *definition = cast_or_null<clang::CXXConstructorDecl>(definitionOf(constructor, expr->getExprLoc()));
  if (!definition) {
    if (!constructor->isTrivial())
      refuse(expr->getExprLoc(), "no definition of this constructor is visible here",
             "include its definition");
    return;
  }
  auto inner = std::make_unique<Frame>();
  inner->function = definition;
  inner->call = expr->getExprLoc();
  inner->self = self;
  bindArguments(*inner, definition, arguments);
  frames.push_back(std::move(inner));
  constructorBody(definition, self);
  const std::unique_ptr<Frame> done = std::move(frames.back());
  frames.pop_back();
  destroyParameters(*done, definition, expr->getExprLoc());
}

void Importer::inheritedConstructor(const clang::CXXInheritedCtorInitExpr *expr, Place *self) {
  auto *definition =
      cast_or_null<clang::CXXConstructorDecl>(definitionOf(expr->getConstructor(), expr->getExprLoc()));
  if (!definition)
    return refuse(expr->getExprLoc(), "no definition of this constructor is visible here",
                  "include its definition");
  auto inner = std::make_unique<Frame>();
  inner->function = definition;
  inner->call = expr->getExprLoc();
  inner->self = self;
  // It gets what the constructor got that stands for it.
  for (auto [own, given] : llvm::zip(definition->parameters(), frame().function->parameters()))
    inner->places[cast<clang::ValueDecl>(own->getCanonicalDecl())] =
        frame().places.lookup(cast<clang::ValueDecl>(given->getCanonicalDecl()));
  frames.push_back(std::move(inner));
  constructorBody(definition, self);
  frames.pop_back();
}

void Importer::constructorBody(const clang::CXXConstructorDecl *definition, Place *self) {
  // Until it is done, the object is of this class and no derived one: so are virtual calls.
  llvm::SaveAndRestore exactClass(self->exactClass, definition->getParent());
  for (const clang::CXXCtorInitializer *init : definition->inits()) {
    if (init->isMemberInitializer()) {
      const clang::Expr *value = init->getInit();
      Place *part = field(self, init->getMember()->getName());
      // What is not part of the value (the name of a cell) has no place.
      if (!part && isa<RecordType>(self->type))
        refuseMismatch(init->getSourceLocation(), "this initialization of a member");
      else if (part && init->getMember()->getType()->isReferenceType() && isa<PtrType>(part->type)) {
        write(part, referenceTo(value, part->type));
      } else if (part && (!isa<ad::OpaqueType>(part->type) || storedTypes.contains(part->type))) {
        auto *nested = dyn_cast<clang::CXXConstructExpr>(value->IgnoreImplicit());
        if (nested && nested->getNumArgs() == 0 && nested->getConstructor()->isTrivial())
          continue;
        initialize(part, value);
      }
    } else if (auto *base = dyn_cast<clang::CXXConstructExpr>(init->getInit()->IgnoreImplicit())) {
      SmallVector<const clang::Expr *> baseArguments(base->arguments());
      const clang::CXXConstructorDecl *constructor = base->getConstructor();
      if (isAdgensOwn(constructor->getParent()))
        continue;
      if (auto type = dyn_cast<RecordType>(convertType(base->getType()));
          type && constructor->isCopyOrMoveConstructor() && !runsFunction(constructor)) {
        initializeBase(self, type, base);
        continue;
      }
      runConstructor(base, base->getConstructor(), self, baseArguments);
    } else if (auto *inherited =
                   dyn_cast<clang::CXXInheritedCtorInitExpr>(init->getInit()->IgnoreImplicit())) {
      inheritedConstructor(inherited, self);
    } else if (auto *list = dyn_cast<clang::InitListExpr>(init->getInit()->IgnoreImplicit())) {
      initializeFields(self, list, /*isZero=*/false);
    } else if (auto base = dyn_cast<RecordType>(convertType(init->getInit()->getType()))) {
      initializeBase(self, base, init->getInit());
    }
  }
  functionBody(definition);
}

/// What a reference in a member keeps.
Value Importer::referenceTo(const clang::Expr *object, Type type) {
  Value address = addressOf(locate(object));
  checkPointer(object->getExprLoc(), b.createOrFold<PtrCastOp>(type, address));
  return b.createOrFold<PtrCastOp>(type, address);
}

/// The part of an object that is of a base class.
static Value asBase(ImplicitLocOpBuilder &b, Value object, Type type) {
  auto base = dyn_cast<RecordType>(type), own = dyn_cast<RecordType>(object.getType());
  if (!base || !own || base == own)
    return object;
  SmallVector<Value> fields;
  for (auto [name, fieldType] : llvm::zip(base.getFieldNames(), base.getFieldTypes())) {
    std::optional<unsigned> index = own.fieldIndex(cast<StringAttr>(name));
    if (!index || own.getFieldTypes()[*index] != fieldType)
      return object;
    fields.push_back(b.createOrFold<ExtractOp>(fieldType, object, cast<StringAttr>(name).getValue()));
  }
  return b.create<MakeRecordOp>(base, fields);
}

Value Importer::construct(const clang::CXXConstructExpr *expr) {
  bool done = false;
  Value value = libraryConstruct(expr, done);
  if (done)
    return value;
  const clang::CXXConstructorDecl *constructor = expr->getConstructor();
  if (copiesState(expr))
    return refuseValue(expr, "adgen does not differentiate through copies of a mutable lambda",
                       "take it by reference");
  if (constructor->isCopyOrMoveConstructor() && !constructor->isUserProvided() &&
      !runsFunction(constructor)) {
    copiesPlainly(expr->getExprLoc(), expr->getType());
    return asBase(b, evaluate(expr->getArg(0)), convertType(expr->getType()));
  }
  if (!isa<RecordType>(convertType(expr->getType())) && pointerOfIterator(expr->getType()).isNull())
    return refuseValue(
        expr, "adgen does not differentiate through objects of class '" + spell(expr->getType()) + "'",
        whyUnsupported(expr->getType()));
  Place *self = makeVariable(expr->getType(), "");
  constructAt(self, expr);
  return read(self);
}

void Importer::constructAt(Place *self, const clang::CXXConstructExpr *expr) {
  self->exactClass = expr->getConstructor()->getParent();
  SmallVector<const clang::Expr *> arguments(expr->arguments());
  if (isTuple(self->type))
    return initializeTuple(self, expr, arguments);
  if (expr->requiresZeroInitialization())
    clearObject(addressOf(self));
  runConstructor(expr, expr->getConstructor(), self, arguments);
}

Value Importer::initializeAggregate(const clang::InitListExpr *list) {
  if (list->isSemanticForm() == false && list->getSemanticForm())
    list = list->getSemanticForm();
  Type type = convertType(list->getType());
  if (list->isTransparent() || (isa<FloatType, IntegerType>(type) && list->getNumInits() == 1))
    return evaluate(list->getInit(0));
  if (isa<PtrType>(type) && list->getNumInits() == 1)
    return evaluate(list->getInit(0));
  if (isa<FloatType, IntegerType, PtrType>(type))
    return zeroOf(type, list->getType());
  auto record = dyn_cast<RecordType>(type);
  if (!record)
    return refuseValue(list,
                       "adgen does not differentiate through values of type '" + spell(list->getType()) + "'",
                       whyUnsupported(list->getType()));
  if (holdsDynamicArray(record)) {
    refuseDestructor(list->getExprLoc(), list->getType());
    return b.create<UndefOp>(type);
  }
  if (llvm::any_of(list->inits(), readsThis)) { // the object has to be there
    Place *self = makeLocal(type, "");
    initializeFields(self, list, /*isZero=*/false);
    return read(self);
  }
  SmallVector<Value> values;
  for (const clang::Expr *init : list->inits()) {
    Type wanted =
        values.size() < record.getFieldTypes().size() ? record.getFieldTypes()[values.size()] : Type();
    if (init->isGLValue() && isa_and_nonnull<PtrType>(wanted)) {
      values.push_back(referenceTo(init, wanted));
      continue;
    }
    Value value = evaluate(init);
    if (values.size() < record.getFieldTypes().size())
      value = toStored(value, record.getFieldTypes()[values.size()]);
    // A base class's part: its fields stand beside the class's own.
    auto part = dyn_cast<RecordType>(value.getType());
    bool isBase =
        part && values.size() + part.getFieldTypes().size() <= record.getFieldTypes().size() &&
        (values.size() >= record.getFieldTypes().size() || record.getFieldTypes()[values.size()] != part);
    if (!isBase) {
      values.push_back(value);
      continue;
    }
    for (auto [name, fieldType] : llvm::zip(part.getFieldNames(), part.getFieldTypes()))
      values.push_back(b.createOrFold<ExtractOp>(fieldType, value, cast<StringAttr>(name).getValue()));
  }
  if (!llvm::equal(ValueRange(values).getTypes(), record.getFieldTypes())) {
    refuseMismatch(list->getExprLoc(), "this initialization");
    return b.create<LiteralOp>(type, "");
  }
  return b.createOrFold<MakeRecordOp>(record, values);
}

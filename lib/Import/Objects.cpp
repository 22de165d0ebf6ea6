// The content of objects: initialisation, copies, zero.

#include "Importer.h"
#include "Models.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

/// Arrays up to this length are copied element by element, without a loop.
static constexpr int64_t maxUnrolled = 4;

void Importer::forEach(Value count, llvm::function_ref<void(Value)> body) {
  Value zero = constantInt(b.getI64Type(), 0), one = constantInt(b.getI64Type(), 1);
  auto loop = b.create<scf::ForOp>(zero, count, one);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  body(loop.getInductionVar());
}

static void forEachElement(Importer &importer, int64_t size, llvm::function_ref<void(Value)> body) {
  Type type = importer.b.getI64Type();
  if (size > maxUnrolled)
    return importer.forEach(importer.constantInt(type, size), body);
  for (int64_t i = 0; i < size; ++i)
    body(importer.constantInt(type, i));
}

void Importer::copyObject(Value from, Value to) {
  Type type = cast<PtrType>(to.getType()).getPointee();
  if (auto array = dyn_cast<ad::ArrayType>(type)) {
    Value source = b.create<DecayOp>(from), target = b.create<DecayOp>(to);
    forEachElement(*this, array.getSize(), [&](Value i) {
      copyObject(offset(source, i, true, true), offset(target, i, true, true));
    });
  } else if (holdsArray(type)) {
    for (Attribute name : cast<RecordType>(type).getFieldNames()) {
      llvm::StringRef text = cast<StringAttr>(name).getValue();
      copyObject(b.create<MemberOp>(from, text), b.create<MemberOp>(to, text));
    }
  } else {
    b.create<StoreOp>(b.create<LoadOp>(from), to);
  }
}

/// Copies the members of a class; each of the two objects may be of a derived one.
static void copyMembers(Importer &importer, clang::SourceLocation use, RecordType type, Place *from,
                        Place *to) {
  for (Attribute name : type.getFieldNames()) {
    llvm::StringRef text = cast<StringAttr>(name).getValue();
    Place *source = importer.field(from, text), *target = importer.field(to, text);
    if (!source || !target)
      return importer.refuseMismatch(use, "this copy");
    importer.copyObject(source, target);
  }
}

void Importer::copyObject(const Place *from, Place *to) {
  auto *source = const_cast<Place *>(from);
  auto record = dyn_cast<RecordType>(to->type);
  if (record && isa<RecordType>(from->type) && record != from->type)
    copyMembers(*this, clang::SourceLocation(), record, source, to);
  else if (source->type != to->type)
    refuseMismatch(clang::SourceLocation(), "this copy");
  else if (holdsArray(to->type))
    copyObject(addressOf(source), addressOf(to));
  else
    write(to, read(source));
}

void Importer::assignMembers(clang::SourceLocation use, RecordType type, Place *from, Place *to) {
  if (!mayWrite(use, to))
    return;
  if (to->type == type)
    copyObject(from, to);
  else
    copyMembers(*this, use, type, from, to);
}

void Importer::clearObject(Value address) {
  Type type = cast<PtrType>(address.getType()).getPointee();
  if (auto array = dyn_cast<ad::ArrayType>(type)) {
    Value target = b.create<DecayOp>(address);
    forEachElement(*this, array.getSize(), [&](Value i) { clearObject(offset(target, i, true, true)); });
  } else if (auto record = dyn_cast<RecordType>(type); record && holdsArray(record)) {
    for (Attribute name : record.getFieldNames())
      clearObject(b.create<MemberOp>(address, cast<StringAttr>(name).getValue()));
  } else if (Value zero = zeroOf(type, {})) {
    b.create<StoreOp>(zero, address);
  } else {
    refuse(clang::SourceLocation(),
           "adgen cannot set this object to zero: a part of it is of a type that adgen does "
           "not know",
           "give its numbers their values one by one");
  }
}

Value Importer::zeroOf(Type type, clang::QualType spelled) {
  if (isa<FloatType, IntegerType>(type))
    return b.create<arith::ConstantOp>(cast<TypedAttr>(b.getZeroAttr(type)));
  if (isa<PtrType>(type))
    return b.create<NullOp>(type);
  if (auto record = dyn_cast<RecordType>(type)) {
    SmallVector<Value> fields;
    for (Type field : record.getFieldTypes()) {
      fields.push_back(zeroOf(field, {}));
      if (!fields.back())
        return {};
    }
    return b.create<MakeRecordOp>(record, fields);
  }
  if (isa<ad::TensorType>(type) && !spelled.isNull())
    return b.create<LiteralOp>(type, "adgen::" + spell(spelled) + "{}");
  return {};
}

void Importer::constructElement(Value address, const clang::CXXConstructExpr *expr) {
  Place *place = pointee(address);
  auto array = dyn_cast<ad::ArrayType>(place->type);
  if (!array)
    return constructAt(place, expr);
  const clang::CXXConstructorDecl *constructor = expr->getConstructor();
  if (!isStdClass(constructor->getParent(), "array")) { // one expression for the elements at all levels
    Value first = decay(place);
    return forEachElement(*this, array.getSize(),
                          [&](Value i) { constructElement(offset(first, i, true, true), expr); });
  }
  auto *definition = cast_or_null<clang::CXXConstructorDecl>(definitionOf(constructor, expr->getExprLoc()));
  if (!definition || definition->getNumCtorInitializers() != 1)
    return refuseMismatch(expr->getExprLoc(), "this initialization");
  initialize(place, (*definition->init_begin())->getInit());
}

static bool isZeroValue(const clang::Expr *expr, const clang::ASTContext &ast) {
  if (isa<clang::ImplicitValueInitExpr>(expr))
    return true;
  clang::Expr::EvalResult result;
  if (!expr->getType()->isArithmeticType() || expr->isValueDependent() ||
      !expr->EvaluateAsRValue(result, ast) || result.HasSideEffects)
    return false;
  return (result.Val.isInt() && result.Val.getInt().isZero()) ||
         (result.Val.isFloat() && result.Val.getFloat().isPosZero());
}

static bool mentionsThis(const clang::Stmt *stmt) {
  return stmt && (isa<clang::CXXThisExpr>(stmt) || llvm::any_of(stmt->children(), mentionsThis));
}

bool adgen::readsThis(const clang::Expr *init) {
  auto *defaulted = dyn_cast<clang::CXXDefaultInitExpr>(init->IgnoreImplicit());
  return defaulted && mentionsThis(defaulted->getExpr());
}

/// The part of a base class, from an object of that class.
void Importer::initializeBase(Place *place, RecordType type, const clang::Expr *init) {
  Place *object = makeLocal(type, "");
  initialize(object, init);
  copyMembers(*this, init->getExprLoc(), type, object, place);
}

/// The fields of a record from a braced list; those of base classes stand in front.
void Importer::initializeFields(Place *place, const clang::InitListExpr *list, bool isZero) {
  auto *record = list->getType()->getAsCXXRecordDecl();
  unsigned next = 0;
  for (const clang::CXXBaseSpecifier &base : record->bases()) {
    if (next >= list->getNumInits())
      break;
    const clang::Expr *init = list->getInit(next++);
    auto type = dyn_cast<RecordType>(convertType(base.getType()));
    if (type && type.getFieldTypes().empty())
      continue;
    if (auto *inner = dyn_cast<clang::InitListExpr>(init->IgnoreImplicit()))
      initializeFields(place, inner, isZero);
    else if (type)
      initializeBase(place, type, init);
    else
      refuseMismatch(init->getExprLoc(), "this initialization");
  }
  for (const clang::FieldDecl *field : record->fields()) {
    if (field->isUnnamedBitField())
      continue;
    if (next >= list->getNumInits())
      break;
    const clang::Expr *init = list->getInit(next++);
    Place *part = this->field(place, field->getName());
    // What a class gives its members itself may depend on the others.
    llvm::SaveAndRestore self(frame().self, readsThis(init) ? place : frame().self);
    if (part && field->getType()->isReferenceType() && isa<PtrType>(part->type))
      write(part, referenceTo(init, part->type));
    else if (part)
      initialize(part, init, isZero);
  }
}

/// What makes the object, without what Clang has wrapped around it.
static const clang::Expr *makerOf(const clang::Expr *init) {
  const clang::Expr *inner = init->IgnoreParens();
  while (isa<clang::ExprWithCleanups, clang::CXXBindTemporaryExpr, clang::MaterializeTemporaryExpr,
             clang::CXXFunctionalCastExpr, clang::ConstantExpr, clang::SubstNonTypeTemplateParmExpr,
             clang::CXXDefaultInitExpr, clang::ImplicitCastExpr>(inner) &&
         inner->isPRValue()) {
    auto *defaulted = dyn_cast<clang::CXXDefaultInitExpr>(inner);
    inner = (defaulted ? defaulted->getExpr() : cast<clang::Expr>(*inner->child_begin()))->IgnoreParens();
  }
  return inner;
}

const clang::CXXConstructExpr *Importer::constructorOf(const clang::Expr *init, Type type) {
  auto *construct = dyn_cast<clang::CXXConstructExpr>(makerOf(init));
  if (!construct || !runsFunction(construct->getConstructor()) || !isa<RecordType>(type) ||
      convertType(construct->getType()) != type || copiesState(construct))
    return nullptr;
  const clang::CXXRecordDecl *record = construct->getConstructor()->getParent();
  const bool isLibrary = (record->isInStdNamespace() && !isModelled(record)) || isBasicTensor(record);
  return isLibrary ? nullptr : construct;
}

void Importer::initialize(Place *place, const clang::Expr *init, bool isZero) {
  LocationScope scope(*this, init->getExprLoc());
  if (auto *whole = dyn_cast<clang::ExprWithCleanups>(init)) {
    const FullExpression full(*this, whole->getEndLoc());
    return initialize(place, whole->getSubExpr(), isZero);
  }
  if (!holdsArray(place->type)) {
    // The object itself is constructed: a pointer in it may point to another part of it.
    if (auto *construct = constructorOf(init, place->type))
      return constructAt(place, construct);
    if (isZero && isZeroValue(init, ast))
      return;
    Value value = evaluate(init);
    if (value && isa<PtrType>(value.getType()))
      checkPointer(init->getExprLoc(), value);
    write(place, value);
    return;
  }
  const clang::Expr *inner = makerOf(init);
  auto array = dyn_cast<ad::ArrayType>(place->type);
  if (inner->isGLValue()) {
    copyObject(locate(inner), place);
  } else if (isa<clang::ImplicitValueInitExpr, clang::CXXScalarValueInitExpr>(inner)) {
    if (!isZero)
      clearObject(addressOf(place));
  } else if (auto *copy = dyn_cast<clang::ArrayInitLoopExpr>(inner)) {
    copiesPlainly(copy->getExprLoc(), copy->getType());
    copyObject(locate(copy->getCommonExpr()->getSourceExpr()), place);
  } else if (auto *text = dyn_cast<clang::StringLiteral>(inner); text && array) {
    Value first = decay(place);
    const int64_t length = std::min<int64_t>(text->getLength(), array.getSize());
    for (int64_t i = 0; i < length; ++i)
      write(pointee(offset(first, constantInt(b.getI64Type(), i), true, true)),
            constantInt(array.getElementType(), text->getCodeUnit(i)));
    Value rest = offset(first, constantInt(b.getI64Type(), length), true, true);
    forEachElement(*this, array.getSize() - length,
                   [&](Value i) { clearObject(offset(rest, i, true, true)); });
  } else if (auto *list = dyn_cast<clang::InitListExpr>(inner)) {
    if (list->getSemanticForm())
      list = list->getSemanticForm();
    if (list->isTransparent())
      return initialize(place, list->getInit(0), isZero);
    if (!array)
      return initializeFields(place, list, isZero);
    if (list->getType()->isRecordType()) {
      // std::array: braces around those of the array in it.
      if (list->getNumInits())
        initialize(place, list->getInit(0), isZero);
      return;
    }
    Value first = decay(place);
    unsigned count = std::min<int64_t>(list->getNumInits(), array.getSize());
    for (unsigned i = 0; i < count; ++i)
      initialize(pointee(offset(first, constantInt(b.getI64Type(), i), true, true)), list->getInit(i),
                 isZero);
    const clang::Expr *filler = list->getArrayFiller();
    const bool isFilledWithZero = !filler || isa<clang::ImplicitValueInitExpr>(filler->IgnoreImplicit());
    if (count == array.getSize() || (isZero && isFilledWithZero))
      return;
    Value rest = offset(first, constantInt(b.getI64Type(), count), true, true);
    forEachElement(*this, array.getSize() - count, [&](Value i) {
      Value element = offset(rest, i, true, true);
      if (isFilledWithZero)
        clearObject(element);
      else
        initialize(pointee(element), filler, isZero);
    });
  } else if (auto *construct = dyn_cast<clang::CXXConstructExpr>(inner)) {
    if (construct->getConstructor()->isCopyOrMoveConstructor() &&
        !runsFunction(construct->getConstructor())) {
      copiesPlainly(construct->getExprLoc(), construct->getType());
      return initialize(place, construct->getArg(0), isZero);
    }
    if (isTuple(place->type))
      return initializeTuple(place, construct, {construct->getArgs(), construct->getNumArgs()});
    if (construct->getConstructor()->isTrivial() && construct->getNumArgs() == 0) {
      if (construct->requiresZeroInitialization() && !isZero)
        clearObject(addressOf(place));
      return;
    }
    if (array)
      return constructElement(addressOf(place), construct);
    constructAt(place, construct);
  } else if (auto *conditional = dyn_cast<clang::ConditionalOperator>(inner)) {
    branch(
        evaluateCondition(conditional->getCond()),
        [&] { return initialize(place, conditional->getTrueExpr()), Value(); },
        [&] { return initialize(place, conditional->getFalseExpr()), Value(); });
  } else if (auto *call = dyn_cast<clang::CallExpr>(inner)) {
    // What the function returns is this object, not a copy of its result.
    llvm::SaveAndRestore result(elided, {call, place});
    Value value = this->call(call);
    if (elided.first)
      write(place, value);
  } else {
    refuseExpression(inner);
  }
}

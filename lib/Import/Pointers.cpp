// Addresses: pointer arithmetic, subscripts, new and malloc.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "clang/AST/RecordLayout.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static bool isSigned(const clang::Expr *expr) { return expr->getType()->isSignedIntegerOrEnumerationType(); }

Value Importer::offset(Value pointer, Value index, bool isSigned, bool inside) {
  unsigned width = index.getType().getIntOrFloatBitWidth();
  // The graph's index is signed.
  if (width < 32 || (width == 32 && !isSigned))
    index = convert(index, b.getI64Type(), isSigned, true);
  return b.createOrFold<OffsetOp>(pointer, index, inside);
}

Value Importer::decay(Place *array, clang::QualType type) {
  Value address = addressOf(array);
  if (array->isFirstElement)
    return address;
  if (!isa<ad::ArrayType>(array->type)) {
    if (!failed && !type.isNull())
      refuse(clang::SourceLocation(),
             "adgen does not differentiate through values of type '" + spell(type) + "'",
             type->isIncompleteArrayType() ? "how long the array is is not known: use a pointer"
                                           : whyUnsupported(type));
    refuseMismatch(clang::SourceLocation(), "this array");
    return b.create<UndefOp>(PtrType::get(array->type));
  }
  return b.create<DecayOp>(address);
}

Place *Importer::element(const clang::Expr *base, const clang::Expr *index) {
  const clang::Expr *inner = base->IgnoreParens();
  auto *decayed = dyn_cast<clang::ImplicitCastExpr>(inner);
  const char *readOnly = nullptr;
  Value pointer;
  bool isArray = false;
  if (decayed && decayed->getCastKind() == clang::CK_ArrayToPointerDecay &&
      !isa<clang::StringLiteral>(decayed->getSubExpr()->IgnoreParens())) {
    Place *array = locate(decayed->getSubExpr());
    readOnly = array->readOnly;
    pointer = decay(array, decayed->getSubExpr()->getType());
    isArray = true;
  } else {
    pointer = evaluate(base);
  }
  Value position = evaluate(index);
  if (!isa<PtrType>(pointer.getType()) || !isa<IntegerType>(position.getType())) {
    refuseValue(base, "adgen cannot differentiate through an element of '" + spell(base->getType()) + "'",
                whyUnsupported(base->getType()));
    clang::QualType pointee = base->getType()->getPointeeType(); // null: the element of a vector
    return makeLocal(pointee.isNull() ? b.getF64Type() : convertType(pointee), "");
  }
  clang::QualType object = base->getType()->getPointeeType();
  bool isFlat = isVariableArray(object), isWide = isFlat || isSigned(index);
  position = flatIndex(position, object, isSigned(index));
  // a[i][j] of a flat array is one index.
  auto row = pointer.getDefiningOp<OffsetOp>();
  if (row && row.getIndex().getType().isInteger(64) && decayed &&
      isVariableArray(decayed->getSubExpr()->getType())) {
    pointer = row.getPointer();
    position = b.createOrFold<arith::AddIOp>(row.getIndex(), convert(position, b.getI64Type(), isWide, true));
  }
  bool isInside = isArray && !(decayed && isVariableArray(decayed->getSubExpr()->getType()));
  Place *place = pointee(offset(pointer, position, isWide, isInside));
  place->isFirstElement = isFlat;
  place->readOnly = readOnly;
  return place;
}

Value Importer::pointerArithmetic(const clang::BinaryOperator *op, clang::BinaryOperatorKind opcode,
                                  Value lhs, Value rhs) {
  if (!lhs || !rhs)
    return {};
  bool left = isa<PtrType>(lhs.getType()), right = isa<PtrType>(rhs.getType());
  clang::QualType object = (left ? op->getLHS() : op->getRHS())->getType()->getPointeeType();
  bool isFlat = (left || right) && isVariableArray(object);
  if (left && right) {
    if (opcode == clang::BO_Sub) {
      Value difference = b.create<PtrDiffOp>(lhs, rhs);
      return isFlat ? b.createOrFold<arith::DivSIOp>(difference, flatCount(object)) : difference;
    }
    llvm::StringRef predicate = opcode == clang::BO_EQ   ? "eq"
                                : opcode == clang::BO_NE ? "ne"
                                : opcode == clang::BO_LT ? "lt"
                                : opcode == clang::BO_LE ? "le"
                                : opcode == clang::BO_GT ? "gt"
                                : opcode == clang::BO_GE ? "ge"
                                                         : "";
    return predicate.empty() ? Value() : b.create<PtrCompareOp>(predicate, lhs, rhs);
  }
  if (left && isa<IntegerType>(rhs.getType()) && opcode == clang::BO_Add)
    return offset(lhs, flatIndex(rhs, object, isSigned(op->getRHS())), isFlat || isSigned(op->getRHS()));
  if (right && isa<IntegerType>(lhs.getType()) && opcode == clang::BO_Add)
    return offset(rhs, flatIndex(lhs, object, isSigned(op->getLHS())), isFlat || isSigned(op->getLHS()));
  if (left && isa<IntegerType>(rhs.getType()) && opcode == clang::BO_Sub) {
    Value wide = flatIndex(convert(rhs, b.getI64Type(), isSigned(op->getRHS()), true), object, true);
    return offset(lhs, b.createOrFold<arith::SubIOp>(constantInt(b.getI64Type(), 0), wide), true);
  }
  return {};
}

/// What arrays of arrays are made of.
static Type numberIn(Type type) {
  while (auto array = dyn_cast<ad::ArrayType>(type))
    type = array.getElementType();
  return type;
}

/// Whether the part of the base class begins where the object does.
static bool leadsToFirstBase(const clang::CastExpr *cast, const clang::ASTContext &ast) {
  clang::QualType type = cast->getSubExpr()->getType();
  const clang::CXXRecordDecl *derived =
      (type->isPointerType() ? type->getPointeeType() : type)->getAsCXXRecordDecl();
  for (const clang::CXXBaseSpecifier *step : cast->path()) {
    auto *base = step->getType()->getAsCXXRecordDecl();
    if (!derived || step->isVirtual() || !ast.getASTRecordLayout(derived).getBaseClassOffset(base).isZero())
      return false;
    derived = base;
  }
  return true;
}

/// `!ad.ptr<T>` and `!ad.ptr<T, const>` are the same address.
Value Importer::pointerCast(const clang::CastExpr *cast) {
  Type type = convertType(cast->getType());
  if (auto to = dyn_cast<PtrType>(type))
    if (Value block = allocate(cast->getSubExpr(), cast->getType()->getPointeeType()))
      return block;
  Value value = evaluate(cast->getSubExpr());
  if (value.getType() == type && !isFunctionPointer(cast->getType()))
    return value;
  auto from = dyn_cast<PtrType>(value.getType()), to = dyn_cast<PtrType>(type);
  bool isBase = cast->getCastKind() == clang::CK_DerivedToBase ||
                cast->getCastKind() == clang::CK_UncheckedDerivedToBase;
  if (isBase && !leadsToFirstBase(cast, ast))
    return refuseValue(cast, "adgen cannot follow a pointer to a base that is not the first",
                       "take the address of the member that is meant");
  if (from && to && (isSameInMemory(from, to) || isBase || isUntyped(from) || isUntyped(to)))
    return b.createOrFold<PtrCastOp>(to, value);
  // A base class's address that was an object's of this class; an array as its elements, and the other way.
  if (auto inner = value.getDefiningOp<PtrCastOp>();
      inner && to && isSameInMemory(inner.getPointer().getType(), to))
    return b.createOrFold<PtrCastOp>(to, inner.getPointer());
  if (from && to && !isTable(value) && numberIn(from.getPointee()) == numberIn(to.getPointee()) &&
      isa<FloatType, IntegerType>(numberIn(to.getPointee()))) {
    auto array = dyn_cast<ad::ArrayType>(from.getPointee());
    for (; array && isa<FloatType, IntegerType>(to.getPointee());
         array = dyn_cast<ad::ArrayType>(array.getElementType()))
      value = b.create<DecayOp>(value);
    return b.createOrFold<PtrCastOp>(to, value);
  }
  return refuseValue(
      cast, "adgen cannot see what memory holds behind this conversion to '" + spell(cast->getType()) + "'",
      "use memory as the type that it was made with");
}

/// How many elements a number of bytes are: `n * sizeof(T)` is n.
static Value elementsIn(Importer &importer, const clang::Expr *bytes, clang::QualType element) {
  auto &b = importer.b;
  int64_t size = importer.ast.getTypeSizeInChars(element).getQuantity();
  auto wide = [&](const clang::Expr *expr) {
    return importer.convert(importer.evaluate(expr), b.getI64Type(), isSigned(expr), true);
  };
  auto *product = dyn_cast<clang::BinaryOperator>(bytes->IgnoreParenImpCasts());
  if (product && product->getOpcode() == clang::BO_Mul)
    for (bool isLeft : {true, false}) {
      clang::Expr::EvalResult result;
      const clang::Expr *side = isLeft ? product->getLHS() : product->getRHS();
      const clang::Expr *other = isLeft ? product->getRHS() : product->getLHS();
      if (isa<clang::UnaryExprOrTypeTraitExpr>(side->IgnoreParenImpCasts()) &&
          side->EvaluateAsInt(result, importer.ast) && result.Val.getInt() == size)
        return wide(other->IgnoreParenImpCasts());
    }
  return b.createOrFold<arith::DivUIOp>(wide(bytes), importer.constantInt(b.getI64Type(), size));
}

Value Importer::allocate(const clang::Expr *expr, clang::QualType element) {
  auto *call = dyn_cast<clang::CallExpr>(expr->IgnoreParenImpCasts());
  const clang::FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
  if (!callee || !callee->getIdentifier() || element->isVoidType() ||
      !(callee->isExternC() || callee->isInStdNamespace()))
    return {};
  Type type = pointerTo(element);
  llvm::StringRef name = callee->getName();
  if (name == "malloc" && call->getNumArgs() == 1)
    return b.create<HeapOp>(type, elementsIn(*this, call->getArg(0), element), false);
  if (name == "calloc" && call->getNumArgs() == 2) {
    auto wide = [&](const clang::Expr *part) {
      return convert(evaluate(part), b.getI64Type(), isSigned(part), true);
    };
    int64_t size = ast.getTypeSizeInChars(element).getQuantity();
    Value count = wide(call->getArg(0)->IgnoreParenImpCasts());
    clang::Expr::EvalResult result;
    if (!call->getArg(1)->EvaluateAsInt(result, ast) || result.Val.getInt() != size)
      count = b.createOrFold<arith::DivUIOp>(b.createOrFold<arith::MulIOp>(count, wide(call->getArg(1))),
                                             constantInt(b.getI64Type(), size));
    return b.create<HeapOp>(type, count, true);
  }
  if (name == "realloc" && call->getNumArgs() == 2)
    return reallocate(call, element, elementsIn(*this, call->getArg(1), element));
  return {};
}

Value Importer::newObject(const clang::CXXNewExpr *expr) {
  Type type = convertType(expr->getAllocatedType());
  if (isa<ad::OpaqueType>(type) || expr->getNumPlacementArgs())
    return refuseValue(expr, "adgen does not differentiate this new expression",
                       expr->getNumPlacementArgs()
                           ? "memory that holds one object after another has no one adjoint: "
                             "use new without arguments"
                           : whyUnsupported(expr->getAllocatedType()));
  if (holdsDynamicArray(type)) {
    refuseDestructor(expr->getExprLoc(), expr->getAllocatedType());
    return b.create<NullOp>(pointerTo(expr->getAllocatedType()));
  }
  const clang::Expr *init = expr->getInitializer();
  if (auto *construct = expr->getConstructExpr(); construct && construct->getConstructor()->isTrivial() &&
                                                  construct->getNumArgs() == 0 &&
                                                  !construct->requiresZeroInitialization())
    init = nullptr;
  if (!expr->isArray()) {
    Value pointer =
        b.create<HeapOp>(pointerTo(expr->getAllocatedType()), constantInt(b.getI64Type(), 1), false);
    if (init)
      initialize(pointee(pointer), init);
    return pointer;
  }
  const clang::Expr *size = *expr->getArraySize();
  Value count = convert(evaluate(size), b.getI64Type(), isSigned(size), true);
  auto *list = init ? dyn_cast<clang::InitListExpr>(init->IgnoreImplicit()) : nullptr;
  auto *construct = init ? dyn_cast<clang::CXXConstructExpr>(init->IgnoreImplicit()) : nullptr;
  if (construct && construct->getConstructor()->isTrivial() && construct->requiresZeroInitialization())
    construct = nullptr;
  const clang::Expr *filler = list ? list->getArrayFiller() : nullptr;
  if (filler && isa<clang::ImplicitValueInitExpr>(filler->IgnoreImplicit()))
    filler = nullptr;
  bool isZero = init && !construct && !filler;
  Value pointer = b.create<HeapOp>(pointerTo(expr->getAllocatedType()), count, isZero);
  auto at = [&](Value index) { return pointee(offset(pointer, index, true)); };
  const unsigned given = list ? list->getNumInits() : 0;
  for (unsigned i = 0; i < given; ++i)
    initialize(at(constantInt(b.getI64Type(), i)), list->getInit(i), isZero);
  if (construct)
    forEach(count, [&](Value i) { constructElement(offset(pointer, i, true), construct); });
  if (filler) {
    Value start = constantInt(b.getI64Type(), given);
    Value rest = b.createOrFold<arith::SubIOp>(count, start);
    forEach(rest, [&](Value i) { initialize(at(b.createOrFold<arith::AddIOp>(start, i)), filler); });
  }
  return pointer;
}

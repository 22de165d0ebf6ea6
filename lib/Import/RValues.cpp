// Expressions that are computed: literals, operators, conversions.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "clang/AST/StmtVisitor.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static bool isSigned(clang::QualType type) { return type->isSignedIntegerOrEnumerationType(); }

namespace {

class RValueVisitor : public clang::ConstStmtVisitor<RValueVisitor, Value> {
public:
  explicit RValueVisitor(Importer &importer) : importer(importer), b(importer.b) {}

  Value VisitStmt(const clang::Stmt *stmt) {
    auto *expr = cast<clang::Expr>(stmt);
    if (expr->isGLValue())
      return importer.read(importer.locate(expr));
    importer.refuseExpression(expr);
    if (expr->getType()->isVoidType())
      return {};
    return b.create<LiteralOp>(importer.convertType(expr->getType()), "");
  }

  Value VisitParenExpr(const clang::ParenExpr *expr) { return Visit(expr->getSubExpr()); }
  Value VisitConstantExpr(const clang::ConstantExpr *expr) { return Visit(expr->getSubExpr()); }
  Value VisitExprWithCleanups(const clang::ExprWithCleanups *expr) {
    const FullExpression full(importer, expr->getEndLoc());
    return Visit(expr->getSubExpr());
  }
  Value VisitCXXBindTemporaryExpr(const clang::CXXBindTemporaryExpr *expr) {
    if (Place *object = importer.temporaryObject(expr))
      return importer.read(object);
    return Visit(expr->getSubExpr());
  }
  Value VisitMaterializeTemporaryExpr(const clang::MaterializeTemporaryExpr *expr) {
    return importer.evaluate(expr->getSubExpr());
  }
  Value VisitSubstNonTypeTemplateParmExpr(const clang::SubstNonTypeTemplateParmExpr *expr) {
    return Visit(expr->getReplacement());
  }
  Value VisitCXXDefaultArgExpr(const clang::CXXDefaultArgExpr *expr) {
    return importer.evaluate(expr->getExpr());
  }
  Value VisitCXXDefaultInitExpr(const clang::CXXDefaultInitExpr *expr) {
    return importer.evaluate(expr->getExpr());
  }
  Value VisitOpaqueValueExpr(const clang::OpaqueValueExpr *expr) {
    return importer.evaluate(expr->getSourceExpr());
  }

  Value VisitIntegerLiteral(const clang::IntegerLiteral *expr) {
    return importer.constantInt(importer.convertType(expr->getType()), expr->getValue().getSExtValue());
  }
  Value VisitCharacterLiteral(const clang::CharacterLiteral *expr) {
    return importer.constantInt(importer.convertType(expr->getType()), expr->getValue());
  }
  Value VisitCXXBoolLiteralExpr(const clang::CXXBoolLiteralExpr *expr) {
    return importer.constantInt(b.getI1Type(), expr->getValue());
  }
  Value VisitFloatingLiteral(const clang::FloatingLiteral *expr) {
    Type type = importer.convertType(expr->getType());
    if (!isa<FloatType>(type))
      return VisitStmt(expr);
    return b.create<arith::ConstantOp>(cast<TypedAttr>(FloatAttr::get(type, expr->getValue())));
  }

  Value VisitUnaryOperator(const clang::UnaryOperator *expr) {
    switch (expr->getOpcode()) {
    case clang::UO_Plus:
    case clang::UO_Extension:
      return Visit(expr->getSubExpr());
    case clang::UO_Minus: {
      Value value = importer.evaluate(expr->getSubExpr());
      if (isa<FloatType>(value.getType()))
        return b.createOrFold<arith::NegFOp>(value);
      if (isa<IntegerType>(value.getType()))
        return b.createOrFold<arith::SubIOp>(importer.constantInt(value.getType(), 0), value);
      return VisitStmt(expr);
    }
    case clang::UO_LNot:
      return b.createOrFold<arith::XOrIOp>(importer.evaluateCondition(expr->getSubExpr()),
                                           importer.constantInt(b.getI1Type(), 1));
    case clang::UO_Not: {
      Value value = importer.evaluate(expr->getSubExpr());
      if (!isa<IntegerType>(value.getType()))
        return VisitStmt(expr);
      return b.createOrFold<arith::XOrIOp>(value, importer.constantInt(value.getType(), -1));
    }
    case clang::UO_PostInc:
    case clang::UO_PostDec: {
      Place *place = importer.locate(expr->getSubExpr());
      Value old = importer.read(place);
      importer.assign(expr->getExprLoc(), place, importer.stepped(expr, old));
      return old;
    }
    case clang::UO_AddrOf:
      if (isFunctionPointer(expr->getType()))
        return importer.read(importer.locate(expr->getSubExpr()));
      if (!isa<PtrType>(importer.convertType(expr->getType())))
        return importer.refuseValue(expr,
                                    "adgen does not differentiate through a pointer of type '" +
                                        importer.spell(expr->getType()) + "'",
                                    whyUnsupported(expr->getType()));
      return addressFor(expr, importer.locate(expr->getSubExpr()));
    default:
      return VisitStmt(expr);
    }
  }

  Value VisitBinaryOperator(const clang::BinaryOperator *expr) {
    if (expr->isLogicalOp())
      return importer.shortCircuit(expr);
    if (expr->getOpcode() == clang::BO_Comma) {
      importer.statement(expr->getLHS());
      return importer.evaluate(expr->getRHS());
    }
    if (expr->isAssignmentOp())
      return VisitStmt(expr);
    Value lhs = importer.evaluate(expr->getLHS());
    Value rhs = importer.evaluate(expr->getRHS());
    if (Value pointers = importer.pointerArithmetic(expr, expr->getOpcode(), lhs, rhs))
      return pointers;
    return importer.binary(expr, expr->getOpcode(), expr->getType(), lhs, rhs);
  }

  Value VisitConditionalOperator(const clang::ConditionalOperator *expr) {
    if (const clang::Expr *other = importer.orThrow(expr))
      return importer.evaluate(other);
    return importer.branch(
        importer.evaluateCondition(expr->getCond()), [&] { return importer.evaluate(expr->getTrueExpr()); },
        [&] { return importer.evaluate(expr->getFalseExpr()); });
  }

  Value VisitCastExpr(const clang::CastExpr *expr) {
    const clang::Expr *operand = expr->getSubExpr();
    switch (expr->getCastKind()) {
    case clang::CK_LValueToRValue: {
      // The value that is chosen, not the place.
      const clang::Expr *inner = operand->IgnoreParens();
      if (auto *conditional = dyn_cast<clang::ConditionalOperator>(inner)) {
        auto read = [&](const clang::Expr *alternative) {
          return importer.fromStored(expr, importer.read(importer.locate(alternative)));
        };
        if (const clang::Expr *other = importer.orThrow(conditional))
          return read(other);
        return importer.branch(
            importer.evaluateCondition(conditional->getCond()),
            [&] { return read(conditional->getTrueExpr()); },
            [&] { return read(conditional->getFalseExpr()); });
      }
      if (auto *call = dyn_cast<clang::CallExpr>(inner))
        return importer.fromStored(expr, importer.call(call));
      return importer.fromStored(expr, importer.read(importer.locate(operand)));
    }
    case clang::CK_NoOp:
    case clang::CK_DerivedToBase:
    case clang::CK_UncheckedDerivedToBase:
      if (expr->getType()->isPointerType() && isa<PtrType>(importer.convertType(expr->getType())))
        return importer.pointerCast(expr);
      return importer.evaluate(operand);
    case clang::CK_ConstructorConversion:
    case clang::CK_UserDefinedConversion:
      return importer.evaluate(operand);
    case clang::CK_BitCast:
    case clang::CK_BaseToDerived:
      return importer.pointerCast(expr);
    case clang::CK_FunctionToPointerDecay:
      return importer.read(importer.locate(operand));
    case clang::CK_NullToPointer:
      if (isFunctionPointer(expr->getType()))
        return importer.constantInt(importer.convertType(expr->getType()), 0);
      if (Type type = importer.convertType(expr->getType()); isa<PtrType>(type))
        return b.create<NullOp>(type);
      else
        return b.create<LiteralOp>(type, "nullptr");
    case clang::CK_PointerToBoolean: {
      Value value = importer.evaluate(operand);
      if (isFunctionPointer(operand->getType()) && isa<IntegerType>(value.getType()))
        return importer.convert(value, b.getI1Type(), true, true);
      if (!isa<PtrType>(value.getType()))
        return VisitStmt(expr);
      return b.create<PtrCompareOp>("ne", value, b.create<NullOp>(value.getType()));
    }
    case clang::CK_IntegralCast:
    case clang::CK_IntegralToBoolean:
    case clang::CK_IntegralToFloating:
    case clang::CK_FloatingToIntegral:
    case clang::CK_FloatingToBoolean:
    case clang::CK_FloatingCast:
    case clang::CK_BooleanToSignedIntegral: {
      Value value = importer.convert(importer.evaluate(operand), importer.convertType(expr->getType()),
                                     isSigned(operand->getType()), isSigned(expr->getType()));
      return value ? value : VisitStmt(expr);
    }
    case clang::CK_ArrayToPointerDecay:
      if (auto *text = dyn_cast<clang::StringLiteral>(operand->IgnoreParens())) {
        std::string spelling;
        llvm::raw_string_ostream stream(spelling);
        text->outputString(stream);
        return b.create<LiteralOp>(importer.convertType(expr->getType()), spelling);
      } else if (auto *name = dyn_cast<clang::PredefinedExpr>(operand->IgnoreParens())) {
        std::string spelling;
        llvm::raw_string_ostream stream(spelling);
        name->getFunctionName()->outputString(stream);
        return b.create<LiteralOp>(importer.convertType(expr->getType()), spelling);
      }
      return decayed(expr);
    case clang::CK_ToVoid:
      importer.statement(operand);
      return {};
    default:
      return VisitStmt(expr);
    }
  }

  Value VisitUnaryExprOrTypeTraitExpr(const clang::UnaryExprOrTypeTraitExpr *expr) {
    clang::QualType type = expr->getTypeOfArgument();
    if (expr->getKind() != clang::UETT_SizeOf || !isVariableArray(type))
      return VisitStmt(expr);
    importer.recordExtents(type);
    int64_t size = importer.ast.getTypeSizeInChars(importer.flatElement(type)).getQuantity();
    Value bytes =
        b.createOrFold<arith::MulIOp>(importer.flatCount(type), importer.constantInt(b.getI64Type(), size));
    return importer.convert(bytes, importer.convertType(expr->getType()), false, false);
  }
  Value VisitCallExpr(const clang::CallExpr *expr) {
    if (expr->isGLValue())
      return VisitStmt(expr);
    return importer.call(expr);
  }
  Value VisitCXXConstructExpr(const clang::CXXConstructExpr *expr) { return importer.construct(expr); }
  Value VisitInitListExpr(const clang::InitListExpr *expr) { return importer.initializeAggregate(expr); }
  Value VisitCXXStdInitializerListExpr(const clang::CXXStdInitializerListExpr *expr) {
    const clang::Expr *array = expr->getSubExpr()->IgnoreImplicit();
    SmallVector<Value> elements;
    if (auto *list = dyn_cast<clang::InitListExpr>(array))
      for (const clang::Expr *element : list->inits())
        elements.push_back(hasDestructorBody(importer.ast, element->getType())
                               ? importer.read(importer.unnamedObject(element->getType(), element))
                               : importer.evaluate(element));
    auto type = cast<ListType>(importer.convertType(expr->getType()));
    return b.create<ListOp>(type, elements);
  }
  Value VisitLambdaExpr(const clang::LambdaExpr *expr) { return importer.captureLambda(expr); }
  Value VisitImplicitValueInitExpr(const clang::ImplicitValueInitExpr *expr) {
    return zero(expr, importer.convertType(expr->getType()));
  }
  Value VisitCXXScalarValueInitExpr(const clang::CXXScalarValueInitExpr *expr) {
    return zero(expr, importer.convertType(expr->getType()));
  }

  Value VisitCXXNewExpr(const clang::CXXNewExpr *expr) { return importer.newObject(expr); }
  Value VisitCXXDeleteExpr(const clang::CXXDeleteExpr *expr) {
    Value pointer = importer.evaluate(expr->getArgument());
    if (!isa<PtrType>(pointer.getType()))
      return VisitStmt(expr);
    importer.destroyPointee(expr, pointer);
    b.create<ReleaseOp>(pointer);
    return {};
  }
  Value VisitCXXNullPtrLiteralExpr(const clang::CXXNullPtrLiteralExpr *expr) {
    return b.create<LiteralOp>(importer.convertType(expr->getType()), "nullptr");
  }
  Value VisitCXXThrowExpr(const clang::CXXThrowExpr *expr) {
    importer.throwException(expr);
    return {};
  }
  Value VisitCXXThisExpr(const clang::CXXThisExpr *expr) { return addressFor(expr, importer.locateThis()); }

private:
  /// The address of a place as a pointer expression has it.
  Value addressFor(const clang::Expr *expr, Place *place) {
    Value address = importer.addressOf(place);
    auto type = dyn_cast<PtrType>(importer.convertType(expr->getType()));
    if (!type || address.getType() == type)
      return address;
    if (cast<PtrType>(address.getType()).getPointee() != type.getPointee() &&
        !isSameInMemory(address.getType(), type) && (!isa<RecordType>(type.getPointee()) || isTable(address)))
      return VisitStmt(expr);
    return b.createOrFold<PtrCastOp>(type, address);
  }

  Value decayed(const clang::CastExpr *expr) {
    Value first = importer.decay(importer.locate(expr->getSubExpr()), expr->getSubExpr()->getType());
    Type type = importer.convertType(expr->getType());
    if (first.getType() == type || !isa<PtrType>(type))
      return first;
    // A table is constant, whatever the array in the source is.
    return b.createOrFold<PtrCastOp>(type, first);
  }

  Value zero(const clang::Expr *expr, Type type) {
    if (Value value = importer.zeroOf(type, expr->getType()))
      return value;
    return VisitStmt(expr);
  }

  Importer &importer;
  ImplicitLocOpBuilder &b;
};

} // namespace

/// A constant expression of integer or enumeration type that has no literal
/// form of its own: sizeof, enumerators, constexpr calls.
static std::optional<int64_t> integerConstant(Importer &importer, const clang::Expr *expr) {
  if (!expr->getType()->isIntegralOrEnumerationType() || expr->isValueDependent())
    return std::nullopt;
  clang::Expr::EvalResult result;
  if (!expr->EvaluateAsRValue(result, importer.ast, /*InConstantContext=*/true) || result.HasSideEffects ||
      !result.Val.isInt())
    return std::nullopt;
  return result.Val.getInt().getExtValue();
}

/// INFINITY, NAN, std::numeric_limits<T>::…(): calls that are constants.
static std::optional<llvm::APFloat> floatConstant(Importer &importer, const clang::Expr *expr) {
  auto *call = dyn_cast<clang::CallExpr>(expr);
  if (!call || isa<clang::CXXMemberCallExpr, clang::CXXOperatorCallExpr>(call) ||
      llvm::any_of(call->arguments(), [](const clang::Expr *argument) {
        return argument->getType()->isArithmeticType() || argument->getType()->isRecordType();
      }))
    return std::nullopt;
  clang::Expr::EvalResult result;
  if (expr->isValueDependent() || !expr->EvaluateAsRValue(result, importer.ast) || result.HasSideEffects ||
      !result.Val.isFloat())
    return std::nullopt;
  return result.Val.getFloat();
}

Value Importer::evaluate(const clang::Expr *expr) {
  const Step step(*this);
  if (!hasRoom(expr->getExprLoc()))
    return refuseValue(expr, std::string()); // said already
  LocationScope scope(*this, expr->getExprLoc());
  Type type = convertType(expr->getType());
  if (const clang::FunctionDecl *target = targetOf(expr))
    return functionValue(target);
  if (isa<FloatType>(type) && expr->isPRValue())
    if (std::optional<llvm::APFloat> value = floatConstant(*this, expr))
      return b.create<arith::ConstantOp>(cast<TypedAttr>(FloatAttr::get(type, *value)));
  if (isa<IntegerType>(type) && expr->isPRValue())
    if (std::optional<int64_t> value = integerConstant(*this, expr))
      return constantInt(type, *value);
  // An object that is copied element by element is in memory.
  if (expr->isPRValue() && holdsArray(type) && !isa<clang::CallExpr>(expr->IgnoreImplicit()))
    return read(locate(expr));
  Value value = RValueVisitor(*this).Visit(expr);
  if (!value && !expr->getType()->isVoidType()) {
    refuseExpression(expr);
    return b.create<LiteralOp>(type, "");
  }
  return value;
}

Value Importer::evaluateCondition(const clang::Expr *expr) {
  Value value = evaluate(expr);
  if (isa<PtrType>(value.getType()))
    return b.create<PtrCompareOp>("ne", value, b.create<NullOp>(value.getType()));
  if (Value condition = convert(value, b.getI1Type(), true, true))
    return condition;
  refuseMismatch(expr->getExprLoc(), "this condition");
  return constantInt(b.getI1Type(), 0);
}

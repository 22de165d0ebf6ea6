// Expressions that name a place: variables, members, references, assignments.

#include "Importer.h"
#include "adgen/Import/DifferentiableType.h"

#include "clang/AST/RecordLayout.h"
#include "clang/AST/StmtVisitor.h"
#include "clang/Sema/Sema.h"

#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

Place *Importer::placeOf(const clang::ValueDecl *decl, clang::SourceLocation use) {
  decl = cast<clang::ValueDecl>(decl->getCanonicalDecl());
  // Innermost first: a lambda's body sees the variables of the call around it.
  for (auto &frame : llvm::reverse(frames))
    if (Place *place = frame->places.lookup(decl))
      return place;
  if (auto *variable = dyn_cast<clang::VarDecl>(decl); variable && variable->hasGlobalStorage())
    return globalPlace(variable, use);
  if (auto *constant = dyn_cast<clang::TemplateParamObjectDecl>(decl)) {
    refuse(use, "adgen does not differentiate through template parameters that are objects",
           "pass the object as an argument, or its numbers as template parameters");
    return makeLocal(convertType(constant->getType()), "");
  }
  if (auto *binding = dyn_cast<clang::BindingDecl>(decl); binding && binding->getBinding()) {
    if (const clang::VarDecl *holding = binding->getHoldingVar()) {
      if (Place *place = frame().places.lookup(holding))
        return place;
      declare(holding);
      return frame().places.lookup(holding);
    }
    return locate(binding->getBinding());
  }
  // Declared in front of a label by statements that are never reached: neither is what stands behind it.
  if (auto *variable = dyn_cast<clang::VarDecl>(decl);
      variable && !frame().gotoLists.empty() && variable->getDeclContext() == frame().function &&
      !variable->getType()->isReferenceType() && !isVariableArray(variable->getType())) {
    // For all of them, wherever the first use is.
    llvm::SaveAndRestore inFront(anchor, frame().gotoLists.front().next.getDefiningOp());
    return frame().places[decl] = makeVariable(variable->getType(), variable->getName());
  }
  refuse(use, "'" + decl->getName() + "' has no value here that adgen can follow",
         "declare it at namespace scope, or pass it as an argument");
  // A binding to a class that does not compile has no type.
  Type type = decl->getType().isNull() ? Type(b.getF64Type()) : convertType(decl->getType());
  return makeLocal(type, decl->getIdentifier() ? decl->getName() : "");
}

/// The base's part of an object has the object's address.
static bool isAtBeginning(const clang::CXXRecordDecl *base, const clang::CXXRecordDecl *record,
                          const clang::ASTContext &ast) {
  if (base->getCanonicalDecl() == record->getCanonicalDecl())
    return true;
  const clang::ASTRecordLayout &layout = ast.getASTRecordLayout(record);
  return llvm::any_of(record->bases(), [&](const clang::CXXBaseSpecifier &specifier) {
    const clang::CXXRecordDecl *own = specifier.getType()->getAsCXXRecordDecl();
    return own && !specifier.isVirtual() && layout.getBaseClassOffset(own).isZero() &&
           isAtBeginning(base, own, ast);
  });
}

namespace {

class LValueVisitor : public clang::ConstStmtVisitor<LValueVisitor, Place *> {
public:
  explicit LValueVisitor(Importer &importer) : importer(importer) {}

  Place *VisitStmt(const clang::Stmt *stmt) {
    auto *expr = cast<clang::Expr>(stmt);
    // A prvalue where a reference is bound: a temporary.
    if (expr->isPRValue())
      return object(expr);
    importer.refuseExpression(expr);
    return importer.makeLocal(importer.convertType(expr->getType()), "");
  }

  Place *VisitParenExpr(const clang::ParenExpr *expr) { return Visit(expr->getSubExpr()); }
  Place *VisitExprWithCleanups(const clang::ExprWithCleanups *expr) {
    const FullExpression full(importer, expr->getEndLoc());
    return Visit(expr->getSubExpr());
  }
  Place *VisitSubstNonTypeTemplateParmExpr(const clang::SubstNonTypeTemplateParmExpr *expr) {
    return Visit(expr->getReplacement());
  }
  Place *VisitMaterializeTemporaryExpr(const clang::MaterializeTemporaryExpr *expr) {
    Place *place = object(expr->getSubExpr());
    if (!place->address)
      place->storedAs = importer.storedAs(expr->getType());
    return place;
  }
  Place *VisitCXXBindTemporaryExpr(const clang::CXXBindTemporaryExpr *expr) { return object(expr); }
  Place *VisitCXXDefaultArgExpr(const clang::CXXDefaultArgExpr *expr) { return Visit(expr->getExpr()); }
  Place *VisitCXXDefaultInitExpr(const clang::CXXDefaultInitExpr *expr) { return Visit(expr->getExpr()); }
  Place *VisitArraySubscriptExpr(const clang::ArraySubscriptExpr *expr) {
    return importer.element(expr->getBase(), expr->getIdx());
  }

  Place *VisitDeclRefExpr(const clang::DeclRefExpr *expr) {
    if (auto *function = dyn_cast<clang::FunctionDecl>(expr->getDecl()))
      return importer.temporary(importer.functionValue(function));
    return importer.placeOf(expr->getDecl(), expr->getLocation());
  }

  Place *VisitMemberExpr(const clang::MemberExpr *expr) {
    if (auto *variable = dyn_cast<clang::VarDecl>(expr->getMemberDecl()))
      return importer.placeOf(variable, expr->getMemberLoc());
    Place *base = objectOf(expr->getBase(), expr->isArrow());
    auto *field = dyn_cast<clang::FieldDecl>(expr->getMemberDecl());
    llvm::StringRef name = field ? field->getName() : "";
    // std::pair's members by their positions.
    if (auto record = dyn_cast<RecordType>(base->type); record && record.isTuple())
      name = name == "first" ? "0" : name == "second" ? "1" : name;
    Place *part = importer.field(base, name);
    if (!part)
      return importer.temporary(importer.refuseValue(
          expr, "adgen cannot differentiate through member '" + expr->getMemberDecl()->getName() + "'",
          whyUnsupported(expr->getBase()->IgnoreParenImpCasts()->getType())));
    if (field && field->getType()->isReferenceType() && isa<PtrType>(part->type)) {
      if (base->external)
        importer.refuse(expr->getMemberLoc(),
                        "adgen cannot differentiate through member '" + field->getName() +
                            "': it is a reference in an object from outside",
                        "make it a pointer");
      Place *object = importer.pointee(importer.read(part));
      object->isBehindPointer = true;
      if (base->external) // one error is enough
        object->exactClass = field->getType().getNonReferenceType()->getAsCXXRecordDecl();
      return object;
    }
    if (base->external && field && part != base && field->getAccess() != clang::AS_public &&
        field->getAccess() != clang::AS_none) {
      importer.refuse(expr->getMemberLoc(),
                      "member '" + field->getName() + "' is not public: generated code cannot read it",
                      "make it public");
    }
    if (auto array = dyn_cast<ad::ArrayType>(part->type); array && array.isDynamic())
      return importer.containerPlace(expr->getType(), importer.addressOf(part));
    // Whatever the class of the whole, a member is of exactly its declared one.
    if (field && !field->getType()->isReferenceType())
      part->exactClass = field->getType()->getAsCXXRecordDecl();
    if (field && field->isMutable() && !base->readOnly)
      part->readOnly = nullptr;
    return part;
  }

  Place *VisitCXXThisExpr(const clang::CXXThisExpr *) { return self(); }

  Place *VisitUnaryOperator(const clang::UnaryOperator *expr) {
    switch (expr->getOpcode()) {
    case clang::UO_Deref:
      if (isa<clang::CXXThisExpr>(expr->getSubExpr()->IgnoreParenImpCasts()))
        return self();
      if (expr->getType()->isFunctionType()) // *f is f
        return importer.temporary(importer.evaluate(expr->getSubExpr()));
      if (auto *cast = dyn_cast<clang::CastExpr>(expr->getSubExpr()->IgnoreParens());
          cast && cast->getCastKind() == clang::CK_ArrayToPointerDecay) {
        Place *array = Visit(cast->getSubExpr());
        Place *first = importer.pointee(importer.decay(array, cast->getSubExpr()->getType()));
        first->readOnly = array->readOnly;
        first->isFirstElement = isVariableArray(expr->getType());
        return first;
      }
      return behind(expr->getSubExpr());
    case clang::UO_PreInc:
    case clang::UO_PreDec: {
      Place *place = Visit(expr->getSubExpr());
      step(expr, place);
      return place;
    }
    case clang::UO_Extension:
      return Visit(expr->getSubExpr());
    default:
      return VisitStmt(expr);
    }
  }

  Place *VisitBinaryOperator(const clang::BinaryOperator *expr) {
    if (expr->getOpcode() == clang::BO_Assign) {
      Value value = importer.evaluate(expr->getRHS());
      Place *place = Visit(expr->getLHS());
      return assign(expr, place, value);
    }
    if (expr->getOpcode() == clang::BO_Comma) {
      importer.statement(expr->getLHS());
      return Visit(expr->getRHS());
    }
    return VisitStmt(expr);
  }

  Place *VisitCompoundAssignOperator(const clang::CompoundAssignOperator *expr) {
    Value rhs = importer.evaluate(expr->getRHS());
    Place *place = Visit(expr->getLHS());
    LocationScope scope(importer, expr->getExprLoc());
    auto opcode = clang::BinaryOperator::getOpForCompoundAssignment(expr->getOpcode());
    if (isa<PtrType>(place->type))
      return assign(expr, place, importer.pointerArithmetic(expr, opcode, importer.read(place), rhs));
    // The usual arithmetic conversions: compute in the common type, store in the variable's.
    clang::QualType from = expr->getLHS()->getType(), in = expr->getComputationLHSType(),
                    result = expr->getComputationResultType();
    Value lhs =
        importer.convert(importer.read(place), importer.convertType(in),
                         from->isSignedIntegerOrEnumerationType(), in->isSignedIntegerOrEnumerationType());
    Value value = importer.binary(expr, opcode, result, lhs, rhs);
    value = importer.convert(value, place->type, result->isSignedIntegerOrEnumerationType(),
                             from->isSignedIntegerOrEnumerationType());
    return assign(expr, place, value);
  }

  Place *VisitConditionalOperator(const clang::ConditionalOperator *expr) {
    if (const clang::Expr *other = importer.orThrow(expr))
      return importer.locate(other);
    if (expr->getType()->isFunctionType())
      return importer.temporary(importer.branch(
          importer.evaluateCondition(expr->getCond()), [&] { return importer.evaluate(expr->getTrueExpr()); },
          [&] { return importer.evaluate(expr->getFalseExpr()); }));
    // Chosen at run time: an address.
    const char *readOnly = nullptr;
    auto choose = [&](const clang::Expr *alternative) {
      Place *place = Visit(alternative);
      readOnly = readOnly ? readOnly : place->readOnly;
      Value address = importer.addressOf(place);
      Type type = importer.convertType(expr->getType());
      bool isConst = cast<PtrType>(address.getType()).getIsConst();
      const clang::CXXRecordDecl *own = alternative->IgnoreParenImpCasts()->getType()->getAsCXXRecordDecl();
      const clang::CXXRecordDecl *base = expr->getType()->getAsCXXRecordDecl();
      const bool isBase = own && base && own->hasDefinition() && own->isDerivedFrom(base);
      if (isBase && !isAtBeginning(base, own, importer.ast)) {
        importer.refuse(alternative->getExprLoc(),
                        "adgen cannot follow a reference to a base that is not the first",
                        "choose among objects of one class");
        return importer.b.create<UndefOp>(PtrType::get(type, isConst)).getResult();
      }
      if (place->type != type && (isBase || isSameInMemory(place->type, type)))
        address = importer.b.createOrFold<PtrCastOp>(importer.pointerTo(expr->getType(), isConst), address);
      return address;
    };
    Value address = importer.branch(
        importer.evaluateCondition(expr->getCond()), [&] { return choose(expr->getTrueExpr()); },
        [&] { return choose(expr->getFalseExpr()); });
    if (!address)
      return importer.refuseMismatch(expr->getExprLoc(), "this choice"),
             importer.makeLocal(importer.convertType(expr->getType()), "");
    Place *place = importer.pointee(address);
    place->readOnly = readOnly;
    return place;
  }

  Place *VisitCastExpr(const clang::CastExpr *expr) {
    switch (expr->getCastKind()) {
    case clang::CK_NoOp:
    case clang::CK_DerivedToBase:
    case clang::CK_UncheckedDerivedToBase:
      return Visit(expr->getSubExpr());
    case clang::CK_BaseToDerived: {
      // The object is known by its own class, whatever the class of the reference.
      Place *place = Visit(expr->getSubExpr());
      return place->type == importer.convertType(expr->getType()) ? place : VisitStmt(expr);
    }
    case clang::CK_UserDefinedConversion:
    case clang::CK_ConstructorConversion:
      if (expr->isPRValue())
        return importer.temporary(importer.evaluate(expr));
      return Visit(expr->getSubExpr());
    default:
      return VisitStmt(expr);
    }
  }

  Place *VisitCallExpr(const clang::CallExpr *expr) {
    Place *reference = nullptr;
    Value value = importer.call(expr, &reference);
    if (reference)
      return reference;
    if (!value)
      return importer.refuseMismatch(expr->getExprLoc(), "the result of this call"),
             importer.makeLocal(importer.convertType(expr->getType()), "");
    Place *place = importer.temporary(value);
    // What is read here is a value; the element, or what `x += y` gives back, would not change with it.
    if (isTensorElement(expr))
      place->readOnly = "adgen does not differentiate a function that writes an element of a tensor";
    else if (isa<ad::TensorType>(place->type) && expr->isLValue())
      place->readOnly = "adgen does not differentiate assignments to the result of a call";
    return place;
  }

  Place *VisitOpaqueValueExpr(const clang::OpaqueValueExpr *expr) { return Visit(expr->getSourceExpr()); }

  /// The object of a member access, `object.` or `pointer->`.
  Place *objectOf(const clang::Expr *base, bool arrow) {
    if (!arrow)
      return Visit(base);
    const clang::Expr *pointer = base->IgnoreParenImpCasts();
    if (isa<clang::CXXThisExpr>(pointer))
      return self();
    if (auto *address = dyn_cast<clang::UnaryOperator>(pointer);
        address && address->getOpcode() == clang::UO_AddrOf)
      return Visit(address->getSubExpr());
    return behind(base);
  }

private:
  Place *self() { return importer.locateThis(); }

  /// What a pointer points to.
  Place *behind(const clang::Expr *pointer) {
    // static_cast<D *>(this)
    auto *cast = dyn_cast<clang::ExplicitCastExpr>(pointer->IgnoreParenImpCasts());
    if (cast && isa<clang::CXXThisExpr>(cast->getSubExpr()->IgnoreParenImpCasts()) &&
        self()->type == importer.convertType(pointer->getType()->getPointeeType()))
      return self();
    const clang::QualType pointee = pointer->getType()->getPointeeType();
    if (pointee.isNull()) { // of a type that depends on what does not compile
      importer.refuseExpression(pointer);
      return importer.makeLocal(importer.b.getF64Type(), "");
    }
    Value value = importer.evaluate(pointer);
    if (isa<PtrType>(value.getType())) {
      Place *place = importer.pointee(value);
      place->isBehindPointer = true;
      place->isFirstElement = isVariableArray(pointer->getType()->getPointeeType());
      return place;
    }
    importer.refuseValue(pointer,
                         "adgen does not differentiate through a pointer of type '" +
                             importer.spell(pointer->getType()) + "'",
                         whyUnsupported(pointer->getType()));
    return importer.makeLocal(importer.convertType(pointer->getType()->getPointeeType()), "");
  }

  /// The object that a prvalue initialises.
  Place *object(const clang::Expr *expr) {
    if (Place *temporary = importer.temporaryObject(expr))
      return temporary;
    if (!holdsArray(importer.convertType(expr->getType())))
      if (Value value = importer.evaluate(expr)) {
        Place *place = importer.temporary(value);
        place->exactClass = expr->getType()->getAsCXXRecordDecl();
        return place;
      }
    Place *place = importer.makeLocal(importer.convertType(expr->getType()), "");
    if (expr->getType()->isVoidType()) // refused
      return place;
    place->exactClass = expr->getType()->getAsCXXRecordDecl();
    importer.initialize(place, expr);
    return place;
  }

  Place *assign(const clang::Expr *expr, Place *place, Value value) {
    importer.assign(expr->getExprLoc(), place, value);
    return place;
  }

  void step(const clang::UnaryOperator *expr, Place *place) {
    LocationScope scope(importer, expr->getExprLoc());
    assign(expr, place, importer.stepped(expr, importer.read(place)));
  }

  Importer &importer;
};

} // namespace

Place *Importer::locateThis() {
  if (frame().self)
    return frame().self;
  refuseMismatch(clang::SourceLocation(), "this object");
  return makeLocal(b.getNoneType(), "");
}

Place *Importer::locate(const clang::Expr *expr) {
  LocationScope scope(*this, expr->getExprLoc());
  return LValueVisitor(*this).Visit(expr);
}

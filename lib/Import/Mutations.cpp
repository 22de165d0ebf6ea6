// What a piece of source does to variables and memory.

#include "Mutations.h"

#include "Models.h"
#include "adgen/Import/DifferentiableType.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/Casting.h"

using namespace adgen;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace {

enum class Use { Read, Assign, Expose, Fill };

class Walk {
public:
  explicit Walk(Mutations &result) : result(result) {}

  void visit(const clang::Stmt *stmt) {
    if (!stmt)
      return;
    auto *expr = dyn_cast<clang::Expr>(stmt);
    if (!expr) {
      visitChildren(stmt);
    } else if (auto *unary = dyn_cast<clang::UnaryOperator>(expr); unary && unary->isIncrementDecrementOp()) {
      visitPlace(unary->getSubExpr(), Use::Assign);
    } else if (unary && unary->getOpcode() == clang::UO_AddrOf) {
      visitPlace(unary->getSubExpr(), Use::Expose);
    } else if (auto *binary = dyn_cast<clang::BinaryOperator>(expr); binary && binary->isAssignmentOp()) {
      visitPlace(binary->getLHS(), Use::Assign);
      visit(binary->getRHS());
    } else if (auto *cast = dyn_cast<clang::CastExpr>(expr)) {
      if (cast->getCastKind() == clang::CK_LValueToRValue)
        visitPlace(cast->getSubExpr(), Use::Read);
      else if (cast->getSubExpr()->isGLValue())
        visitPlace(cast->getSubExpr(),
                   cast->isGLValue() && cast->getType().isConstQualified() ? Use::Read : Use::Expose);
      else
        visit(cast->getSubExpr());
    } else if (isa<clang::DeclRefExpr, clang::MemberExpr, clang::ArraySubscriptExpr>(expr)) {
      visitPlace(expr, expr->getType().isConstQualified() ? Use::Read : Use::Expose);
    } else {
      auto *call = dyn_cast<clang::CallExpr>(expr);
      auto *method = call ? dyn_cast_or_null<clang::CXXMethodDecl>(call->getDirectCallee()) : nullptr;
      if (isa<clang::CXXOperatorCallExpr>(expr) && method && keepsLength(method)) { // v[i]
        visitPlace(call->getArg(0), method->isConst() ? Use::Read : Use::Fill);
        return visit(call->getArg(1));
      }
      if (call)
        noteCall(call);
      visitChildren(expr);
    }
  }

private:
  void visitChildren(const clang::Stmt *stmt) {
    for (const clang::Stmt *child : stmt->children())
      visit(child);
  }

  /// \param type null: anything.
  void noteWrite(clang::QualType type = {}) {
    while (!type.isNull() && type->isArrayType())
      type = clang::QualType(type->getArrayElementTypeNoTypeQual(), 0);
    result.writesReals |= type.isNull() || !(type->isIntegralOrEnumerationType() || type->isPointerType());
    result.writesOther |= type.isNull() || !type->isRealFloatingType();
  }

  void visitPlace(const clang::Expr *expr, Use use) {
    expr = expr->IgnoreParens();
    if (auto *name = dyn_cast<clang::DeclRefExpr>(expr)) {
      auto *variable = dyn_cast<clang::VarDecl>(name->getDecl());
      if (!variable || use == Use::Read)
        return;
      if (use == Use::Fill)
        result.filled.insert(variable->getCanonicalDecl());
      else if (use == Use::Expose)
        result.exposed.insert(variable->getCanonicalDecl());
      else if (variable->getType()->isReferenceType())
        noteWrite(expr->getType());
      else
        result.assigned.insert(variable->getCanonicalDecl());
    } else if (auto *member = dyn_cast<clang::MemberExpr>(expr)) {
      if (isa<clang::CXXMethodDecl>(member->getMemberDecl())) {
        // The object of a call: a function that is not const may change it.
        auto *method = dyn_cast<clang::CXXMethodDecl>(member->getMemberDecl());
        const Use how = method->isConst() || method->isStatic() ? Use::Read
                        : keepsLength(method)                   ? Use::Fill
                                                                : Use::Expose;
        if (!member->isArrow() && member->getBase()->isGLValue())
          visitPlace(member->getBase(), how);
        else
          visit(member->getBase());
      } else if (!member->isArrow() && member->getBase()->isGLValue()) {
        visitPlace(member->getBase(), use);
      } else {
        visit(member->getBase());
        if (use == Use::Assign)
          noteWrite(expr->getType());
      }
    } else if (auto *subscript = dyn_cast<clang::ArraySubscriptExpr>(expr)) {
      visit(subscript->getIdx());
      auto *decay = dyn_cast<clang::ImplicitCastExpr>(subscript->getBase());
      if (decay && decay->getCastKind() == clang::CK_ArrayToPointerDecay)
        visitPlace(decay->getSubExpr(), use);
      else
        visit(subscript->getBase());
      if (use == Use::Assign)
        noteWrite(expr->getType());
    } else if (auto *cast = dyn_cast<clang::CastExpr>(expr); cast && cast->getSubExpr()->isGLValue()) {
      visitPlace(cast->getSubExpr(), use);
    } else if (auto *conditional = dyn_cast<clang::ConditionalOperator>(expr)) {
      visit(conditional->getCond());
      for (auto *alternative : {conditional->getTrueExpr(), conditional->getFalseExpr()})
        visitPlace(alternative, use == Use::Read ? Use::Read : Use::Expose);
      if (use == Use::Assign)
        noteWrite(expr->getType());
    } else if (auto *unary = dyn_cast<clang::UnaryOperator>(expr);
               unary && unary->getOpcode() == clang::UO_Deref) {
      visit(unary->getSubExpr());
      if (use == Use::Assign)
        noteWrite(expr->getType());
    } else {
      visit(expr);
      if (use == Use::Assign)
        noteWrite(expr->getType());
    }
  }

  /// What may be written through pointers and references in an object of the type.
  void noteBehind(clang::QualType type) {
    if (type->isArrayType())
      return noteBehind(clang::QualType(type->getArrayElementTypeNoTypeQual(), 0));
    if (type->isReferenceType() || type->isPointerType()) {
      const clang::QualType pointee = type->getPointeeType();
      if (!pointee.isConstQualified() && !pointee->isFunctionType())
        noteWrite(pointee->isVoidType() ? clang::QualType() : pointee);
      return noteBehind(pointee);
    }
    auto *record = type->getAsCXXRecordDecl();
    if (record && seen.insert(record->getCanonicalDecl()).second)
      for (clang::QualType part : partsOf(type))
        noteBehind(part);
  }

  void noteCall(const clang::CallExpr *call) {
    const clang::FunctionDecl *callee = call->getDirectCallee();
    if (!callee)
      return noteWrite();
    seen.clear();
    if (auto *method = dyn_cast<clang::CXXMethodDecl>(callee); method && !method->isStatic()) {
      if ((!method->isConst() || method->getParent()->isLambda()) && !keepsLength(method))
        return noteWrite();
      noteBehind(method->getASTContext().getRecordType(method->getParent()));
    }
    for (const clang::ParmVarDecl *parameter : callee->parameters())
      noteBehind(parameter->getType());
  }

  llvm::SmallPtrSet<const clang::CXXRecordDecl *, 4> seen; ///< By noteBehind.
  Mutations &result;
};

} // namespace

Mutations adgen::mutationsOf(llvm::ArrayRef<const clang::Stmt *> statements) {
  Mutations result;
  for (const clang::Stmt *stmt : statements)
    Walk(result).visit(stmt);
  return result;
}

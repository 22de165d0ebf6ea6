// Classes whose objects generated code had better not make: where a copy or the end of one does more than C++
// does by itself. It makes structs of the members instead.

#include "Importer.h"

#include "adgen/Import/DifferentiableType.h"

using namespace adgen;
using llvm::dyn_cast;

/// The field that an expression reads of an object that is not `this`.
static const clang::ValueDecl *fieldOfOther(const clang::Expr *expr) {
  expr = expr->IgnoreParenImpCasts();
  if (auto *copy = dyn_cast<clang::CXXConstructExpr>(expr);
      copy && copy->getNumArgs() == 1 && copy->getConstructor()->isCopyOrMoveConstructor() &&
      !copy->getConstructor()->isUserProvided())
    expr = copy->getArg(0)->IgnoreParenImpCasts();
  auto *member = dyn_cast<clang::MemberExpr>(expr);
  return member && llvm::isa<clang::DeclRefExpr>(member->getBase()->IgnoreParenImpCasts())
             ? member->getMemberDecl()
             : nullptr;
}

/// `Vector(const Vector &other) : x(other.x), y(other.y) {}`.
static bool copiesMembers(const clang::CXXConstructorDecl *constructor) {
  const clang::FunctionDecl *found = nullptr;
  if (!constructor->hasBody(found))
    return false;
  auto *definition = llvm::cast<clang::CXXConstructorDecl>(found);
  auto *body = dyn_cast<clang::CompoundStmt>(definition->getBody());
  llvm::SmallVector<const clang::FieldDecl *> fields(definition->getParent()->fields());
  return body && body->body_empty() && definition->getNumCtorInitializers() == fields.size() &&
         llvm::all_of(definition->inits(), [](const clang::CXXCtorInitializer *init) {
           return init->isMemberInitializer() && fieldOfOther(init->getInit()) == init->getMember();
         });
}

/// An operator= of nothing but `member = other.member;` and `return *this;`.
static bool assignsMembers(const clang::CXXMethodDecl *method) {
  const clang::FunctionDecl *definition = nullptr;
  auto *body = method->hasBody(definition) ? dyn_cast<clang::CompoundStmt>(definition->getBody()) : nullptr;
  unsigned assigned = 0;
  llvm::SmallVector<const clang::FieldDecl *> fields(method->getParent()->fields());
  return body &&
         llvm::all_of(body->body(),
                      [&](const clang::Stmt *stmt) {
                        if (llvm::isa<clang::ReturnStmt>(stmt))
                          return true;
                        auto *assignment = dyn_cast<clang::BinaryOperator>(stmt);
                        auto *own = assignment && assignment->getOpcode() == clang::BO_Assign
                                        ? dyn_cast<clang::MemberExpr>(assignment->getLHS()->IgnoreParens())
                                        : nullptr;
                        assigned += own != nullptr;
                        return own && llvm::isa<clang::CXXThisExpr>(own->getBase()->IgnoreParenImpCasts()) &&
                               fieldOfOther(assignment->getRHS()) == own->getMemberDecl();
                      }) &&
         assigned == fields.size();
}

/// A member may be of the class itself.
static bool isBroken(const clang::CXXRecordDecl *record) {
  return record->isInvalidDecl() ||
         llvm::any_of(record->fields(), [](const clang::FieldDecl *field) { return field->isInvalidDecl(); });
}

bool adgen::hasOwnCopies(const clang::ASTContext &ast, const clang::CXXRecordDecl *record) {
  if (!record || !record->hasDefinition() || isBroken(record) || record->isInStdNamespace() ||
      isBasicTensor(record) || isAdgensOwn(record) || record->isLambda())
    return false;
  auto isForbidden = [](const clang::CXXMethodDecl *method) {
    return method->isDeleted() && !method->isImplicit();
  };
  for (const clang::CXXConstructorDecl *constructor : record->ctors())
    if (constructor->isCopyOrMoveConstructor() &&
        (isForbidden(constructor) || (constructor->isUserProvided() && !copiesMembers(constructor))))
      return true;
  for (const clang::CXXMethodDecl *method : record->methods())
    if ((method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator()) &&
        (isForbidden(method) || (method->isUserProvided() && !assignsMembers(method))))
      return true;
  const clang::CXXDestructorDecl *destructor = record->getDestructor();
  if (destructor && destructor->isUserProvided() && hasDestructorBody(ast, ast.getRecordType(record)))
    return true;
  return llvm::any_of(partsOf(ast.getRecordType(record)), [&](clang::QualType part) {
    return hasOwnCopies(ast, ast.getBaseElementType(part)->getAsCXXRecordDecl());
  });
}

bool Importer::isInSignature(const clang::CXXRecordDecl *record) {
  if (!signatureClasses) {
    signatureClasses.emplace();
    const clang::FunctionDecl *root = frames.front()->function;
    auto visit = [&](clang::QualType type, auto &self) -> void {
      type = type.getNonReferenceType();
      while (type->isPointerType() || type->isArrayType())
        type = type->isPointerType() ? type->getPointeeType() : ast.getBaseElementType(type);
      const clang::CXXRecordDecl *found = type->getAsCXXRecordDecl();
      if (found && signatureClasses->insert(found->getCanonicalDecl()).second)
        for (clang::QualType part : partsOf(type))
          self(part, self);
    };
    for (const clang::ParmVarDecl *parameter : root->parameters())
      visit(parameter->getType(), visit);
    visit(root->getReturnType(), visit);
    if (auto *method = dyn_cast<clang::CXXMethodDecl>(root))
      visit(ast.getRecordType(method->getParent()), visit);
  }
  return signatureClasses->contains(record->getCanonicalDecl());
}

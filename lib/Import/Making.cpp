// How generated code makes an object from the values of its members. Braces do it for an aggregate, and for a
// class with a constructor that does nothing but initialise each member with a parameter. Else the members
// are assigned to one by one. A class that allows neither gets a stand-in, as a private one does.

#include "Importer.h"
#include "Models.h"

#include "adgen/Import/DifferentiableType.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Sema/Sema.h"

using namespace adgen;

static bool isUsable(const clang::CXXConstructorDecl *constructor) {
  return constructor && !constructor->isDeleted() && constructor->getAccess() == clang::AS_public;
}

/// Of a copy that does nothing of its own, what is copied.
static const clang::Expr *copied(const clang::Expr *expr) {
  expr = expr->IgnoreParenImpCasts();
  auto *copy = llvm::dyn_cast<clang::CXXConstructExpr>(expr);
  const bool isPlain = copy && copy->getNumArgs() == 1 && copy->getConstructor()->isCopyOrMoveConstructor() &&
                       !copy->getConstructor()->isUserProvided();
  return isPlain ? copied(copy->getArg(0)) : expr;
}

/// The parameter whose value an expression is, also as a copy of it.
static const clang::Decl *parameterOf(const clang::Expr *expr) {
  expr = copied(expr);
  if (auto *list = llvm::dyn_cast<clang::InitListExpr>(expr); list && list->getNumInits() == 1)
    return parameterOf(list->getInit(0));
  if (auto *call = llvm::dyn_cast<clang::CallExpr>(expr); call && call->isCallToStdMove())
    return parameterOf(call->getArg(0));
  auto *name = llvm::dyn_cast<clang::DeclRefExpr>(expr);
  return name ? name->getDecl()->getCanonicalDecl() : nullptr;
}

/// `member = value;`: both.
static std::pair<const clang::ValueDecl *, const clang::Expr *> assignmentOf(const clang::Stmt *stmt) {
  auto *assignment = llvm::dyn_cast<clang::BinaryOperator>(stmt);
  if (!assignment || assignment->getOpcode() != clang::BO_Assign)
    return {};
  auto *member = llvm::dyn_cast<clang::MemberExpr>(assignment->getLHS()->IgnoreParens());
  if (!member || !llvm::isa<clang::CXXThisExpr>(member->getBase()->IgnoreParenImpCasts()))
    return {};
  return {member->getMemberDecl(), assignment->getRHS()};
}

/// Whether a constructor does nothing but give each field the value of its parameter.
static bool takesMembers(Importer &importer, const clang::CXXConstructorDecl *constructor) {
  llvm::SmallVector<const clang::FieldDecl *> fields(constructor->getParent()->fields());
  const bool isExplicit = constructor->isExplicit() && fields.size() > 1;
  if (!isUsable(constructor) || isExplicit || constructor->isCopyOrMoveConstructor() ||
      constructor->getNumParams() != fields.size() || fields.empty())
    return false;
  for (auto [field, parameter] : llvm::zip(fields, constructor->parameters()))
    if (!importer.ast.hasSameUnqualifiedType(field->getType(), parameter->getType().getNonReferenceType()))
      return false;
  auto *definition = llvm::dyn_cast_or_null<clang::CXXConstructorDecl>(
      importer.definitionOf(constructor, constructor->getLocation()));
  if (!definition)
    return false;
  llvm::DenseMap<const clang::Decl *, const clang::Decl *> values;
  for (const clang::CXXCtorInitializer *init : definition->inits())
    if (init->isMemberInitializer())
      values[init->getMember()] = parameterOf(init->getInit());
  for (const clang::Stmt *stmt : definition->getBody()->children()) {
    auto [member, value] = assignmentOf(stmt);
    if (!member)
      return false;
    values[member] = parameterOf(value);
  }
  return llvm::all_of(llvm::zip(fields, definition->parameters()), [&](auto pair) {
    auto [field, parameter] = pair;
    return values.lookup(field) == parameter->getCanonicalDecl();
  });
}

static bool takesList(const clang::CXXConstructorDecl *constructor) {
  if (constructor->getNumParams() == 0)
    return false;
  auto *record = constructor->getParamDecl(0)->getType().getNonReferenceType()->getAsCXXRecordDecl();
  return record && isStdClass(record, "initializer_list");
}

std::optional<llvm::StringRef> Importer::makingOf(const clang::CXXRecordDecl *record) {
  auto *changeable = const_cast<clang::CXXRecordDecl *>(record);
  const bool hasDefault = isUsable(sema.LookupDefaultConstructor(changeable));
  const bool hasEmptyBases = llvm::all_of(record->bases(), [](const clang::CXXBaseSpecifier &base) {
    return base.getType()->getAsCXXRecordDecl()->isEmpty();
  });
  const bool hasBraces =
      (record->isAggregate() && record->bases().empty()) ||
      (hasEmptyBases && llvm::none_of(record->ctors(), takesList) &&
       llvm::any_of(record->ctors(), [&](auto *constructor) { return takesMembers(*this, constructor); }));
  if (hasBraces)
    return hasDefault ? "" : "values";
  const bool canBeAssigned = llvm::none_of(record->fields(), [](const clang::FieldDecl *field) {
    return field->getType().isConstQualified() || field->getType()->isReferenceType();
  });
  if (hasDefault && canBeAssigned)
    return "assignments";
  return std::nullopt;
}

void Importer::checkCanBeMade(const clang::ParmVarDecl *parameter) {
  clang::QualType type = parameter->getType().getNonReferenceType();
  while (type->isPointerType() || type->isArrayType())
    type = type->isPointerType() ? type->getPointeeType() : ast.getAsArrayType(type)->getElementType();
  auto record = llvm::dyn_cast<ad::RecordType>(convertType(type));
  const clang::CXXRecordDecl *decl = type->getAsCXXRecordDecl();
  auto isReference = [](const clang::FieldDecl *field) { return field->getType()->isReferenceType(); };
  if (record && parameter->getType()->isPointerType() && llvm::any_of(decl->fields(), isReference))
    return refuse(parameter->getLocation(), "adgen does not differentiate through objects of class '" +
                                                spell(type.getUnqualifiedType()) +
                                                "' from outside: it has a reference among its members");
  if (!record || record.getCxxName().front() != localTypeMark || isHidden(decl))
    return;
  refuse(parameter->getLocation(),
         "generated code cannot make objects of class '" + spell(type.getUnqualifiedType()) +
             "': it has no default constructor",
         "give it one, or one that takes a value for each member");
}

//===----------------------------------------------------------------------===//
// Classes whose objects generated code had better not make: where a copy or the end of one does more than C++
// does by itself. It makes structs of the members instead.
//===----------------------------------------------------------------------===//

/// The field that an expression reads of an object that is not `this`.
static const clang::ValueDecl *fieldOfOther(const clang::Expr *expr) {
  auto *member = llvm::dyn_cast<clang::MemberExpr>(copied(expr));
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
  auto *body = llvm::dyn_cast<clang::CompoundStmt>(definition->getBody());
  llvm::SmallVector<const clang::FieldDecl *> fields(definition->getParent()->fields());
  return body && body->body_empty() && definition->getNumCtorInitializers() == fields.size() &&
         llvm::all_of(definition->inits(), [](const clang::CXXCtorInitializer *init) {
           return init->isMemberInitializer() && fieldOfOther(init->getInit()) == init->getMember();
         });
}

/// An operator= of nothing but `member = other.member;`, for each member, and `return *this;`.
static bool assignsMembers(const clang::CXXMethodDecl *method) {
  const clang::FunctionDecl *definition = nullptr;
  auto *body =
      method->hasBody(definition) ? llvm::dyn_cast<clang::CompoundStmt>(definition->getBody()) : nullptr;
  if (!body)
    return false;
  llvm::DenseSet<const clang::Decl *> open;
  for (const clang::FieldDecl *field : method->getParent()->fields())
    open.insert(field);
  for (const clang::Stmt *stmt : body->body()) {
    if (llvm::isa<clang::ReturnStmt>(stmt))
      break;
    auto [member, value] = assignmentOf(stmt);
    if (!member || fieldOfOther(value) != member)
      return false;
    open.erase(member);
  }
  return open.empty() && method->getParent()->bases().empty();
}

/// A member may be of the class itself.
static bool isBroken(const clang::CXXRecordDecl *record) {
  return record->isInvalidDecl() ||
         llvm::any_of(record->fields(), [](const clang::FieldDecl *field) { return field->isInvalidDecl(); });
}

bool adgen::hasOwnCopyFunctions(const clang::CXXRecordDecl *record) {
  return llvm::any_of(record->methods(), [](const clang::CXXMethodDecl *method) {
    auto *constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(method);
    const bool isAssignment = method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator();
    return method->isUserProvided() &&
           ((constructor && constructor->isCopyOrMoveConstructor() && !copiesMembers(constructor)) ||
            (isAssignment && !assignsMembers(method)));
  });
}

bool adgen::copiesByFunctions(const clang::ASTContext &ast, clang::QualType type) {
  type = ast.getBaseElementType(type);
  const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
  if (isModelled(record))
    return true;
  if (!record || !record->hasDefinition() || isBroken(record) || isBasicTensor(record) || isAdgensOwn(record))
    return false;
  if (!record->isInStdNamespace() && !record->isLambda() && hasOwnCopyFunctions(record))
    return true;
  return llvm::any_of(partsOf(type), [&](clang::QualType part) { return copiesByFunctions(ast, part); });
}

bool Importer::runsFunction(const clang::CXXConstructorDecl *constructor) const {
  const clang::CXXRecordDecl *record = constructor->getParent();
  return constructor->isUserProvided() || isModelled(record) ||
         (constructor->isCopyOrMoveConstructor() && !record->isInStdNamespace() && !record->isLambda() &&
          copiesByFunctions(ast, ast.getRecordType(record)));
}

bool Importer::copiesPlainly(clang::SourceLocation use, clang::QualType type) {
  if (!copiesByFunctions(ast, type))
    return true;
  refuse(use,
         "adgen does not follow this copy: '" +
             spell(ast.getBaseElementType(type).getCanonicalType().getUnqualifiedType()) +
             "' has a copy constructor or an assignment of its own",
         "copy the objects one by one, in a loop");
  return false;
}

bool adgen::hasOwnCopies(const clang::ASTContext &ast, const clang::CXXRecordDecl *record) {
  if (isModelled(record))
    return true;
  if (!record || !record->hasDefinition() || isBroken(record) || record->isInStdNamespace() ||
      isBasicTensor(record) || isAdgensOwn(record) || record->isLambda())
    return false;
  auto isForbidden = [](const clang::CXXMethodDecl *method) {
    auto *constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(method);
    const bool isCopy = constructor
                            ? constructor->isCopyOrMoveConstructor()
                            : method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator();
    return isCopy && method->isDeleted() && !method->isImplicit();
  };
  if (hasOwnCopyFunctions(record) || hasOwnDestructorBody(record) ||
      llvm::any_of(record->methods(), isForbidden))
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
    if (auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(root))
      visit(ast.getRecordType(method->getParent()), visit);
  }
  return signatureClasses->contains(record->getCanonicalDecl());
}

#include "Importer.h"

#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace adgen;
using namespace mlir;

/// Whether the end of an object's life has an effect that a derivative would leave out.
static bool hasDestructorBody(const clang::CXXRecordDecl *record) {
  if (!record || !record->hasDefinition() || record->hasTrivialDestructor() || record->isInStdNamespace() ||
      isBasicTensor(record))
    return false;
  const clang::CXXDestructorDecl *destructor = record->getDestructor();
  if (destructor && destructor->isUserProvided()) {
    const clang::FunctionDecl *definition = nullptr;
    auto *body =
        destructor->hasBody(definition) ? dyn_cast<clang::CompoundStmt>(definition->getBody()) : nullptr;
    if (!body || !body->body_empty())
      return true;
  }
  return llvm::any_of(record->bases(),
                      [](const clang::CXXBaseSpecifier &base) {
                        return hasDestructorBody(base.getType()->getAsCXXRecordDecl());
                      }) ||
         llvm::any_of(record->fields(), [](const clang::FieldDecl *field) {
           return hasDestructorBody(field->getType()->getAsCXXRecordDecl());
         });
}

void Importer::declare(const clang::VarDecl *variable) {
  auto *key = cast<clang::ValueDecl>(variable->getCanonicalDecl());
  LocationScope scope(*this, variable->getLocation());
  if (variable->isStaticLocal())
    return; // a constant, or refused, where it is read
  const clang::Expr *init = variable->getInit();
  if (variable->getType()->isReferenceType()) {
    frame().places[key] = locate(init);
    return;
  }
  if (hasDestructorBody(variable->getType()->getAsCXXRecordDecl()))
    refuse(variable->getLocation(), "adgen does not differentiate through objects of class '" +
                                        spell(variable->getType().getUnqualifiedType()) +
                                        "': what their destructor does would be left out");
  bool unnamed = variable->isImplicit() || isa<clang::DecompositionDecl>(variable);
  Place *place = makePlace(convertType(variable->getType()), unnamed ? "" : variable->getName());
  place->exactClass = variable->getType()->getAsCXXRecordDecl();
  frame().places[key] = place;
  // The implicit default constructor of a class leaves numbers indeterminate:
  // reading one before it is written is refused there.
  if (auto *construct = dyn_cast_or_null<clang::CXXConstructExpr>(init);
      construct && construct->getNumArgs() == 0 && construct->getConstructor()->isTrivial())
    return;
  if (init)
    if (Value value = evaluate(init))
      write(place, value);
  if (auto *decomposition = dyn_cast<clang::DecompositionDecl>(variable))
    for (const clang::BindingDecl *binding : decomposition->bindings()) {
      Place *part = placeOf(binding, binding->getLocation());
      part->name = binding->getName().str();
      if (part->value)
        if (Operation *op = part->value.getDefiningOp(); op && nameOf(op->getLoc()).empty())
          op->setLoc(withName(op->getLoc(), part->name));
    }
}

/// What stands in the way, as the error calls it.
static llvm::StringRef describeStatement(const clang::Stmt *stmt) {
  switch (stmt->getStmtClass()) {
  case clang::Stmt::ForStmtClass:
  case clang::Stmt::WhileStmtClass:
  case clang::Stmt::DoStmtClass:
  case clang::Stmt::CXXForRangeStmtClass:
    return "a loop";
  case clang::Stmt::SwitchStmtClass:
    return "a switch";
  case clang::Stmt::GotoStmtClass:
  case clang::Stmt::LabelStmtClass:
    return "a goto";
  case clang::Stmt::CXXTryStmtClass:
    return "a try block";
  default:
    return "this statement";
  }
}

static bool mayReturn(const clang::Stmt *stmt) {
  if (!stmt)
    return false;
  if (isa<clang::ReturnStmt>(stmt))
    return true;
  return !isa<clang::Expr>(stmt) && llvm::any_of(stmt->children(), mayReturn);
}

static bool mayBreak(const clang::Stmt *stmt) {
  if (!stmt)
    return false;
  if (isa<clang::BreakStmt, clang::ContinueStmt>(stmt))
    return true;
  return !isa<clang::Expr>(stmt) && llvm::any_of(stmt->children(), mayBreak);
}

/// do { … } while (0), as macros have it.
static bool runsOnce(const clang::DoStmt *loop, const clang::ASTContext &ast) {
  clang::Expr::EvalResult result;
  return !mayBreak(loop->getBody()) && !mayReturn(loop->getBody()) &&
         loop->getCond()->EvaluateAsRValue(result, ast) && !result.HasSideEffects && result.Val.isInt() &&
         result.Val.getInt().isZero();
}

void Importer::statement(const clang::Stmt *stmt) {
  if (!stmt || isa<clang::NullStmt>(stmt) || frame().returned)
    return;
  // One error says enough of a library's function.
  const clang::SourceManager &sources = ast.getSourceManager();
  if (failed && sources.isInSystemHeader(sources.getExpansionLoc(stmt->getBeginLoc())))
    return;
  LocationScope scope(*this, stmt->getBeginLoc());
  if (isa<clang::CompoundStmt>(stmt)) {
    sequence(stmt, [] {});
  } else if (auto *declaration = dyn_cast<clang::DeclStmt>(stmt)) {
    for (const clang::Decl *decl : declaration->decls())
      if (auto *variable = dyn_cast<clang::VarDecl>(decl))
        declare(variable);
  } else if (auto *ret = dyn_cast<clang::ReturnStmt>(stmt)) {
    if (const clang::Expr *value = ret->getRetValue()) {
      if (frame().function->getReturnType()->isReferenceType())
        frame().result = locate(value);
      else
        frame().value = evaluate(value);
    }
    frame().returned = true;
  } else if (auto *conditional = dyn_cast<clang::IfStmt>(stmt)) {
    ifStatement(conditional, [] {});
  } else if (auto *expr = dyn_cast<clang::Expr>(stmt)) {
    const clang::Expr *inner = expr->IgnoreParens();
    if (expr->isGLValue() && !expr->getType()->isVoidType())
      locate(inner);
    else
      evaluate(inner);
  } else if (auto *once = dyn_cast<clang::DoStmt>(stmt); once && runsOnce(once, ast)) {
    statement(once->getBody());
  } else if (auto *attributed = dyn_cast<clang::AttributedStmt>(stmt)) {
    statement(attributed->getSubStmt());
  } else {
    refuse(stmt->getBeginLoc(), describeStatement(stmt) + " is not supported yet",
           "adgen differentiates straight-line code so far");
  }
}

/// A branch that may leave the function: what follows it belongs to the
/// alternatives that go on, and the function's value is the branch's.
void Importer::returningBranch(const clang::IfStmt *stmt, llvm::function_ref<void()> rest) {
  bool isReference = frame().function->getReturnType()->isReferenceType();
  SmallVector<Place *> sources;
  auto alternative = [&](const clang::Stmt *body) {
    sequence(body, rest);
    frame().returned = false;
    if (isReference && frame().result)
      sources.push_back(frame().result);
    return isReference && frame().result ? read(frame().result) : frame().value;
  };
  Value value = branch(
      evaluateCondition(stmt->getCond()), [&] { return alternative(stmt->getThen()); },
      [&] { return alternative(stmt->getElse()); });
  frame().returned = true;
  if (isReference && value) {
    frame().result = snapshot(value, sources);
  } else {
    frame().value = value;
  }
}

void Importer::sequence(const clang::Stmt *stmt, llvm::function_ref<void()> rest) {
  if (auto *compound = dyn_cast_or_null<clang::CompoundStmt>(stmt))
    return sequence(compound->body_begin(), compound->body_end(), rest);
  auto *single = const_cast<clang::Stmt *>(stmt);
  sequence(&single, &single + 1, rest);
}

void Importer::sequence(clang::Stmt *const *next, clang::Stmt *const *end, llvm::function_ref<void()> rest) {
  for (; next != end && !frame().returned; ++next) {
    const clang::Stmt *stmt = *next;
    if (!stmt || !mayReturn(stmt) || isa<clang::ReturnStmt>(stmt)) {
      statement(stmt);
      continue;
    }
    auto following = [&, after = next + 1] { sequence(after, end, rest); };
    LocationScope scope(*this, stmt->getBeginLoc());
    if (auto *conditional = dyn_cast<clang::IfStmt>(stmt))
      return ifStatement(conditional, following);
    if (isa<clang::CompoundStmt>(stmt))
      return sequence(stmt, following);
    statement(stmt); // refuses
  }
  if (!frame().returned)
    rest();
}

void Importer::ifStatement(const clang::IfStmt *stmt, llvm::function_ref<void()> rest) {
  if (stmt->getInit())
    statement(stmt->getInit());
  if (stmt->getConditionVariable())
    declare(stmt->getConditionVariable());
  // A condition known at compile time leaves one straight line.
  if (auto known = stmt->isConstexpr() ? stmt->getNondiscardedCase(ast) : std::nullopt) {
    if (*known)
      sequence(*known, rest);
    else
      rest();
    return;
  }
  if (mayReturn(stmt->getThen()) || mayReturn(stmt->getElse())) {
    returningBranch(stmt, rest);
    return;
  }
  branch(
      evaluateCondition(stmt->getCond()), [&] { return statement(stmt->getThen()), Value(); },
      [&] { return statement(stmt->getElse()), Value(); });
  rest();
}

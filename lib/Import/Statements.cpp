#include "Importer.h"
#include "adgen/Import/DifferentiableType.h"

#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

void Importer::bindReference(const clang::VarDecl *variable, const clang::Expr *init) {
  auto *key = cast<clang::ValueDecl>(variable->getCanonicalDecl());
  if (isTensorElement(init))
    refuse(init->getExprLoc(), "adgen does not differentiate through a reference to an element of a tensor",
           "copy the element");
  Place *place = locate(init);
  // A temporary that the reference may change is in memory from its beginning.
  if (!place->address && !place->holder && !place->readOnly &&
      !variable->getType().getNonReferenceType().isConstQualified())
    addressOf(place);
  frame().places[key] = place->value && !anchor ? place : anchored(place);
}

/// `auto [a, b] = …`: each name is a variable.
static bool declareBindings(Importer &importer, const clang::DecompositionDecl *variable) {
  auto record = dyn_cast<RecordType>(importer.convertType(variable->getType()));
  if (!record || holdsArray(record) || record.getFieldTypes().size() != variable->bindings().size())
    return false;
  Value whole = importer.evaluate(variable->getInit());
  for (auto [binding, name, type] :
       llvm::zip(variable->bindings(), record.getFieldNames(), record.getFieldTypes())) {
    Value part = importer.b.createOrFold<ExtractOp>(type, whole, cast<StringAttr>(name).getValue());
    const bool isReference = isa<PtrType>(type) && type != importer.convertType(binding->getType());
    Place *place = isReference ? importer.pointee(part) : importer.makeLocal(type, binding->getName());
    if (isReference)
      place->isBehindPointer = true;
    else
      importer.write(place, part);
    importer.frame().places[cast<clang::ValueDecl>(binding->getCanonicalDecl())] = place;
  }
  return true;
}

/// Whether all of an object is set to zero before its initialiser is followed.
static bool startsAsZero(const clang::Expr *init) {
  auto *list = init ? dyn_cast<clang::InitListExpr>(init->IgnoreImplicit()) : nullptr;
  if (!list)
    return init && isa<clang::ImplicitValueInitExpr>(init->IgnoreImplicit());
  if (const clang::Expr *filler = list->getArrayFiller();
      filler && isa<clang::ImplicitValueInitExpr>(filler->IgnoreImplicit()))
    return true;
  return llvm::any_of(list->inits(), startsAsZero);
}

void Importer::declare(const clang::VarDecl *variable) {
  auto *key = cast<clang::ValueDecl>(variable->getCanonicalDecl());
  LocationScope scope(*this, variable->getLocation());
  if (variable->isStaticLocal() || variable->hasExternalStorage())
    return; // a constant, or refused, where it is read
  const clang::Expr *init = variable->getInit();
  clang::QualType type = variable->getType();
  if (type.getCanonicalType()->isVariablyModifiedType())
    recordExtents(type);
  if (type->isReferenceType())
    return bindReference(variable, init);
  if (hasDestructorBody(ast, type) && !frame().destroyed.contains(variable)) {
    refuseDestructor(variable->getLocation(), type);
    frame().places[key] = makeLocal(convertType(type), variable->getName());
    return;
  }
  if (isVariableArray(type)) {
    frame().places[key] = declareVariableArray(variable);
    return;
  }
  if (Place *table = holdsArray(convertType(type)) ? constantPlace(variable, /*isExact=*/true) : nullptr) {
    frame().places[key] = table;
    return;
  }
  auto *decomposition = dyn_cast<clang::DecompositionDecl>(variable);
  if (decomposition && declareBindings(*this, decomposition))
    return;
  Type converted = convertType(type);
  bool unnamed = variable->isImplicit() || decomposition;
  llvm::StringRef name = unnamed ? "" : variable->getName();
  // The implicit default constructor of a class leaves numbers indeterminate.
  if (auto *construct = dyn_cast_or_null<clang::CXXConstructExpr>(init);
      construct && construct->getNumArgs() == 0 && construct->getConstructor()->isTrivial())
    init = nullptr;
  Place *place = frame().hoisted.contains(key) ? frame().places.lookup(key) : nullptr;
  if (frame().returned == variable)
    place = frame().slot;
  if (!place && init && !anchor && !holdsArray(converted) && !mayChange(variable) &&
      !constructorOf(init, converted)) {
    // One value as long as it lives.
    Value value = evaluate(init);
    if (value && value.getType() != converted)
      refuseMismatch(init->getExprLoc(), "this initialization");
    if (value && isa<PtrType>(value.getType()))
      checkPointer(init->getExprLoc(), value);
    place = temporary(value && value.getType() == converted ? value : b.create<UndefOp>(converted), name);
    place->storedAs = storedAs(type);
  } else {
    bool isZero = !place && !anchor && holdsArray(converted) && startsAsZero(init);
    if (!place)
      place = makeLocal(converted, name, isZero, storedAs(type));
    place->exactClass = type->getAsCXXRecordDecl();
    frame().places[key] = place;
    if (init)
      initialize(place, init, isZero);
  }
  place->exactClass = type->getAsCXXRecordDecl();
  frame().places[key] = place;
  if (decomposition)
    for (const clang::BindingDecl *binding : decomposition->bindings())
      placeOf(binding, binding->getLocation());
}

/// What stands in the way, as the error calls it.
static llvm::StringRef describeStatement(const clang::Stmt *stmt) {
  switch (stmt->getStmtClass()) {
  case clang::Stmt::GotoStmtClass:
  case clang::Stmt::IndirectGotoStmtClass:
  case clang::Stmt::LabelStmtClass:
    return "this goto";
  case clang::Stmt::CXXTryStmtClass:
    return "a try block";
  case clang::Stmt::CaseStmtClass:
  case clang::Stmt::DefaultStmtClass:
    return "a case label inside a nested block";
  case clang::Stmt::GCCAsmStmtClass:
    return "inline assembly";
  default:
    return "this statement";
  }
}

void Importer::returnStatement(const clang::ReturnStmt *stmt) {
  Frame &f = frame();
  bool isReference = f.function->getReturnType()->isReferenceType();
  const clang::VarDecl *named = stmt->getNRVOCandidate();
  if (const clang::Expr *value = stmt->getRetValue();
      value && !value->getType()->isVoidType() && !(named && named == f.returned)) {
    if (isReference && f.slot)
      write(f.slot, addressOf(locate(value)));
    else if (isReference)
      f.result = locate(value);
    else if (f.slot)
      initialize(f.slot, value);
    else
      f.value = evaluate(value);
  } else if (value && value->getType()->isVoidType()) {
    statement(value);
  }
  if (f.returnedFlag)
    setFlag(f.returnedFlag);
  f.dead = true;
}

void Importer::statement(const clang::Stmt *stmt) {
  if (!stmt || isa<clang::NullStmt>(stmt) || frame().dead)
    return;
  // One error says enough of a library's function.
  const clang::SourceManager &sources = ast.getSourceManager();
  if (failed && sources.isInSystemHeader(sources.getExpansionLoc(stmt->getBeginLoc())))
    return;
  const Step step(*this);
  if (!hasRoom(stmt->getBeginLoc()))
    return;
  LocationScope scope(*this, stmt->getBeginLoc());
  if (isa<clang::CompoundStmt, clang::IfStmt>(stmt)) {
    if (auto *conditional = dyn_cast<clang::IfStmt>(stmt))
      ifStatement(conditional, [] {});
    else
      sequence(stmt, [] {});
  } else if (auto *declaration = dyn_cast<clang::DeclStmt>(stmt)) {
    for (const clang::Decl *decl : declaration->decls())
      if (auto *variable = dyn_cast<clang::VarDecl>(decl))
        declare(variable);
      else if (auto *alias = dyn_cast<clang::TypedefNameDecl>(decl))
        recordExtents(alias->getUnderlyingType());
  } else if (auto *ret = dyn_cast<clang::ReturnStmt>(stmt)) {
    returnStatement(ret);
  } else if (isa<clang::BreakStmt, clang::ContinueStmt>(stmt)) {
    if (frame().breakables.empty())
      return;
    Breakable &target = frame().breakables.back();
    if (Value flag = isa<clang::BreakStmt>(stmt) ? target.breakFlag : target.continueFlag)
      setFlag(flag);
    frame().dead = true;
  } else if (auto *expr = dyn_cast<clang::Expr>(stmt)) {
    const clang::Expr *inner = expr->IgnoreParens();
    if (expr->isGLValue() && !expr->getType()->isVoidType())
      locate(inner);
    else
      evaluate(inner);
  } else if (auto *loop = dyn_cast<clang::ForStmt>(stmt)) {
    forStatement(loop);
  } else if (auto *loop = dyn_cast<clang::WhileStmt>(stmt)) {
    whileStatement(loop);
  } else if (auto *loop = dyn_cast<clang::DoStmt>(stmt)) {
    doStatement(loop);
  } else if (auto *loop = dyn_cast<clang::CXXForRangeStmt>(stmt)) {
    rangeFor(loop);
  } else if (auto *choice = dyn_cast<clang::SwitchStmt>(stmt)) {
    switchStatement(choice);
  } else if (auto *attributed = dyn_cast<clang::AttributedStmt>(stmt)) {
    statement(attributed->getSubStmt());
  } else if (isa<clang::GotoStmt>(stmt)) {
    gotoStatement(cast<clang::GotoStmt>(stmt));
  } else {
    refuse(stmt->getBeginLoc(), describeStatement(stmt) + " is not supported yet",
           isa<clang::CXXTryStmt>(stmt)
               ? "a derivative does not leave by an exception: return a value that says what "
                 "went wrong"
           : isa<clang::GCCAsmStmt>(stmt) ? "what it computes is not visible: write it in C++"
                                          : "write it with loops and conditions");
  }
}

bool adgen::containsLabel(const clang::Stmt *stmt) {
  return stmt && !isa<clang::Expr>(stmt) &&
         (isa<clang::LabelStmt>(stmt) || llvm::any_of(stmt->children(), containsLabel));
}

/// Whether the only return is the last statement.
static bool returnsAtEnd(Importer &importer, const clang::Stmt *body) {
  auto *compound = dyn_cast_or_null<clang::CompoundStmt>(body);
  if (!compound || compound->body_empty())
    return true;
  llvm::ArrayRef<const clang::Stmt *> all(compound->body_begin(), compound->body_end());
  return llvm::none_of(all.drop_back(),
                       [&](const clang::Stmt *stmt) { return importer.jumpsOf(stmt).returns; }) &&
         !containsLabel(body) &&
         (isa<clang::ReturnStmt>(all.back()) || !importer.jumpsOf(all.back()).returns);
}

void Importer::functionBody(const clang::FunctionDecl *definition) {
  llvm::SaveAndRestore inner(anchor, static_cast<Operation *>(nullptr));
  const clang::Stmt *body = definition->getBody();
  clang::QualType type = definition->getReturnType();
  checkTemporaries(definition);
  if (!returnsAtEnd(*this, body)) {
    if (type->isReferenceType())
      frame().slot = makeLocal(pointerTo(type, type.getNonReferenceType().isConstQualified()), "result");
    else if (!type->isVoidType() && !frame().slot)
      frame().slot = makeLocal(convertType(type), "result");
    frame().returnedFlag = makeFlag("returned");
  } else if ((holdsArray(convertType(type)) || isMadeInPlace(type)) && !type->isReferenceType() &&
             !frame().slot) {
    frame().slot = makeLocal(convertType(type), "result");
  }
  sequence(body, [] {});
}

Value Importer::returnedValue() {
  Frame &f = frame();
  if (f.slot && f.function->getReturnType()->isReferenceType())
    f.result = pointee(read(f.slot));
  if (f.result)
    return read(f.result);
  return f.slot ? read(f.slot) : f.value;
}

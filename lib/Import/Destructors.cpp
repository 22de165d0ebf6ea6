// The ends of objects' lives: what the destructors of local objects do, where their block ends, however
// control leaves it.

#include "Importer.h"
#include "Models.h"

#include "adgen/Import/DifferentiableType.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

bool adgen::hasOwnDestructorBody(const clang::CXXRecordDecl *record) {
  const clang::CXXDestructorDecl *destructor = record->getDestructor();
  if (!destructor || !destructor->isUserProvided())
    return false;
  const clang::FunctionDecl *definition = nullptr;
  auto *body =
      destructor->hasBody(definition) ? dyn_cast<clang::CompoundStmt>(definition->getBody()) : nullptr;
  return !body || !body->body_empty();
}

static bool hasDestructorBody(const clang::CXXRecordDecl *record, const clang::ASTContext &ast) {
  if (!record || !record->hasDefinition() || record->hasTrivialDestructor() || isBasicTensor(record))
    return false;
  if (isModelled(record))
    return true;
  // Those of the standard library do nothing of their own where the library's class is one that adgen knows.
  if (record->isInStdNamespace())
    return llvm::any_of(partsOf(ast.getRecordType(record)),
                        [&](clang::QualType part) { return adgen::hasDestructorBody(ast, part); });
  return hasOwnDestructorBody(record) ||
         llvm::any_of(record->bases(),
                      [&](const clang::CXXBaseSpecifier &base) {
                        return adgen::hasDestructorBody(ast, base.getType());
                      }) ||
         llvm::any_of(record->fields(), [&](const clang::FieldDecl *field) {
           // In a broken class, a member may be of the class itself.
           return !field->isInvalidDecl() && adgen::hasDestructorBody(ast, field->getType());
         });
}

bool adgen::hasDestructorBody(const clang::ASTContext &ast, clang::QualType type) {
  return !type->isReferenceType() &&
         ::hasDestructorBody(ast.getBaseElementType(type)->getAsCXXRecordDecl(), ast);
}

/// Generated code would run the destructor itself.
static bool holdsSignatureClass(Importer &importer, clang::QualType type) {
  const clang::CXXRecordDecl *record = importer.ast.getBaseElementType(type)->getAsCXXRecordDecl();
  if (isModelled(record)) // whose stand-in has no destructor
    return holdsSignatureClass(importer, elementOf(record));
  return record && hasDestructorBody(importer.ast, type) &&
         (importer.isInSignature(record) ||
          llvm::any_of(partsOf(importer.ast.getRecordType(record)),
                       [&](clang::QualType part) { return holdsSignatureClass(importer, part); }));
}

void Importer::refuseDestructor(clang::SourceLocation at, clang::QualType type) {
  refuse(at,
         "adgen does not differentiate through this object of class '" + spell(type.getUnqualifiedType()) +
             "': what its destructor does would be left out",
         "make it a variable of a block without labels, and pass it by reference");
}

namespace {

/// A walk through a function for objects that no variable, member, parameter or result holds.
class TemporaryScan {
public:
  explicit TemporaryScan(Importer &importer) : importer(importer) {}

  /// \param isHeld what the expression makes is a variable, a member, a parameter or the function's result.
  /// \param isExtended it lives as long as a reference to it.
  void visit(const clang::Stmt *stmt, bool isHeld = false, bool isExtended = false) {
    if (!stmt)
      return;
    if (auto *list = dyn_cast<clang::CXXStdInitializerListExpr>(stmt)) {
      if (auto *elements = dyn_cast<clang::InitListExpr>(list->getSubExpr()->IgnoreImplicit()))
        for (const clang::Expr *element : elements->inits())
          visit(element, /*isHeld=*/true); // by the array behind the list: as unnamedObject makes it
      return;
    }
    if (auto *bound = dyn_cast<clang::CXXBindTemporaryExpr>(stmt); bound && !isHeld) {
      if (hasDestructorBody(importer.ast, bound->getType()))
        importer.temporaries.insert(bound);
      if (isExtended)
        check(bound, bound->getType());
      return visit(bound->getSubExpr(), /*isHeld=*/true); // by the temporary object
    }
    if (auto *call = dyn_cast<clang::CallExpr>(stmt); call && call->getDirectCallee()) {
      visit(call->getCallee());
      const bool hasObject =
          isa<clang::CXXOperatorCallExpr>(call) && isa<clang::CXXMethodDecl>(call->getDirectCallee());
      return visitArguments(call->arguments(), call->getDirectCallee(), hasObject);
    }
    if (auto *construct = dyn_cast<clang::CXXConstructExpr>(stmt))
      return visitArguments(construct->arguments(), construct->getConstructor(), false);
    if (auto *loop = dyn_cast<clang::CXXForRangeStmt>(stmt);
        loop && isModelled(loop->getRangeInit()->getType())) {
      visit(loop->getInit());
      // A vector without a name lives as long as the loop.
      llvm::SaveAndRestore range(rangeVariable, loop->getRangeStmt()->getSingleDecl());
      visit(loop->getRangeInit());
      visit(loop->getLoopVarStmt());
      return visit(loop->getBody());
    }
    if (auto *materialized = dyn_cast<clang::MaterializeTemporaryExpr>(stmt)) {
      const clang::ValueDecl *extending = materialized->getExtendingDecl();
      return visit(materialized->getSubExpr(), false,
                   isExtended || (extending && extending != rangeVariable));
    }
    if (auto *declaration = dyn_cast<clang::DeclStmt>(stmt)) {
      for (const clang::Decl *decl : declaration->decls())
        if (auto *variable = dyn_cast<clang::VarDecl>(decl))
          visit(variable->getInit(), !variable->getType()->isReferenceType());
      return;
    }
    if (auto *defaulted = dyn_cast<clang::CXXDefaultArgExpr>(stmt))
      return visit(defaulted->getExpr(), isHeld);
    if (auto *defaulted = dyn_cast<clang::CXXDefaultInitExpr>(stmt))
      return visit(defaulted->getExpr(), isHeld);
    const bool isSame = isHeld && isa<clang::ExprWithCleanups, clang::CXXBindTemporaryExpr, clang::ParenExpr,
                                      clang::CastExpr, clang::InitListExpr, clang::ConstantExpr>(stmt);
    auto *conditional = dyn_cast<clang::ConditionalOperator>(stmt);
    for (const clang::Stmt *child : stmt->children())
      visit(child,
            isSame || isa<clang::ReturnStmt>(stmt) ||
                (isHeld && conditional && child != conditional->getCond()),
            isExtended && isa<clang::CastExpr, clang::ParenExpr, clang::ExprWithCleanups>(stmt));
  }

private:
  void visitArguments(llvm::iterator_range<clang::CallExpr::const_arg_iterator> arguments,
                      const clang::FunctionDecl *callee, bool hasObject) {
    unsigned index = 0;
    for (const clang::Expr *argument : arguments) {
      const unsigned position = index++ - hasObject;
      const bool isValue =
          position < callee->getNumParams() && !callee->getParamDecl(position)->getType()->isReferenceType();
      visit(argument, isValue);
    }
  }

  void check(const clang::Expr *at, clang::QualType type) {
    if (hasDestructorBody(importer.ast, type) && !importer.failed)
      importer.refuseDestructor(at->getExprLoc(), type);
  }

  Importer &importer;
  const clang::Decl *rangeVariable = nullptr;
};

void collectReturned(const clang::Stmt *stmt, llvm::SetVector<const clang::VarDecl *> &found) {
  if (!stmt || isa<clang::Expr>(stmt))
    return;
  if (auto *declaration = dyn_cast<clang::DeclStmt>(stmt))
    for (const clang::Decl *decl : declaration->decls())
      if (auto *variable = dyn_cast<clang::VarDecl>(decl); variable && variable->isNRVOVariable())
        found.insert(variable);
  for (const clang::Stmt *child : stmt->children())
    collectReturned(child, found);
}

} // namespace

bool Importer::isMadeInPlace(clang::QualType result) const {
  return !result->isReferenceType() && !isClosure(result) &&
         (hasDestructorBody(ast, result) || copiesByFunctions(ast, result));
}

void Importer::checkTemporaries(const clang::FunctionDecl *definition) {
  if (const clang::QualType type = definition->getReturnType(); isMadeInPlace(type)) {
    llvm::SetVector<const clang::VarDecl *> returned;
    collectReturned(definition->getBody(), returned);
    if (returned.size() == 1)
      frame().returned = returned.front();
    else if (returned.size() > 1 && hasDestructorBody(ast, type))
      refuseDestructor(returned[1]->getLocation(), type);
  }
  if (!scannedForTemporaries.insert(definition).second)
    return;
  TemporaryScan scan(*this);
  if (auto *constructor = dyn_cast<clang::CXXConstructorDecl>(definition))
    for (const clang::CXXCtorInitializer *init : constructor->inits())
      scan.visit(init->getInit(), /*isHeld=*/true);
  scan.visit(definition->getBody());
}

bool Importer::endsLives(const clang::DeclStmt *declaration) {
  return !anchor && llvm::any_of(declaration->decls(), [&](const clang::Decl *decl) {
    auto *variable = dyn_cast<clang::VarDecl>(decl);
    return variable && variable->isLocalVarDecl() && !variable->isStaticLocal() &&
           hasDestructorBody(ast, variable->getType()) && !isClosure(variable->getType()) &&
           !holdsSignatureClass(*this, variable->getType()) &&
           !frame().hoisted.contains(cast<clang::ValueDecl>(variable->getCanonicalDecl())) &&
           !frame().destroyed.contains(variable);
  });
}

void Importer::destroyedSequence(const clang::DeclStmt *declaration, Statements following,
                                 llvm::function_ref<void()> rest) {
  SmallVector<const clang::VarDecl *> variables;
  for (const clang::Decl *decl : declaration->decls())
    if (auto *variable = dyn_cast<clang::VarDecl>(decl);
        variable && hasDestructorBody(ast, variable->getType()) && frame().destroyed.insert(variable).second)
      variables.push_back(variable);
  statement(declaration);
  Jumps jumps;
  for (const clang::Stmt *stmt : following)
    jumps |= jumpsOf(stmt);
  sequence(following, [] {});
  const bool isDead = frame().dead;
  frame().dead = false;
  for (const clang::VarDecl *variable : llvm::reverse(variables)) {
    if (variable != frame().returned)
      destroy(placeOf(variable, variable->getLocation()), variable->getType(), variable->getLocation());
    frame().destroyed.erase(variable); // a loop declares it again
  }
  frame().dead = isDead;
  guarded(jumps, rest);
}

FullExpression::FullExpression(Importer &importer, clang::SourceLocation at)
    : importer(importer), at(at), outer(importer.fullExpression), block(importer.b.getInsertionBlock()) {
  importer.fullExpression = this;
}

FullExpression::~FullExpression() {
  importer.fullExpression = outer;
  for (auto &[place, type] : llvm::reverse(objects))
    importer.destroy(place, type, at);
}

Place *Importer::temporaryObject(const clang::Expr *expr) {
  while (isa<clang::CastExpr, clang::ParenExpr, clang::ExprWithCleanups>(expr) && expr->isPRValue())
    expr = cast<clang::Expr>(*expr->child_begin());
  auto *bound = dyn_cast<clang::CXXBindTemporaryExpr>(expr);
  if (!bound || !temporaries.contains(bound))
    return nullptr;
  return unnamedObject(bound->getType(), bound->getSubExpr());
}

Place *Importer::unnamedObject(clang::QualType type, const clang::Expr *init) {
  type = type.getUnqualifiedType();
  if (!fullExpression || fullExpression->block != b.getInsertionBlock() || holdsSignatureClass(*this, type)) {
    refuseDestructor(init->getExprLoc(), type);
    return makeLocal(convertType(type), "");
  }
  Place *place = makeVariable(type, "");
  place->exactClass = type->getAsCXXRecordDecl();
  initialize(place, init);
  fullExpression->objects.push_back({place, type});
  return place;
}

void Importer::destroyParameters(const Frame &callee, const clang::FunctionDecl *definition,
                                 clang::SourceLocation at) {
  // With the temporary objects, as the compilers do it; C++ leaves it open.
  const bool isLater = fullExpression && fullExpression->block == b.getInsertionBlock();
  SmallVector<std::pair<Place *, clang::QualType>> ending;
  for (const clang::ParmVarDecl *parameter : definition->parameters())
    if (hasDestructorBody(ast, parameter->getType()) && !isClosure(parameter->getType()))
      ending.push_back({callee.places.lookup(cast<clang::ValueDecl>(parameter->getCanonicalDecl())),
                        parameter->getType()});
  if (isLater)
    return fullExpression->objects.append(ending);
  for (auto &[place, type] : llvm::reverse(ending))
    destroy(place, type, at);
}

void Importer::destroy(Place *place, clang::QualType type, clang::SourceLocation at) {
  if (!hasDestructorBody(ast, type))
    return;
  LocationScope scope(*this, at);
  if (auto array = dyn_cast<ad::ArrayType>(place->type)) {
    Value first = decay(place), last = constantInt(b.getI64Type(), array.getSize() - 1);
    clang::QualType element = type->isArrayType() ? clang::QualType(type->getArrayElementTypeNoTypeQual(), 0)
                                                  : partsOf(type).front();
    return forEach(constantInt(b.getI64Type(), array.getSize()), [&](Value i) {
      Value index = b.createOrFold<arith::SubIOp>(last, i);
      destroy(pointee(offset(first, index, true, true)), element, at);
    });
  }
  auto *record = type->getAsCXXRecordDecl();
  if (!record || !isa<RecordType>(place->type) || (record->isInStdNamespace() && !isModelled(record)))
    return refuseDestructor(at, type);
  record = const_cast<clang::CXXRecordDecl *>(modelOf(record))->getDefinition();
  llvm::SaveAndRestore<const clang::CXXRecordDecl *> exactClass(
      place->exactClass, record); // of a base, for the rest of its life
  if (const clang::CXXDestructorDecl *destructor = record->getDestructor();
      destructor && destructor->isUserProvided()) {
    const clang::FunctionDecl *definition = definitionOf(destructor, at);
    if (!definition || llvm::any_of(frames, [&](auto &frame) { return frame->function == definition; }))
      return refuseDestructor(at, type);
    auto inner = std::make_unique<Frame>();
    inner->function = definition;
    inner->call = at;
    inner->self = place;
    frames.push_back(std::move(inner));
    functionBody(definition);
    frames.pop_back();
  }
  const SmallVector<const clang::FieldDecl *> fields(record->fields());
  for (const clang::FieldDecl *field : llvm::reverse(fields))
    if (hasDestructorBody(ast, field->getType()))
      destroy(this->field(place, field->getName()), field->getType(), at);
  // The members of a base class are members of the record.
  for (auto base = record->bases_end(); base != record->bases_begin();)
    destroy(place, (--base)->getType(), at);
}

void Importer::destroyPointee(const clang::CXXDeleteExpr *expr, Value pointer) {
  const clang::QualType type = expr->getDestroyedType();
  if (type.isNull() || !hasDestructorBody(ast, type))
    return;
  const clang::CXXDestructorDecl *destructor =
      type->getAsCXXRecordDecl() ? type->getAsCXXRecordDecl()->getDestructor() : nullptr;
  if (isOfModel(frame().function)) // which has ended the lives of the objects
    return;
  if (expr->isArrayForm() || !destructor || destructor->isVirtual())
    return refuseDestructor(expr->getExprLoc(), type);
  Value isObject = b.create<PtrCompareOp>("ne", pointer, b.create<NullOp>(pointer.getType()));
  branch(
      isObject, [&] { return destroy(pointee(pointer), type, expr->getExprLoc()), Value(); },
      [] { return Value(); });
}

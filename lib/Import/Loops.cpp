// while, do, range-for, and every for that is not a counted loop.

#include "Importer.h"
#include "Models.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

void Importer::markLoop(Operation *loop, const clang::Stmt *stmt) {
  if (!checkpointOf)
    return;
  const clang::SourceManager &sources = ast.getSourceManager();
  for (clang::SourceLocation at : {stmt->getBeginLoc(), sources.getExpansionLoc(stmt->getBeginLoc()),
                                   sources.getSpellingLoc(stmt->getBeginLoc())})
    if (std::optional<unsigned> snapshots = checkpointOf(at)) {
      loop->setAttr("ad.checkpoint", b.getI64IntegerAttr(*snapshots));
      return;
    }
}

void Importer::loopBody(const clang::Stmt *body, Value breakFlag) {
  llvm::SaveAndRestore inner(anchor, static_cast<Operation *>(nullptr));
  llvm::SaveAndRestore shallow(frame().nesting, 0u);
  bool deadBefore = frame().dead;
  frame().dead = false;
  Breakable jumps;
  jumps.breakFlag = breakFlag;
  if (jumpsOf(body).continues)
    jumps.continueFlag = makeFlag("skip");
  frame().breakables.push_back(jumps);
  if (body)
    sequence(body, [] {});
  frame().breakables.pop_back();
  frame().dead = deadBefore;
}

/// \param first what stands in front of the body, each time; \param step behind it.
void Importer::generalLoop(const clang::Stmt *stmt, llvm::function_ref<Value()> condition,
                           const clang::Stmt *body, llvm::function_ref<void()> first,
                           llvm::function_ref<void()> step) {
  Jumps jumps = jumpsOf(body);
  jumps.continues = false;
  Breakable self;
  if (jumps.breaks)
    self.breakFlag = makeFlag("stop");
  auto loop = b.create<scf::WhileOp>(TypeRange(), ValueRange());
  markLoop(loop, stmt);
  OpBuilder::InsertionGuard guard(b);
  auto withFlags = [&](auto part) {
    frame().breakables.push_back(self);
    part();
    frame().breakables.pop_back();
  };
  bool isDo = isa<clang::DoStmt>(stmt);
  auto ask = [&] {
    llvm::SaveAndRestore outside(anchor, loop.getOperation());
    Value goesOn;
    withFlags([&] { goesOn = noneTaken(jumps); });
    if (jumps.any())
      goesOn = branch(
          goesOn,
          [&] {
            llvm::SaveAndRestore outside(anchor, loop.getOperation());
            return condition();
          },
          [&] { return constantInt(b.getI1Type(), 0); });
    else
      goesOn = condition();
    b.create<scf::ConditionOp>(goesOn, ValueRange());
  };
  b.createBlock(&loop.getBefore());
  if (isDo) {
    if (first)
      first();
    loopBody(body, self.breakFlag);
  }
  ask();
  b.createBlock(&loop.getAfter());
  if (!isDo) {
    llvm::SaveAndRestore inner(anchor, static_cast<Operation *>(nullptr));
    if (first)
      first();
    loopBody(body, self.breakFlag);
    if (step)
      withFlags([&] { guarded(jumps, step); });
  }
  b.create<scf::YieldOp>();
}

void Importer::whileStatement(const clang::WhileStmt *stmt) {
  if (const clang::ForStmt *counting = asForStatement(stmt); counting && countedLoop(counting))
    return;
  generalLoop(
      stmt,
      [&] {
        if (stmt->getConditionVariable())
          declare(stmt->getConditionVariable());
        return asksWhenRunning(stmt, [&] { return evaluateCondition(stmt->getCond()); });
      },
      stmt->getBody(), nullptr, nullptr);
}

void Importer::doStatement(const clang::DoStmt *stmt) {
  // do { … } while (0), as macros have it: once.
  clang::Expr::EvalResult result;
  Jumps jumps = jumpsOf(stmt->getBody());
  if (stmt->getCond()->EvaluateAsRValue(result, ast) && !result.HasSideEffects && result.Val.isInt() &&
      result.Val.getInt().isZero()) {
    loopBody(stmt->getBody(), jumps.breaks ? makeFlag("stop") : Value());
    return;
  }
  generalLoop(stmt, [&] { return evaluateCondition(stmt->getCond()); }, stmt->getBody(), nullptr, nullptr);
}

void Importer::forStatement(const clang::ForStmt *stmt) {
  bool isEntered = holdsEntry(stmt);
  if (stmt->getInit() && isEntered)
    branch(isRunning(), [&] { return statement(stmt->getInit()), Value(); }, [] { return Value(); });
  else if (stmt->getInit())
    statement(stmt->getInit());
  if (!isEntered && countedLoop(stmt))
    return;
  auto step = [&] { statement(stmt->getInc()); };
  generalLoop(
      stmt,
      [&] {
        if (stmt->getConditionVariable())
          declare(stmt->getConditionVariable());
        return asksWhenRunning(stmt, [&] {
          return stmt->getCond() ? evaluateCondition(stmt->getCond()) : constantInt(b.getI1Type(), 1);
        });
      },
      stmt->getBody(), nullptr, stmt->getInc() ? llvm::function_ref<void()>(step) : nullptr);
}

void Importer::rangeFor(const clang::CXXForRangeStmt *stmt) {
  if (stmt->getInit())
    statement(stmt->getInit());
  const clang::Expr *range = stmt->getRangeInit();
  Place *array = nullptr;
  Value first, count;                  // of a vector
  std::optional<FullExpression> whole; // which has no name, perhaps
  SmallVector<Value> elements;
  Type type = convertType(range->getType());
  clang::QualType rangeType = range->getType().getNonReferenceType();
  auto *variableArray = ast.getAsVariableArrayType(rangeType);
  if (isa<ad::ArrayType>(type) || variableArray) {
    array = locate(range);
  } else if (auto list = isa<ListType>(type) ? read(locate(range)).getDefiningOp<ListOp>() : ListOp()) {
    // { a, b, c }: an array that has no name.
    Type element = cast<ListType>(type).getElementType();
    if (!isa<ad::OpaqueType, ad::TensorType>(element)) {
      elements.assign(list.getElements().begin(), list.getElements().end());
      array = makeLocal(ad::ArrayType::get(elements.size(), element), "");
      for (auto [index, value] : llvm::enumerate(elements))
        write(pointee(offset(decay(array), constantInt(b.getI64Type(), index), true, true)), value);
    }
  }
  if (isModelled(rangeType) && isa<RecordType>(type)) {
    whole.emplace(*this, stmt->getEndLoc());
    auto *cleanups = dyn_cast<clang::ExprWithCleanups>(range);
    Place *vector = locate(cleanups ? cleanups->getSubExpr() : range);
    if (!isFollowedVector(vector, stmt->getBeginLoc()))
      return;
    first = read(field(vector, "first"));
    count = read(field(vector, "count"));
  }
  if (!array && !first) {
    if (isa<ListType, ad::OpaqueType>(type)) {
      refuse(stmt->getBeginLoc(),
             "adgen does not differentiate a loop over values of type '" +
                 spell(range->getType().getNonReferenceType()) + "'",
             whyUnsupported(range->getType()));
      return;
    }
    for (const clang::DeclStmt *part : {stmt->getRangeStmt(), stmt->getBeginStmt(), stmt->getEndStmt()})
      statement(part);
    generalLoop(
        stmt, [&] { return evaluateCondition(stmt->getCond()); }, stmt->getBody(),
        [&] { statement(stmt->getLoopVarStmt()); }, [&] { statement(stmt->getInc()); });
    return;
  }

  const clang::VarDecl *variable = stmt->getLoopVariable();
  auto *key = cast<clang::ValueDecl>(variable->getCanonicalDecl());
  auto bind = [&](Value index) {
    LocationScope scope(*this, variable->getLocation());
    clang::QualType object;
    if (variableArray)
      object = variableArray->getElementType();
    bool isFlat = variableArray && isVariableArray(object);
    Place *element = pointee(
        first ? offset(first, index, true)
              : offset(decay(array), isFlat ? flatIndex(index, object, true) : index, true, !variableArray));
    if (array)
      element->readOnly = array->readOnly;
    element->isFirstElement = isFlat;
    if (variable->getType()->isReferenceType()) {
      frame().places[key] = element;
    } else {
      copiesPlainly(variable->getLocation(), variable->getType());
      if (!mayChange(variable) && !holdsArray(element->type)) {
        frame().places[key] = temporary(read(element), variable->getName());
      } else {
        frame().places[key] = makeLocal(element->type, variable->getName());
        copyObject(element, frame().places[key]);
      }
    }
    if (isa<clang::DecompositionDecl>(variable))
      for (const clang::BindingDecl *binding : cast<clang::DecompositionDecl>(variable)->bindings())
        placeOf(binding, binding->getLocation());
  };
  if (!first)
    count = variableArray ? extentOf(variableArray)
                          : constantInt(b.getI64Type(), cast<ad::ArrayType>(array->type).getSize());
  if (!count) {
    refuse(stmt->getBeginLoc(), "adgen cannot see how long this array of variable length is");
    return;
  }
  Jumps jumps = jumpsOf(stmt->getBody());
  if (!jumps.breaks && !jumps.returns && !jumps.gotos) {
    Value zero = constantInt(b.getI64Type(), 0), one = constantInt(b.getI64Type(), 1);
    auto loop = b.create<scf::ForOp>(zero, count, one);
    markLoop(loop, stmt);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    llvm::SaveAndRestore inner(anchor, static_cast<Operation *>(nullptr));
    bind(loop.getInductionVar());
    loopBody(stmt->getBody(), {});
    return;
  }
  Place *index = makeLocal(b.getI64Type(), "index");
  write(index, constantInt(b.getI64Type(), 0));
  generalLoop(
      stmt,
      [&] { return b.create<arith::CmpIOp>(arith::CmpIPredicate::slt, read(index), count).getResult(); },
      stmt->getBody(), [&] { bind(read(index)); },
      [&] { write(index, b.create<arith::AddIOp>(read(index), constantInt(b.getI64Type(), 1))); });
}

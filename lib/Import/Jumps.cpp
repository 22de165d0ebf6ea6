// return, break and continue.
//
// Where only one alternative of an if goes on, what follows belongs to it.
// Everywhere else a jump sets a flag, and what it skips stands in an scf.if.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

/// How deep alternatives nest before what follows them is guarded by a flag instead.
static constexpr unsigned maxNesting = 32;

Jumps &Jumps::operator|=(const Jumps &other) {
  returns |= other.returns;
  breaks |= other.breaks;
  continues |= other.continues;
  gotos |= other.gotos;
  return *this;
}

Jumps Importer::jumpsOf(const clang::Stmt *stmt) {
  Jumps result;
  if (!stmt || isa<clang::Expr>(stmt))
    return result;
  if (auto known = jumps.find(stmt); known != jumps.end())
    return known->second;
  if (isa<clang::ReturnStmt>(stmt))
    result.returns = true;
  else if (isa<clang::BreakStmt>(stmt))
    result.breaks = true;
  else if (isa<clang::ContinueStmt>(stmt))
    result.continues = true;
  else if (isa<clang::GotoStmt>(stmt))
    result.gotos = true;
  else
    for (const clang::Stmt *child : stmt->children())
      result |= jumpsOf(child);
  bool isLoop = isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt, clang::CXXForRangeStmt>(stmt);
  if (isLoop || isa<clang::SwitchStmt>(stmt))
    result.breaks = false;
  if (isLoop)
    result.continues = false;
  result.gotos = result.gotos && leavesByGoto(stmt);
  return jumps[stmt] = result;
}

bool Importer::alwaysJumps(const clang::Stmt *stmt) {
  if (!stmt)
    return false;
  if (isa<clang::ReturnStmt, clang::BreakStmt, clang::ContinueStmt, clang::GotoStmt>(stmt))
    return true;
  if (auto *compound = dyn_cast<clang::CompoundStmt>(stmt))
    return alwaysJumps(Statements(compound->body_begin(), compound->body_end()));
  auto *conditional = dyn_cast<clang::IfStmt>(stmt);
  return conditional && alwaysJumps(conditional->getThen()) && alwaysJumps(conditional->getElse());
}

bool Importer::alwaysJumps(Statements statements) {
  return llvm::any_of(statements, [&](const clang::Stmt *stmt) { return alwaysJumps(stmt); });
}

Value Importer::makeFlag(llvm::StringRef name) {
  Place *flag = makeLocal(b.getI1Type(), name);
  setFlag(flag->address, false);
  return flag->address;
}

void Importer::setFlag(Value flag, bool value) { b.create<StoreOp>(constantInt(b.getI1Type(), value), flag); }

Value Importer::noneTaken(Jumps jumps) {
  Value taken;
  auto add = [&](bool possible, Value flag) {
    if (!possible || !flag)
      return;
    Value isSet = b.create<LoadOp>(flag);
    taken = taken ? b.create<arith::OrIOp>(taken, isSet).getResult() : isSet;
  };
  if (!frame().breakables.empty()) {
    add(jumps.breaks, frame().breakables.back().breakFlag);
    add(jumps.continues, frame().breakables.back().continueFlag);
  }
  add(jumps.returns, frame().returnedFlag);
  for (const GotoList &list : frame().gotoLists)
    add(jumps.gotos, list.gone);
  Value one = constantInt(b.getI1Type(), 1);
  return taken ? b.create<arith::XOrIOp>(taken, one).getResult() : one;
}

void Importer::guarded(Jumps jumps, llvm::function_ref<void()> rest) {
  if (frame().dead)
    return;
  if (!jumps.any())
    return rest();
  branch(noneTaken(jumps), [&] { return rest(), Value(); }, [] { return Value(); });
  frame().dead = false;
}

void Importer::sequence(const clang::Stmt *stmt, llvm::function_ref<void()> rest) {
  auto *compound = dyn_cast_or_null<clang::CompoundStmt>(stmt);
  if (!compound)
    return sequence(Statements(stmt), rest);
  const Statements body(compound->body_begin(), compound->body_end());
  if (!anchor || containsLabel(stmt) || holdsEntry(stmt))
    return sequence(body, rest);
  // Nothing comes into this block but through its beginning: its variables are its own.
  auto following = [&, place = anchor] {
    llvm::SaveAndRestore same(anchor, place);
    rest();
  };
  llvm::SaveAndRestore inner(anchor, static_cast<Operation *>(nullptr));
  sequence(body, following);
}

void Importer::sequence(Statements statements, llvm::function_ref<void()> rest) {
  if (llvm::any_of(statements,
                   [](const clang::Stmt *stmt) { return isa_and_nonnull<clang::LabelStmt>(stmt); }))
    return labelledStatements(statements, rest);
  if (llvm::any_of(statements, [&](const clang::Stmt *stmt) { return holdsEntry(stmt); }))
    return enterStatements(statements, rest);
  for (; !statements.empty() && !frame().dead; statements = statements.drop_front()) {
    const clang::Stmt *stmt = statements.front();
    if (auto *attributed = dyn_cast_or_null<clang::AttributedStmt>(stmt))
      stmt = attributed->getSubStmt();
    if (auto *declaration = dyn_cast_or_null<clang::DeclStmt>(stmt); declaration && endsLives(declaration))
      return destroyedSequence(declaration, statements.drop_front(), rest);
    Jumps jumps = jumpsOf(stmt);
    if (!jumps.any() ||
        isa<clang::ReturnStmt, clang::BreakStmt, clang::ContinueStmt, clang::GotoStmt>(stmt)) {
      statement(stmt);
      continue;
    }
    if (frame().nesting >= maxNesting)
      return flatSequence(statements, rest); // which refuses objects with destructors
    llvm::SaveAndRestore deeper(frame().nesting, frame().nesting + 1);
    // Still the same list, wherever it is built: its variables stand with those before them.
    auto following = [&, after = statements.drop_front(), place = anchor] {
      llvm::SaveAndRestore same(anchor, place);
      sequence(after, rest);
    };
    LocationScope scope(*this, stmt->getBeginLoc());
    if (auto *conditional = dyn_cast<clang::IfStmt>(stmt))
      return ifStatement(conditional, following);
    if (isa<clang::CompoundStmt>(stmt))
      return sequence(stmt, following);
    statement(stmt);
    return guarded(jumps, following);
  }
  if (!frame().dead)
    rest();
}

/// Each group of statements up to a jump in an scf.if of its own: as deep as the source.
void Importer::flatSequence(Statements statements, llvm::function_ref<void()> rest) {
  Jumps seen;
  while (!statements.empty()) {
    size_t count = 0;
    Jumps jumps;
    while (count < statements.size() && !jumps.any())
      jumps = jumpsOf(statements[count++]);
    Statements group = statements.take_front(count);
    statements = statements.drop_front(count);
    // Its variables are used by the groups that follow: they stand in front of it.
    Operation *marker = b.create<UndefOp>(b.getI1Type());
    llvm::SaveAndRestore shallow(frame().nesting, 0u);
    branch(
        noneTaken(seen),
        [&] {
          llvm::SaveAndRestore outer(anchor, marker);
          return sequence(group, [] {}), Value();
        },
        [] { return Value(); });
    marker->erase();
    frame().dead = false;
    seen |= jumps;
  }
  guarded(seen, rest);
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
  Jumps jumps = jumpsOf(stmt->getThen());
  jumps |= jumpsOf(stmt->getElse());
  bool thenEnds = alwaysJumps(stmt->getThen()), elseEnds = alwaysJumps(stmt->getElse());
  Value condition = evaluateCondition(stmt->getCond());
  auto alternative = [&](const clang::Stmt *body, bool goesOn) {
    if (goesOn)
      sequence(body, rest);
    else if (body)
      sequence(body, [] {});
    return Value();
  };
  if (jumps.any() && thenEnds != elseEnds) {
    branch(
        condition, [&] { return alternative(stmt->getThen(), !thenEnds); },
        [&] { return alternative(stmt->getElse(), !elseEnds); });
    return;
  }
  branch(
      condition, [&] { return alternative(stmt->getThen(), false); },
      [&] { return alternative(stmt->getElse(), false); });
  guarded(jumps, rest);
}

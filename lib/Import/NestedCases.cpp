// switch with labels inside of loops, conditions and blocks (Duff's device).
//
// All statements of the switch are passed in their order, and a flag says whether control has come to them:
// each label that matches sets it. What holds a label that matches is entered although its condition has not
// been asked.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace mlir;

/// The labels of the innermost switch in a statement.
static void collectLabels(const clang::Stmt *stmt, SmallVectorImpl<const clang::SwitchCase *> &labels) {
  if (!stmt || isa<clang::Expr, clang::SwitchStmt>(stmt))
    return;
  if (auto *label = dyn_cast<clang::SwitchCase>(stmt)) {
    labels.push_back(label);
    return collectLabels(label->getSubStmt(), labels);
  }
  for (const clang::Stmt *child : stmt->children())
    collectLabels(child, labels);
}

bool Importer::holdsEntry(const clang::Stmt *stmt) {
  SmallVector<const clang::SwitchCase *> labels;
  if (!frame().entries.empty())
    collectLabels(stmt, labels);
  return llvm::any_of(labels, [&](auto *label) { return frame().entries.back().matches.contains(label); });
}

Value Importer::isRunning() { return b.create<ad::LoadOp>(frame().entries.back().running); }

/// Whether control is there, or comes to a label in the statement.
Value Importer::runsOrEnters(const clang::Stmt *stmt) {
  SmallVector<const clang::SwitchCase *> labels;
  collectLabels(stmt, labels);
  Value result = isRunning();
  for (const clang::SwitchCase *label : labels)
    result = b.createOrFold<arith::OrIOp>(result, frame().entries.back().matches.lookup(label));
  return result;
}

void Importer::enterIf(const clang::IfStmt *stmt) {
  Value yes = constantInt(b.getI1Type(), 1), no = constantInt(b.getI1Type(), 0);
  Value runs = isRunning();
  Value holds = branch(runs, [&] { return evaluateCondition(stmt->getCond()); }, [&] { return no; });
  Value fails = b.create<arith::AndIOp>(runs, b.create<arith::XOrIOp>(holds, yes));
  Value comes = b.create<arith::XOrIOp>(runs, yes);
  auto alternative = [&](const clang::Stmt *body, Value asked) {
    Value enters = holdsEntry(body) ? b.create<arith::AndIOp>(comes, runsOrEnters(body)).getResult() : no;
    return b.createOrFold<arith::OrIOp>(asked, enters);
  };
  Value takesThen = alternative(stmt->getThen(), holds), takesElse = alternative(stmt->getElse(), fails);
  for (auto [takes, body] : {std::pair(takesThen, stmt->getThen()), std::pair(takesElse, stmt->getElse())})
    if (body) {
      branch(takes, [&, body = body] { return sequence(body, [] {}), Value(); }, [] { return Value(); });
      frame().dead = false;
    }
}

void Importer::enterStatement(const clang::Stmt *stmt) {
  LocationScope scope(*this, stmt->getBeginLoc());
  if (isa<clang::CompoundStmt>(stmt))
    return sequence(stmt, [] {});
  // (A loop asks its condition only when it runs: see asksWhenRunning.)
  if (isa<clang::WhileStmt, clang::DoStmt, clang::ForStmt>(stmt))
    return statement(stmt);
  auto *conditional = dyn_cast<clang::IfStmt>(stmt);
  if (conditional && !conditional->getInit() && !conditional->getConditionVariable())
    return enterIf(conditional);
  refuse(stmt->getBeginLoc(), "a case label inside this statement is not supported",
         "put the labels directly into the switch");
}

Value Importer::asksWhenRunning(const clang::Stmt *loop, llvm::function_ref<Value()> condition) {
  if (!holdsEntry(loop))
    return condition();
  return branch(isRunning(), condition, [&] { return constantInt(b.getI1Type(), 1); });
}

void Importer::enterStatements(Statements statements, llvm::function_ref<void()> rest) {
  hoistVariables(statements);
  Jumps seen;
  SmallVector<const clang::Stmt *> group;
  auto guard = [&](Value runs, llvm::function_ref<void()> body) {
    if (seen.any())
      runs = b.create<arith::AndIOp>(runs, noneTaken(seen));
    branch(runs, [&] { return body(), Value(); }, [] { return Value(); });
    frame().dead = false;
  };
  // What stands between two labels stays together.
  auto endGroup = [&] {
    if (!group.empty())
      guard(isRunning(), [&] { sequence(group, [] {}); });
    for (const clang::Stmt *stmt : group)
      seen |= jumpsOf(stmt);
    group.clear();
  };
  for (const clang::Stmt *stmt : statements) {
    while (auto *label = dyn_cast<clang::SwitchCase>(stmt)) {
      endGroup();
      SwitchEntry &entry = frame().entries.back();
      b.create<ad::StoreOp>(b.create<arith::OrIOp>(isRunning(), entry.matches.lookup(label)), entry.running);
      stmt = label->getSubStmt();
    }
    if (!holdsEntry(stmt)) {
      group.push_back(stmt);
      continue;
    }
    endGroup();
    guard(runsOrEnters(stmt), [&] { enterStatement(stmt); });
    seen |= jumpsOf(stmt);
  }
  endGroup();
  guarded(seen, rest);
}

void Importer::nestedSwitch(const clang::SwitchStmt *stmt, Value value) {
  bool isSigned = stmt->getCond()->getType()->isSignedIntegerOrEnumerationType();
  SmallVector<const clang::SwitchCase *> labels;
  collectLabels(stmt->getBody(), labels);
  SwitchEntry entry;
  Value any = constantInt(b.getI1Type(), 0);
  const clang::SwitchCase *byDefault = nullptr;
  for (const clang::SwitchCase *label : labels)
    if (auto *one = dyn_cast<clang::CaseStmt>(label)) {
      Value matches = matchOf(one, value, isSigned);
      entry.matches[label] = matches;
      any = b.createOrFold<arith::OrIOp>(any, matches);
    } else {
      byDefault = label;
    }
  if (byDefault)
    entry.matches[byDefault] = b.createOrFold<arith::XOrIOp>(any, constantInt(b.getI1Type(), 1));
  entry.running = makeFlag("run");
  Breakable jumps;
  jumps.breakFlag = makeFlag("leave");
  if (!frame().breakables.empty())
    jumps.continueFlag = frame().breakables.back().continueFlag;
  frame().breakables.push_back(jumps);
  llvm::SaveAndRestore shallow(frame().nesting, 0u);
  bool deadBefore = frame().dead;
  frame().entries.push_back(std::move(entry));
  sequence(stmt->getBody(), [] {});
  frame().entries.pop_back();
  frame().dead = deadBefore;
  frame().breakables.pop_back();
}

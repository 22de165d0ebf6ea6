// switch: the statements behind each label, in an scf.if of their own.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

/// Above this number of segments, conditions stand side by side instead of one in the other.
static constexpr unsigned maxChain = 24;

namespace {

/// Labels, and the statements up to the next label.
struct Segment {
  llvm::SmallVector<const clang::CaseStmt *> cases;
  bool isDefault = false;
  llvm::SmallVector<const clang::Stmt *> statements;
  Value matches;
};

} // namespace

static std::vector<Segment> segmentsOf(const clang::SwitchStmt *stmt, unsigned &labels,
                                       SmallVectorImpl<const clang::Stmt *> &inFront) {
  std::vector<Segment> segments;
  SmallVector<const clang::Stmt *> body;
  if (auto *compound = dyn_cast<clang::CompoundStmt>(stmt->getBody()))
    body.assign(compound->body_begin(), compound->body_end());
  else
    body.push_back(stmt->getBody());
  for (const clang::Stmt *part : body) {
    while (auto *label = dyn_cast<clang::SwitchCase>(part)) {
      if (segments.empty() || !segments.back().statements.empty())
        segments.emplace_back();
      if (auto *one = dyn_cast<clang::CaseStmt>(label))
        segments.back().cases.push_back(one);
      else
        segments.back().isDefault = true;
      ++labels;
      part = label->getSubStmt();
    }
    (segments.empty() ? inFront : segments.back().statements).push_back(part);
  }
  return segments;
}

Value Importer::matchOf(const clang::CaseStmt *label, Value value, bool isSigned) {
  using P = arith::CmpIPredicate;
  auto constant = [&](const clang::Expr *expr) {
    return constantInt(value.getType(), expr->EvaluateKnownConstInt(ast).getExtValue());
  };
  if (!label->getRHS())
    return b.createOrFold<arith::CmpIOp>(P::eq, value, constant(label->getLHS()));
  Value high = b.createOrFold<arith::CmpIOp>(isSigned ? P::sle : P::ule, value, constant(label->getRHS()));
  // Nothing unsigned is below 0: compilers warn about the question.
  if (!isSigned && label->getLHS()->EvaluateKnownConstInt(ast).isZero())
    return high;
  Value low = b.createOrFold<arith::CmpIOp>(isSigned ? P::sge : P::uge, value, constant(label->getLHS()));
  return b.createOrFold<arith::AndIOp>(low, high);
}

void Importer::hoistVariables(Statements statements) {
  for (const clang::Stmt *part : statements)
    if (auto *declaration = dyn_cast<clang::DeclStmt>(part))
      for (const clang::Decl *decl : declaration->decls())
        if (auto *variable = dyn_cast<clang::VarDecl>(decl); variable && variable->hasLocalStorage() &&
                                                             !variable->getType()->isReferenceType() &&
                                                             !isVariableArray(variable->getType())) {
          auto *key = cast<clang::ValueDecl>(variable->getCanonicalDecl());
          LocationScope scope(*this, variable->getLocation());
          frame().places[key] = makeVariable(variable->getType(), variable->getName());
          frame().hoisted.insert(key);
        }
}

void Importer::switchStatement(const clang::SwitchStmt *stmt) {
  if (stmt->getInit())
    statement(stmt->getInit());
  if (stmt->getConditionVariable())
    declare(stmt->getConditionVariable());
  unsigned labels = 0, all = 0;
  for (const clang::SwitchCase *label = stmt->getSwitchCaseList(); label; label = label->getNextSwitchCase())
    ++all;
  SmallVector<const clang::Stmt *> inFront;
  std::vector<Segment> segments = segmentsOf(stmt, labels, inFront);
  Value value = evaluate(stmt->getCond());
  if (!isa<IntegerType>(value.getType())) {
    refuse(stmt->getCond()->getExprLoc(), "adgen cannot follow a switch over this value",
           whyUnsupported(stmt->getCond()->getType()));
    return;
  }
  if (labels != all)
    return nestedSwitch(stmt, value);
  bool isSigned = stmt->getCond()->getType()->isSignedIntegerOrEnumerationType();
  hoistVariables(inFront);
  Value any = constantInt(b.getI1Type(), 0), yes = constantInt(b.getI1Type(), 1);
  Jumps outer;
  bool fallsThrough = false;
  Segment *byDefault = nullptr;
  for (Segment &segment : segments) {
    segment.matches = constantInt(b.getI1Type(), 0);
    for (const clang::CaseStmt *label : segment.cases)
      segment.matches = b.createOrFold<arith::OrIOp>(segment.matches, matchOf(label, value, isSigned));
    any = b.createOrFold<arith::OrIOp>(any, segment.matches);
    if (segment.isDefault)
      byDefault = &segment;
    fallsThrough |= &segment != &segments.back() && !alwaysJumps(segment.statements);
    if (&segment != &segments.back())
      hoistVariables(segment.statements);
    for (const clang::Stmt *part : segment.statements)
      outer |= jumpsOf(part);
  }
  if (byDefault)
    byDefault->matches = b.createOrFold<arith::XOrIOp>(any, yes);

  Breakable jumps;
  if (outer.breaks)
    jumps.breakFlag = makeFlag("leave");
  if (!frame().breakables.empty())
    jumps.continueFlag = frame().breakables.back().continueFlag;
  frame().breakables.push_back(jumps);
  llvm::SaveAndRestore shallow(frame().nesting, 0u);
  bool deadBefore = frame().dead;
  if (!fallsThrough && segments.size() <= maxChain) {
    // One of them: if … else if … else.
    SmallVector<Segment *> order;
    for (Segment &segment : segments)
      if (&segment != byDefault)
        order.push_back(&segment);
    std::function<void(unsigned)> chain = [&](unsigned i) {
      if (i == order.size()) {
        if (byDefault)
          sequence(byDefault->statements, [] {});
        return;
      }
      branch(
          order[i]->matches, [&] { return sequence(order[i]->statements, [] {}), Value(); },
          [&] { return chain(i + 1), Value(); });
    };
    chain(0);
  } else {
    Value running = makeFlag("run");
    for (Segment &segment : segments) {
      Value runs = b.create<arith::OrIOp>(b.create<LoadOp>(running).getResult(), segment.matches);
      b.create<StoreOp>(runs, running);
      branch(
          runs,
          [&] {
            sequence(segment.statements, [] {});
            // A jump ends the run, whatever it leaves.
            frame().dead = false;
            Jumps own;
            for (const clang::Stmt *part : segment.statements)
              own |= jumpsOf(part);
            if (own.any())
              b.create<StoreOp>(noneTaken(own), running);
            return Value();
          },
          [] { return Value(); });
      frame().dead = false;
    }
  }
  frame().dead = deadBefore;
  frame().breakables.pop_back();
}

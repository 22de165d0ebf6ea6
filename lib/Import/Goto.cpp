// goto: a loop over a number that says which label is next.
//
// The statements of a list are cut at its labels into parts, each in an
// scf.if. A `goto` stores the number of the part to go to and leaves its own
// part. Where all of them go forward, no loop is needed.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static void collectGotos(const clang::Stmt *stmt, llvm::SetVector<const clang::LabelDecl *> &targets,
                         llvm::DenseSet<const clang::LabelDecl *> &labels) {
  if (!stmt || isa<clang::Expr>(stmt))
    return;
  if (auto *jump = dyn_cast<clang::GotoStmt>(stmt))
    targets.insert(jump->getLabel());
  if (auto *label = dyn_cast<clang::LabelStmt>(stmt))
    labels.insert(label->getDecl());
  for (const clang::Stmt *child : stmt->children())
    collectGotos(child, targets, labels);
}

bool Importer::leavesByGoto(const clang::Stmt *stmt) {
  llvm::SetVector<const clang::LabelDecl *> targets;
  llvm::DenseSet<const clang::LabelDecl *> labels;
  collectGotos(stmt, targets, labels);
  return llvm::any_of(targets, [&](const clang::LabelDecl *target) { return !labels.contains(target); });
}

void Importer::gotoStatement(const clang::GotoStmt *stmt) {
  for (GotoList &list : llvm::reverse(frame().gotoLists)) {
    auto part = list.parts.find(stmt->getLabel());
    if (part == list.parts.end())
      continue;
    b.create<StoreOp>(constantInt(b.getI32Type(), part->second), list.next);
    setFlag(list.gone);
    frame().dead = true;
    return;
  }
  refuse(stmt->getGotoLoc(), "a goto into a block is not supported",
         "put the label into the block of the goto, or into one around it");
}

void Importer::labelledStatements(Statements statements, llvm::function_ref<void()> rest) {
  // Cut at the labels.
  GotoList list;
  SmallVector<SmallVector<const clang::Stmt *>> parts(1);
  Jumps jumps;
  bool goesBack = false;
  for (const clang::Stmt *stmt : statements) {
    while (auto *label = dyn_cast_or_null<clang::LabelStmt>(stmt)) {
      if (!parts.back().empty())
        parts.emplace_back();
      list.parts[label->getDecl()] = parts.size() - 1;
      stmt = label->getSubStmt();
    }
    parts.back().push_back(stmt);
    jumps |= jumpsOf(stmt);
    llvm::SetVector<const clang::LabelDecl *> targets;
    llvm::DenseSet<const clang::LabelDecl *> labels;
    collectGotos(stmt, targets, labels);
    goesBack |=
        llvm::any_of(targets, [&](const clang::LabelDecl *target) { return list.parts.count(target); });
  }
  bool isTarget = jumps.gotos;
  if (!isTarget) {
    // Labels that no goto names are only names.
    SmallVector<const clang::Stmt *> all;
    for (auto &part : parts)
      all.append(part);
    return sequence(all, rest);
  }
  // What leaves the list goes to the labels of the lists around it.
  Jumps outer = jumps;
  outer.gotos = !frame().gotoLists.empty();

  auto number = [&](unsigned part) { return constantInt(b.getI32Type(), part); };
  list.next = makeLocal(b.getI32Type(), "next")->address;
  list.gone = makeFlag("gone");
  b.create<StoreOp>(number(0), list.next);
  scf::WhileOp loop;
  Operation *marker = b.create<UndefOp>(b.getI1Type()); // variables of all parts stand in front of it
  OpBuilder::InsertPoint behind;
  if (goesBack) {
    loop = b.create<scf::WhileOp>(TypeRange(), ValueRange());
    behind = b.saveInsertionPoint();
    b.createBlock(&loop.getBefore());
    Value goesOn =
        b.create<arith::CmpIOp>(arith::CmpIPredicate::ne, b.create<LoadOp>(list.next), number(parts.size()));
    if (outer.any())
      goesOn = b.create<arith::AndIOp>(goesOn, noneTaken(outer));
    b.create<scf::ConditionOp>(goesOn, ValueRange());
    b.createBlock(&loop.getAfter());
  }
  frame().gotoLists.push_back(list);
  llvm::SaveAndRestore shallow(frame().nesting, 0u);
  for (unsigned i = 0; i < parts.size(); ++i) {
    Value isNext = b.create<arith::CmpIOp>(arith::CmpIPredicate::eq, b.create<LoadOp>(list.next), number(i));
    if (i && outer.any()) {
      frame().gotoLists.pop_back();
      isNext = b.create<arith::AndIOp>(isNext, noneTaken(outer));
      frame().gotoLists.push_back(list);
    }
    branch(
        isNext,
        [&] {
          llvm::SaveAndRestore outside(anchor, marker);
          b.create<StoreOp>(number(i + 1), list.next);
          setFlag(list.gone, false);
          sequence(parts[i], [] {});
          return Value();
        },
        [] { return Value(); });
    frame().dead = false;
  }
  frame().gotoLists.pop_back();
  if (goesBack) {
    b.create<scf::YieldOp>();
    b.restoreInsertionPoint(behind);
  }
  marker->erase();
  guarded(outer, rest);
}

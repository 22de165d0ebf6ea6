// goto: a loop over a number that says which label is next.
//
// The statements of a list are cut at its labels into parts. A `goto` stores
// the number of the part to go to and leaves the parts as `break` would.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

void Importer::gotoStatement(const clang::GotoStmt *stmt) {
  refuse(stmt->getGotoLoc(), "this goto is not supported yet", "write it with loops and conditions");
}

/// Labels that no goto names are only names.
void Importer::labelledStatements(Statements statements) {
  for (const clang::Stmt *stmt : statements)
    if (auto *label = dyn_cast_or_null<clang::LabelStmt>(stmt)) {
      refuse(label->getBeginLoc(), "this goto is not supported yet", "write it with loops and conditions");
      return;
    }
}

// The reverse sweep over straight-line code and branches.  It knows no
// operation by name: each one's row says what its adjoint is.
#pragma once

#include "Adjoints.h"

#include "adgen/Analysis/Activity.h"
#include "adgen/Differentiate/Reverse.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"

namespace adgen {

class Sweep {
public:
  Sweep(mlir::ImplicitLocOpBuilder &b, const Activity &activity, const ReportError &error)
      : b(b), activity(activity), error(error) {}

  /// Builds the adjoints of `ops` at the builder's insertion point, last first.
  void run(llvm::ArrayRef<mlir::Operation *> ops, Adjoints &adjoints);

  bool hasFailed() const { return failed; }

private:
  void reverse(mlir::Operation *op, Adjoints &adjoints);
  void reverseBranch(mlir::scf::IfOp op, Adjoints &adjoints);
  void reverseAlternative(mlir::Block &primal, mlir::scf::IfOp op, const Adjoints &outer, Adjoints &inner,
                          llvm::DenseSet<mlir::Value> &own);
  void reverseRow(mlir::Operation *op, mlir::Value cotangent, Adjoints &adjoints);
  bool isActive(mlir::Value value) const;

  mlir::ImplicitLocOpBuilder &b;
  const Activity &activity;
  const ReportError &error;
  /// For a value that a reversed branch computes again: the value of the primal.
  llvm::DenseMap<mlir::Value, mlir::Value> origin;
  bool failed = false;
};

} // namespace adgen

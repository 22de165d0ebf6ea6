// The forward sweep of tangents: beside each operation, the one that computes
// the tangent of its result.  It knows no operation by name: the tangent of a
// row is what its pullback says, with the operands' tangents for the cotangent.
#pragma once

#include "Shadows.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/MapVector.h"

namespace adgen {

class ForwardHelpers;

class Tangents {
public:
  struct Facts {
    const Activity &activity;
    const ShadowNeeds &needs;
    const Shadows &shadows;
    const SlotMap &slots;
    ForwardHelpers &helpers;
    const llvm::DenseSet<mlir::Operation *> &primal; ///< The operations that were there before.
  };
  Tangents(const Facts &facts, const ReportError &error, mlir::MLIRContext *context);

  void set(mlir::Value value, mlir::Value tangent) { tangents[value] = tangent; }
  void run(mlir::Block &block);
  /// Zero where there is none.
  mlir::Value of(mlir::Value value, mlir::Operation *before);
  bool hasFailed() const { return failed; }

private:
  void operation(mlir::Operation *op);
  void memory(mlir::Operation *op);
  void call(mlir::Operation *op);
  mlir::Value row(mlir::Operation *op);
  mlir::Value generalRow(mlir::Operation *op);
  mlir::Value zero(mlir::Value value);
  mlir::Value tangent(mlir::Value value);
  void fail(mlir::Location loc, const llvm::Twine &message);

  const Facts &facts;
  const ReportError &error;
  mlir::ImplicitLocOpBuilder b;
  llvm::DenseMap<mlir::Value, mlir::Value> tangents;
  bool failed = false;
};

/// Derivatives of recursive callees in forward mode, one per choice of the arguments that have a tangent.
class ForwardHelpers {
public:
  ForwardHelpers(mlir::ModuleOp module, const ReportError &error) : module(module), error(error) {}
  /// Null after an error. `active`: which arguments have a tangent, or a shadow.
  mlir::func::FuncOp helperFor(mlir::func::CallOp call, llvm::ArrayRef<bool> active);
  std::vector<mlir::func::FuncOp> all() const { return made; }

private:
  void collectCallees(mlir::func::FuncOp helper);

  mlir::ModuleOp module;
  const ReportError &error;
  std::vector<mlir::func::FuncOp> made;
};

/// Analyses `function`, in which the values have the given tangents or shadows, and builds all others.
/// \returns false after an error.
bool buildTangents(mlir::func::FuncOp function, llvm::ArrayRef<std::pair<mlir::Value, mlir::Value>> known,
                   llvm::ArrayRef<mlir::Value> dependent, ForwardHelpers &helpers, const ReportError &error,
                   const ReportCut &cut, llvm::SmallVectorImpl<mlir::Value> &resultTangents);

} // namespace adgen

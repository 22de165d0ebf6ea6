// Reverse mode: from a function of the graph to the function that computes its
// value and its gradient.
#pragma once

#include "adgen/Differentiate/Variable.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <optional>

namespace adgen {

struct ReverseRequest {
  std::vector<Variable> wrt;
  bool hasWeights = false;
  std::vector<Variable> weights; ///< adgen::Parameters, whose gradients are one adgen::Gradients.
  bool hasAux = false;
  /// The function gets the cotangent of its result as a parameter, and returns the gradients alone.
  bool vjp = false;
  std::string gradName, valueAndGradName;
};

struct ReverseResult {
  mlir::func::FuncOp grad, valueAndGrad; ///< With vjp, valueAndGrad is null.
  /// Derivatives of recursive callees, which the two call: shared by all derivatives of a translation
  /// unit. `FunctionInfo::callee` says in which namespace each is to stand ("::n::f_adjoint").
  std::vector<mlir::func::FuncOp> helpers;
};

/// Adds `f`_grad and `f`_value_and_grad to f's module.  f stays as it is.
std::optional<ReverseResult> differentiateReverse(mlir::func::FuncOp f, const ReverseRequest &request,
                                                  const ReportError &error, const ReportCut &cut);

} // namespace adgen

// Forward mode: from a function of the graph to the function that computes its
// value and its derivative in one direction.
#pragma once

#include "adgen/Differentiate/Reverse.h"

namespace adgen {

struct ForwardRequest {
  std::vector<Variable> wrt;
  std::string name;
};

struct ForwardResult {
  mlir::func::FuncOp jvp;
  /// Derivatives of callees that call themselves; they stand in front of it.
  std::vector<mlir::func::FuncOp> helpers;
};

/// Adds `f`_jvp to f's module: the parameters of f, then the tangent of each variable.  It returns the
/// value and its tangent; what f writes through a pointer or a reference has its tangent written beside.
std::optional<ForwardResult> differentiateForward(mlir::func::FuncOp f, const ForwardRequest &request,
                                                  const ReportError &error, const ReportCut &cut);

} // namespace adgen

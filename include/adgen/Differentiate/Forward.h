// Forward mode: from a function of the graph to the one that computes, beside
// its value, the tangent of the value.
#pragma once

#include "adgen/Differentiate/Variable.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace adgen {

struct ForwardRequest {
  std::vector<Variable> wrt;
  std::string name; ///< Of the generated function.
};

/// Adds the function to f's module, and one for each recursive callee that it calls and that is not there
/// yet (`g.jvp_…`).  f stays as it is.
///
///   f(x, y)  gives  f_jvp(x, y, d_x, d_y)
///
/// with one more parameter per variable, of the type of the parameter itself: its tangent, or a pointer to
/// where the tangents of what it points to are kept; for a reference through which f may write, a pointer
/// to the tangent.  It returns std::tuple(result, tangent of the result), or nothing where f does not.
///
/// \returns null after an error.
mlir::func::FuncOp differentiateForward(mlir::func::FuncOp f, const ForwardRequest &request,
                                        const ReportError &error, const ReportCut &cut);

} // namespace adgen

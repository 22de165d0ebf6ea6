// The optimisations as MLIR passes; each runs on one function.

include "mlir/Pass/PassBase.td"

def Simplify : Pass<"ad-simplify", "::mlir::func::FuncOp"> {
  let summary = "Rewrite what MLIR's canonicalizer leaves: neutral elements, signs, sums of like shapes";
  let dependentDialects = ["::adgen::ad::AdDialect", "::mlir::arith::ArithDialect"];
}

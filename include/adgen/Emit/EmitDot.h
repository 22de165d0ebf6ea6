// A picture of a function of the graph, for graphviz.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <string>

namespace adgen {

/// The data flow of `function` as a digraph: one node per value, labelled with
/// its source name and the operation that makes it, the primal and the adjoint
/// part in two clusters. Constants stand in the labels of their users.
std::string emitDot(mlir::func::FuncOp function);

} // namespace adgen

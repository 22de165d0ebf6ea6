// From a function of the graph to the C++ that a person would have written.
//
// Three steps, none of which changes the IR: PrepareForEmission decides what
// becomes a variable and what is folded into an expression, LegalizeNames gives
// the variables their names, and EmitCpp prints.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <set>
#include <string>

namespace adgen {

/// The definition of `function` as an inline C++ function, ending in a newline.
/// It compiles without warnings once the headers that are added to `includes`
/// ("<cmath>", "adgen/runtime/Runtime.h"; arithmetic alone needs none) and the
/// user's own types are visible. Returns "" after an error, which stands at the
/// operation that has no C++ spelling.
std::string emitCpp(mlir::func::FuncOp function, std::set<std::string> &includes);

/// Its declaration, `inline T name(parameters);`, ending in a newline.
std::string emitDeclaration(mlir::func::FuncOp function);

} // namespace adgen

// Copies of whole objects in memory, number by number.
#pragma once

#include "adgen/IR/AdDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace adgen {

/// *to = *from: loads and stores, in loops for arrays.
void copyParts(mlir::ImplicitLocOpBuilder &b, mlir::Value from, mlir::Value to);

/// *to += *from, number by number.
void addParts(mlir::ImplicitLocOpBuilder &b, mlir::Value from, mlir::Value to);

/// for (i = 0; i < the array's length; ++i), without a body.
mlir::scf::ForOp forEachElement(mlir::ImplicitLocOpBuilder &b, mlir::Value array);

/// An object of the type that is zero, as memory of the function; arrays of dynamic size have the length of
/// those in `object`.
mlir::Value zeroLike(mlir::ImplicitLocOpBuilder &b, mlir::Location loc, ad::PtrType type, mlir::Value object);

/// Rewrites stores of whole arrays, or of records with one, that are loaded right before.
void expandCopies(mlir::func::FuncOp function);

} // namespace adgen

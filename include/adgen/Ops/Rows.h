// The tables of operations (Elementwise.def, Special.def, Tensor.def), for every stage.
//
// One row is an operation's whole life: the importer binds C++ functions to it
// by name, the differentiator asks it for cotangents, the emitter for its
// spelling, and one parameterised test checks it.
#pragma once

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Operation.h"

namespace adgen {

enum class RowKind {
  Elementwise, ///< Element by element, tensors and scalars broadcast together.
  Special,     ///< A function of one number, behind orders: Special.def.
  General,     ///< Anything else: `ad.apply` on tensors, lists and scalars.
};

/// Where a special function is declared: in std; in C's library, with a name for each type; in adgen.
enum class Home { std, C, adgen };

/// What a rule says of one operand: its cotangent; a null value, when no
/// derivative passes; or nullopt, when it has a derivative that no rule gives.
using Cotangent = std::optional<mlir::Value>;

struct Row {
  llvm::StringRef name;   ///< In `ad.apply`; also adgen::name and, for a libm function, std::name.
  llvm::StringRef irName; ///< The upstream op on scalars ("math.tanh"), or "" where `ad.apply` serves.
  RowKind kind;
  unsigned arity; ///< Operands at most.
  /// C++ text of the trailing operands that have a default, outermost first: {"{}", "false"} for sum.
  llvm::ArrayRef<llvm::StringRef> defaults;

  /// Builds the upstream op on scalars; null where there is none.
  mlir::Value (*buildScalar)(mlir::ImplicitLocOpBuilder &, mlir::ValueRange operands);

  /// Cotangents of the operands from the operands, the result and its
  /// cotangent.  The pointer is null for a row whose result has derivative zero
  /// (floor, argmax).
  using Pullback = llvm::SmallVector<Cotangent> (*)(mlir::ImplicitLocOpBuilder &, mlir::ValueRange operands,
                                                    mlir::Value result, mlir::Value cotangent);
  Pullback pullback;

  Home home = Home::std;         ///< Of a special function.
  bool hasIntegerOrders = false; ///< Of a special function: what stands in front of its argument.

  bool isInactive() const { return !pullback; }
};

llvm::ArrayRef<Row> rows();

/// Null when there is no row of that name.
const Row *rowNamed(llvm::StringRef name);
/// Null when `op` has no row.
const Row *rowOf(mlir::Operation *op);

/// Applies the row to the operands: the upstream op when all are scalars and
/// there is one, else `ad.apply`.  `type` is needed only where it does not
/// follow from the operands.
mlir::Value applyRow(mlir::ImplicitLocOpBuilder &b, const Row &row, mlir::ValueRange operands,
                     mlir::Type type = {});
mlir::Value applyRow(mlir::ImplicitLocOpBuilder &b, llvm::StringRef name, mlir::ValueRange operands,
                     mlir::Type type = {});

/// The cotangents of `op`'s operands, each of its operand's type and shape.
/// Each elementwise one passes through `guard` before it is summed to that shape.
llvm::SmallVector<Cotangent> pullbackOf(mlir::ImplicitLocOpBuilder &b, const Row &row, mlir::Operation *op,
                                        mlir::Value cotangent,
                                        llvm::function_ref<mlir::Value(mlir::Value)> guard);

} // namespace adgen

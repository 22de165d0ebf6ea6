// What a class is in the graph, field by field.
#pragma once

#include "Importer.h"

namespace adgen {

struct RecordFields {
  llvm::SmallVector<mlir::Attribute> names, storedAs;
  llvm::SmallVector<mlir::Type> types;

  /// \param converted the type in the graph.
  void add(Importer &importer, llvm::StringRef name, clang::QualType type, mlir::Type converted);
  ad::RecordType record(Importer &importer, llvm::StringRef cxxName, llvm::StringRef making = "") const;
};

} // namespace adgen

// LegalizeNames: every variable gets a name that a person would have given it
// and that means nothing else where it stands.
#pragma once

#include "adgen/IR/Function.h"
#include "llvm/ADT/StringSet.h"

namespace adgen::emit {

/// What C++ code calls the callee.
std::string calleeName(mlir::func::CallOp call);

class Names {
public:
  /// Reserves the keywords, the parameters, and all that the text of the
  /// function will mention by name: types, globals, callees.
  explicit Names(mlir::func::FuncOp function);

  /// A new name for the value: its source name, else that of `hint`, where they have one.
  std::string forValue(mlir::Value value, mlir::Value hint = {});
  /// A new name, `wanted` or close to it.
  std::string fresh(llvm::StringRef wanted);
  bool isFree(llvm::StringRef name) const { return !taken.contains(name) && !sourceNames.contains(name); }
  /// The name's scope has ended.
  void release(llvm::StringRef name) { taken.erase(name); }

private:
  void reserveIdentifiers(llvm::StringRef text);
  std::string temporary(bool isReverse);

  llvm::StringSet<> taken, parameters;
  /// Source names of values: only those values may have them.
  llvm::StringSet<> sourceNames;
  /// The number to try next: all smaller ones are taken.
  llvm::StringMap<unsigned> next, nextTemporary;
};

} // namespace adgen::emit

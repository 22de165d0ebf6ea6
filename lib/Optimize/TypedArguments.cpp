// The context that a C function hands through to a callback, `void *params`: in a function that calls itself
// it is a parameter, whose type only the calls know.
#include "adgen/Optimize/TypedArguments.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

/// The parameters of all functions, and what the calls pass.
class Arguments {
public:
  explicit Arguments(llvm::ArrayRef<func::FuncOp> functions) : functions(functions) {
    for (func::FuncOp function : functions)
      function.walk([&](func::CallOp call) { calls[call.getCallee()].push_back(call); });
  }

  std::vector<func::FuncOp> run() {
    llvm::SetVector<func::FuncOp> changed;
    for (bool isOpen = true; isOpen;) {
      isOpen = false;
      for (func::FuncOp function : functions)
        for (unsigned index = 0; index < function.getNumArguments(); ++index)
          if (PtrType type =
                  isUntyped(function.getArgument(index).getType()) ? agreed(function, index) : PtrType()) {
            retype(function, index, type);
            changed.insert(function);
            isOpen = true;
          }
    }
    return {changed.begin(), changed.end()};
  }

private:
  /// The type that all calls pass, of those that say it; null if there is none, or more than one.
  PtrType agreed(func::FuncOp function, unsigned index) {
    PtrType result;
    for (func::CallOp call : calls[function.getSymName()]) {
      Value operand = call.getOperand(index);
      while (auto cast = operand.getDefiningOp<PtrCastOp>())
        operand = cast.getPointer();
      if (operand == function.getArgument(index) || operand.getDefiningOp<NullOp>())
        continue;
      auto type = cast<PtrType>(operand.getType());
      // A class of a function has no name outside.
      const bool hasName = cxxTypeOf(type.getPointee()).find(localTypeMark) == std::string::npos;
      const bool isConst = cast<PtrType>(function.getArgument(index).getType()).getIsConst();
      const auto passed = PtrType::get(type.getPointee(), isConst, type.getStoredAs());
      if (isUntyped(type) || !hasName || (result && passed != result))
        return {};
      result = passed;
    }
    return result;
  }

  void retype(func::FuncOp function, unsigned index, PtrType type) {
    BlockArgument argument = function.getArgument(index);
    const Type untyped = argument.getType();
    argument.setType(type);
    function.setFunctionType(FunctionType::get(function.getContext(), function.getBody().getArgumentTypes(),
                                               function.getFunctionType().getResults()));
    OpBuilder b(function.getContext());
    b.setInsertionPointToStart(&function.getBody().front());
    auto back = b.create<PtrCastOp>(argument.getLoc(), untyped, argument);
    argument.replaceAllUsesExcept(back, back);
    for (func::CallOp call : calls[function.getSymName()]) {
      b.setInsertionPoint(call);
      call.setOperand(index, b.createOrFold<PtrCastOp>(call.getLoc(), type, call.getOperand(index)));
    }

    FunctionInfo info = getFunctionInfo(function);
    const std::string suffix = "_on_" + asIdentifier(cxxTypeInMemory(type));
    info.params[index].cxxType = cxxTypeOf(type);
    info.cxxName += suffix;
    info.callee += suffix;
    setFunctionInfo(function, info);
    // Two types may become one identifier: in another translation unit that must not be one function.
    function->setAttr(internalMark, b.getUnitAttr());
    function->setAttr(namelessMark, b.getUnitAttr());
  }

  llvm::ArrayRef<func::FuncOp> functions;
  llvm::StringMap<SmallVector<func::CallOp>> calls;
};

} // namespace

std::vector<func::FuncOp> adgen::typeArguments(llvm::ArrayRef<func::FuncOp> functions) {
  return Arguments(functions).run();
}

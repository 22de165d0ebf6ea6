// mlir-opt with adgen's dialect and passes, and the emitter behind it: runs
// single stages on the text form of a graph.
#include "adgen/Differentiate/Reverse.h"
#include "adgen/Emit/EmitCpp.h"
#include "adgen/Emit/EmitDot.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/SourceMgr.h"

#include <optional>

using namespace mlir;

/// Prints every function of the graph in `file`, as C++ or as a picture.
static int emitFile(llvm::StringRef kind, llvm::StringRef file, DialectRegistry &registry) {
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  llvm::SourceMgr sources;
  SourceMgrDiagnosticHandler diagnostics(sources, &context);
  ParserConfig config(&context);
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(file, sources, config);
  if (!module)
    return 1;
  bool failed = false;
  for (auto function : module->getOps<func::FuncOp>()) {
    if (kind == "includes") {
      for (const std::string &header : adgen::includesOf(function))
        llvm::outs() << "#include " << (header[0] == '<' ? header : "\"" + header + "\"") << "\n";
      continue;
    }
    std::string text = kind == "dot" ? adgen::emitDot(function) : adgen::emitCpp(function);
    failed |= text.empty();
    llvm::outs() << text << "\n";
  }
  return failed;
}

namespace {

/// Adds the gradient of every function with respect to the arguments that bear a name in `ad.params` or,
/// where a function has none, to all that are numbers or pointers to them.
struct ReversePass : PassWrapper<ReversePass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(ReversePass)
  llvm::StringRef getArgument() const override { return "ad-reverse"; }
  llvm::StringRef getDescription() const override { return "Add the gradient of every function"; }

  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<adgen::ad::AdDialect, arith::ArithDialect, math::MathDialect, scf::SCFDialect>();
  }

  static bool isVariable(Type type) {
    auto pointer = dyn_cast<adgen::ad::PtrType>(type);
    return isa<FloatType>(pointer ? pointer.getPointee() : type);
  }

  void runOnOperation() override {
    for (auto function : llvm::to_vector(getOperation().getOps<func::FuncOp>())) {
      adgen::FunctionInfo info = adgen::getFunctionInfo(function);
      if (info.params.empty()) {
        info.cxxName = function.getSymName();
        info.resultType = function.getNumResults() ? adgen::cxxTypeOf(function.getResultTypes()[0]) : "void";
        for (BlockArgument argument : function.getArguments()) {
          std::string name = adgen::nameOf(argument.getLoc()).str();
          if (name.empty())
            name = "x" + std::to_string(argument.getArgNumber());
          argument.setLoc(adgen::withName(argument.getLoc(), name));
          info.params.push_back({name, adgen::cxxTypeOf(argument.getType()), adgen::ParamKind::Value});
        }
        adgen::setFunctionInfo(function, info);
      }
      adgen::ReverseRequest request;
      for (BlockArgument argument : function.getArguments())
        if (isVariable(argument.getType())) {
          request.wrt.emplace_back();
          request.wrt.back().argument = argument.getArgNumber();
          request.wrt.back().name = info.params[argument.getArgNumber()].name;
        }
      request.gradName = info.cxxName + "_grad";
      request.valueAndGradName = info.cxxName + "_value_and_grad";
      auto error = [](Location location, llvm::StringRef message) { emitError(location, message); };
      if (!adgen::differentiateReverse(function, request, error, [](Location) {}))
        return signalPassFailure();
    }
  }
};

} // namespace

int main(int argc, char **argv) {
  DialectRegistry registry;
  registry.insert<adgen::ad::AdDialect, arith::ArithDialect, func::FuncDialect, math::MathDialect,
                  scf::SCFDialect>();
  // MlirOptMain owns the command line: what is ours is taken out first.
  llvm::StringRef first = argc > 1 ? argv[1] : "";
  if (first.consume_front("--emit=")) {
    llvm::InitLLVM init(argc, argv);
    if (argc < 3 || (first != "cpp" && first != "dot" && first != "includes")) {
      llvm::errs() << "usage: adgen-opt --emit=cpp|dot|includes FILE...\n";
      return 2;
    }
    for (int i = 2; i < argc; ++i)
      if (int status = emitFile(first, argv[i], registry))
        return status;
    return 0;
  }
  adgen::registerAdgenPasses();
  registerTransformsPasses();
  PassRegistration<ReversePass>();
  return asMainReturnCode(MlirOptMain(argc, argv, "adgen's graph optimizer\n", registry));
}

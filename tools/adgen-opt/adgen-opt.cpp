// mlir-opt with adgen's dialect and passes, and the emitter behind it: runs
// single stages on the text form of a graph.
#include "adgen/Differentiate/Forward.h"
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
    std::set<std::string> includes;
    std::string text = kind == "dot" ? adgen::emitDot(function) : adgen::emitCpp(function, includes);
    failed |= text.empty();
    if (kind != "includes") {
      llvm::outs() << text << "\n";
      continue;
    }
    for (const std::string &header : includes)
      llvm::outs() << "#include " << (header[0] == '<' ? header : "\"" + header + "\"") << "\n";
  }
  return failed;
}

namespace {

void addDialects(DialectRegistry &registry) {
  registry.insert<adgen::ad::AdDialect, arith::ArithDialect, func::FuncDialect, math::MathDialect,
                  scf::SCFDialect>();
}

/// Says of every function what import would have said.
void describe(func::FuncOp function) {
  adgen::FunctionInfo info = adgen::getFunctionInfo(function);
  if (!info.params.empty())
    return;
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

/// The arguments that are numbers or pointers to them; where a parameter's name begins with `fixed`, it is
/// not one.
std::vector<adgen::Variable> variablesOf(func::FuncOp function) {
  adgen::FunctionInfo info = adgen::getFunctionInfo(function);
  std::vector<adgen::Variable> variables;
  for (BlockArgument argument : function.getArguments()) {
    auto pointer = dyn_cast<adgen::ad::PtrType>(argument.getType());
    const std::string &name = info.params[argument.getArgNumber()].name;
    if (!isa<FloatType>(pointer ? pointer.getPointee() : argument.getType()) ||
        llvm::StringRef(name).starts_with("fixed"))
      continue;
    variables.emplace_back();
    variables.back().argument = argument.getArgNumber();
    variables.back().name = name;
  }
  return variables;
}

void report(Location location, llvm::StringRef message) { emitError(location, message); }

/// Adds the gradient of every function.
struct ReversePass : PassWrapper<ReversePass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(ReversePass)
  llvm::StringRef getArgument() const override { return "ad-reverse"; }
  llvm::StringRef getDescription() const override { return "Add the gradient of every function"; }
  void getDependentDialects(DialectRegistry &registry) const override { addDialects(registry); }

  void runOnOperation() override {
    for (auto function : llvm::to_vector(getOperation().getOps<func::FuncOp>())) {
      describe(function);
      adgen::ReverseRequest request;
      request.wrt = variablesOf(function);
      std::string name = adgen::getFunctionInfo(function).cxxName;
      request.gradName = name + "_grad";
      request.valueAndGradName = name + "_value_and_grad";
      if (!adgen::differentiateReverse(function, request, report, [](Location) {}))
        return signalPassFailure();
    }
  }
};

/// Adds the forward derivative of every function.
struct ForwardPass : PassWrapper<ForwardPass, OperationPass<ModuleOp>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(ForwardPass)
  llvm::StringRef getArgument() const override { return "ad-forward"; }
  llvm::StringRef getDescription() const override { return "Add the forward derivative of every function"; }
  void getDependentDialects(DialectRegistry &registry) const override { addDialects(registry); }

  void runOnOperation() override {
    for (auto function : llvm::to_vector(getOperation().getOps<func::FuncOp>())) {
      describe(function);
      std::string name = adgen::getFunctionInfo(function).cxxName + "_jvp";
      if (!adgen::differentiateForward(function, {variablesOf(function), name}, report, [](Location) {}))
        return signalPassFailure();
    }
  }
};

} // namespace

int main(int argc, char **argv) {
  DialectRegistry registry;
  addDialects(registry);
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
  PassRegistration<ForwardPass>();
  return asMainReturnCode(MlirOptMain(argc, argv, "adgen's graph optimizer\n", registry));
}

// The whole pipeline, readable from top to bottom.

#include "adgen/Driver/Pipeline.h"

#include "GenerationState.h"

#include "adgen/Differentiate/Reverse.h"
#include "adgen/Emit/EmitCpp.h"
#include "adgen/Emit/EmitDot.h"
#include "adgen/IR/Function.h"
#include "adgen/Import/ImportFunction.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/IR/Verifier.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Format/Format.h"
#include "clang/Sema/Sema.h"
#include "llvm/Support/Program.h"

using namespace adgen;

namespace {

/// The place in the user's source that a location of the graph names.
clang::SourceLocation sourceLocation(clang::Sema &sema, mlir::Location location) {
  clang::SourceManager &sources = sema.getSourceManager();
  mlir::FileLineColLoc place;
  location->walk([&](mlir::Location part) {
    place = llvm::dyn_cast<mlir::FileLineColLoc>(part);
    return place ? mlir::WalkResult::interrupt() : mlir::WalkResult::advance();
  });
  if (!place)
    return {};
  auto file = sources.getFileManager().getOptionalFileRef(place.getFilename());
  return file ? sources.translateFileLineCol(*file, place.getLine(), place.getColumn())
              : clang::SourceLocation();
}

/// The positions and members of a request, as arguments of the graph.
ReverseRequest reverseRequest(const ResolvedRequest &resolved) {
  auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(resolved.function);
  unsigned offset = method && method->isInstance() ? 1 : 0;
  ReverseRequest request;
  for (const Selection &selection : resolved.wrt) {
    Variable variable;
    variable.argument = selection.isImplicitThis() ? 0 : selection.parameter + offset;
    variable.name = selection.isImplicitThis()
                        ? "self"
                        : resolved.function->getParamDecl(selection.parameter)->getNameAsString();
    for (const clang::FieldDecl *field : selection.path) {
      variable.path.push_back(field->getNameAsString());
      variable.name += "." + variable.path.back();
    }
    request.wrt.push_back(std::move(variable));
  }
  if (resolved.weights) {
    request.hasWeights = true;
    auto *parameter = llvm::dyn_cast<clang::ParmVarDecl>(resolved.weights->object);
    for (const WeightPath &weight : resolved.weights->parameters) {
      Variable variable;
      if (parameter)
        variable.argument = parameter->getFunctionScopeIndex() + offset;
      else
        variable.global = qualifiedNameOf(resolved.weights->object);
      for (const MemberStep &step : weight.steps)
        if (step.field)
          variable.path.push_back(step.field->getNameAsString());
      variable.name = resolved.weights->object->getNameAsString() + "." + weight.name;
      request.weights.push_back(std::move(variable));
    }
  }
  request.hasAux = resolved.request.hasAux;
  request.gradName = resolved.name;
  request.valueAndGradName = resolved.valueAndGradName;
  return request;
}

std::string format(const std::string &code) {
  clang::format::FormatStyle style = clang::format::getLLVMStyle();
  auto replacements = clang::format::reformat(style, code, clang::tooling::Range(0, code.size()));
  auto formatted = clang::tooling::applyAllReplacements(code, replacements);
  if (!formatted) {
    llvm::consumeError(formatted.takeError());
    return code;
  }
  return *formatted;
}

/// Simplifies a function as a graph: what differentiation may see again.
bool simplify(mlir::func::FuncOp function) {
  mlir::PassManager passes(function.getContext(), mlir::func::FuncOp::getOperationName());
  passes.addPass(mlir::createCanonicalizerPass());
  passes.addPass(mlir::createCSEPass());
  passes.addPass(mlir::createCanonicalizerPass());
  return succeeded(mlir::verify(function)) && succeeded(passes.run(function));
}

/// Rewrites a copy for the machine and the reader: what is printed.
mlir::OwningOpRef<mlir::func::FuncOp> optimize(mlir::func::FuncOp function) {
  mlir::OwningOpRef<mlir::func::FuncOp> copy = function.clone();
  mlir::PassManager passes(function.getContext(), mlir::func::FuncOp::getOperationName());
  addOptimizations(passes);
  if (failed(passes.run(*copy)))
    return {};
  return copy;
}

} // namespace

std::shared_ptr<GenerationState> adgen::createGenerationState() {
  return std::make_shared<GenerationState>();
}

std::optional<GeneratedDerivative>
adgen::generateDerivative(clang::Sema &sema, const ResolvedRequest &resolved, GenerationState &state) {
  Diagnostics diagnostics(sema.getDiagnostics());
  auto known = [&](const clang::FunctionDecl *function) { return state.graphOf(function); };

  // Import, unless the function is one that adgen generated: its graph is known.
  mlir::func::FuncOp primal = known(resolved.function);
  if (!primal)
    primal = importFunction(sema, diagnostics, resolved.function, state.module(), known, state.checkpointOf);
  if (!primal)
    return std::nullopt;
  auto internalError = [&](llvm::StringRef stage) {
    diagnostics.error(resolved.location(),
                      "adgen failed internally " + stage + ": please report this as a bug");
    return std::nullopt;
  };
  if (!simplify(primal))
    return internalError("while importing");

  // Differentiate.
  ReverseRequest request = reverseRequest(resolved);
  auto at = [&](mlir::Location location) {
    clang::SourceLocation place = sourceLocation(sema, location);
    return place.isValid() ? place : resolved.location();
  };
  auto error = [&](mlir::Location location, llvm::StringRef message) {
    diagnostics.error(at(location), message);
  };
  auto cut = [&](mlir::Location location) {
    diagnostics.warning(at(location), "the derivative stops where this value becomes an integer",
                        "adgen-integer-cut");
  };
  std::optional<ReverseResult> reversed = differentiateReverse(primal, request, error, cut);
  if (!reversed)
    return std::nullopt;

  // Optimize and emit.
  GeneratedDerivative generated;
  std::set<std::string> includes;
  for (mlir::func::FuncOp function : {reversed->grad, reversed->valueAndGrad}) {
    if (!simplify(function))
      return internalError("while differentiating");
    state.remember(resolved, function);
    auto optimized = optimize(function);
    if (!optimized)
      return internalError("while optimizing");
    generated.functions += (generated.functions.empty() ? "" : "\n") + emitCpp(*optimized);
    includes.merge(includesOf(*optimized));
  }
  generated.functions = format(generated.functions);
  generated.includes.assign(includes.begin(), includes.end());
  return generated;
}

/// The picture that graphviz draws of a graph.
static std::optional<std::string> drawSvg(const std::string &dot, Diagnostics &diagnostics,
                                          clang::SourceLocation location) {
  auto program = llvm::sys::findProgramByName("dot");
  if (!program) {
    diagnostics.error(location, "--emit=svg needs graphviz's program 'dot': install the package graphviz");
    return std::nullopt;
  }
  llvm::SmallString<128> in, out;
  int descriptor;
  if (llvm::sys::fs::createTemporaryFile("adgen", "dot", descriptor, in) ||
      llvm::sys::fs::createTemporaryFile("adgen", "svg", out)) {
    diagnostics.error(location, "cannot write a temporary file");
    return std::nullopt;
  }
  llvm::raw_fd_ostream(descriptor, /*shouldClose=*/true) << dot;
  std::string outOption = "-o" + out.str().str();
  int status = llvm::sys::ExecuteAndWait(*program, {*program, "-Tsvg", in, outOption});
  auto svg = llvm::MemoryBuffer::getFile(out);
  std::optional<std::string> text;
  if (status == 0 && svg)
    text = (*svg)->getBuffer().str();
  else
    diagnostics.error(location, "graphviz's program 'dot' failed");
  llvm::sys::fs::remove(in);
  llvm::sys::fs::remove(out);
  return text;
}

std::optional<std::string> adgen::renderGraph(clang::Sema &sema, const ResolvedRequest &resolved,
                                              GenerationState &state, EmitKind kind) {
  Diagnostics diagnostics(sema.getDiagnostics());
  mlir::func::FuncOp graph = state.graphNamed(resolved, resolved.valueAndGradName);
  if (!graph) {
    diagnostics.error(resolved.location(), "there is no graph of '" + resolved.valueAndGradName + "'");
    return std::nullopt;
  }
  if (kind == EmitKind::Mlir) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    for (llvm::StringRef name : {llvm::StringRef(resolved.name), llvm::StringRef(resolved.valueAndGradName)})
      state.graphNamed(resolved, name)->print(stream), stream << "\n";
    return text;
  }
  // The picture without what only shapes are needed for.
  mlir::OwningOpRef<mlir::func::FuncOp> picture = graph.clone();
  mlir::PassManager passes(graph.getContext(), mlir::func::FuncOp::getOperationName());
  passes.addPass(createSimplify());
  passes.addPass(mlir::createCanonicalizerPass());
  if (failed(passes.run(*picture)))
    return std::nullopt;
  std::string dot = emitDot(*picture);
  return kind == EmitKind::Dot ? std::optional<std::string>(dot)
                               : drawSvg(dot, diagnostics, resolved.location());
}

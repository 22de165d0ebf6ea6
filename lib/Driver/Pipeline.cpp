// The whole pipeline, readable from top to bottom.

#include "adgen/Driver/Pipeline.h"

#include "CheckMemory.h"
#include "GenerationState.h"
#include "HelperHome.h"

#include "adgen/Differentiate/Forward.h"
#include "adgen/Differentiate/Guards.h"
#include "adgen/Differentiate/Reverse.h"
#include "adgen/Emit/EmitCpp.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/InternalError.h"
#include "adgen/IR/Lanes.h"
#include "adgen/IR/Report.h"
#include "adgen/Import/ImportFunction.h"
#include "adgen/Optimize/Lanes.h"
#include "adgen/Optimize/Passes.h"
#include "adgen/Optimize/TypedArguments.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Format/Format.h"
#include "clang/Sema/Sema.h"

using namespace adgen;

namespace {

/// The place in the user's source that a location of the graph names.
clang::SourceLocation sourceLocation(clang::Sema &sema, mlir::Location location) {
  clang::SourceManager &sources = sema.getSourceManager();
  const mlir::FileLineColLoc place = placeIn(location);
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
  request.vjp = resolved.request.mode == Mode::Vjp;
  request.gradName = resolved.name;
  request.valueAndGradName = resolved.valueAndGradName;
  return request;
}

std::string format(const std::string &code) {
  clang::format::FormatStyle style = clang::format::getLLVMStyle();
  // Each of these reads the whole text once more, and finds nothing to do in it.
  style.FixNamespaceComments = false;
  style.SortUsingDeclarations = clang::format::FormatStyle::SUD_Never;
  auto replacements = clang::format::reformat(style, code, clang::tooling::Range(0, code.size()));
  auto formatted = clang::tooling::applyAllReplacements(code, replacements);
  if (!formatted) {
    llvm::consumeError(formatted.takeError());
    return code;
  }
  return *formatted;
}

/// Runs all passes. To verify the graph takes as long as a small pass, so it is verified at the two ends
/// only; adgen-opt, which the tests of single passes use, does so behind each.
bool run(mlir::PassManager &passes, mlir::func::FuncOp function) {
  passes.enableVerifier(false);
  return succeeded(mlir::verify(function)) && succeeded(passes.run(function)) &&
         succeeded(mlir::verify(function));
}

/// Simplifies a function as a graph: what differentiation may see again.
bool simplify(mlir::func::FuncOp function, bool isImported) {
  mlir::PassManager passes(function.getContext(), mlir::func::FuncOp::getOperationName());
  passes.addPass(createPromoteLocals());
  if (isImported) // Bounds are still sums then: `INT_MAX + 1` is no number.
    passes.addPass(createLoopBounds());
  passes.addPass(createCanonicalize());
  passes.addPass(mlir::createCSEPass());
  if (isImported)
    passes.addPass(createWideVariables());
  passes.addPass(createLoopFlags());
  passes.addPass(createUnrollSmallLoops());
  passes.addPass(createCanonicalize());
  // A condition that has become constant may have been the only reason for a variable to be memory.
  passes.addPass(createPromoteLocals());
  passes.addPass(createCanonicalize());
  // For the derivative's sake; the derivative itself is left as it reads best.
  if (isImported) {
    passes.addPass(createChosenElements());
    passes.addPass(createHoistInvariants());
    passes.addPass(createElementsInVariables());
    passes.addPass(createFuseLoops());
    passes.addPass(mlir::createCSEPass());
    passes.addPass(createForwardStores());
    passes.addPass(createPromoteLocals());
  }
  return run(passes, function);
}

/// What a derivative adds to the parameters of its primal (d_x) may be called like one of them.
void makeParametersUnique(mlir::func::FuncOp function) {
  FunctionInfo info = getFunctionInfo(function);
  std::set<std::string> taken;
  for (const Param &param : info.params)
    taken.insert(param.name);
  if (taken.size() == info.params.size())
    return;
  std::set<std::string> seen;
  for (Param &param : info.params)
    if (!seen.insert(param.name).second) {
      while (!taken.insert(param.name).second)
        param.name += "_";
      seen.insert(param.name);
    }
  setFunctionInfo(function, info);
}

constexpr llvm::StringLiteral staticMark = "ad.static";

/// Gives a new helper a name that it can be defined under, and marks it if it is internal to the
/// translation unit.
void settleHelper(clang::Sema &sema, mlir::func::FuncOp helper) {
  FunctionInfo info = getFunctionInfo(helper);
  const llvm::StringRef symbol = helper.getSymName();
  auto primal = helper->getParentOfType<mlir::ModuleOp>().lookupSymbol<mlir::func::FuncOp>(
      symbol.take_front(symbol.rfind('.')));
  FunctionInfo primalInfo = primal ? getFunctionInfo(primal) : FunctionInfo();
  std::string parameters;
  for (const Param &param : primalInfo.params)
    parameters += (parameters.empty() ? "" : ",") + param.cxxType;
  const HelperHome home = helperHome(sema, info.callee, primalInfo.cxxName, parameters);
  info.callee = home.name;
  info.cxxName = llvm::StringRef(home.name).rsplit("::").second.str();
  setFunctionInfo(helper, info);
  if (home.isInternal || (primal && primal->hasAttr(internalMark)))
    helper->setAttr(staticMark, mlir::UnitAttr::get(helper.getContext()));
}

/// Instead of one function in all translation units, one in each.
std::string madeStatic(std::string text) {
  const size_t definition = llvm::StringRef(text).starts_with("inline ") ? 0 : text.find("\ninline ") + 1;
  return text.insert(definition, "static ");
}

/// Prints functions of the graph, and collects the headers that they need.
class Printer {
public:
  explicit Printer(llvm::function_ref<void(mlir::Location, llvm::StringRef)> refuse) : refuse(refuse) {}

  /// \returns nothing after a failure: what is a bug has not been reported.
  std::optional<std::string> print(mlir::func::FuncOp function) {
    // A copy beside the original, where its calls find their callees, rewritten for the machine and the
    // reader.
    mlir::func::FuncOp copy = function.clone();
    copy.setSymName((function.getSymName() + ".printed").str());
    function->getParentOfType<mlir::ModuleOp>().push_back(copy);
    mlir::PassManager passes(function.getContext(), mlir::func::FuncOp::getOperationName());
    addOptimizations(passes);
    std::optional<std::string> text;
    if (run(passes, copy) &&
        (!copy->hasAttr(lanesMark) || (widenLanes(copy, refuse) && succeeded(mlir::verify(copy))))) {
      text = emitCpp(copy, includes); // empty after an error
      if (text && text->empty())
        text.reset();
    }
    copy.erase();
    return text;
  }

  std::set<std::string> includes;

private:
  llvm::function_ref<void(mlir::Location, llvm::StringRef)> refuse;
};

/// Nobody can call it, or nobody but members of the class can fill in the result.
bool namesLocalClass(const FunctionInfo &info) {
  auto isUnnamable = [](llvm::StringRef type) { return type.contains(localTypeMark); };
  return isUnnamable(info.resultType) ||
         llvm::any_of(info.params, [&](const Param &param) { return isUnnamable(param.cxxType); });
}

/// The derivative and, in reverse mode, the one that also returns the value; nothing after an error.
std::vector<mlir::func::FuncOp> differentiate(mlir::func::FuncOp primal, const ResolvedRequest &resolved,
                                              const ReportError &error, const ReportCut &cut) {
  if (resolved.request.mode == Mode::Jvp) {
    mlir::func::FuncOp jvp =
        differentiateForward(primal, {reverseRequest(resolved).wrt, resolved.name}, error, cut);
    return jvp ? std::vector{jvp} : std::vector<mlir::func::FuncOp>();
  }
  std::optional<ReverseResult> reversed = differentiateReverse(primal, reverseRequest(resolved), error, cut);
  if (!reversed)
    return {};
  if (!reversed->valueAndGrad)
    return {reversed->grad};
  return {reversed->grad, reversed->valueAndGrad};
}

} // namespace

std::shared_ptr<GenerationState> adgen::createGenerationState() {
  return std::make_shared<GenerationState>();
}

std::optional<GeneratedDerivative>
adgen::generateDerivative(clang::Sema &sema, const ResolvedRequest &resolved, GenerationState &state) {
  // After a fatal error Clang leaves expressions without a type, and reports nothing more.
  if (sema.getDiagnostics().hasFatalErrorOccurred())
    return std::nullopt;
  Diagnostics diagnostics(sema.getDiagnostics());
  mlir::ScopedDiagnosticHandler listen(state.module().getContext(), [&](mlir::Diagnostic &said) {
    if (said.getSeverity() != mlir::DiagnosticSeverity::Remark)
      return mlir::failure();
    state.remarks.push_back({said.getLocation(), said.str()});
    return mlir::success();
  });
  auto known = [&](const clang::FunctionDecl *function) { return state.graphOf(function); };

  // Import, unless the function is one that adgen generated: its graph is known.
  mlir::func::FuncOp primal = known(resolved.function);
  mlir::Operation *earlier = state.latest();
  if (!primal)
    primal = importFunction(sema, diagnostics, resolved.function, state.module(), known, state.checkpointOf);
  if (!primal)
    return std::nullopt;
  if (primal->hasAttr(lanesMark)) {
    diagnostics.error(resolved.location(), "a derivative of several lanes cannot be differentiated again");
    return std::nullopt;
  }
  auto internalError = [&](llvm::StringRef stage) {
    diagnostics.error(resolved.location(), adgen::internalError(stage));
    return std::nullopt;
  };
  // With the recursive callees that have come along.
  const std::vector<mlir::func::FuncOp> imported = state.functionsSince(earlier);
  if (state.isReporting)
    primal->setAttr(reportMark, mlir::UnitAttr::get(primal.getContext()));
  for (mlir::func::FuncOp function : imported)
    if (!simplify(function, /*isImported=*/true))
      return internalError("while importing");
  for (mlir::func::FuncOp function : typeArguments(imported))
    if (!simplify(function, /*isImported=*/true))
      return internalError("while importing");
  for (mlir::func::FuncOp function : imported) {
    if (function->hasAttr(namelessMark)) {
      settleHelper(sema, function);
      state.noteHelper(function);
    }
  }

  auto at = [&](mlir::Location location) {
    clang::SourceLocation place = sourceLocation(sema, location);
    return place.isValid() ? place : resolved.location();
  };
  auto refuse = [&](mlir::Location location, llvm::StringRef message, llvm::StringRef advice) {
    diagnostics.error(at(location), message);
    if (!advice.empty())
      diagnostics.note(at(location), advice);
  };
  for (mlir::func::FuncOp function : imported)
    if (!checkConversions(function, refuse) || !checkAllocations(function, refuse))
      return std::nullopt;
  if (!checkReleases(primal, refuse))
    return std::nullopt;

  // Differentiate.
  auto error = [&](mlir::Location location, llvm::StringRef message) {
    diagnostics.error(at(location), message);
  };
  auto cut = [&](mlir::Location location) {
    diagnostics.warning(at(location), "the derivative stops where this value becomes an integer",
                        "adgen-integer-cut");
  };
  earlier = state.latest();
  resolveGuards(primal);
  std::vector<mlir::func::FuncOp> derivatives = differentiate(primal, resolved, error, cut);
  if (derivatives.empty())
    return std::nullopt;
  for (mlir::func::FuncOp derivative : derivatives)
    if (namesLocalClass(getFunctionInfo(derivative))) {
      diagnostics.error(resolved.location(),
                        "the derivative would be a function of objects whose class is declared inside of a "
                        "function or has members that are not public");
      return std::nullopt;
    }
  if (const unsigned lanes = resolved.request.lanes; lanes > 1) {
    mlir::Builder b(primal.getContext());
    derivatives.front()->setAttr(lanesMark, b.getI64IntegerAttr(lanes));
    derivatives.front()->setAttr(primalArgumentsMark, b.getI64IntegerAttr(primal.getNumArguments()));
    if (resolved.request.mode == Mode::Vjp)
      derivatives.front()->setAttr(returnsAdjointsMark, b.getUnitAttr());
  }
  state.noteHelpers(earlier, derivatives);
  for (mlir::func::FuncOp function : state.functionsSince(earlier)) {
    makeParametersUnique(function);
    if (!llvm::is_contained(derivatives, function))
      settleHelper(sema, function);
    if (!simplify(function, /*isImported=*/false))
      return internalError("while differentiating");
  }

  // Optimize and emit.
  GeneratedDerivative generated;
  bool isRefused = false;
  auto refuseLanes = [&](mlir::Location location, llvm::StringRef message) {
    isRefused = true;
    error(location, message);
  };
  Printer printer(refuseLanes);
  for (mlir::func::FuncOp helper : state.helpersOf(derivatives)) {
    const bool isStatic = helper->hasAttr(staticMark);
    std::optional<std::string> text = printer.print(helper);
    if (!text)
      return internalError("while writing the derivative");
    std::string declaration = emitDeclaration(helper);
    generated.helpers.push_back({getFunctionInfo(helper).callee,
                                 format(isStatic ? madeStatic(declaration) : declaration),
                                 format(isStatic ? madeStatic(*text) : *text)});
  }
  for (mlir::func::FuncOp function : derivatives) {
    state.remember(resolved, function);
    std::optional<std::string> text = printer.print(function);
    if (isRefused)
      return std::nullopt;
    if (!text)
      return internalError("while writing the derivative");
    generated.functions += (generated.functions.empty() ? "" : "\n") +
                           (isInternal(resolved.function) ? madeStatic(*text) : *text);
  }
  generated.stopsGradients =
      primal.walk([](ad::StopGradientOp) { return mlir::WalkResult::interrupt(); }).wasInterrupted();
  generated.functions = format(generated.functions);
  generated.includes.assign(printer.includes.begin(), printer.includes.end());
  return generated;
}

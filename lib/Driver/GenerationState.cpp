#include "GenerationState.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace adgen;

GenerationState::GenerationState() : context(mlir::MLIRContext::Threading::DISABLED) {
  context.loadDialect<ad::AdDialect, mlir::arith::ArithDialect, mlir::func::FuncDialect,
                      mlir::math::MathDialect, mlir::scf::SCFDialect>();
  graphs = mlir::ModuleOp::create(mlir::UnknownLoc::get(&context));
}

/// Where a function generated for a primal stands, with its name.  Unnamed and
/// inline namespaces are seen through, as in qualifiedNameOf.
static std::string generatedName(const clang::FunctionDecl *primal, llvm::StringRef name) {
  auto *space = llvm::dyn_cast<clang::NamespaceDecl>(primal->getEnclosingNamespaceContext());
  while (space && (space->isAnonymousNamespace() || space->isInline()))
    space = llvm::dyn_cast<clang::NamespaceDecl>(space->getParent());
  return (space ? qualifiedNameOf(space) : std::string()) + "::" + name.str();
}

void GenerationState::remember(const ResolvedRequest &request, mlir::func::FuncOp graph) {
  generated.emplace(generatedName(request.function, getFunctionInfo(graph).cxxName), graph);
}

mlir::func::FuncOp GenerationState::graphNamed(const ResolvedRequest &request, llvm::StringRef name) {
  auto [first, last] = generated.equal_range(generatedName(request.function, name));
  return first == last ? mlir::func::FuncOp() : std::prev(last)->second;
}

mlir::func::FuncOp GenerationState::graphOf(const clang::FunctionDecl *function) {
  auto [first, last] = generated.equal_range(qualifiedNameOf(function));
  // Generated text is parsed from a virtual file.
  const clang::SourceManager &sources = function->getASTContext().getSourceManager();
  if (first == last || !sources.getBufferName(function->getLocation()).starts_with("<"))
    return {};
  for (auto entry = first; entry != last; ++entry) {
    FunctionInfo info = getFunctionInfo(entry->second);
    if (info.params.size() != function->getNumParams())
      continue;
    bool same = true;
    for (auto [param, decl] : llvm::zip(info.params, function->parameters())) {
      clang::PrintingPolicy policy = function->getASTContext().getPrintingPolicy();
      policy.SuppressTagKeyword = true;
      same &= llvm::StringRef(param.cxxType).trim() ==
              llvm::StringRef(decl->getOriginalType().getAsString(policy)).trim();
    }
    if (same || std::next(first) == last)
      return entry->second;
  }
  return {};
}

mlir::Operation *GenerationState::latest() {
  mlir::Block *body = module().getBody();
  return body->empty() ? nullptr : &body->back();
}

std::vector<mlir::func::FuncOp> GenerationState::functionsSince(mlir::Operation *latest) {
  mlir::Block *body = module().getBody();
  std::vector<mlir::func::FuncOp> added;
  for (auto next = latest ? std::next(latest->getIterator()) : body->begin(); next != body->end(); ++next)
    if (auto function = llvm::dyn_cast<mlir::func::FuncOp>(*next))
      added.push_back(function);
  return added;
}

void GenerationState::noteHelpers(mlir::Operation *latestBefore, llvm::ArrayRef<mlir::func::FuncOp> results) {
  for (mlir::func::FuncOp function : functionsSince(latestBefore))
    if (!llvm::is_contained(results, function))
      helpers.insert(function);
}

std::vector<mlir::func::FuncOp> GenerationState::helpersOf(llvm::ArrayRef<mlir::func::FuncOp> callers) {
  std::vector<mlir::func::FuncOp> found;
  llvm::DenseSet<mlir::Operation *> visited;
  auto visit = [&](mlir::func::FuncOp caller, auto &self) -> void {
    caller.walk([&](mlir::func::CallOp call) {
      auto callee = module().lookupSymbol<mlir::func::FuncOp>(call.getCallee());
      if (!callee || !helpers.contains(callee) || !visited.insert(callee).second)
        return;
      self(callee, self);
      found.push_back(callee);
    });
  };
  for (mlir::func::FuncOp caller : callers)
    visit(caller, visit);
  return found;
}

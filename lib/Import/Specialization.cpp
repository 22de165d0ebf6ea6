// Recursive functions that get pointers to functions. One that always calls the same function is specialised
// for it: it has a name that says so, and no parameter for the pointer. In any other the numbers of functions
// stand, which differ from one differentiated function to the next: it is named after the one that it belongs
// to. Such names may coincide, so that other translation units must not see the functions.

#include "Importer.h"

#include "clang/Basic/SourceManager.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

BoundTargets Importer::boundTargets(const clang::FunctionDecl *definition,
                                    llvm::ArrayRef<const clang::Expr *> arguments) {
  BoundTargets targets(definition->getNumParams());
  for (auto [index, parameter] : llvm::enumerate(definition->parameters())) {
    const clang::QualType type = parameter->getType();
    const bool isKept = !mutationsOfFunction(definition).mayChange(parameter->getCanonicalDecl()) &&
                        (!type->isReferenceType() || type.getNonReferenceType().isConstQualified() ||
                         type.getNonReferenceType()->isFunctionType());
    if (!isFunctionPointer(type) || !isKept || index >= arguments.size())
      continue;
    const clang::Expr *argument = arguments[index];
    if (auto *defaulted = dyn_cast<clang::CXXDefaultArgExpr>(argument))
      argument = defaulted->getExpr();
    if (const clang::FunctionDecl *target = targetOf(argument))
      targets[index] = target->getCanonicalDecl();
  }
  return targets;
}

std::string Importer::placeSuffix(clang::SourceLocation location) const {
  const clang::PresumedLoc at = ast.getSourceManager().getPresumedLoc(location);
  return "_" + std::to_string(at.getLine()) + "_" + std::to_string(at.getColumn());
}

std::string Importer::suffixOf(const BoundTargets &targets) const {
  std::string text;
  for (const clang::FunctionDecl *target : targets) {
    if (!target)
      continue;
    std::string name;
    llvm::raw_string_ostream out(name);
    target->getNameForDiagnostic(out, ast.getPrintingPolicy(), /*Qualified=*/true);
    auto *method = dyn_cast<clang::CXXMethodDecl>(target);
    if (method && method->getParent()->isLambda())
      name = "lambda" + placeSuffix(target->getLocation());
    text += (text.empty() ? "_with_" : "_") + llvm::StringRef(asIdentifier(name)).rtrim('_').str();
  }
  return text;
}

void Importer::nameNumberedFunctions(const clang::FunctionDecl *root) {
  auto callsNumbered = [&](func::FuncOp function) {
    return function
        .walk([&](func::CallOp call) {
          Operation *callee = module.lookupSymbol(call.getCallee());
          return numberedFunctions.contains(callee) ? WalkResult::interrupt() : WalkResult::advance();
        })
        .wasInterrupted();
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (func::FuncOp created : createdFunctions)
      if (!numberedFunctions.contains(created) && callsNumbered(created)) {
        numberedFunctions.insert(created);
        changed = true;
      }
  }
  for (func::FuncOp created : createdFunctions) {
    if (!numberedFunctions.contains(created))
      continue;
    FunctionInfo info = getFunctionInfo(created);
    info.cxxName += "_in_" + root->getNameAsString();
    info.callee += "_in_" + root->getNameAsString();
    setFunctionInfo(created, info);
    created->setAttr(internalMark, b.getUnitAttr());
    created->setAttr(namelessMark, b.getUnitAttr());
  }
}

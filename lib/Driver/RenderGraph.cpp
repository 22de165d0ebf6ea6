// The graph of a derivative, as text or as a picture.

#include "GenerationState.h"

#include "adgen/Emit/EmitDot.h"
#include "adgen/IR/InternalError.h"
#include "adgen/IR/Report.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/Pass/PassManager.h"
#include "clang/Sema/Sema.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Program.h"

#include <set>

using namespace adgen;

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
  const llvm::FileRemover removeIn(in), removeOut(out);
  llvm::raw_fd_ostream(descriptor, /*shouldClose=*/true) << dot;
  std::string outOption = "-o" + out.str().str();
  int status = llvm::sys::ExecuteAndWait(*program, {*program, "-Tsvg", in, outOption});
  auto svg = llvm::MemoryBuffer::getFile(out);
  std::optional<std::string> text;
  if (status == 0 && svg)
    text = (*svg)->getBuffer().str();
  else
    diagnostics.error(location, "graphviz's program 'dot' failed");
  return text;
}

/// As the command line would spell it.
static std::string relative(llvm::StringRef file) {
  llvm::SmallString<128> folder;
  if (!llvm::sys::fs::current_path(folder) && file.consume_front(folder))
    file.consume_front("/");
  return file.str();
}

std::string adgen::printReport(const GenerationState &state) {
  // A loop is looked at more than once, and a value and gradient has the decisions of its gradient.
  std::set<std::tuple<std::string, unsigned, unsigned, std::string>> lines;
  for (const GenerationState::Remark &remark : state.remarks)
    if (const mlir::FileLineColLoc place = placeIn(remark.at))
      lines.insert({relative(place.getFilename()), place.getLine(), place.getColumn(), remark.text});
  std::string text;
  for (const auto &[file, line, column, what] : lines)
    text += file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + what + "\n";
  return text;
}

std::optional<std::string> adgen::renderGraph(clang::Sema &sema, const ResolvedRequest &resolved,
                                              GenerationState &state, EmitKind kind) {
  Diagnostics diagnostics(sema.getDiagnostics());
  const std::string &last = resolved.valueAndGradName.empty() ? resolved.name : resolved.valueAndGradName;
  mlir::func::FuncOp graph = state.graphNamed(resolved, last);
  if (!graph) {
    diagnostics.error(resolved.location(), internalError("there is no graph of '" + last + "'"));
    return std::nullopt;
  }
  if (kind == EmitKind::Mlir) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    for (const std::string &name : {resolved.name, resolved.valueAndGradName})
      if (!name.empty())
        state.graphNamed(resolved, name)->print(stream), stream << "\n";
    return text;
  }
  // The picture without what only shapes are needed for.
  mlir::OwningOpRef<mlir::func::FuncOp> picture = graph.clone();
  mlir::PassManager passes(graph.getContext(), mlir::func::FuncOp::getOperationName());
  passes.addPass(createSimplify());
  passes.addPass(createCanonicalize());
  if (failed(passes.run(*picture)))
    return std::nullopt;
  std::string dot = emitDot(*picture);
  return kind == EmitKind::Dot ? std::optional<std::string>(dot)
                               : drawSvg(dot, diagnostics, resolved.location());
}

#include "adgen/Emit/EmitCpp.h"

#include "Signature.h"
#include "Statements.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

std::string adgen::emitCpp(func::FuncOp function, std::set<std::string> &includes) {
  if (!function.getBody().hasOneBlock()) {
    function.emitError("has unstructured control flow, which has no spelling in C++");
    return "";
  }
  Emission e(function);
  Statements body(e);
  Block &block = function.getBody().front();
  body.block(block);
  body.functionEnd(block.getTerminator());
  if (e.failed)
    return "";

  std::string text;
  llvm::StringRef doc = e.info.doc;
  while (!doc.empty()) {
    auto [line, rest] = doc.split('\n');
    text += ("/// " + line).str();
    text.erase(text.find_last_not_of(' ') + 1);
    text += "\n";
    doc = rest;
  }
  auto isNamed = [&](unsigned param) {
    return param >= function.getNumArguments() || e.prepared.isRead(function.getArgument(param));
  };
  text += signatureText(e.info, isNamed) + " {\n" + indented(e.localTypes.definitions() + body.str()) + "}\n";
  includes.merge(e.includes);
  return text;
}

std::string adgen::emitDeclaration(func::FuncOp function) {
  return signatureText(signatureOf(function), [](unsigned) { return true; }) + ";\n";
}

// ad.map as a call of adgen::map with a lambda.
#include "Statements.h"

#include "adgen/IR/AdDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

static bool isIdentifier(llvm::StringRef text) {
  return !text.empty() && !isdigit(text[0]) &&
         llvm::all_of(text, [](char c) { return isalnum(c) || c == '_'; });
}

/// An element is called like the tensor that it belongs to.
static std::string elementName(Value input, BlockArgument element, const llvm::StringSet<> &used,
                               Emission &e) {
  std::string tensor = e(input).text;
  if (isIdentifier(tensor) && !used.contains(tensor))
    return tensor;
  if (!nameOf(element.getLoc()).empty() || isIdentifier(tensor))
    return e.names.fresh(isIdentifier(tensor) ? tensor : nameOf(element.getLoc()));
  llvm::StringRef last = llvm::StringRef(tensor).rsplit('.').second;
  if (isIdentifier(last))
    return e.names.fresh(last);
  return e.names.forValue(element, input);
}

/// The body reads something that the lambda has to capture.
static bool captures(ad::MapOp map) {
  auto isLocal = [&](Value value) {
    Operation *op = value.getDefiningOp();
    return !op || !isa<arith::ConstantOp, ad::LiteralOp, ad::GlobalOp>(op);
  };
  for (auto [input, element] : llvm::zip(map.getInputs(), map.getBody().getArguments()))
    if (!isTensor(input.getType()) && !element.use_empty() && isLocal(input))
      return true;
  bool found = false;
  map.getBody().walk([&](Operation *op) {
    for (Value operand : op->getOperands())
      if (!map.getBody().isAncestor(operand.getParentRegion()))
        found |= isLocal(operand);
  });
  return found;
}

/// What the lambda returns: the element, or a tuple of elements.
static std::string returned(ValueRange yielded, Emission &e) {
  std::string list, types;
  bool allFloat = true;
  for (Value value : yielded) {
    Expression element = e(value);
    if (!element.exact)
      element = castTo(element.type, element.sign, element);
    list += (list.empty() ? "" : ", ") + element.text;
    types += (types.empty() ? "" : ", ") + e.typeName(value.getType());
    allFloat &= isa<FloatType>(value.getType());
  }
  if (yielded.size() == 1)
    return list;
  e.include("<tuple>");
  return allFloat ? "std::make_tuple(" + list + ")" : "std::tuple<" + types + ">(" + list + ")";
}

Expression emit::spellMap(Operation *op, Emission &e) {
  auto map = cast<ad::MapOp>(op);
  e.include("adgen/runtime/Runtime.h");
  Block &body = map.getBody().front();
  std::string parameters, arguments;
  llvm::StringSet<> used;
  for (auto [input, element] : llvm::zip(map.getInputs(), body.getArguments())) {
    if (!isTensor(input.getType())) {
      e.define(element, e(input));
      continue;
    }
    std::string name = elementName(input, element, used, e);
    used.insert(name);
    bool isRead = e.prepared.isRead(element);
    parameters += (parameters.empty() ? "" : ", ") + e.typeName(element.getType()) + " " +
                  (isRead ? name : "/*" + name + "*/");
    arguments += ", " + e(input).text;
    e.defineVariable(element, name);
  }

  bool outer = std::exchange(e.inMap, true);
  Statements statements(e);
  statements.block(body);
  statements.line("return " + returned(body.getTerminator()->getOperands(), e) + ";");
  e.inMap = outer;

  llvm::StringRef lines = statements.str();
  bool isShort = lines.count('\n') == 1 && lines.size() <= 80;
  std::string lambda = std::string(captures(map) ? "[=]" : "[]") + "(" + parameters + ") {" +
                       (isShort ? " " + lines.drop_back().str() + " " : "\n" + indented(lines)) + "}";
  Type type = map.getNumResults() == 1 ? map.getResult(0).getType() : Type();
  return {(map.getReduce() ? "adgen::map_sum(" : "adgen::map(") + lambda + arguments + ")", Prec::Primary,
          type};
}

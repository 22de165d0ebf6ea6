#include "adgen/Emit/EmitDot.h"

#include "Expression.h"
#include "Prepare.h"
#include "Signature.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/Ops/Rows.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

namespace {

/// Which part of the picture a value belongs to.
enum class Part { Input, Primal, Adjoint };

struct Node {
  unsigned id;
  Part part;
  std::string label;
};

class Picture {
public:
  explicit Picture(func::FuncOp function)
      : function(function), info(signatureOf(function)), prepared(function) {}
  std::string draw();

private:
  void add(Value value, Part part, std::string label);
  void addOperation(Operation *op);
  std::string labelOf(Operation *op);
  /// "2.0" for a constant, "model.w" for a path of fields; "" for what has a node with edges.
  std::string inlineText(Value value);
  std::string pathOf(Value value);
  void addEdges(Value from, const std::string &to, llvm::raw_ostream &out, bool adjoint);
  std::string nodeName(Value value) { return "n" + std::to_string(nodes[value].id); }

  func::FuncOp function;
  FunctionInfo info;
  Preparation prepared;
  llvm::MapVector<Value, Node> nodes;
};

} // namespace

static std::string quoted(llvm::StringRef text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c == '\n' ? "\\n" : std::string(1, c);
  }
  return result + "\"";
}

static Part partOf(Operation *op) { return isReverse(op->getLoc()) ? Part::Adjoint : Part::Primal; }

/// The operation as the tables call it.
static llvm::StringRef operationName(Operation *op) {
  if (auto apply = dyn_cast<ad::ApplyOp>(op))
    return apply.getName();
  if (isa<arith::CmpFOp, arith::CmpIOp>(op))
    return "compare";
  if (const Row *row = rowOf(op))
    return row->name;
  return op->getName().stripDialect();
}

/// "model.fc1.w" for fields of a parameter or global, "" for anything else.
std::string Picture::pathOf(Value value) {
  if (auto argument = dyn_cast<BlockArgument>(value))
    return argument.getOwner() == &function.getBody().front() ? info.params[argument.getArgNumber()].name
                                                              : "";
  if (auto global = value.getDefiningOp<ad::GlobalOp>())
    return global.getCxxName().str();
  if (auto extract = value.getDefiningOp<ad::ExtractOp>())
    if (std::string record = pathOf(extract.getRecord()); !record.empty())
      return record + "." + extract.getField().str();
  return "";
}

std::string Picture::inlineText(Value value) {
  if (auto constant = value.getDefiningOp<arith::ConstantOp>())
    if (isa<FloatAttr, IntegerAttr>(constant.getValue()))
      return literal(constant.getValue(), constant.getType()).text;
  if (auto text = value.getDefiningOp<ad::LiteralOp>())
    return text.getText().str();
  if (auto list = value.getDefiningOp<ad::ListOp>()) {
    std::string text;
    for (Value element : list.getElements()) {
      std::string part = inlineText(element);
      if (part.empty())
        return "";
      text += (text.empty() ? "" : ", ") + part;
    }
    return "{" + text + "}";
  }
  return "";
}

std::string Picture::labelOf(Operation *op) {
  std::string label = operationName(op).str();
  if (auto extract = dyn_cast<ad::ExtractOp>(op))
    label = "." + extract.getField().str();
  if (auto map = dyn_cast<ad::MapOp>(op)) {
    label = map.getReduce() ? "map_sum:" : "map:";
    for (Operation &inner : map.getBody().front().without_terminator())
      if (!isTransparent(&inner))
        label += " " + operationName(&inner).str();
  }
  for (Value operand : op->getOperands())
    if (std::string text = inlineText(operand); !text.empty() && text != "{}" && text != "false")
      label += " " + text;
  std::string name = nameOf(op->getLoc()).str();
  return name.empty() ? label : name + "\n" + label;
}

void Picture::add(Value value, Part part, std::string label) {
  nodes.insert({value, {unsigned(nodes.size()), part, std::move(label)}});
}

void Picture::addOperation(Operation *op) {
  if (!prepared.isLive(op) || op->hasTrait<OpTrait::IsTerminator>() || op->getParentOfType<ad::MapOp>())
    return;
  if (isa<ad::StopGradientOp>(op)) {
    add(op->getResult(0), Part::Primal, labelOf(op));
    return;
  }
  for (Value result : op->getResults()) {
    if (std::string path = pathOf(result); !path.empty()) {
      bool isPrefix =
          llvm::all_of(result.getUsers(), [](Operation *user) { return isa<ad::ExtractOp>(user); });
      if (!isPrefix)
        add(result, Part::Input, path);
    } else if (!isTransparent(op) && !isa<ad::MakeRecordOp>(op)) {
      add(result, partOf(op), labelOf(op));
    }
  }
}

void Picture::addEdges(Value from, const std::string &to, llvm::raw_ostream &out, bool adjoint) {
  if (nodes.contains(from)) {
    out << "  " << nodeName(from) << " -> " << to << (adjoint ? " [color=\"#b3541e\"]" : "") << ";\n";
    return;
  }
  Operation *op = from.getDefiningOp();
  if (op && isa<ad::ListOp, ad::MakeRecordOp>(op))
    for (Value element : op->getOperands())
      addEdges(element, to, out, adjoint);
}

std::string Picture::draw() {
  for (BlockArgument argument : function.getArguments()) {
    bool isPrefix =
        llvm::all_of(argument.getUsers(), [](Operation *user) { return isa<ad::ExtractOp>(user); });
    if (prepared.isRead(argument) && !isPrefix)
      add(argument, Part::Input, info.params[argument.getArgNumber()].name);
  }
  function.walk<WalkOrder::PreOrder>([&](Operation *op) { addOperation(op); });

  std::string text;
  llvm::raw_string_ostream out(text);
  out << "digraph " << quoted(info.cxxName) << " {\n"
      << "  label=" << quoted(info.cxxName) << "; labelloc=t; fontname=\"Helvetica\"; fontsize=16;\n"
      << "  node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"rounded,filled\", "
         "fillcolor=white];\n"
      << "  edge [color=\"#4a6fa5\", arrowsize=0.6];\n";
  const struct {
    Part part;
    llvm::StringRef header;
  } parts[] = {
      {Part::Input, "  { node [shape=ellipse, style=filled, fillcolor=\"#eeeeee\"];\n"},
      {Part::Primal, "  subgraph cluster_primal { label=\"primal\"; style=\"rounded,filled\"; "
                     "color=\"#e4ecf7\";\n"},
      {Part::Adjoint, "  subgraph cluster_adjoint { label=\"adjoint\"; style=\"rounded,filled\"; "
                      "color=\"#fbe9dd\";\n"},
  };
  for (const auto &[part, header] : parts) {
    if (llvm::none_of(nodes, [part = part](const auto &entry) { return entry.second.part == part; }))
      continue;
    out << header;
    for (auto &[value, node] : nodes)
      if (node.part == part)
        out << "    n" << node.id << " [label=" << quoted(node.label) << "];\n";
    out << "  }\n";
  }
  for (auto &[value, node] : nodes) {
    Operation *op = value.getDefiningOp();
    if (!op || node.part == Part::Input)
      continue;
    for (Value operand : op->getOperands())
      addEdges(operand, nodeName(value), out, node.part == Part::Adjoint);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        if (!isa<ad::MapOp>(op))
          addEdges(block.getTerminator()->getOperand(cast<OpResult>(value).getResultNumber()),
                   nodeName(value), out, node.part == Part::Adjoint);
  }
  auto addOutput = [&](Value value, llvm::StringRef id, llvm::StringRef label) {
    out << "  " << id << " [label=" << quoted(label)
        << ", shape=ellipse, style=filled, fillcolor=\"#d9ead3\"];\n";
    addEdges(value, id.str(), out, false);
  };
  if (info.returnsValue())
    addOutput(function.getBody().front().getTerminator()->getOperand(0), "result", "return");
  for (auto [param, exit] : exitContents(function))
    if (!isUnchanged(function, exit, param))
      addOutput(exit, "exit" + std::to_string(param), info.params[param].name + " on return");
  out << "}\n";
  return text;
}

std::string adgen::emitDot(func::FuncOp function) { return Picture(function).draw(); }

#include "Names.h"

#include "Signature.h"

#include "adgen/IR/AdDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

static const llvm::StringLiteral keywords[] = {
    "alignas",   "alignof",  "and",        "and_eq",    "asm",          "auto",         "bitand",
    "bitor",     "bool",     "break",      "case",      "catch",        "char",         "char8_t",
    "char16_t",  "char32_t", "class",      "co_await",  "co_return",    "co_yield",     "compl",
    "concept",   "const",    "const_cast", "consteval", "constexpr",    "constinit",    "continue",
    "decltype",  "default",  "delete",     "do",        "double",       "dynamic_cast", "else",
    "enum",      "explicit", "export",     "extern",    "false",        "float",        "for",
    "friend",    "goto",     "if",         "inline",    "int",          "long",         "mutable",
    "namespace", "new",      "noexcept",   "not",       "not_eq",       "nullptr",      "operator",
    "or",        "or_eq",    "private",    "protected", "public",       "register",     "reinterpret_cast",
    "requires",  "return",   "short",      "signed",    "sizeof",       "static",       "static_assert",
    "struct",    "switch",   "template",   "this",      "thread_local", "throw",        "true",
    "try",       "typedef",  "typeid",     "typename",  "union",        "unsigned",     "using",
    "virtual",   "void",     "volatile",   "wchar_t",   "while",        "xor",          "xor_eq",
    "std",       "adgen",    "static_cast"};

static bool isIdentifierChar(char c) { return llvm::isAlnum(c) || c == '_'; }

/// `name` as an identifier: "model.w" gives "model_w", "this->w" gives "w".
static std::string identifier(llvm::StringRef name) {
  name.consume_front("this->");
  std::string id;
  for (char c : name)
    if (isIdentifierChar(c))
      id += c;
    else if (!id.empty() && id.back() != '_')
      id += '_';
  while (!id.empty() && id.back() == '_')
    id.pop_back();
  if (!id.empty() && llvm::isDigit(id[0]))
    id.insert(0, "v");
  return id;
}

void Names::reserveIdentifiers(llvm::StringRef text) {
  while (!text.empty()) {
    llvm::StringRef word = text.take_while(isIdentifierChar);
    if (!word.empty())
      taken.insert(word);
    text = text.drop_front(std::max<size_t>(word.size(), 1));
  }
}

std::string emit::calleeName(func::CallOp call) {
  auto module = call->getParentOfType<ModuleOp>();
  auto callee = module ? module.lookupSymbol<func::FuncOp>(call.getCallee()) : func::FuncOp();
  if (!callee)
    return call.getCallee().str();
  FunctionInfo info = signatureOf(callee);
  return info.callee.empty() ? info.cxxName : info.callee;
}

Names::Names(func::FuncOp function) {
  for (llvm::StringRef word : keywords)
    taken.insert(word);
  FunctionInfo info = signatureOf(function);
  reserveIdentifiers(info.cxxName);
  reserveIdentifiers(info.resultType);
  for (const Param &param : info.params) {
    reserveIdentifiers(param.name);
    parameters.insert(param.name);
    reserveIdentifiers(param.cxxType);
  }
  auto reserveType = [&](Type type) {
    type.walk([&](Type inner) {
      if (auto record = dyn_cast<ad::RecordType>(inner))
        reserveIdentifiers(record.getCxxName());
      else if (auto opaque = dyn_cast<ad::OpaqueType>(inner))
        reserveIdentifiers(opaque.getCxxName());
    });
  };
  function.walk([&](Operation *op) {
    for (Type type : op->getResultTypes())
      reserveType(type);
    if (auto global = dyn_cast<ad::GlobalOp>(op))
      reserveIdentifiers(global.getCxxName());
    else if (auto literal = dyn_cast<ad::LiteralOp>(op))
      reserveIdentifiers(literal.getText());
    else if (auto address = dyn_cast<ad::AddressOfGlobalOp>(op))
      reserveIdentifiers(address.getCxxName());
    else if (auto effect = dyn_cast<ad::CallOp>(op))
      reserveIdentifiers(effect.getCxxName());
    else if (auto call = dyn_cast<func::CallOp>(op))
      reserveIdentifiers(calleeName(call));
    if (op->getNumResults())
      sourceNames.insert(identifier(nameOf(op->getLoc())));
  });
}

std::string Names::fresh(llvm::StringRef wanted) {
  if (taken.insert(wanted).second)
    return wanted.str();
  std::string stem = wanted.str() + (llvm::isDigit(wanted.back()) ? "_" : "");
  for (unsigned &i = next.try_emplace(stem, 1).first->second;;) {
    std::string name = stem + std::to_string(i++);
    if (!sourceNames.contains(name) && taken.insert(name).second)
      return name;
  }
}

/// "" for an argument of a loop.
static std::string parameterName(Value argument) {
  auto function = dyn_cast<func::FuncOp>(argument.getParentRegion()->getParentOp());
  if (!function)
    return "";
  const FunctionInfo info = signatureOf(function);
  const unsigned index = cast<BlockArgument>(argument).getArgNumber();
  return index < info.params.size() ? info.params[index].name : "";
}

/// What the value is called in formulas when nobody named it; "" for a number.
static std::string derivedName(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return isa<ad::MapOp>(value.getParentRegion()->getParentOp()) ? "a" : parameterName(value);
  llvm::StringRef what = op->getName().stripDialect();
  if (auto apply = dyn_cast<ad::ApplyOp>(op))
    what = apply.getName();
  if (value.getType().isInteger(1))
    return "condition";
  // exp(x) is exp_x, unless x is itself a long formula.
  if (op->getNumOperands() == 1 && op->getNumResults() == 1 && !isa<ad::MapOp>(op) && what.size() <= 10 &&
      what != "negf" && what != "neg") {
    std::string operand = isa<BlockArgument>(op->getOperand(0))
                              ? parameterName(op->getOperand(0))
                              : identifier(nameOf(op->getOperand(0).getLoc()));
    what.consume_back("f");
    if (!operand.empty() && operand.size() <= 8)
      return what.str() + "_" + operand;
  }
  return "";
}

/// t0, t1, …, and d0, d1, … in the reverse sweep; other letters where the source has t or d itself.
std::string Names::temporary(bool isReverse) {
  for (llvm::StringRef letter : {isReverse ? "d" : "t", isReverse ? "g" : "v", "u", "tmp"})
    if (!sourceNames.contains(letter) && !parameters.contains(letter))
      for (unsigned &i = nextTemporary[letter];;) {
        std::string name = letter.str() + std::to_string(i++);
        if (!sourceNames.contains(name) && taken.insert(name).second)
          return name;
      }
  return fresh("tmp_");
}

std::string Names::forValue(Value value, Value hint) {
  // The location of an operation with several results names none of them.
  bool single = !value.getDefiningOp() || value.getDefiningOp()->getNumResults() == 1;
  std::string source = single ? identifier(nameOf(value.getLoc())) : "";
  if (source.empty() && hint)
    source = identifier(nameOf(hint.getLoc()));
  if (!source.empty())
    return fresh(source);
  std::string derived = derivedName(value);
  if (derived.empty())
    return temporary(isReverse(value.getLoc()) ||
                     (!value.getDefiningOp() && isReverse(value.getParentRegion()->getLoc())));
  if (sourceNames.contains(derived))
    derived += "_";
  return fresh(derived);
}

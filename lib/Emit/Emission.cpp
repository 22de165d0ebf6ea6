#include "Emission.h"

#include "Signature.h"

#include "adgen/IR/AdDialect.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

Emission::Emission(func::FuncOp f) : function(f), info(signatureOf(f)), prepared(f), names(f) {
  for (auto [param, argument] : llvm::zip(info.params, f.getArguments())) {
    Expression e{param.name, Prec::Primary, argument.getType()};
    if (param.kind == ParamKind::Pointer)
      e = {"*" + param.name, Prec::Unary, argument.getType()};
    auto pointer = dyn_cast<ad::PtrType>(argument.getType());
    if (isInteger(argument.getType()) || pointer)
      e.sign = signOfSpelling(param.cxxType);
    if (param.kind == ParamKind::Object) {
      e = {"&" + param.name, Prec::Unary, argument.getType(), e.sign};
      e.pointee = Inner{param.name, Prec::Primary};
    }
    e.cheap = true;
    spelled[argument] = e;
    addIncludesOfSpelling(param.cxxType, includes);
  }
  addIncludesOfSpelling(info.resultType, includes);
}

Expression Emission::operator()(Value value) {
  if (auto at = spelled.find(value); at != spelled.end())
    return at->second;
  // Only a block that does not print has not come by here: the branch of a conditional expression.
  Expression e = value.getDefiningOp() ? spell(value.getDefiningOp(), *this)
                                       : refuse(value.getParentBlock()->getParentOp());
  spelled[value] = e;
  return e;
}

void Emission::defineVariable(Value value, const std::string &name, Sign sign) {
  Expression e{name, Prec::Primary, value.getType(), sign == Sign::Unsigned ? sign : Sign::Signed};
  e.cheap = true;
  spelled[value] = e;
  variables.insert(value);
}

void Emission::defineMutable(Value value, const std::string &name, Sign sign) {
  defineVariable(value, name, sign);
  mutables.insert(value);
}

void Emission::copyVariable(Value value, Value known) {
  Expression same = (*this)(known);
  spelled[value] = same;
  if (variables.contains(known))
    variables.insert(value);
  if (mutables.contains(known))
    mutables.insert(value);
}

std::string Emission::zeroOf(Type type) {
  if (isa<FloatType>(type))
    return type.isF32() ? "0.0f" : type.isF64() ? "0.0" : "0.0L";
  if (type.isInteger(1))
    return "false";
  if (type.isIntOrIndex())
    return "0";
  return isa<ad::PtrType>(type) ? "nullptr" : typeName(type) + "{}";
}

/// A class of the function's own, for one that has no name there.
static std::string ownName(llvm::StringRef cxxName) {
  std::string name;
  for (char c : cxxName.drop_front())
    if (llvm::isAlnum(c) || c == '_')
      name += c;
    else if (!name.empty() && name.back() != '_')
      name += '_';
  name.erase(name.find_last_not_of('_') + 1);
  return name;
}

void Emission::defineLocalTypes(Type type, std::string &spelling) {
  if (auto array = dyn_cast<ad::ArrayType>(type))
    return defineLocalTypes(array.getElementType(), spelling);
  if (auto pointer = dyn_cast<ad::PtrType>(type))
    return defineLocalTypes(pointer.getPointee(), spelling);
  if (auto stack = dyn_cast<ad::StackType>(type))
    return defineLocalTypes(stack.getElementType(), spelling);
  // A class inside itself, or inside one that it leads to.
  if (auto itself = dyn_cast<ad::OpaqueType>(type);
      itself && itself.getCxxName().starts_with(localTypeMark)) {
    const std::string own = ownName(itself.getCxxName());
    for (size_t at = spelling.find(itself.getCxxName()); at != std::string::npos;
         at = spelling.find(itself.getCxxName(), at))
      spelling.replace(at, itself.getCxxName().size(), own);
    const bool isComplete = localTypeNames.count(own) && !llvm::is_contained(beingDefined, own);
    const bool isItself = !beingDefined.empty() && beingDefined.back() == own;
    if (!isComplete && !isItself && forwardTypes.insert(own).second)
      localTypes += "struct " + own + ";\n";
    return;
  }
  auto record = dyn_cast<ad::RecordType>(type);
  if (!record)
    return;
  if (record.getCxxName().front() != localTypeMark) {
    for (Type field : record.getFieldTypes())
      defineLocalTypes(field, spelling);
    return;
  }
  const std::string cxxName = record.getCxxName().str(), own = ownName(cxxName);
  for (size_t at = spelling.find(cxxName); at != std::string::npos; at = spelling.find(cxxName, at))
    spelling.replace(at, cxxName.size(), own);
  auto [known, isNew] = localTypeNames.try_emplace(own, record);
  if (!isNew) {
    if (known->second != record)
      refuse(function);
    return;
  }
  std::string members;
  beingDefined.push_back(own);
  for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes()))
    members += "  " + declarator(typeName(field), cast<StringAttr>(name).getValue().str()) + ";\n";
  beingDefined.pop_back();
  localTypes += "struct " + own + " {\n" + members + "};\n";
}

std::string Emission::typeName(Type type, Sign sign) {
  std::string name = cxxType(type, sign);
  if (name.find(localTypeMark) != std::string::npos)
    defineLocalTypes(type, name);
  addIncludesOfSpelling(name, includes);
  return name;
}

std::string emit::argumentList(ValueRange arguments, Emission &e) {
  std::string text;
  for (Value argument : arguments)
    text += (text.empty() ? "" : ", ") + e(argument).text;
  return text;
}

Expression Emission::standardCall(llvm::StringRef name, llvm::StringRef header, ValueRange arguments,
                                  Type type) {
  include(header);
  return {"std::" + name.str() + "(" + argumentList(arguments, *this) + ")", Prec::Primary, type};
}

Expression Emission::refuse(Operation *op) {
  if (!failed)
    op->emitError("has no spelling in C++");
  failed = true;
  return {"0", Prec::Primary, op->getNumResults() ? op->getResult(0).getType() : Type()};
}

Expression emit::spell(Operation *op, Emission &e) {
  std::optional<Expression> spelled = spellArith(op, e);
  if (!spelled)
    spelled = spellMath(op, e);
  if (!spelled)
    spelled = spellMemory(op, e);
  if (!spelled)
    spelled = spellAd(op, e);
  return spelled ? *spelled : e.refuse(op);
}

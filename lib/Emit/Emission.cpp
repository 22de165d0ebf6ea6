#include "Emission.h"

#include "Signature.h"

#include "adgen/IR/AdDialect.h"

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
  if (isa<ad::PtrType>(type))
    return "nullptr";
  if (auto lanes = dyn_cast<VectorType>(type))
    return zeroOf(lanes.getElementType());
  return needsValues(type) ? zeroInitializer(type, *this) : typeName(type) + "{}";
}

std::string Emission::typeName(Type type, Sign sign) {
  std::string name = cxxType(type, sign);
  if (name.find(localTypeMark) != std::string::npos)
    name = localTypes.define(type, std::move(name), *this);
  addIncludesOfSpelling(name, includes);
  return name;
}

std::string Emission::typeInMemory(ad::PtrType pointer) {
  if (!isa<IntegerType>(pointer.getPointee()))
    return typeName(pointer.getPointee());
  std::string name = cxxTypeInMemory(pointer);
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

// C++ for the operations of the ad dialect, except map.
#include "Emission.h"
#include "Functions.h"
#include "InMemory.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/Ops/Rows.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

static std::string braced(ValueRange values, Emission &e) { return "{" + argumentList(values, e) + "}"; }

/// The operators that tensors overload.
static std::optional<Expression> spellOperator(ad::ApplyOp op, Emission &e) {
  if (op.getOperands().size() == 1 && op.getName() == "neg")
    return unary("-", e(op.getOperands()[0]), op.getType());
  llvm::StringRef symbol = llvm::StringSwitch<llvm::StringRef>(op.getName())
                               .Case("add", "+")
                               .Case("sub", "-")
                               .Case("mul", "*")
                               .Case("div", "/")
                               .Default("");
  if (symbol.empty())
    return std::nullopt;
  Prec prec = symbol == "+" || symbol == "-" ? Prec::Additive : Prec::Multiplicative;
  return binary(e(op.getOperands()[0]), symbol, prec, e(op.getOperands()[1]), op.getType());
}

/// What tensors have as members.
static std::optional<Expression> spellMember(ad::ApplyOp op, Emission &e) {
  if (op.getOperands().empty() || !isTensor(op.getOperands()[0].getType()))
    return std::nullopt;
  bool isMember = llvm::StringSwitch<bool>(op.getName())
                      .Cases("item", "shape", "size", "rank", "dim", "at", true)
                      .Default(false);
  if (!isMember)
    return std::nullopt;
  Expression tensor = e(op.getOperands()[0]);
  std::string callee = op.getName() == "at" ? postfixBase(tensor) : memberOf(tensor, op.getName());
  return Expression{callee + "(" + argumentList(op.getOperands().drop_front(), e) + ")", Prec::Primary,
                    op.getType()};
}

/// adgen::zeros and its like return floats unless told otherwise.
static std::string elementArgument(ad::ApplyOp op) {
  auto tensor = dyn_cast<ad::TensorType>(op.getType());
  bool creates = llvm::StringSwitch<bool>(op.getName())
                     .Cases("zeros", "ones", "full", "eye", "arange", "one_hot", "uniform", "normal", true)
                     .Default(false);
  if (!tensor || !creates || tensor.getElementType().isF32())
    return "";
  return "<" + cxxType(tensor.getElementType()) + ">";
}

/// The arguments without those at the end that the declaration supplies.
static std::string callArguments(ad::ApplyOp op, Emission &e) {
  SmallVector<Value> arguments(op.getOperands());
  if (const Row *row = rowNamed(op.getName())) {
    size_t first = row->arity - row->defaults.size();
    while (arguments.size() > first && arguments.size() <= row->arity &&
           e(arguments.back()).text == row->defaults[arguments.size() - 1 - first])
      arguments.pop_back();
  }
  return argumentList(arguments, e);
}

/// Half of the operands are the parameters, half their gradients.
static Expression spellCollect(ad::ApplyOp op, Emission &e) {
  size_t count = op.getOperands().size() / 2;
  std::string addresses;
  for (Value parameter : op.getOperands().take_front(count))
    addresses += (addresses.empty() ? "&" : ", &") + postfixBase(e(parameter));
  return {"adgen::collect_trainable({" + addresses + "}, " +
              argumentList(op.getOperands().drop_front(count), e) + ")",
          Prec::Primary, op.getType()};
}

/// The runtime's header that declares the operation; Runtime.h has most.
static llvm::StringRef headerOf(llvm::StringRef row) {
  return llvm::StringSwitch<llvm::StringRef>(row)
      .Cases("matmul", "matmul_shape", "matmul_grad_lhs", "matmul_grad_rhs", "dot", "outer",
             "adgen/runtime/MatMul.h")
      .Cases("softmax", "log_softmax", "adgen/runtime/NN.h")
      .Case("collect_trainable", "adgen/runtime/Gradients.h")
      .Default("adgen/runtime/Runtime.h");
}

static Expression spellApply(ad::ApplyOp op, Emission &e) {
  auto holdsTensor = [](Type type) {
    auto list = dyn_cast<ad::ListType>(type);
    return isTensor(list ? list.getElementType() : type);
  };
  bool onTensors = holdsTensor(op.getType()) || llvm::any_of(op.getOperands().getTypes(), holdsTensor);
  if (op.getName() == "enum_value" || op.getName() == "enum_of")
    return {"static_cast<" + cxxType(op.getType()) + ">(" + e(op.getOperands()[0]).text + ")", Prec::Primary,
            op.getType()};
  if (op.getName() == "function_id" || op.getName() == "function_of") {
    // A number where C++ has room for an address.
    bool toNumber = op.getName() == "function_id";
    e.include("<cstdint>");
    std::string number = "std::intptr_t", text = e(op.getOperands()[0]).text;
    text = toNumber ? "reinterpret_cast<" + number + ">(" + text + ")" : number + "(" + text + ")";
    return {(toNumber ? "static_cast<" : "reinterpret_cast<") + cxxType(op.getType()) + ">(" + text + ")",
            Prec::Primary, op.getType()};
  }
  if (op.getName() == "cast" && !onTensors)
    return castTo(op.getType(), Sign::Signed, e(op.getOperands()[0]));
  if (!onTensors && op.getType().isIntOrFloat() &&
      llvm::all_of(op.getOperands().getTypes(), [](Type t) { return t.isIntOrFloat(); }))
    return callScalar(op.getName(), op.getOperands(), op.getType(), e);

  if (isa<VectorType>(op.getType())) {
    e.include("adgen/lanes.h");
    // A number becomes lanes where lanes are expected.
    if (op.getName() == "splat")
      return e(op.getOperands()[0]);
    return {"adgen::" + op.getName().str() + "(" + argumentList(op.getOperands(), e) + ")", Prec::Primary,
            op.getType()};
  }
  e.include(headerOf(op.getName()));
  if (op.getName() == "collect_trainable")
    return spellCollect(op, e);
  if (std::optional<Expression> infix = spellOperator(op, e))
    return *infix;
  if (std::optional<Expression> member = spellMember(op, e))
    return *member;
  std::string function = "adgen::" + op.getName().str() + elementArgument(op);
  if (op.getName() == "cast")
    function += "<" + cxxType(cast<ad::TensorType>(op.getType()).getElementType()) + ">";
  else if (op.getName() == "to_tensor")
    function = e.typeName(op.getType());
  else if (op.getName() == "tensor_of") // the list brings its braces
    return {e.typeName(op.getType()) + e(op.getOperands()[0]).text, Prec::Primary, op.getType()};
  return {function + "(" + callArguments(op, e) + ")", Prec::Primary, op.getType()};
}

static Expression spellExtract(ad::ExtractOp op, Emission &e) {
  Expression record = e(op.getRecord());
  const ad::RecordType type = op.getRecord().getType();
  const ad::PtrType pointer = type.fieldPointer(*type.fieldIndex(op.getField()));
  Expression field{"", Prec::Primary, op.getType(), signInMemory(pointer)};
  if (type.isTuple()) {
    e.include(type.getCxxName().starts_with("std::pair") ? "<utility>" : "<tuple>");
    field.text = "std::get<" + op.getField().str() + ">(" + record.text + ")";
  } else {
    field.text = memberOf(record, op.getField());
  }
  field = loaded(field, pointer);
  field.cheap = record.cheap;
  return field;
}

std::optional<Expression> emit::spellAd(Operation *op, Emission &e) {
  return llvm::TypeSwitch<Operation *, std::optional<Expression>>(op)
      .Case([&](ad::ApplyOp apply) { return spellApply(apply, e); })
      .Case([&](ad::RequireExactOp require) {
        e.include("adgen/runtime/Runtime.h");
        Expression object = e(require.getObject());
        std::string name = cxxTypeOf(require.getObject().getType());
        llvm::erase(name, localTypeMark);
        return Expression{"adgen::require_exact_type<" + name + ">(" + object.text + ")", Prec::Primary,
                          require.getObject().getType()};
      })
      .Case([&](ad::ExtractOp extract) { return spellExtract(extract, e); })
      .Case([&](ad::MakeRecordOp make) { return madeRecord(make, e); })
      .Case([&](ad::ListOp list) {
        Expression braces{braced(list.getElements(), e), Prec::Primary, list.getType()};
        braces.cheap = true;
        return braces;
      })
      .Case([&](ad::LiteralOp literal) {
        bool isName = llvm::all_of(literal.getText(),
                                   [](char c) { return isalnum(c) || c == '_' || c == ':' || c == '.'; });
        Expression text{literal.getText().str(), isName ? Prec::Primary : Prec::Conditional,
                        literal.getType(), isInteger(literal.getType()) ? Sign::Unknown : Sign::Signed};
        text.cheap = true;
        return text;
      })
      .Case([&](ad::GlobalOp global) {
        Expression name{global.getCxxName().str(), Prec::Primary, global.getType(),
                        isInteger(global.getType()) ? Sign::Unknown : Sign::Signed};
        name.cheap = true;
        return name;
      })
      .Case([&](ad::StopGradientOp stop) { return e(stop.getOperand()); })
      .Case([&](ad::MapOp map) { return spellMap(map, e); })
      .Default([](Operation *) { return std::nullopt; });
}

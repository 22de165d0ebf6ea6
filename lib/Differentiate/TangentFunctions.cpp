// Callees that call themselves: each gets a function of its own that computes
// its value and its tangent, one for each choice of arguments that vary.
#include "Adjoints.h"
#include "Copies.h"
#include "Tangents.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/InternalError.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// What a function with this result returns together with the tangent; the same type if it has none.
static SmallVector<Type> resultsWithTangent(func::FuncOp callee) {
  SmallVector<Type> types(callee.getResultTypes());
  if (types.size() == 1 && hasTangentType(types[0]))
    return {tupleType(callee.getContext(), {types[0], types[0]})};
  return types;
}

/// Gives the function the parameters of the callee and, behind them, those for the tangents.
static void declare(func::FuncOp function, func::FuncOp callee, llvm::ArrayRef<bool> active,
                    const std::string &suffix) {
  FunctionInfo info = getFunctionInfo(callee);
  SmallVector<Type> types(callee.getArgumentTypes());
  const std::vector<Param> params = info.params;
  for (auto [i, isActive] : llvm::enumerate(active))
    if (isActive) {
      types.push_back(callee.getArgumentTypes()[i]);
      if (i < params.size())
        info.params.push_back({"d_" + params[i].name, params[i].cxxType, params[i].kind});
    }
  SmallVector<Type> results = resultsWithTangent(callee);
  function.setFunctionType(FunctionType::get(function.getContext(), types, results));
  info.doc = "`" + info.cxxName + "` and its tangent.";
  info.callee = (info.callee.empty() ? "::" + info.cxxName : info.callee) + suffix;
  info.cxxName += suffix;
  if (!results.empty())
    info.resultType = cxxTypeOf(results[0]);
  setFunctionInfo(function, info);
}

func::FuncOp TangentFunctions::calleeOf(func::CallOp call) {
  return module.lookupSymbol<func::FuncOp>(call.getCallee());
}

func::FuncOp TangentFunctions::of(func::FuncOp callee, llvm::ArrayRef<bool> active) {
  // Which arguments vary is part of the name: d or c for each that could.
  std::string suffix = "_jvp_";
  for (auto [type, isActive] : llvm::zip(callee.getArgumentTypes(), active))
    if (hasTangentType(type))
      suffix += isActive ? 'd' : 'c';
  std::string symbol = (callee.getSymName() + "." + llvm::StringRef(suffix).drop_front()).str();
  if (auto known = module.lookupSymbol<func::FuncOp>(symbol))
    return known;
  if (callee.isExternal() || callee.getNumResults() > 1) {
    fail(callee.getLoc(), internalError("this recursive function has no single result"));
    return {};
  }
  ImplicitLocOpBuilder b(callee.getLoc(), callee.getContext());
  auto function = func::FuncOp::create(callee.getLoc(), symbol, b.getFunctionType({}, {}));
  module.push_back(function);
  made.push_back(function);
  declare(function, callee, active, suffix);

  OwningOpRef<func::FuncOp> source = callee.clone();
  expandCopies(*source);
  Block &body = source->getBody().front();
  SmallVector<Value> independent, dependent(body.getTerminator()->getOperands());
  for (auto [argument, isActive] : llvm::zip(body.getArguments(), active)) {
    if (isActive)
      independent.push_back(argument);
    if (holdsPointer(argument.getType()) || isa<StackType>(argument.getType()))
      dependent.push_back(argument);
  }
  Block *target = b.createBlock(&function.getBody());
  Tangents tangents(*source, independent, dependent, b, *this);
  for (BlockArgument argument : body.getArguments())
    tangents.map(argument, target->addArgument(argument.getType(), argument.getLoc()));
  for (auto [argument, isActive] : llvm::zip(body.getArguments(), active)) {
    if (isActive)
      tangents.set(argument, target->addArgument(argument.getType(), shadowLoc(argument)));
    else if (tangents.has(argument))
      fail(argument.getLoc(),
           "adgen cannot follow where the derivative of what this pointer points to is kept");
  }
  if (failed)
    return {};
  tangents.run(body);
  b.setLoc(body.getTerminator()->getLoc());
  SmallVector<Value> results;
  for (Value result : body.getTerminator()->getOperands())
    results.push_back(hasTangentType(result.getType())
                          ? makeTuple(b, {tangents.copyOf(result), tangents.of(result)})
                          : tangents.copyOf(result));
  b.create<func::ReturnOp>(results);
  return failed ? func::FuncOp() : function;
}

void TangentFunctions::eraseAll() {
  for (func::FuncOp function : made)
    function.erase();
  made.clear();
}

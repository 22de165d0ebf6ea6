#include "Signature.h"

#include "Types.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

FunctionInfo emit::signatureOf(func::FuncOp function) {
  FunctionInfo info = getFunctionInfo(function);
  if (!info.cxxName.empty())
    return info;
  info.cxxName = function.getSymName().str();
  info.resultType = function.getNumResults() ? cxxType(function.getResultTypes()[0]) : "void";
  for (BlockArgument argument : function.getArguments()) {
    std::string type = cxxType(argument.getType());
    if (!argument.getType().isIntOrFloat())
      type.insert(0, "const ").append(" &");
    std::string name = nameOf(argument.getLoc()).str();
    if (name.empty())
      name = "x" + std::to_string(argument.getArgNumber());
    info.params.push_back({name, type, ParamKind::Value});
  }
  return info;
}

static std::string declaration(const Param &param, bool isNamed) {
  std::string name = isNamed ? param.name : "/*" + param.name + "*/";
  const size_t split = declaratorPosition(param.cxxType);
  std::string type = llvm::StringRef(param.cxxType).take_front(split).rtrim().str();
  const char last = type.back();
  const bool isTight =
      last == '(' || ((last == '*' || last == '&') && (isNamed || split < param.cxxType.size()));
  return type + (isTight ? "" : " ") + name + param.cxxType.substr(split);
}

std::string emit::signatureText(const FunctionInfo &info, llvm::function_ref<bool(unsigned)> isNamed) {
  std::string text = "inline " + info.resultType;
  if (text.back() != '*' && text.back() != '&')
    text += " ";
  text += info.cxxName + "(";
  for (auto [index, param] : llvm::enumerate(info.params))
    text += (index ? ", " : "") + declaration(param, isNamed(index));
  return text + ")";
}

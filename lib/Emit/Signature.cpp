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
      type = "const " + type + " &";
    std::string name = nameOf(argument.getLoc()).str();
    if (name.empty())
      name = "x" + std::to_string(argument.getArgNumber());
    info.params.push_back({name, type, ParamKind::Value});
  }
  return info;
}

static std::string declaration(const Param &param, bool isNamed) {
  std::string name = isNamed ? param.name : "/*" + param.name + "*/";
  // T (*name)[4], T (&name)[4].
  for (llvm::StringRef inner : {"(*)", "(&)"})
    if (size_t at = param.cxxType.find(inner); at != std::string::npos) {
      std::string type = param.cxxType;
      return type.insert(at + 2, name);
    }
  // In front of an array's extents, not behind them.
  size_t split = std::min(param.cxxType.find('['), param.cxxType.size());
  std::string type = llvm::StringRef(param.cxxType).substr(0, split).rtrim().str();
  bool tight = type.back() == '*' || type.back() == '&';
  return type + (tight && isNamed ? "" : " ") + name + param.cxxType.substr(split);
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

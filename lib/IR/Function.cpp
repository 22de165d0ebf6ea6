#include "adgen/IR/Function.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;

static constexpr llvm::StringLiteral kindNames[] = {"value", "reference", "pointer"};

adgen::FunctionInfo adgen::getFunctionInfo(func::FuncOp function) {
  auto text = [](Attribute attr) { return attr ? cast<StringAttr>(attr).getValue().str() : std::string(); };
  FunctionInfo info;
  info.cxxName = text(function->getAttr("ad.name"));
  info.resultType = text(function->getAttr("ad.result"));
  info.doc = text(function->getAttr("ad.doc"));
  if (auto params = function->getAttrOfType<ArrayAttr>("ad.params"))
    for (auto param : params.getAsRange<DictionaryAttr>()) {
      auto kind = llvm::find(kindNames, text(param.get("kind"))) - std::begin(kindNames);
      info.params.push_back({text(param.get("name")), text(param.get("type")), ParamKind(kind)});
    }
  return info;
}

void adgen::setFunctionInfo(func::FuncOp function, const FunctionInfo &info) {
  Builder b(function.getContext());
  SmallVector<Attribute> params;
  for (const Param &param : info.params)
    params.push_back(b.getDictionaryAttr({b.getNamedAttr("name", b.getStringAttr(param.name)),
                                          b.getNamedAttr("type", b.getStringAttr(param.cxxType)),
                                          b.getNamedAttr("kind", b.getStringAttr(kindNames[int(param.kind)]))}));
  function->setAttr("ad.name", b.getStringAttr(info.cxxName));
  function->setAttr("ad.result", b.getStringAttr(info.resultType));
  function->setAttr("ad.doc", b.getStringAttr(info.doc));
  function->setAttr("ad.params", b.getArrayAttr(params));
}

llvm::StringRef adgen::nameOf(Location loc) {
  if (auto name = dyn_cast<NameLoc>(loc))
    return name.getName();
  return "";
}

Location adgen::withoutName(Location loc) {
  if (auto name = dyn_cast<NameLoc>(loc))
    return name.getChildLoc();
  return loc;
}

Location adgen::withName(Location loc, llvm::StringRef name) {
  if (name.empty())
    return loc;
  return NameLoc::get(StringAttr::get(loc.getContext(), name), withoutName(loc));
}

#include "adgen/IR/Function.h"

#include "adgen/IR/AdDialect.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

static constexpr llvm::StringLiteral kindNames[] = {"value", "reference", "pointer", "object"};

adgen::FunctionInfo adgen::getFunctionInfo(func::FuncOp function) {
  auto text = [](Attribute attr) { return attr ? cast<StringAttr>(attr).getValue().str() : std::string(); };
  FunctionInfo info;
  info.cxxName = text(function->getAttr("ad.name"));
  info.callee = text(function->getAttr("ad.callee"));
  info.resultType = text(function->getAttr("ad.result"));
  info.doc = text(function->getAttr("ad.doc"));
  if (auto params = function->getAttrOfType<ArrayAttr>("ad.params"))
    for (auto param : params.getAsRange<DictionaryAttr>()) {
      auto kind = llvm::find(kindNames, text(param.get("kind"))) - std::begin(kindNames);
      auto family = dyn_cast_or_null<IntegerAttr>(param.get("family"));
      info.params.push_back({text(param.get("name")), text(param.get("type")), ParamKind(kind),
                             family ? static_cast<unsigned>(family.getInt()) : 0});
    }
  return info;
}

void adgen::setFunctionInfo(func::FuncOp function, const FunctionInfo &info) {
  Builder b(function.getContext());
  SmallVector<Attribute> params;
  for (const Param &param : info.params) {
    SmallVector<NamedAttribute> said{b.getNamedAttr("name", b.getStringAttr(param.name)),
                                     b.getNamedAttr("type", b.getStringAttr(param.cxxType)),
                                     b.getNamedAttr("kind", b.getStringAttr(kindNames[int(param.kind)]))};
    if (param.family != 0)
      said.push_back(b.getNamedAttr("family", b.getI64IntegerAttr(param.family)));
    params.push_back(b.getDictionaryAttr(said));
  }
  function->setAttr("ad.name", b.getStringAttr(info.cxxName));
  if (!info.callee.empty())
    function->setAttr("ad.callee", b.getStringAttr(info.callee));
  function->setAttr("ad.result", b.getStringAttr(info.resultType));
  function->setAttr("ad.doc", b.getStringAttr(info.doc));
  function->setAttr("ad.params", b.getArrayAttr(params));
}

unsigned adgen::familyOfBuffer(const std::vector<Param> &params, unsigned index) {
  // As many families as there are get one more each; those of a function's own buffers are added last.
  unsigned families = 1;
  while (llvm::any_of(params, [&](const Param &param) { return param.family >= families; }))
    families *= 2;
  return families + params[index].family;
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
  // The names of a library's variables are reserved for it.
  const bool isReserved = name.size() > 2 && name[0] == '_' && (name[1] == '_' || llvm::isUpper(name[1]));
  if (llvm::StringRef plain = name.ltrim('_'); isReserved && !plain.empty() && llvm::isAlpha(plain[0]))
    name = plain;
  if (name.empty())
    return loc;
  return NameLoc::get(StringAttr::get(loc.getContext(), name), withoutName(loc));
}

static constexpr llvm::StringLiteral reverseMark = "reverse";

bool adgen::isReverse(Location loc) {
  auto fused = dyn_cast<FusedLoc>(withoutName(loc));
  return fused && fused.getMetadata() == StringAttr::get(loc.getContext(), reverseMark);
}

Location adgen::asReverse(Location loc) {
  loc = withoutName(loc);
  if (isReverse(loc))
    return loc;
  return FusedLoc::get({loc}, StringAttr::get(loc.getContext(), reverseMark), loc.getContext());
}

bool adgen::holdsArray(Type type) {
  if (auto record = dyn_cast<ad::RecordType>(type))
    return llvm::any_of(record.getFieldTypes(), holdsArray);
  return isa<ad::ArrayType>(type);
}

bool adgen::holdsDynamicArray(Type type) {
  if (auto array = dyn_cast<ad::ArrayType>(type))
    return array.isDynamic() || holdsDynamicArray(array.getElementType());
  auto record = dyn_cast<ad::RecordType>(type);
  return record && llvm::any_of(record.getFieldTypes(), holdsDynamicArray);
}

bool adgen::holdsPointer(Type type) {
  if (isa<ad::PtrType>(type))
    return true;
  if (auto array = dyn_cast<ad::ArrayType>(type))
    return holdsPointer(array.getElementType());
  if (auto record = dyn_cast<ad::RecordType>(type))
    return llvm::any_of(record.getFieldTypes(), holdsPointer);
  return false;
}

int64_t adgen::flatSize(Type type) {
  auto array = dyn_cast<ad::ArrayType>(type);
  if (array && array.isDynamic())
    return 0;
  return array ? array.getSize() * flatSize(array.getElementType()) : 1;
}

size_t adgen::declaratorPosition(llvm::StringRef type) {
  size_t depth = 0, extents = type.size();
  for (size_t i = 0; i < type.size(); ++i) {
    if (type[i] == '<')
      ++depth;
    else if (type[i] == '>')
      --depth;
    else if (depth == 0 && type[i] == '[' && extents == type.size())
      extents = i;
    else if (depth == 0 && (type.substr(i).starts_with("(*") || type.substr(i).starts_with("(&"))) {
      do {
        i = type.find_first_not_of("*&", i + 1);
      } while (type[i] == '(');
      return i;
    }
  }
  return extents;
}

std::string adgen::asIdentifier(llvm::StringRef text) {
  std::string identifier;
  for (char letter : text)
    if (llvm::isAlnum(letter) || letter == '_')
      identifier += letter;
    else if (!identifier.empty() && identifier.back() != '_')
      identifier += letter == '-' ? "_minus" : "_";
    else if (letter == '-')
      identifier += "minus";
  return identifier;
}

bool adgen::isUntyped(Type type) {
  auto pointer = dyn_cast<ad::PtrType>(type);
  auto pointee = pointer ? dyn_cast<ad::OpaqueType>(pointer.getPointee()) : ad::OpaqueType();
  return pointee && pointee.getCxxName() == "void";
}

/// What has 8 bits is computed with as a number, and stored as a character: what pointers point to has to be
/// of one type, whether it is the source's or the generated function's own.
std::string adgen::cxxTypeInMemory(Type pointer) {
  auto type = cast<ad::PtrType>(pointer);
  return !type.getStoredAs().empty()      ? type.getStoredAs().str()
         : type.getPointee().isInteger(8) ? "char"
                                          : cxxTypeOf(type.getPointee());
}

std::string adgen::cxxTypeOf(Type type) {
  if (type.isF32())
    return "float";
  if (type.isF64())
    return "double";
  if (type.isF80())
    return "long double";
  if (type.isInteger(1))
    return "bool";
  if (type.isInteger(32))
    return "int";
  if (auto integer = dyn_cast<IntegerType>(type))
    return "std::int" + std::to_string(integer.getWidth()) + "_t";
  if (auto tensor = dyn_cast<ad::TensorType>(type)) {
    Type element = tensor.getElementType();
    llvm::StringRef alias = element.isF32()         ? "adgen::Tensor"
                            : element.isF64()       ? "adgen::TensorD"
                            : element.isInteger(64) ? "adgen::TensorI"
                            : element.isInteger(1)  ? "adgen::TensorB"
                                                    : "";
    return alias.empty() ? "adgen::BasicTensor<" + cxxTypeOf(element) + ">" : alias.str();
  }
  if (auto list = dyn_cast<ad::ListType>(type))
    return list.getElementType().isInteger(64) ? "adgen::Shape"
                                               : "std::vector<" + cxxTypeOf(list.getElementType()) + ">";
  if (auto record = dyn_cast<ad::RecordType>(type))
    return record.getCxxName().str();
  if (auto opaque = dyn_cast<ad::OpaqueType>(type))
    return opaque.getCxxName().str();
  if (auto array = dyn_cast<ad::ArrayType>(type)) {
    if (!array.getCxxName().empty())
      return array.getCxxName().str();
    std::string name = cxxTypeInMemory(array.elementPointer());
    return name.insert(declaratorPosition(name), "[" + std::to_string(array.getSize()) + "]");
  }
  if (auto lanes = dyn_cast<VectorType>(type))
    return "adgen::Lanes<" + cxxTypeOf(lanes.getElementType()) + ", " +
           std::to_string(lanes.getNumElements()) + ">";
  if (auto stack = dyn_cast<ad::StackType>(type))
    return "std::vector<" + cxxTypeOf(stack.getElementType()) + ">";
  if (auto pointer = dyn_cast<ad::PtrType>(type)) {
    std::string name = cxxTypeInMemory(pointer);
    const size_t position = declaratorPosition(name);
    auto array = dyn_cast<ad::ArrayType>(pointer.getPointee());
    if (isa<ad::PtrType>(pointer.getPointee())) // const T *const *: the qualifiers stand inside out
      return name.insert(position, pointer.getIsConst() ? "const *" : "*");
    const bool isExtended = array && array.getCxxName().empty();
    return (pointer.getIsConst() ? "const " : "") + name.insert(position, isExtended ? " (*)" : " *");
  }
  return "auto";
}

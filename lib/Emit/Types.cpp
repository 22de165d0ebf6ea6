#include "Types.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

std::string emit::cxxType(Type type, Sign sign) {
  if (type.isIndex())
    return "std::int64_t";
  auto integer = dyn_cast<IntegerType>(type);
  if (integer && sign == Sign::Unsigned && integer.getWidth() > 1)
    return integer.getWidth() == 32 ? "unsigned" : "std::uint" + std::to_string(integer.getWidth()) + "_t";
  std::string name = cxxTypeOf(type);
  return name == "auto" ? "" : name;
}

Sign emit::signOfSpelling(llvm::StringRef cxxType) {
  llvm::StringRef name = cxxType.trim();
  name.consume_front("const ");
  name = name.rtrim(" &*");
  if (name.starts_with("unsigned") || name.ends_with(" unsigned"))
    return Sign::Unsigned;
  name.consume_front("std::");
  return llvm::StringSwitch<Sign>(name)
      .Cases("size_t", "uintptr_t", "uintmax_t", Sign::Unsigned)
      .Cases("uint8_t", "uint16_t", "uint32_t", "uint64_t", Sign::Unsigned)
      .Cases("int", "long", "long long", "short", "signed char", Sign::Signed)
      .Cases("long int", "long long int", "short int", "signed", Sign::Signed)
      .Cases("int8_t", "int16_t", "int32_t", "int64_t", Sign::Signed)
      .Cases("ptrdiff_t", "intptr_t", "intmax_t", Sign::Signed)
      .Default(Sign::Unknown);
}

void emit::addIncludesOfSpelling(llvm::StringRef text, std::set<std::string> &includes) {
  for (size_t at = text.find("std::"); at != llvm::StringRef::npos; at = text.find("std::", at + 1)) {
    llvm::StringRef name =
        text.substr(at + 5).take_while([](char c) { return llvm::isAlnum(c) || c == '_'; });
    llvm::StringRef header = llvm::StringSwitch<llvm::StringRef>(name)
                                 .Case("tuple", "<tuple>")
                                 .Case("pair", "<utility>")
                                 .Case("array", "<array>")
                                 .Case("vector", "<vector>")
                                 .Case("string", "<string>")
                                 .Case("numeric_limits", "<limits>")
                                 .Cases("size_t", "ptrdiff_t", "<cstddef>")
                                 .Cases("int8_t", "int16_t", "int32_t", "int64_t", "<cstdint>")
                                 .Cases("uint8_t", "uint16_t", "uint32_t", "uint64_t", "<cstdint>")
                                 .Default("");
    if (!header.empty())
      includes.insert(header.str());
  }
  if (text.contains("adgen::Gradients"))
    includes.insert("adgen/runtime/Gradients.h");
  else if (text.contains("adgen::Lanes"))
    includes.insert("adgen/lanes.h");
  else if (text.contains("adgen::"))
    includes.insert("adgen/runtime/Tensor.h");
}

bool emit::isTensor(Type type) { return isa<ad::TensorType>(type); }
bool emit::isInteger(Type type) { return type.isIndex() || (isa<IntegerType>(type) && !type.isInteger(1)); }
bool emit::isBool(Type type) { return type.isInteger(1); }

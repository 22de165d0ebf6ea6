// Constants: the shortest text that reads back as the same value.
#include "Expression.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace adgen::emit;

static std::string floatText(const llvm::APFloat &value, Type type) {
  if (value.isInfinity() || value.isNaN())
    return std::string(value.isNegative() && value.isInfinity() ? "-" : "") + "std::numeric_limits<" +
           cxxType(type) + ">::" + (value.isNaN() ? "quiet_NaN" : "infinity") + "()";
  // The fewest digits that read back as the same value; 36 are enough for any format.
  llvm::SmallString<48> digits;
  for (unsigned precision = 1; precision <= 36; ++precision) {
    digits.clear();
    value.toString(digits, precision, /*FormatMaxPadding=*/5);
    if (llvm::APFloat(value.getSemantics(), digits).bitwiseIsEqual(value))
      break;
  }
  std::string text = digits.str().str();
  if (text.find_first_of(".eE") == std::string::npos)
    text += ".0";
  if (size_t e = text.find('E'); e != std::string::npos) {
    text[e] = 'e';
    if (text[e + 1] == '+')
      text.erase(e + 1, 1);
  }
  return text + (type.isF32() ? "f" : type.isF80() ? "L" : "");
}

Expression adgen::emit::literal(Attribute value, Type type) {
  if (auto number = dyn_cast<FloatAttr>(value)) {
    std::string text = floatText(number.getValue(), type);
    return {text, text[0] == '-' ? Prec::Unary : Prec::Primary, type};
  }
  llvm::APInt number = cast<IntegerAttr>(value).getValue();
  if (isBool(type))
    return {number.isZero() ? "false" : "true", Prec::Primary, type};
  Expression e{llvm::toString(number, 10, /*Signed=*/true), Prec::Primary, type, Sign::Any,
               /*exact=*/number.getBitWidth() == 32};
  if (number.isMinSignedValue() && number.getBitWidth() >= 32) {
    // -2147483648 is the negation of a long.
    std::string limit = "std::numeric_limits<" + cxxType(type) + ">::min()";
    return {limit, Prec::Primary, type, Sign::Signed};
  }
  if (number.isNegative())
    e.prec = Prec::Unary;
  if (number.getSignificantBits() > 32)
    e.exact = true; // the language gives it a type with room enough
  return e;
}

// Constants: the shortest text that reads back as the same value.
#include "Expression.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace adgen::emit;

/// mantissa (with one digit before its point) times 10^exponent.
static std::string layOut(llvm::StringRef mantissa, int exponent) {
  std::string sign = mantissa.consume_front("-") ? "-" : "";
  auto [whole, fraction] = mantissa.split('.');
  std::string digits = (whole + fraction.rtrim('0')).str();
  int point = exponent + 1; // digits in front of the decimal point
  if (point > 15 || point < -3) {
    std::string rest = digits.size() > 1 ? digits.substr(1) : "0";
    return sign + digits[0] + "." + rest + "e" + std::to_string(exponent);
  }
  if (point <= 0)
    return sign + "0." + std::string(-point, '0') + digits;
  if (int(digits.size()) <= point)
    return sign + digits + std::string(point - digits.size(), '0') + ".0";
  return sign + digits.substr(0, point) + "." + digits.substr(point);
}

static std::string floatText(const llvm::APFloat &value, Type type) {
  if (value.isInfinity() || value.isNaN())
    return std::string(value.isNegative() && value.isInfinity() ? "-" : "") + "std::numeric_limits<" +
           cxxType(type) + ">::" + (value.isNaN() ? "quiet_NaN" : "infinity") + "()";
  // The fewest digits that read back as the same value; 36 are enough for any format.
  llvm::SmallString<48> text;
  for (unsigned precision = 1; precision <= 36; ++precision) {
    text.clear();
    value.toString(text, precision, /*FormatMaxPadding=*/0);
    if (llvm::APFloat(value.getSemantics(), text).bitwiseIsEqual(value))
      break;
  }
  auto [mantissa, power] = text.str().split('E');
  int exponent = 0;
  power.ltrim('+').getAsInteger(10, exponent);
  return layOut(mantissa, exponent) + (type.isF32() ? "f" : type.isF80() ? "L" : "");
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

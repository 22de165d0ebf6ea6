#include "Functions.h"

#include "adgen/Ops/Rows.h"

#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

/// Branch-free functions that compilers vectorise; float and double only.
static bool isVectorised(llvm::StringRef name) {
  return llvm::StringSwitch<bool>(name)
      .Cases("exp", "exp2", "expm1", "log", "log1p", "log2", "log10", true)
      .Cases("tanh", "sigmoid", "softplus", "erf", "erfc", true)
      .Cases("sin", "cos", "tan", "sinh", "cosh", "asin", "acos", "atan", true)
      .Cases("asinh", "acosh", "atanh", "sqrt", "pow", "cbrt", true)
      .Default(false);
}

bool emit::isStandardFunction(llvm::StringRef name) {
  return llvm::StringSwitch<bool>(name)
      .Cases("abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", true)
      .Cases("copysign", "cos", "cosh", "erf", "erfc", "exp", "exp2", "expm1", "fdim", "floor", true)
      .Cases("fma", "fmax", "fmin", "fmod", "hypot", "lgamma", "log", "log10", "log1p", "log2", true)
      .Cases("nearbyint", "pow", "remainder", "rint", "round", "sin", "sinh", "sqrt", "tan", "tanh", true)
      .Cases("hypot3", "beta", "tgamma", "trunc", "ldexp", "isnan", "isinf", "isfinite", "signbit", true)
      .Default(false);
}

Expression emit::callScalar(llvm::StringRef name, ValueRange arguments, Type type, Emission &e) {
  llvm::StringRef space = "adgen::", suffix;
  if (e.inMap && (type.isF32() || type.isF64()) && isVectorised(name)) {
    space = "adgen::vmath::";
    e.include("adgen/runtime/VectorMath.h");
  } else if (isStandardFunction(name)) {
    space = "std::";
    e.include("<cmath>");
  } else if (const Row *row = rowNamed(name); row && row->kind == RowKind::Special) {
    static const llvm::StringRef spaces[] = {"std::", "::", "adgen::"};
    space = spaces[static_cast<int>(row->home)];
    e.include(row->home == Home::adgen ? "adgen/runtime/SpecialFunctions.h" : "<cmath>");
    if (row->home == Home::C)
      suffix = type.isF32() ? "f" : type.isF64() ? "" : "l";
  } else {
    e.include("adgen/runtime/ScalarMath.h");
  }
  // Overloads have rows of their own.
  return {(space + (name == "hypot3" ? llvm::StringRef("hypot") : name) + suffix + "(").str() +
              argumentList(arguments, e) + ")",
          Prec::Primary, type};
}

// Functions of <cmath> that take a number apart, round it to an integer or have two results, and those of the
// machine on integers.

#include "Importer.h"

#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/StringSwitch.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

/// `sinf` and `__builtin_sin` are `sin`.
static llvm::StringRef plainName(llvm::StringRef name) {
  name.consume_front("__builtin_");
  for (llvm::StringRef known :
       {"frexp", "modf", "lround", "llround", "lrint", "llrint", "logb", "ilogb", "sincos"})
    if (name == known || (name.size() == known.size() + 1 && name.starts_with(known) &&
                          (name.back() == 'f' || name.back() == 'l')))
      return known;
  return "";
}

static bool countsBits(llvm::StringRef name) {
  name.consume_front("__builtin_");
  while (name.ends_with("l"))
    name = name.drop_back();
  return llvm::StringSwitch<bool>(name).Cases("clz", "ctz", "popcount", "parity", "ffs", true).Default(false);
}

static Value isRegular(Importer &importer, Value x) {
  auto &b = importer.b;
  Value zero = b.create<arith::ConstantOp>(b.getFloatAttr(x.getType(), 0));
  Value isNumber = applyRow(b, "isfinite", x);
  return b.createOrFold<arith::AndIOp>(isNumber,
                                       b.createOrFold<arith::CmpFOp>(arith::CmpFPredicate::UNE, x, zero));
}

static Value exponentOf(Importer &importer, Value x) {
  auto &b = importer.b;
  return b.create<ad::CallOp>(TypeRange(b.getI32Type()), "::std::ilogb", x).getResult();
}

Value Importer::splitNumber(const clang::CallExpr *call, const clang::FunctionDecl *callee, bool &done) {
  if (!callee->getIdentifier())
    return {};
  Type type = convertType(call->getType());
  // What the programmer knows of a condition is for the compiler.
  if (callee->getBuiltinID() && callee->getName().starts_with("__builtin_expect")) {
    done = true;
    return evaluate(call->getArg(0));
  }
  if (callee->getBuiltinID() && countsBits(callee->getName()) && isa<IntegerType>(type)) {
    done = true;
    return b.create<ad::CallOp>(TypeRange(type), callee->getName(), evaluate(call->getArg(0))).getResult();
  }
  const bool isOfLibrary = callee->isInStdNamespace() || callee->isExternC() || callee->getBuiltinID();
  llvm::StringRef name = isOfLibrary ? plainName(callee->getName()) : "";
  if (name.empty() || call->getNumArgs() == 0)
    return {};
  const clang::Expr *argument = call->getArg(0);
  Value x = evaluate(argument);
  if (isa<IntegerType>(x.getType())) // those of integers compute with doubles
    x = convert(x, b.getF64Type(), argument->getType()->isSignedIntegerOrEnumerationType(), true);
  if (!isa<FloatType>(x.getType()))
    return {};
  done = true;
  if (name == "ilogb")
    return exponentOf(*this, x);
  if (name == "logb")
    return b.create<ad::CallOp>(TypeRange(x.getType()), "::std::logb", x).getResult();
  if (isa<IntegerType>(type)) // lround, lrint and so on
    return convert(applyRow(b, name.ends_with("round") ? "round" : "rint", x), type, true, true);
  Value address = evaluate(call->getArg(1));
  if (!isa<PtrType>(address.getType())) {
    refuseMismatch(call->getExprLoc(), "where this function leaves its second result");
    return x;
  }
  Place *other = pointee(address);
  if (name == "sincos") {
    Place *cosine = pointee(evaluate(call->getArg(2)));
    assign(call->getExprLoc(), other, applyRow(b, "sin", x));
    assign(call->getExprLoc(), cosine, applyRow(b, "cos", x));
    return {};
  }
  if (name == "modf") {
    assign(call->getExprLoc(), other, applyRow(b, "trunc", x));
    Value one = b.create<arith::ConstantOp>(b.getFloatAttr(x.getType(), 1));
    Value zero = b.create<arith::ConstantOp>(b.getFloatAttr(x.getType(), 0));
    return b.createOrFold<arith::SelectOp>(applyRow(b, "isinf", x), applyRow(b, "copysign", {zero, x}),
                                           applyRow(b, "fmod", {x, one}));
  }
  // frexp: the mantissa is in [1/2, 1).
  Value none = constantInt(b.getI32Type(), 0);
  Value exponent = branch(
      isRegular(*this, x),
      [&] { return b.createOrFold<arith::AddIOp>(exponentOf(*this, x), constantInt(b.getI32Type(), 1)); },
      [&] { return none; });
  assign(call->getExprLoc(), other, exponent);
  return applyRow(b, "ldexp", {x, b.createOrFold<arith::SubIOp>(none, exponent)});
}

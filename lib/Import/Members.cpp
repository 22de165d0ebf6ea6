// Members of classes whose type in the graph is not that of other variables: enumerations, pointers to
// functions, and pointers to the class that they are a member of, whose type cannot name itself.

#include "Importer.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

/// "Link" for the class Link, whether it stands for itself or as all its fields.
static llvm::StringRef classNameOf(Type type) {
  if (auto record = dyn_cast<RecordType>(type))
    return record.getCxxName();
  if (auto opaque = dyn_cast<ad::OpaqueType>(type))
    return opaque.getCxxName();
  return "";
}

bool adgen::isSameInMemory(Type a, Type b) {
  if (a == b)
    return true;
  if (auto x = dyn_cast<PtrType>(a), y = dyn_cast<PtrType>(b); x && y) {
    // A member of an enumeration is not an integer, what a pointer to one points to is one.
    auto stored = [](PtrType type) {
      auto opaque = dyn_cast<ad::OpaqueType>(type.getPointee());
      return opaque ? opaque.getCxxName() : type.getStoredAs();
    };
    return (!stored(x).empty() && stored(x) == stored(y)) || isSameInMemory(x.getPointee(), y.getPointee());
  }
  if (auto x = dyn_cast<ad::ArrayType>(a), y = dyn_cast<ad::ArrayType>(b); x && y)
    return x.getSize() == y.getSize() && isSameInMemory(x.getElementType(), y.getElementType());
  return !classNameOf(a).empty() && classNameOf(a) == classNameOf(b);
}

/// A number that was made a member, and is read again.
static Value madeBy(Value stored, llvm::StringRef row, Type type) {
  auto made = stored.getDefiningOp<ApplyOp>();
  return made && made.getName() == row && made.getOperand(0).getType() == type ? made.getOperand(0) : Value();
}

Value Importer::fromStored(const clang::Expr *expr, Value value) {
  if (!value)
    return value;
  Type type = convertType(expr->getType());
  if (isa<PtrType>(value.getType()) && isa<PtrType>(type) && value.getType() != type &&
      isSameInMemory(value.getType(), type))
    return b.createOrFold<PtrCastOp>(type, value);
  if (!isa<ad::OpaqueType>(value.getType()) || !isa<IntegerType>(type))
    return value;
  clang::QualType stored = storedTypes.lookup(value.getType());
  if (stored.isNull())
    return value;
  // An enumeration is computed with as an integer.
  bool isFunction = isFunctionPointer(stored);
  if (isFunction && !checkStoredFunction(expr->getExprLoc(), value.getType()))
    return constantInt(type, 0);
  if (Value known = madeBy(value, isFunction ? "function_of" : "enum_of", type))
    return known;
  return b.create<ApplyOp>(type, isFunction ? "function_id" : "enum_value", value);
}

Value Importer::toStored(Value value, Type type) {
  if (!value || value.getType() == type)
    return value;
  if (isa<PtrType>(value.getType()) && isa<PtrType>(type))
    return isSameInMemory(value.getType(), type) ? b.createOrFold<PtrCastOp>(type, value) : value;
  clang::QualType stored = storedTypes.lookup(type);
  if (!isa<IntegerType>(value.getType()) || stored.isNull() || convertType(stored) != value.getType())
    return value;
  if (stored->isEnumeralType())
    return b.create<ApplyOp>(type, "enum_of", value);
  if (!checkStoredFunction(clang::SourceLocation(), type))
    return b.create<LiteralOp>(type, "nullptr");
  return b.create<ApplyOp>(type, "function_of", value);
}

// Arrays whose extents are known at run time. In memory one is flat: a pointer into it points to an element
// of which the size is known, and to step over a row is to step over as many of these as a row has.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

clang::QualType Importer::flatElement(clang::QualType type) const {
  while (isVariableArray(type))
    type = ast.getAsArrayType(type)->getElementType();
  return type;
}

bool adgen::isVariableArray(clang::QualType type) {
  return type->isArrayType() && type.getCanonicalType()->isVariablyModifiedType();
}

void Importer::recordExtents(clang::QualType type) {
  type = type.getNonReferenceType();
  while (type->isPointerType())
    type = type->getPointeeType();
  for (; isVariableArray(type); type = ast.getAsArrayType(type)->getElementType())
    if (auto *array = ast.getAsVariableArrayType(type))
      if (const clang::Expr *size = array->getSizeExpr(); size && !extentOf(array)) {
        Value value = convert(evaluate(size), b.getI64Type(),
                              size->getType()->isSignedIntegerOrEnumerationType(), true);
        // Where labels or jumps cut a block into parts, other parts ask for it too.
        Place *place = anchor ? makeLocal(b.getI64Type(), "") : temporary(value);
        if (anchor)
          write(place, value);
        frame().extents[size] = place;
      }
}

Value Importer::extentOf(const clang::VariableArrayType *array) {
  for (auto &frame : llvm::reverse(frames))
    if (Place *known = frame->extents.lookup(array->getSizeExpr()))
      return read(known);
  return {};
}

Value Importer::flatCount(clang::QualType type) {
  Value count = constantInt(b.getI64Type(), 1);
  for (; isVariableArray(type); type = ast.getAsArrayType(type)->getElementType()) {
    Value extent;
    if (auto *array = ast.getAsConstantArrayType(type))
      extent = constantInt(b.getI64Type(), array->getZExtSize());
    else if (auto *array = ast.getAsVariableArrayType(type))
      extent = extentOf(array);
    if (!extent) {
      refuse(clang::SourceLocation(), "adgen cannot see how long this array of variable length is");
      return count;
    }
    count = b.createOrFold<arith::MulIOp>(count, extent);
  }
  return count;
}

Value Importer::flatIndex(Value index, clang::QualType pointee, bool isSigned) {
  if (!isVariableArray(pointee))
    return index;
  return b.createOrFold<arith::MulIOp>(convert(index, b.getI64Type(), isSigned, true), flatCount(pointee));
}

Place *Importer::declareVariableArray(const clang::VarDecl *variable) {
  clang::QualType type = variable->getType();
  Type element = convertType(flatElement(type));
  // It lives as long as its block: not in one that labels or jumps cut into parts.
  if (isa<ad::OpaqueType>(element) || anchor || variable->hasInit()) {
    refuse(variable->getLocation(), "adgen does not differentiate this array of variable length",
           isa<ad::OpaqueType>(element) ? whyUnsupported(flatElement(type)) : "use new and delete");
    return makeLocal(element, variable->getName());
  }
  Value count = flatCount(type);
  Location location = withName(b.getLoc(), variable->getName());
  Place *place = pointee(b.OpBuilder::create<LocalOp>(location, pointerTo(flatElement(type)), count, false));
  place->isFirstElement = true;
  return place;
}

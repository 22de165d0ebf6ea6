// How parameters are passed, and what they are inside the function.

#include "Importer.h"
#include "Models.h"

#include "adgen/Import/DifferentiableType.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static constexpr const char *whyConst = "adgen does not differentiate a function that changes a const object";

/// Whether an object of the one type may be, or be a part of, an object of the other.
static bool mayOverlap(Type a, Type z) {
  auto isPart = [](Type part, Type whole, auto &self) -> bool {
    if (isa<ad::OpaqueType, ad::TensorType, ListType>(part))
      return false;
    if (part == whole)
      return true;
    if (auto array = dyn_cast<ad::ArrayType>(whole))
      return self(part, array.getElementType(), self);
    auto record = dyn_cast<RecordType>(whole);
    return record &&
           llvm::any_of(record.getFieldTypes(), [&](Type field) { return self(part, field, self); });
  };
  return isPart(a, z, isPart) || isPart(z, a, isPart);
}

/// Whether memory that one parameter leads to is what the reference `index` means, and one of them writes to
/// it.
static bool mayAlias(Importer &importer, const clang::FunctionDecl *function, unsigned index) {
  clang::QualType own = function->getParamDecl(index)->getType();
  auto pointeeOf = [](clang::QualType type) {
    return type->isReferenceType() || type->isPointerType() ? type->getPointeeType() : clang::QualType();
  };
  auto isConst = [&](clang::QualType type) {
    return importer.ast.getBaseElementType(type).isConstQualified();
  };
  for (const clang::ParmVarDecl *other : function->parameters()) {
    clang::QualType pointee = pointeeOf(other->getType());
    if (other->getFunctionScopeIndex() == index || pointee.isNull())
      continue;
    if (isConst(pointee) && isConst(own.getNonReferenceType()))
      continue;
    if (mayOverlap(importer.convertType(own), importer.convertType(pointee)))
      return true;
  }
  auto *method = dyn_cast<clang::CXXMethodDecl>(function);
  return method && method->isInstance() && !method->isConst() &&
         mayOverlap(importer.convertType(own), importer.convertType(method->getThisType()->getPointeeType()));
}

/// Whether a function that the graph calls itself may change what its const reference `index` means: it gets
/// to memory in some other way.
static bool reachesMemory(const clang::FunctionDecl *function, unsigned index) {
  auto *method = dyn_cast<clang::CXXMethodDecl>(function);
  return (method && method->isInstance()) ||
         llvm::any_of(function->parameters(), [&](const clang::ParmVarDecl *other) {
           clang::QualType type = other->getType();
           return other->getFunctionScopeIndex() != index &&
                  !(type->isReferenceType() && type.getNonReferenceType().isConstQualified() &&
                    type.getNonReferenceType()->isArithmeticType()) &&
                  !type->isArithmeticType() && !type->isEnumeralType();
         });
}

Param Importer::describeParameter(const clang::FunctionDecl *function, unsigned index, bool isOwnFunction) {
  const clang::ParmVarDecl *parameter = function->getParamDecl(index);
  clang::QualType type = parameter->getType();
  const bool isEnumeration = type.getNonReferenceType()->isEnumeralType();
  Type converted = isEnumeration ? convertType(type) : convertStored(type.getNonReferenceType());
  Param param;
  param.name = parameter->getName().empty() ? "arg" + std::to_string(index) : parameter->getNameAsString();
  auto *adjusted = type->getAs<clang::AdjustedType>(); // T a[] is T *a
  param.cxxType = spell(adjusted ? adjusted->getAdjustedType() : type);
  if (const clang::QualType pointer = pointerOfIterator(type); !pointer.isNull())
    param.cxxType = spell(pointer) + (type->isReferenceType() ? " &" : "");
  bool isReference = type->isLValueReferenceType();
  bool isOutput =
      isReference && !type.getNonReferenceType().isConstQualified() && !isa<ad::OpaqueType>(converted);
  if (holdsArray(converted) || (!isOwnFunction && isModelled(type)) ||
      (isReference && !isa<ad::OpaqueType>(converted) &&
       (isOwnFunction ? isOutput || reachesMemory(function, index) : mayAlias(*this, function, index))))
    param.kind = ParamKind::Object;
  else if (isOutput)
    param.kind = ParamKind::Reference;
  return param;
}

Param Importer::describeSelf(const clang::CXXMethodDecl *method) {
  clang::QualType object = method->getThisType()->getPointeeType();
  Param param{"self", spell(object) + " &", ParamKind::Value};
  if (holdsArray(convertType(object)) || !method->isConst())
    param.kind = ParamKind::Object;
  return param;
}

Type Importer::argumentType(clang::QualType parameter, ParamKind kind, bool isOwnFunction) {
  if (kind != ParamKind::Object)
    return convertStored(parameter.getNonReferenceType());
  if (!isOwnFunction && isModelled(parameter))
    return containerPointer(parameter);
  const bool isConst = ast.getBaseElementType(parameter.getNonReferenceType()).isConstQualified() &&
                       parameter->isReferenceType();
  clang::QualType object = parameter.getNonReferenceType();
  return object->isEnumeralType() ? pointerTo(object, isConst)
                                  : PtrType::get(convertStored(object), isConst, storedAs(object));
}

Place *Importer::parameterPlace(const clang::VarDecl *parameter, clang::QualType type, const Param &param,
                                BlockArgument argument, unsigned index) {
  argument.setLoc(withName(b.getLoc(), param.name));
  bool isConst = ast.getBaseElementType(type.getNonReferenceType()).isConstQualified();
  Place *place = nullptr;
  if (frames.size() == 1 && isModelled(type)) {
    place = containerPlace(parameter, argument);
  } else if (param.kind == ParamKind::Object) {
    place = pointee(argument);
  } else {
    Value value = argument;
    // A variable of an enumeration is an integer in the graph.
    if (type->isEnumeralType() && isa<ad::OpaqueType>(value.getType()))
      value = b.create<ApplyOp>(convertType(type), "enum_value", value);
    // Of a function that the graph calls itself; any other gets an address from outside.
    if (type->isFunctionPointerType() && isa<ad::OpaqueType>(value.getType()) && frames.size() > 1)
      value = b.create<ApplyOp>(convertType(type), "function_id", value);
    bool changes = param.kind == ParamKind::Reference || (parameter && !isConst && mayChange(parameter));
    place = changes ? makeLocal(value.getType(), param.name, false, storedAs(type)) : temporary(value);
    place->storedAs = storedAs(type);
    place->name = param.name;
    if (changes)
      write(place, value);
  }
  place->exactClass = type.getNonReferenceType()->getAsCXXRecordDecl();
  if ((!parameter || type->isReferenceType()) && place->exactClass && place->exactClass->hasDefinition() &&
      place->exactClass->isPolymorphic() && !place->exactClass->isEffectivelyFinal())
    place->assumedExact = index;
  place->external = true;
  if (isConst && !place->readOnly)
    place->readOnly = whyConst;
  return place;
}

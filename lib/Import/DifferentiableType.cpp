// Which C++ types have a derivative.
#include "adgen/Import/DifferentiableType.h"
#include "Models.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace adgen;
using clang::QualType;

bool adgen::isAdgenClass(const clang::CXXRecordDecl *record, llvm::StringRef name) {
  return record->getIdentifier() && record->getName() == name && isAdgensOwn(record);
}

bool adgen::isAdgensOwn(const clang::CXXRecordDecl *record) {
  auto *space = llvm::dyn_cast<clang::NamespaceDecl>(record->getDeclContext()->getRedeclContext());
  while (space && space->isInline())
    space = llvm::dyn_cast<clang::NamespaceDecl>(space->getParent());
  return space && space->getIdentifier() && space->getName() == "adgen" &&
         space->getParent()->getRedeclContext()->isTranslationUnit();
}

bool adgen::isTensorElement(const clang::Expr *expr) {
  auto *call = llvm::dyn_cast<clang::CallExpr>(expr->IgnoreParenImpCasts());
  auto *method = call ? llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call->getDirectCallee()) : nullptr;
  return method && call->isLValue() &&
         (isAdgenClass(method->getParent(), "BasicTensor") ||
          isAdgenClass(method->getParent(), "Parameter")) &&
         method->getOverloadedOperator() == clang::OO_Call;
}

static bool derivesFromCell(const clang::CXXRecordDecl *record) {
  if (!record->hasDefinition())
    return false;
  for (const clang::CXXBaseSpecifier &base : record->bases())
    if (auto *parent = base.getType()->getAsCXXRecordDecl())
      if (isAdgenClass(parent, "Cell") || derivesFromCell(parent))
        return true;
  return false;
}

static bool isStandardProduct(const clang::CXXRecordDecl *record) {
  if (isModelled(record))
    return true;
  return record->isInStdNamespace() && record->getIdentifier() &&
         (record->getName() == "tuple" || record->getName() == "pair" || record->getName() == "array");
}

static TypeClass classifyRecord(const clang::CXXRecordDecl *record) {
  if (isAdgenClass(record, "Parameter"))
    return TypeClass::RealTensor;
  if (auto *tensor = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
      tensor && isAdgenClass(record, "BasicTensor")) {
    const clang::TemplateArgumentList &arguments = tensor->getTemplateArgs();
    bool isReal = arguments.size() != 0 && arguments[0].getKind() == clang::TemplateArgument::Type &&
                  arguments[0].getAsType()->isRealFloatingType();
    return isReal ? TypeClass::RealTensor : TypeClass::IntegerTensor;
  }
  if (isAdgenClass(record, "Cell") || derivesFromCell(record))
    return TypeClass::Cell;
  if (record->isUnion() || record->isLambda())
    return TypeClass::None;
  // The other classes of the standard library are not what their private fields look like.
  if (record->isInStdNamespace() && !isStandardProduct(record))
    return TypeClass::None;
  return TypeClass::Record;
}

TypeClass adgen::classify(QualType type) {
  type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  if (type->isSpecificBuiltinType(clang::BuiltinType::Float) ||
      type->isSpecificBuiltinType(clang::BuiltinType::Double) ||
      type->isSpecificBuiltinType(clang::BuiltinType::LongDouble))
    return TypeClass::Real;
  if (type->isBooleanType())
    return TypeClass::Boolean;
  if (type->isEnumeralType())
    return TypeClass::Enumeration;
  if (type->isIntegerType())
    return TypeClass::Integer;
  if (type->isPointerType() || type->isArrayType())
    return TypeClass::PointerLike;
  if (const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl())
    return classifyRecord(record);
  return TypeClass::None;
}

llvm::SmallVector<QualType> adgen::partsOf(QualType type) {
  llvm::SmallVector<QualType> parts;
  const clang::CXXRecordDecl *record = type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!record)
    return parts;
  if (isModelled(record))
    return {elementOf(record)};
  if (isStandardProduct(record)) {
    auto addArgument = [&](const clang::TemplateArgument &argument, auto &self) -> void {
      if (argument.getKind() == clang::TemplateArgument::Type)
        parts.push_back(argument.getAsType());
      else if (argument.getKind() == clang::TemplateArgument::Pack)
        for (const clang::TemplateArgument &element : argument.pack_elements())
          self(element, self);
    };
    if (auto *specialisation = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record))
      for (const clang::TemplateArgument &argument : specialisation->getTemplateArgs().asArray())
        addArgument(argument, addArgument);
    return parts;
  }
  record = record->getDefinition();
  if (!record)
    return parts;
  for (const clang::CXXBaseSpecifier &base : record->bases())
    parts.push_back(base.getType());
  for (const clang::FieldDecl *field : record->fields())
    parts.push_back(field->getType());
  return parts;
}

namespace {

/// One walk through the types that a type is made of. A class may reach itself through a pointer: what
/// is being visited adds nothing.
class TypeWalk {
public:
  bool isDifferentiable(QualType type) {
    switch (classify(type)) {
    case TypeClass::Real:
    case TypeClass::RealTensor:
      return true;
    case TypeClass::PointerLike:
      return isDifferentiable(pointeeOf(type));
    case TypeClass::Record:
      return enter(type) &&
             llvm::any_of(partsOf(type), [&](QualType part) { return isDifferentiable(part); });
    default:
      return false;
    }
  }

  /// \param isPart an array is inside a record, and not what a parameter refers to.
  bool isMemoryLike(QualType type, bool isPart) {
    type = type.getNonReferenceType();
    if (isPart)
      while (type->isArrayType())
        type = QualType(type->getArrayElementTypeNoTypeQual(), 0);
    if (classify(type) == TypeClass::PointerLike)
      return adgen::isDifferentiable(type);
    return classify(type) == TypeClass::Record && enter(type) &&
           llvm::any_of(partsOf(type), [&](QualType part) { return isMemoryLike(part, true); });
  }

  /// Whether something differentiable can be changed through a value of this type.
  bool reachesWritable(QualType type) {
    if (type->isReferenceType() || type->isPointerType()) {
      QualType pointee = type->getPointeeType();
      return (adgen::isDifferentiable(pointee) && !isConst(pointee)) || reachesWritable(pointee);
    }
    if (type->isArrayType())
      return reachesWritable(QualType(type->getArrayElementTypeNoTypeQual(), 0));
    return classify(type) == TypeClass::Record && enter(type) &&
           llvm::any_of(partsOf(type), [&](QualType part) { return reachesWritable(part); });
  }

private:
  static QualType pointeeOf(QualType type) {
    type = type.getNonReferenceType();
    return type->isPointerType() ? type->getPointeeType()
                                 : QualType(type->getArrayElementTypeNoTypeQual(), 0);
  }

  /// The elements of an array are what is const, not the array.
  static bool isConst(QualType type) {
    while (type->isArrayType())
      type = type->getAsArrayTypeUnsafe()->getElementType();
    return type.isConstQualified();
  }

  bool enter(QualType record) {
    return visited.insert(record.getNonReferenceType()->getAsCXXRecordDecl()->getCanonicalDecl()).second;
  }

  llvm::SmallPtrSet<const clang::CXXRecordDecl *, 4> visited;
};

} // namespace

bool adgen::isDifferentiable(QualType type) { return TypeWalk().isDifferentiable(type); }

bool adgen::isMemoryLike(QualType type) { return TypeWalk().isMemoryLike(type, /*isPart=*/false); }

bool adgen::isWritable(QualType parameter) { return TypeWalk().reachesWritable(parameter); }

llvm::StringRef adgen::describe(TypeClass typeClass) {
  switch (typeClass) {
  case TypeClass::Real:
    return "a floating-point number";
  case TypeClass::RealTensor:
    return "a tensor";
  case TypeClass::Integer:
    return "an integer";
  case TypeClass::Boolean:
    return "a truth value";
  case TypeClass::Enumeration:
    return "an enumeration";
  case TypeClass::IntegerTensor:
    return "a tensor of integers or truth values";
  case TypeClass::Record:
    return "a class without differentiable members";
  case TypeClass::Cell:
    return "a cell, whose Parameters are differentiated by 'weights(...)'";
  case TypeClass::PointerLike:
    return "a pointer to, or an array of, something without a derivative";
  case TypeClass::None:
    return "of no class of types that can be differentiated";
  }
  llvm_unreachable("unknown class of types");
}

#include "Importer.h"

#include "adgen/Import/DifferentiableType.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/QualTypeNames.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static clang::PrintingPolicy policyOf(const clang::ASTContext &ast) {
  clang::PrintingPolicy policy(ast.getLangOpts());
  policy.SuppressTagKeyword = true;
  policy.Bool = true;
  return policy;
}

std::string Importer::spell(clang::QualType type) {
  return clang::TypeName::getFullyQualifiedName(type, ast, policyOf(ast));
}

std::string adgen::qualifiedNameOf(const clang::NamedDecl *decl) {
  std::string name;
  llvm::raw_string_ostream os(name);
  clang::PrintingPolicy policy = policyOf(decl->getASTContext());
  policy.SuppressUnwrittenScope = true; // anonymous namespaces have no name to write
  decl->printQualifiedName(os, policy);
  return "::" + name;
}

bool adgen::isBasicTensor(const clang::CXXRecordDecl *record) {
  return isAdgenClass(record, "BasicTensor") || isAdgenClass(record, "Parameter");
}

bool adgen::isStdClass(const clang::RecordDecl *record, llvm::StringRef name) {
  return record->isInStdNamespace() && record->getIdentifier() && record->getName() == name;
}

static Type tensorType(Importer &importer, const clang::CXXRecordDecl *record) {
  if (auto *instance = dyn_cast<clang::ClassTemplateSpecializationDecl>(record))
    return ad::TensorType::get(importer.convertType(instance->getTemplateArgs()[0].getAsType()));
  return ad::TensorType::get(importer.b.getF32Type()); // adgen::Parameter
}

/// The fields of the bases first, then those of the class; false where two have
/// one name or a base is virtual.
static bool collectFields(Importer &importer, const clang::CXXRecordDecl *record,
                          SmallVectorImpl<Attribute> &names, SmallVectorImpl<Type> &types) {
  for (const clang::CXXBaseSpecifier &base : record->bases())
    if (base.isVirtual() || !base.getType()->getAsCXXRecordDecl() ||
        !collectFields(importer, base.getType()->getAsCXXRecordDecl(), names, types))
      return false;
  for (const clang::FieldDecl *field : record->fields()) {
    auto name = importer.b.getStringAttr(field->getName());
    if (field->isUnnamedBitField())
      continue;
    if (field->isBitField() || field->getName().empty() || llvm::is_contained(names, name))
      return false;
    names.push_back(name);
    types.push_back(importer.convertStored(field->getType()));
  }
  return true;
}

static bool hasHiddenFields(const clang::CXXRecordDecl *record) {
  return llvm::any_of(record->fields(), [](auto *field) { return field->getAccess() != clang::AS_public; }) ||
         llvm::any_of(record->bases(), [](const clang::CXXBaseSpecifier &base) {
           auto *parent = base.getType()->getAsCXXRecordDecl();
           // adgen's own classes are friends with everybody: nothing of theirs is copied.
           bool isOwn = parent && isAdgensOwn(parent);
           return !isOwn &&
                  (base.getAccessSpecifier() != clang::AS_public || !parent || hasHiddenFields(parent));
         });
}

static Type recordType(Importer &importer, clang::QualType type, const clang::CXXRecordDecl *record) {
  MLIRContext *context = importer.b.getContext();
  // A canonical type prints with all its namespaces, also in template arguments.
  std::string name = type.getAsString(policyOf(importer.ast));
  if (record->isLocalClass() || record->getAccess() == clang::AS_private ||
      record->getAccess() == clang::AS_protected || hasHiddenFields(record))
    name = localTypeMark + name;
  auto opaque = ad::OpaqueType::get(context, name);
  if (!record->hasDefinition() || record->isUnion() || record->isLambda())
    return opaque;
  SmallVector<Attribute> names;
  SmallVector<Type> types;
  bool pair = isStdClass(record, "pair"), tuple = isStdClass(record, "tuple");
  if (pair || tuple) {
    auto &arguments = cast<clang::ClassTemplateSpecializationDecl>(record)->getTemplateArgs();
    llvm::ArrayRef<clang::TemplateArgument> parts =
        tuple ? arguments[0].pack_elements() : arguments.asArray();
    for (const clang::TemplateArgument &part : parts) {
      names.push_back(importer.b.getStringAttr(std::to_string(names.size())));
      types.push_back(importer.convertType(part.getAsType()));
    }
    name = pair ? "std::pair<" : "std::tuple<";
    for (auto [index, part] : llvm::enumerate(types))
      name += (index ? ", " : "") + cxxTypeOf(part);
    name += ">";
  } else if (record->isInStdNamespace() || !collectFields(importer, record, names, types)) {
    return opaque;
  }
  return RecordType::get(context, name, importer.b.getArrayAttr(names), types);
}

/// A pointer to what the graph can hold; null for one to anything else.
static Type pointerType(Importer &importer, clang::QualType pointee) {
  if (pointee->isVoidType() || pointee->isFunctionType() || pointee->isIncompleteType() ||
      importer.ast.getAsVariableArrayType(pointee))
    return {};
  Type converted = importer.convertType(pointee);
  if (isa<ad::OpaqueType>(converted))
    return {};
  return PtrType::get(converted, importer.ast.getBaseElementType(pointee).isConstQualified());
}

static Type arrayType(Importer &importer, uint64_t size, clang::QualType element, llvm::StringRef name) {
  Type converted = importer.convertType(element);
  if (isa<ad::OpaqueType, ad::TensorType, ListType>(converted) || size == 0)
    return {};
  return ad::ArrayType::get(size, converted, name);
}

static Type convert(Importer &importer, clang::QualType type) {
  MLIRContext *context = importer.b.getContext();
  if (type->isPointerType())
    if (Type pointer = pointerType(importer, type->getPointeeType()))
      return pointer;
  if (auto *array = importer.ast.getAsConstantArrayType(type))
    if (Type converted = arrayType(importer, array->getZExtSize(), array->getElementType(), ""))
      return converted;
  if (auto *enumeration = type->getAs<clang::EnumType>())
    return importer.convertType(enumeration->getDecl()->getIntegerType());
  if (auto *builtin = type->getAs<clang::BuiltinType>()) {
    switch (builtin->getKind()) {
    case clang::BuiltinType::Float:
      return importer.b.getF32Type();
    case clang::BuiltinType::Double:
      return importer.b.getF64Type();
    case clang::BuiltinType::LongDouble:
      return importer.b.getF80Type();
    case clang::BuiltinType::Bool:
      return importer.b.getI1Type();
    default:
      if (builtin->isInteger() && importer.ast.getTypeSize(type) <= 64)
        return importer.b.getIntegerType(importer.ast.getTypeSize(type));
    }
  } else if (auto *record = type->getAsCXXRecordDecl()) {
    if (isBasicTensor(record))
      return tensorType(importer, record);
    if (isAdgenClass(record, "Shape") || isAdgenClass(record, "Axes"))
      return ListType::get(importer.b.getI64Type());
    if (isStdClass(record, "initializer_list") || isStdClass(record, "vector"))
      return ListType::get(importer.convertType(
          cast<clang::ClassTemplateSpecializationDecl>(record)->getTemplateArgs()[0].getAsType()));
    if (isStdClass(record, "array")) {
      auto &arguments = cast<clang::ClassTemplateSpecializationDecl>(record)->getTemplateArgs();
      if (Type array = arrayType(importer, arguments[1].getAsIntegral().getZExtValue(),
                                 arguments[0].getAsType(), type.getAsString(policyOf(importer.ast))))
        return array;
    }
    return recordType(importer, type, record);
  }
  return ad::OpaqueType::get(context, type.getAsString(policyOf(importer.ast)));
}

Type Importer::convertStored(clang::QualType type) {
  // A reference or pointer member is not part of the value; an enumerator keeps its type.
  if (type->isReferenceType() || type->isEnumeralType())
    return ad::OpaqueType::get(b.getContext(), spell(type));
  return convertType(type);
}

Type Importer::convertType(clang::QualType type) {
  type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  auto [known, isNew] = types.try_emplace(type);
  if (isNew) {
    // A class that holds itself (through std::vector, say) is opaque inside itself.
    known->second = ad::OpaqueType::get(b.getContext(), type.getAsString(policyOf(ast)));
    Type converted = ::convert(*this, type);
    types[type] = converted;
    return converted;
  }
  return known->second;
}

#include "Models.h"
#include "RecordFields.h"

#include "adgen/Import/DifferentiableType.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/Basic/SourceManager.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static clang::PrintingPolicy policyOf(const clang::ASTContext &ast) {
  clang::PrintingPolicy policy(ast.getLangOpts());
  policy.SuppressTagKeyword = true;
  policy.Bool = true;
  policy.SuppressUnwrittenScope = true; // anonymous namespaces have no name to write
  return policy;
}

std::string Importer::spell(clang::QualType type) {
  std::string name = clang::TypeName::getFullyQualifiedName(type, ast, policyOf(ast));
  // The nested name itself is written in spite of the policy.
  static constexpr llvm::StringLiteral unwritten = "(anonymous namespace)::";
  for (size_t at = name.find(unwritten); at != std::string::npos; at = name.find(unwritten))
    name.erase(at, unwritten.size());
  return name;
}

std::string adgen::qualifiedNameOf(const clang::NamedDecl *decl) {
  std::string name;
  llvm::raw_string_ostream os(name);
  decl->printQualifiedName(os, policyOf(decl->getASTContext()));
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

void RecordFields::add(Importer &importer, llvm::StringRef name, clang::QualType type, Type converted) {
  names.push_back(importer.b.getStringAttr(name));
  types.push_back(converted);
  storedAs.push_back(
      importer.b.getStringAttr(isa<IntegerType>(converted) ? importer.storedAs(type) : std::string()));
}

RecordType RecordFields::record(Importer &importer, llvm::StringRef cxxName, llvm::StringRef making) const {
  const bool isPlain =
      llvm::all_of(storedAs, [](Attribute each) { return cast<StringAttr>(each).getValue().empty(); });
  return RecordType::get(importer.b.getContext(), cxxName, making, importer.b.getArrayAttr(names),
                         isPlain ? ArrayAttr() : importer.b.getArrayAttr(storedAs), types);
}

/// A list of the graph: a vector that is not followed.
static Type listType(Importer &importer, const clang::CXXRecordDecl *record) {
  return ListType::get(importer.convertType(
      cast<clang::ClassTemplateSpecializationDecl>(record)->getTemplateArgs()[0].getAsType()));
}

/// Objects from outside have the library's own vectors as members, and not what stands for them.
static Type memberType(Importer &importer, clang::QualType type, const clang::CXXRecordDecl *record) {
  if (!holdsModelled(type) || !importer.isInSignature(record))
    return importer.convertStored(type);
  const bool isFollowed = isModelled(type) && !isModelled(elementOf(type->getAsCXXRecordDecl())) &&
                          !holdsTensor(importer.ast.getRecordType(record));
  if (isFollowed)
    return importer.containerPointer(type).getPointee();
  const auto *inner = type->getAsCXXRecordDecl();
  return inner && !inner->isInStdNamespace() ? importer.convertStored(type)
         : isModelled(type)                  ? listType(importer, inner)
                            : Type(ad::OpaqueType::get(importer.b.getContext(), importer.spell(type)));
}

/// The fields of the bases first, then those of the class; false where two have
/// one name or a base is virtual.
static bool collectFields(Importer &importer, const clang::CXXRecordDecl *record, RecordFields &fields) {
  for (const clang::CXXBaseSpecifier &base : record->bases())
    if (base.isVirtual() || !base.getType()->getAsCXXRecordDecl() ||
        !collectFields(importer, base.getType()->getAsCXXRecordDecl(), fields))
      return false;
  for (const clang::FieldDecl *field : record->fields()) {
    if (field->isUnnamedBitField())
      continue;
    if (field->isBitField() || field->getName().empty() ||
        llvm::is_contained(fields.names, importer.b.getStringAttr(field->getName())))
      return false;
    fields.add(importer, field->getName(), field->getType(), memberType(importer, field->getType(), record));
  }
  return true;
}

/// std::plus and its like: objects that are nothing but a type.
static bool isOperatorObject(const clang::CXXRecordDecl *record) {
  return record->isInStdNamespace() && record->isEmpty() && record->isTriviallyCopyable();
}

/// A class of the library that is what its members are, and whose functions are imported as the user's are.
static bool isPlain(const clang::CXXRecordDecl *record) {
  return isOperatorObject(record) || isStdClass(record, "reverse_iterator");
}

static bool hasHiddenFields(const clang::CXXRecordDecl *record) {
  auto isHiddenField = [](const clang::FieldDecl *field) {
    return field->getAccess() != clang::AS_public || field->getType()->isReferenceType();
  };
  return llvm::any_of(record->fields(), isHiddenField) ||
         llvm::any_of(record->bases(), [](const clang::CXXBaseSpecifier &base) {
           auto *parent = base.getType()->getAsCXXRecordDecl();
           // adgen's own classes are friends with everybody: nothing of theirs is copied.
           bool isOwn = parent && isAdgensOwn(parent);
           return !isOwn &&
                  (base.getAccessSpecifier() != clang::AS_public || !parent || hasHiddenFields(parent));
         });
}

static bool isNamed(const clang::CXXRecordDecl *record) {
  return record->getIdentifier() || record->getTypedefNameForAnonDecl() || record->isLambda();
}

bool adgen::isHidden(const clang::CXXRecordDecl *record) {
  return !isNamed(record) || record->isLocalClass() || record->getAccess() == clang::AS_private ||
         record->getAccess() == clang::AS_protected ||
         (record->hasDefinition() && hasHiddenFields(record->getDefinition()));
}

static std::string nameOfClass(Importer &importer, clang::QualType type, const clang::CXXRecordDecl *record) {
  // A canonical type prints with all its namespaces, also in template arguments.
  std::string name = type.getAsString(policyOf(record->getASTContext()));
  if (!isNamed(record)) { // it prints with the path of its file
    const clang::SourceManager &sources = record->getASTContext().getSourceManager();
    name = "unnamed_" + std::to_string(sources.getExpansionLineNumber(record->getLocation()));
  }
  // Objects that generated code makes are nothing but their members.
  const bool isStandIn =
      isHidden(record) || (!importer.isInSignature(record) && hasOwnCopies(importer.ast, record));
  return isStandIn ? localTypeMark + name : name;
}

static Type recordType(Importer &importer, clang::QualType type, const clang::CXXRecordDecl *record) {
  MLIRContext *context = importer.b.getContext();
  std::string name = nameOfClass(importer, type, record), making;
  auto opaque = ad::OpaqueType::get(context, name);
  if (!record->hasDefinition() || record->isUnion() || record->isLambda())
    return opaque;
  RecordFields fields;
  bool pair = isStdClass(record, "pair"), tuple = isStdClass(record, "tuple");
  if (pair || tuple) {
    auto &arguments = cast<clang::ClassTemplateSpecializationDecl>(record)->getTemplateArgs();
    llvm::ArrayRef<clang::TemplateArgument> parts =
        tuple ? arguments[0].pack_elements() : arguments.asArray();
    for (const clang::TemplateArgument &part : parts) {
      const clang::QualType type = part.getAsType();
      fields.add(importer, std::to_string(fields.names.size()), type,
                 type->isReferenceType() ? importer.convertStored(type) : importer.convertType(type));
    }
    name = pair ? "std::pair<" : "std::tuple<";
    for (auto [index, part] : llvm::enumerate(fields.types)) {
      llvm::StringRef storedAs = cast<StringAttr>(fields.storedAs[index]).getValue();
      name += (index ? ", " : "") + (storedAs.empty() ? cxxTypeOf(part) : storedAs.str());
    }
    name += ">";
  } else if ((record->isInStdNamespace() && !isPlain(record)) || !collectFields(importer, record, fields)) {
    return opaque;
  } else if (name.front() != localTypeMark && !record->isInStdNamespace()) {
    if (std::optional<llvm::StringRef> known = importer.makingOf(record->getDefinition()))
      making = *known;
    else
      name = localTypeMark + name;
  }
  return fields.record(importer, name, making);
}

/// What the model of a class has as members, in a class of the generated function's.
static Type modelledType(Importer &importer, clang::QualType type, const clang::CXXRecordDecl *record) {
  RecordFields fields;
  const std::string name = localTypeMark + type.getAsString(policyOf(importer.ast));
  if (!collectFields(importer, importer.modelOf(record), fields))
    return ad::OpaqueType::get(importer.b.getContext(), name);
  return fields.record(importer, name, "");
}

/// An enumeration that generated code can name.
static bool canBeNamed(const clang::EnumDecl *enumeration) {
  if (enumeration->getParentFunctionOrMethod())
    return false;
  for (const clang::DeclContext *scope = enumeration; scope; scope = scope->getParent())
    if (auto *tag = dyn_cast<clang::TagDecl>(scope);
        tag && (!tag->getIdentifier() || tag->getAccess() == clang::AS_private ||
                tag->getAccess() == clang::AS_protected))
      return false;
  return true;
}

std::string Importer::storedAs(clang::QualType type) {
  type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  if (auto *enumeration = type->getAs<clang::EnumType>())
    return canBeNamed(enumeration->getDecl()) ? spell(type) : "";
  auto *builtin = type->getAs<clang::BuiltinType>();
  if (!builtin || !builtin->isInteger() || builtin->getKind() == clang::BuiltinType::Bool)
    return "";
  const bool isWide = ast.getTypeSize(ast.LongTy) == 64;
  switch (builtin->getKind()) {
  case clang::BuiltinType::Char_S: // what cxxTypeOf calls them
  case clang::BuiltinType::Char_U:
  case clang::BuiltinType::Short:
  case clang::BuiltinType::Int:
    return "";
  case clang::BuiltinType::Long:
    return isWide ? "" : "long";
  case clang::BuiltinType::LongLong:
    return isWide ? "long long" : "";
  case clang::BuiltinType::UInt:
    return "unsigned";
  default:
    // size_t is what it is called on every machine.
    return ast.hasSameType(type, ast.getSizeType()) ? "std::size_t" : spell(type);
  }
}

PtrType Importer::pointerTo(clang::QualType type, bool isConst) {
  return PtrType::get(convertType(type), isConst, storedAs(type));
}

/// A pointer to what the graph can hold; null for one to anything else.
static Type pointerType(Importer &importer, clang::QualType pointee) {
  if (isVariableArray(pointee))
    pointee = importer.flatElement(pointee);
  const bool isVoid = pointee->isVoidType();
  if (!isVoid && (pointee->isFunctionType() || pointee->isIncompleteType()))
    return {};
  Type converted = importer.convertType(pointee);
  if (isa<ad::OpaqueType>(converted) && !importer.isUnfinished(converted) && !isVoid)
    return {};
  return PtrType::get(converted, importer.ast.getBaseElementType(pointee).isConstQualified(),
                      importer.storedAs(pointee));
}

static Type arrayType(Importer &importer, uint64_t size, clang::QualType element, llvm::StringRef name) {
  Type converted = importer.convertType(element);
  if (isa<ad::OpaqueType, ad::TensorType, ListType>(converted) || size == 0)
    return {};
  return ad::ArrayType::get(size, converted, name, importer.storedAs(element));
}

static Type convert(Importer &importer, clang::QualType type) {
  MLIRContext *context = importer.b.getContext();
  if (isFunctionPointer(type))
    return importer.b.getI32Type();
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
    if (const clang::QualType pointer = pointerOfIterator(type); !pointer.isNull())
      return importer.convertType(pointer);
    if (isModelled(record))
      return modelledType(importer, type, record);
    if (const clang::QualType standard = modelledBy(record); !standard.isNull())
      return importer.convertType(standard);
    if (isStdClass(record, "initializer_list") || isStdClass(record, "vector"))
      return listType(importer, record);
    if (isStdClass(record, "array")) {
      auto &arguments = cast<clang::ClassTemplateSpecializationDecl>(record)->getTemplateArgs();
      if (Type array =
              arrayType(importer, arguments[1].getAsIntegral().getZExtValue(), arguments[0].getAsType(),
                        isFunctionPointer(arguments[0].getAsType()) // C++ has another type for them
                            ? ""
                            : type.getAsString(policyOf(importer.ast))))
        return array;
    }
    return recordType(importer, type, record);
  }
  return ad::OpaqueType::get(context, type.getAsString(policyOf(importer.ast)));
}

Type Importer::convertStored(clang::QualType type) {
  // A reference is kept as an address; an enumerator keeps its type.
  if (type->isReferenceType()) {
    Type pointer = convertType(ast.getPointerType(type->getPointeeType()));
    return isa<PtrType>(pointer) ? pointer : ad::OpaqueType::get(b.getContext(), spell(type));
  }
  if (type->isEnumeralType() || isFunctionPointer(type)) {
    clang::QualType canonical = type.getCanonicalType().getUnqualifiedType();
    Type opaque = ad::OpaqueType::get(b.getContext(), spell(canonical));
    storedTypes[opaque] = canonical;
    return opaque;
  }
  return convertType(type);
}

Type Importer::convertType(clang::QualType type) {
  type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  if (Type known = types.lookup(type))
    return known;
  auto *record = type->getAsCXXRecordDecl();
  if (!record || record->isInStdNamespace()) {
    // What leads to a class inside itself is another type than what leads to it from outside.
    bool isInside = !unfinished.empty();
    Type converted = ::convert(*this, type);
    if (!isInside)
      types[type] = converted;
    return converted;
  }
  // A class that holds itself (by a pointer, or through std::vector) is opaque inside itself.
  Type itself = ad::OpaqueType::get(b.getContext(), nameOfClass(*this, type, record));
  types[type] = itself;
  unfinished.insert(itself);
  Type converted = ::convert(*this, type);
  unfinished.erase(itself);
  types[type] = converted;
  return converted;
}

// std::pair and std::tuple: records whose parts have numbers. A part that is a reference is kept as an
// address.

#include "Importer.h"

#include "adgen/Import/DifferentiableType.h"

#include "clang/AST/DeclTemplate.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

/// N of std::get<N>, or where T stands of std::get<T>.
static std::optional<unsigned> indexOfGet(const clang::FunctionDecl *callee, const clang::Expr *tuple,
                                          const clang::ASTContext &ast) {
  const clang::TemplateArgumentList *arguments = callee->getTemplateSpecializationArgs();
  if (!arguments || arguments->size() == 0)
    return std::nullopt;
  const clang::TemplateArgument &wanted = arguments->get(0);
  if (wanted.getKind() == clang::TemplateArgument::Integral)
    return wanted.getAsIntegral().getZExtValue();
  if (wanted.getKind() != clang::TemplateArgument::Type)
    return std::nullopt;
  for (auto [index, part] : llvm::enumerate(partsOf(tuple->getType())))
    if (ast.hasSameType(part, wanted.getAsType()))
      return index;
  return std::nullopt;
}

bool adgen::isTuple(Type type) {
  auto record = dyn_cast<RecordType>(type);
  return record && record.isTuple();
}

/// Part i of a tuple of this type, or what it refers to.
static Place *partOf(Importer &importer, clang::SourceLocation use, Place *tuple, clang::QualType type,
                     unsigned i) {
  Place *part = importer.field(tuple, std::to_string(i));
  const SmallVector<clang::QualType> parts = partsOf(type);
  if (!part || i >= parts.size() || !parts[i]->isReferenceType() || !isa<PtrType>(part->type))
    return part;
  if (tuple->external)
    importer.refuse(use, "adgen cannot differentiate through a tuple of references from outside",
                    "pass what they refer to");
  Place *object = importer.pointee(importer.read(part));
  object->isBehindPointer = true;
  return object;
}

Place *Importer::tuplePart(const clang::CallExpr *get, const clang::FunctionDecl *callee) {
  const clang::Expr *from = get->getArg(0);
  const std::optional<unsigned> index = indexOfGet(callee, from, ast);
  Place *tuple = locate(from);
  if (index && isa<ad::ArrayType>(tuple->type)) {
    Place *part = pointee(offset(decay(tuple), constantInt(b.getI64Type(), *index), true, true));
    part->readOnly = tuple->readOnly;
    return part;
  }
  return index ? partOf(*this, get->getExprLoc(), tuple, from->getType(), *index) : nullptr;
}

/// Gives a part of a tuple its first content: what `given` holds, or refers to.
static void initializePart(Importer &importer, clang::SourceLocation use, Place *part, bool isReference,
                           Place *given, clang::QualType type) {
  auto &b = importer.b;
  if (isReference) {
    Value address = importer.addressOf(given);
    if (isa<PtrType>(part->type) && isSameInMemory(cast<PtrType>(part->type).getPointee(), given->type))
      return importer.write(part, b.createOrFold<PtrCastOp>(part->type, address));
  } else if (holdsArray(part->type) && given->type == part->type) {
    return importer.copyObject(given, part);
  } else if (Value value = importer.toStored(importer.read(given), part->type);
             value.getType() == part->type) {
    return importer.write(part, value);
  } else if (Value converted =
                 importer.convert(value, part->type, type->isSignedIntegerOrEnumerationType(), true)) {
    return importer.write(part, converted);
  }
  importer.refuse(use, "adgen cannot follow this conversion to a part of a tuple",
                  "convert it in a variable of the part's type");
}

/// What a part is without a value: a class may give itself another one.
static bool startsAsZero(clang::QualType part) {
  const clang::CXXRecordDecl *record = part->getAsCXXRecordDecl();
  return record && isStdClass(record, "array") ? startsAsZero(partsOf(part).front()) : part->isScalarType();
}

void Importer::initializeTuple(Place *tuple, const clang::Expr *at,
                               llvm::ArrayRef<const clang::Expr *> arguments) {
  if (!copiesPlainly(at->getExprLoc(), at->getType()))
    return;
  const SmallVector<clang::QualType> parts = partsOf(at->getType());
  const auto isReference = [&](unsigned i) { return parts[i]->isReferenceType(); };
  const clang::Expr *from = arguments.size() == 1 ? arguments[0] : nullptr;
  if (from && isTuple(convertType(from->getType())) && partsOf(from->getType()).size() == parts.size()) {
    // From a tuple of other types, part by part.
    Place *source = locate(from);
    for (unsigned i = 0; i < parts.size(); ++i)
      initializePart(*this, at->getExprLoc(), field(tuple, std::to_string(i)), isReference(i),
                     partOf(*this, at->getExprLoc(), source, from->getType(), i),
                     partsOf(from->getType())[i]);
    return;
  }
  if (arguments.empty() && llvm::all_of(parts, startsAsZero))
    return clearObject(addressOf(tuple));
  if (arguments.size() != parts.size())
    return refuse(at->getExprLoc(), "adgen cannot follow this construction of a tuple",
                  "give a value to each of its parts");
  for (auto [i, argument] : llvm::enumerate(arguments))
    initializePart(*this, argument->getExprLoc(), field(tuple, std::to_string(i)), isReference(i),
                   locate(argument), argument->getType());
}

Value Importer::constructTuple(const clang::Expr *at, llvm::ArrayRef<const clang::Expr *> arguments) {
  Type type = convertType(at->getType());
  if (arguments.size() == 1 && convertType(arguments[0]->getType()) == type)
    return evaluate(arguments[0]);
  if (!isTuple(type))
    return refuseValue(at, "adgen cannot follow this construction of a tuple",
                       "give a value to each of its parts");
  auto record = cast<RecordType>(type);
  const bool isPlain = arguments.size() == record.getFieldTypes().size() &&
                       !(arguments.size() == 1 && isTuple(convertType(arguments[0]->getType()))) &&
                       !llvm::any_of(record.getFieldTypes(), llvm::IsaPred<PtrType>) && !holdsArray(record);
  if (!isPlain) {
    Place *tuple = makeLocal(type, "");
    initializeTuple(tuple, at, arguments);
    return read(tuple);
  }
  copiesPlainly(at->getExprLoc(), at->getType());
  SmallVector<Value> values;
  for (auto [argument, wanted] : llvm::zip(arguments, record.getFieldTypes())) {
    Value value = toStored(evaluate(argument), wanted);
    if (value.getType() != wanted)
      value = convert(value, wanted, argument->getType()->isSignedIntegerOrEnumerationType(), true);
    if (!value)
      return refuseValue(argument, "adgen cannot follow this conversion to a part of a tuple",
                         "convert it in a variable of the part's type");
    values.push_back(value);
  }
  return b.createOrFold<MakeRecordOp>(record, values);
}

/// std::tie(…), where the call is written out.
static const clang::CallExpr *tieIn(const clang::Expr *expr) {
  auto *call = dyn_cast<clang::CallExpr>(expr->IgnoreImplicit());
  const clang::FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
  const bool isTie =
      callee && callee->isInStdNamespace() && callee->getIdentifier() && callee->getName() == "tie";
  return isTie ? call : nullptr;
}

/// std::ignore takes everything.
static bool isIgnored(clang::QualType type) {
  const clang::CXXRecordDecl *record = type.getNonReferenceType()->getAsCXXRecordDecl();
  return record && record->isInStdNamespace() && record->hasDefinition() && record->isEmpty();
}

Place *Importer::assignTuple(const clang::CallExpr *call) {
  auto *assignment = dyn_cast<clang::CXXOperatorCallExpr>(call);
  if (!assignment || assignment->getOperator() != clang::OO_Equal || assignment->getNumArgs() != 2)
    return nullptr;
  const clang::Expr *left = assignment->getArg(0), *right = assignment->getArg(1);
  const auto isProduct = [](const clang::Expr *expr) {
    const clang::CXXRecordDecl *record = expr->getType()->getAsCXXRecordDecl();
    return record && (isStdClass(record, "tuple") || isStdClass(record, "pair"));
  };
  const SmallVector<clang::QualType> parts = partsOf(left->getType());
  if (!isProduct(left) || !isProduct(right) || partsOf(right->getType()).size() != parts.size())
    return nullptr;
  Place *values = locate(right), *target = nullptr;
  const clang::CallExpr *tie = tieIn(left);
  SmallVector<Place *> targets;
  if (!tie)
    target = locate(left);
  for (auto [i, part] : llvm::enumerate(parts))
    targets.push_back(isIgnored(part) ? nullptr
                      : tie           ? locate(tie->getArg(i))
                                      : partOf(*this, left->getExprLoc(), target, left->getType(), i));
  // One after the other: the first may be what the second refers to.
  for (auto [i, part] : llvm::enumerate(parts)) {
    if (isIgnored(part))
      continue;
    const clang::SourceLocation use = tie ? tie->getArg(i)->getExprLoc() : call->getExprLoc();
    if (!copiesPlainly(use, part.getNonReferenceType()))
      continue;
    Place *value = partOf(*this, right->getExprLoc(), values, right->getType(), i);
    const bool isSigned =
        partsOf(right->getType())[i].getNonReferenceType()->isSignedIntegerOrEnumerationType();
    if (value && targets[i] && holdsArray(value->type) && targets[i]->type == value->type) {
      if (mayWrite(use, targets[i]))
        copyObject(value, targets[i]);
      continue;
    }
    Value found = value && targets[i] ? toStored(read(value), targets[i]->type) : Value();
    if (found && found.getType() != targets[i]->type)
      found = convert(found, targets[i]->type, isSigned, true);
    if (found)
      assign(use, targets[i], found);
    else
      refuse(use, "adgen cannot follow this assignment to a part of a tuple",
             "use a variable of the value's type, a structured binding, or std::get");
  }
  return target ? target : values;
}

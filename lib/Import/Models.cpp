#include "Models.h"

#include "Importer.h"
#include "adgen/Import/DifferentiableType.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Sema/Sema.h"

using namespace adgen;

static const clang::NamespaceDecl *findNamespace(const clang::DeclContext *context, llvm::StringRef name) {
  clang::ASTContext &ast = context->getParentASTContext();
  for (clang::NamedDecl *found : context->lookup(&ast.Idents.get(name)))
    if (auto *space = llvm::dyn_cast<clang::NamespaceDecl>(found))
      return space;
  return nullptr;
}

static clang::ClassTemplateDecl *findTemplate(const clang::DeclContext *context, llvm::StringRef name) {
  if (!context)
    return nullptr;
  clang::ASTContext &ast = context->getParentASTContext();
  for (clang::NamedDecl *found : context->lookup(&ast.Idents.get(name)))
    if (auto *decl = llvm::dyn_cast<clang::ClassTemplateDecl>(found))
      return decl;
  return nullptr;
}

static clang::ClassTemplateDecl *findVectorModel(const clang::ASTContext &ast) {
  const clang::NamespaceDecl *own = findNamespace(ast.getTranslationUnitDecl(), "adgen");
  return findTemplate(own ? findNamespace(own, "library") : nullptr, "vector");
}

bool adgen::needsVectorModel(clang::Sema &sema) {
  clang::ClassTemplateDecl *known = findTemplate(sema.getStdNamespace(), "vector");
  return known && known->getTemplatedDecl()->hasDefinition() && !findVectorModel(sema.Context);
}

clang::QualType adgen::elementOf(const clang::CXXRecordDecl *vector) {
  return llvm::cast<clang::ClassTemplateSpecializationDecl>(vector)->getTemplateArgs()[0].getAsType();
}

static bool isAllocator(clang::QualType type) {
  auto *record = type.getNonReferenceType()->getAsCXXRecordDecl();
  return record && isStdClass(record, "allocator");
}

static bool hasOwnAllocator(const clang::CXXRecordDecl *vector) {
  return !isAllocator(
      llvm::cast<clang::ClassTemplateSpecializationDecl>(vector)->getTemplateArgs()[1].getAsType());
}

static bool holdsTensor(clang::QualType type, unsigned depth) {
  auto *record = type->getAsCXXRecordDecl();
  return record &&
         (isBasicTensor(record) || isAdgensOwn(record) || depth > 8 ||
          llvm::any_of(partsOf(type), [&](clang::QualType part) { return ::holdsTensor(part, depth + 1); }));
}

bool adgen::holdsTensor(clang::QualType type) { return ::holdsTensor(type, 0); }

namespace {

/// Whether objects of a type can be in memory from new[] and get their values by assignment, however often:
/// nobody sees it when one is made, copied or destroyed.
class Elements {
public:
  explicit Elements(const clang::ASTContext &ast) : ast(ast) {}

  bool contain(clang::QualType type) {
    // With tensors around, vectors of these are shapes.
    if (ast.hasSameType(type, ast.getIntTypeForBitwidth(64, /*Signed=*/true)))
      if (const clang::NamespaceDecl *own = findNamespace(ast.getTranslationUnitDecl(), "adgen");
          own && !own->lookup(&ast.Idents.get("Shape")).empty())
        return false;
    return !type->isBooleanType() && !type->isFunctionPointerType() && !holdsTensor(type) && isPart(type);
  }

private:
  bool isPart(clang::QualType type) {
    type = ast.getBaseElementType(type);
    if (type.isConstQualified() || type->isReferenceType())
      return false;
    if (type->isArithmeticType() || type->isEnumeralType() || type->isPointerType())
      return true;
    auto *record = type->getAsCXXRecordDecl();
    if (!record || !visited.insert(record->getCanonicalDecl()).second)
      return record; // inside itself
    if (!record->isInStdNamespace())
      return isClass(record->getDefinition());
    if (isStdClass(record, "vector"))
      return hasOwnAllocator(record) ? false : contain(elementOf(record));
    return (isStdClass(record, "array") || isStdClass(record, "pair") || isStdClass(record, "tuple")) &&
           llvm::all_of(partsOf(type), [&](clang::QualType part) { return isPart(part); });
  }

  bool isClass(const clang::CXXRecordDecl *record) {
    if (!record || record->isBeingDefined() || record->isUnion() || record->isLambda() ||
        record->isAbstract() || !record->hasDefaultConstructor() || hasOwnCopyFunctions(record) ||
        hasOwnDestructorBody(record))
      return false;
    const bool isForbidden = llvm::any_of(record->methods(), [](const clang::CXXMethodDecl *method) {
      auto *constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(method);
      return (method->isDeleted() || method->getAccess() != clang::AS_public) &&
             (method->isCopyAssignmentOperator() ||
              (constructor && (constructor->isDefaultConstructor() || constructor->isCopyConstructor())));
    });
    return !isForbidden &&
           llvm::all_of(record->bases(), [&](const auto &base) { return isPart(base.getType()); }) &&
           llvm::all_of(record->fields(), [&](const auto *field) { return isPart(field->getType()); });
  }

  const clang::ASTContext &ast;
  llvm::SmallPtrSet<const clang::CXXRecordDecl *, 4> visited;
};

} // namespace

bool adgen::isModelled(const clang::CXXRecordDecl *record) {
  auto *vector = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
  return vector && isStdClass(vector, "vector") && findVectorModel(vector->getASTContext()) &&
         !hasOwnAllocator(vector) && Elements(vector->getASTContext()).contain(elementOf(vector));
}

std::string adgen::whyNotModelled(const clang::CXXRecordDecl *record) {
  auto *vector = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
  if (!vector || !isStdClass(vector, "vector") || isModelled(record))
    return "";
  const clang::QualType element = elementOf(vector);
  if (element->isBooleanType())
    return "std::vector<bool> has no objects as its elements: use a vector of char";
  if (hasOwnAllocator(vector))
    return "this std::vector has an allocator of its own: use the library's";
  if (element->isIntegerType() || holdsTensor(element))
    return "";
  return "adgen follows std::vector of numbers, of pointers, and of classes whose objects can be made "
         "without "
         "values and are copied member by member";
}

bool adgen::keepsLength(const clang::CXXMethodDecl *method) {
  if (!isModelled(method->getParent()))
    return false;
  if (method->getOverloadedOperator() == clang::OO_Subscript)
    return true;
  static constexpr llvm::StringLiteral known[] = {"at",    "front", "back",   "data",
                                                  "begin", "end",   "rbegin", "rend"};
  return method->getIdentifier() && llvm::is_contained(known, method->getName());
}

bool adgen::isModelled(clang::QualType type) {
  return isModelled(type.getNonReferenceType()->getAsCXXRecordDecl());
}

clang::QualType adgen::pointerOfIterator(clang::QualType type) {
  auto *record = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(
      type.getNonReferenceType()->getAsCXXRecordDecl());
  if (!record || !record->getIdentifier() || record->getName() != "__normal_iterator" ||
      record->getTemplateArgs().size() != 2)
    return {};
  const clang::TemplateArgument &pointer = record->getTemplateArgs()[0],
                                &container = record->getTemplateArgs()[1];
  const bool isKnown = pointer.getKind() == clang::TemplateArgument::Type &&
                       container.getKind() == clang::TemplateArgument::Type &&
                       isModelled(container.getAsType());
  return isKnown ? pointer.getAsType() : clang::QualType();
}

clang::QualType adgen::modelledBy(const clang::CXXRecordDecl *model) {
  auto *record = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(model);
  const bool isModel = record && record->getSpecializedTemplate()->getCanonicalDecl() ==
                                     findVectorModel(model->getASTContext());
  return isModel ? record->getTemplateArgs()[1].getAsType() : clang::QualType();
}

bool adgen::isOfModel(const clang::FunctionDecl *function) {
  auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
  auto *space =
      method ? llvm::dyn_cast<clang::NamespaceDecl>(method->getParent()->getDeclContext()) : nullptr;
  return space && space->getName() == "library" &&
         space->getParent()->Equals(
             findNamespace(function->getASTContext().getTranslationUnitDecl(), "adgen"));
}

bool adgen::holdsModelled(clang::QualType type) {
  llvm::SmallPtrSet<const clang::CXXRecordDecl *, 4> seen;
  auto visit = [&](clang::QualType part, auto &self) -> bool {
    part = part.getNonReferenceType();
    while (part->isPointerType() || part->isArrayType())
      part = part->isPointerType() ? part->getPointeeType()
                                   : clang::QualType(part->getArrayElementTypeNoTypeQual(), 0);
    auto *record = part->getAsCXXRecordDecl();
    return record &&
           (isModelled(record) ||
            (seen.insert(record->getCanonicalDecl()).second &&
             llvm::any_of(partsOf(part), [&](clang::QualType inner) { return self(inner, self); })));
  };
  return visit(type, visit);
}

const clang::CXXRecordDecl *Importer::modelOf(const clang::CXXRecordDecl *record) {
  if (!isModelled(record))
    return record;
  const clang::CXXRecordDecl *&model = models[record->getCanonicalDecl()];
  if (model)
    return model;
  const clang::QualType element = elementOf(record);
  const clang::SourceLocation at = record->getLocation();
  clang::TemplateArgumentListInfo arguments(at, at);
  for (clang::QualType type : {element, ast.getRecordType(record), sema.BuildStdInitializerList(element, at)})
    arguments.addArgument(
        clang::TemplateArgumentLoc(clang::TemplateArgument(type), ast.getTrivialTypeSourceInfo(type, at)));
  const clang::QualType found =
      sema.CheckTemplateIdType(clang::TemplateName(findVectorModel(ast)), at, arguments);
  if (found.isNull() || !sema.isCompleteType(at, found))
    return record;
  return model = found->getAsCXXRecordDecl();
}

/// Whether a parameter of a model's function is what one of the library's is.
static bool isSameParameter(Importer &importer, clang::QualType given, clang::QualType own) {
  if (given->isLValueReferenceType() != own->isLValueReferenceType() ||
      given->isRValueReferenceType() != own->isRValueReferenceType())
    return false;
  given = given.getNonReferenceType();
  own = own.getNonReferenceType();
  if (given.isConstQualified() != own.isConstQualified() && !given->isScalarType())
    return false;
  if (importer.ast.hasSameUnqualifiedType(given, own)) // as an element is
    return true;
  if (isModelled(given))
    given = importer.ast.getRecordType(importer.modelOf(given->getAsCXXRecordDecl()));
  return importer.ast.hasSameUnqualifiedType(given, own);
}

const clang::FunctionDecl *Importer::modelOf(const clang::FunctionDecl *function) {
  auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
  const clang::CXXRecordDecl *record = method ? modelOf(method->getParent()) : nullptr;
  if (!record || record == method->getParent())
    return function;
  if (llvm::isa<clang::CXXDestructorDecl>(method))
    return record->getDestructor();
  llvm::SmallVector<clang::QualType> parameters;
  for (const clang::ParmVarDecl *parameter : method->parameters())
    if (!isAllocator(parameter->getType()))
      parameters.push_back(parameter->getType());
  const bool isConstructor = llvm::isa<clang::CXXConstructorDecl>(method);
  auto hasName = [&](const clang::FunctionDecl *candidate) {
    return isConstructor ? llvm::isa<clang::CXXConstructorDecl>(candidate)
                         : candidate->getDeclName() == method->getDeclName();
  };
  const clang::TemplateArgumentList *arguments = method->getTemplateSpecializationArgs();
  for (clang::Decl *decl : record->decls()) {
    auto *candidate = llvm::dyn_cast<clang::CXXMethodDecl>(decl);
    auto *generic = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl);
    if (arguments && generic && hasName(generic->getTemplatedDecl())) {
      // The library's have more template parameters, for conditions.
      const unsigned count = generic->getTemplateParameters()->size();
      auto *own = clang::TemplateArgumentList::CreateCopy(ast, arguments->asArray().take_front(count));
      candidate = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(
          sema.InstantiateFunctionDeclaration(generic, own, method->getLocation()));
    } else if (arguments || !candidate || !hasName(candidate)) {
      continue;
    }
    if (candidate && candidate->getNumParams() == parameters.size() &&
        candidate->isConst() == method->isConst() &&
        llvm::all_of(llvm::zip(parameters, candidate->parameters()), [&](auto pair) {
          return isSameParameter(*this, std::get<0>(pair), std::get<1>(pair)->getType());
        }))
      return candidate;
  }
  return nullptr;
}

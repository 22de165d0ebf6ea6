// The Parameters inside an object.
#include "NameLookup.h"
#include "adgen/Import/DifferentiableType.h"
#include "adgen/Import/ResolvedRequest.h"
#include "adgen/Request/Diagnostics.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Sema/Sema.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace adgen;
using clang::QualType;

static bool isParameter(QualType type) {
  const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
  return record && isAdgenClass(record, "Parameter");
}

namespace {

/// Walks an object's parts in the order of declaration, which is the order in
/// which trainable_params() lists them.
class WeightCollector {
public:
  WeightCollector(Diagnostics &diagnostics, clang::SourceLocation request)
      : diagnostics(diagnostics), request(request) {}

  /// \returns false after an error.
  bool collect(QualType type) {
    const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
    record = record ? record->getDefinition() : nullptr;
    if (!record)
      return true;
    for (const clang::CXXBaseSpecifier &base : record->bases()) {
      if (base.isVirtual() && hides(base.getType())) {
        diagnostics.error(request, "weights in virtual base classes are not supported yet");
        return false;
      }
      steps.push_back({&base, nullptr});
      if (!collect(base.getType()))
        return false;
      steps.pop_back();
    }
    for (const clang::FieldDecl *field : record->fields()) {
      steps.push_back({nullptr, field});
      if (!collectField(field))
        return false;
      steps.pop_back();
    }
    return true;
  }

  std::vector<WeightPath> found;

private:
  bool collectField(const clang::FieldDecl *field) {
    QualType type = field->getType();
    if (isParameter(type)) {
      found.push_back({steps, dottedName()});
      return true;
    }
    TypeClass typeClass = classify(type);
    const bool isPart = !type->isReferenceType() && !isStandard(type) &&
                        (typeClass == TypeClass::Cell || typeClass == TypeClass::Record);
    if (isPart)
      return collect(type);
    if (!hides(type))
      return true;
    // Silence would be a gradient that lacks weights.
    diagnostics.error(request, "weights behind the pointer, reference or container '" + dottedName() +
                                   "' are not supported yet");
    diagnostics.note(field->getLocation(), "it is declared here");
    return false;
  }

  static bool isStandard(QualType type) {
    const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
    return record && record->isInStdNamespace();
  }

  /// Whether Parameters are, or may be, somewhere behind this type.
  bool hides(QualType type) {
    type = type.getNonReferenceType();
    while (type->isPointerType() || type->isArrayType())
      type =
          type->isPointerType() ? type->getPointeeType() : QualType(type->getArrayElementTypeNoTypeQual(), 0);
    if (isParameter(type) || classify(type) == TypeClass::Cell)
      return true;
    const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
    if (!record || !visited.insert(record->getCanonicalDecl()).second)
      return false;
    auto *specialisation = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
    if (record->isInStdNamespace() && specialisation)
      return llvm::any_of(specialisation->getTemplateArgs().asArray(),
                          [&](const clang::TemplateArgument &argument) { return hides(argument); });
    return llvm::any_of(partsOf(type), [&](QualType part) { return hides(part); });
  }

  bool hides(const clang::TemplateArgument &argument) {
    if (argument.getKind() == clang::TemplateArgument::Pack)
      return llvm::any_of(argument.pack_elements(),
                          [&](const clang::TemplateArgument &element) { return hides(element); });
    return argument.getKind() == clang::TemplateArgument::Type && hides(argument.getAsType());
  }

  std::string dottedName() const {
    std::string name;
    for (const MemberStep &step : steps)
      if (step.field)
        name += (name.empty() ? "" : ".") + step.field->getNameAsString();
    return name;
  }

  Diagnostics &diagnostics;
  clang::SourceLocation request;
  llvm::SmallVector<MemberStep, 4> steps;
  llvm::SmallPtrSet<const clang::CXXRecordDecl *, 8> visited;
};

} // namespace

/// A parameter of the function hides a global of the same name, as in its body.
static const clang::VarDecl *findObject(clang::Sema &sema, const QualifiedName &name,
                                        const clang::FunctionDecl *function) {
  if (name.components.size() == 1 && !name.global)
    for (const clang::ParmVarDecl *parameter : function->parameters())
      if (parameter->getIdentifier() && parameter->getName() == name.components.front().text)
        return parameter;
  auto *context = const_cast<clang::DeclContext *>(function->getDeclContext());
  for (clang::NamedDecl *found : lookUp(sema, name, context))
    if (auto *variable = llvm::dyn_cast<clang::VarDecl>(found))
      return variable;
  return nullptr;
}

std::optional<WeightsSelection> adgen::resolveWeights(clang::Sema &sema, const QualifiedName &name,
                                                      const clang::FunctionDecl *function) {
  Diagnostics diagnostics(sema.getDiagnostics());
  const clang::VarDecl *object = findObject(sema, name, function);
  if (!object) {
    diagnostics.error(name.location(), "'" + name.text() + "' in 'weights' is neither a parameter of '" +
                                           function->getNameAsString() + "' nor a global object");
    return std::nullopt;
  }
  QualType type = object->getType().getNonReferenceType();
  if (type->isPointerType()) {
    diagnostics.error(name.location(),
                      "weights behind the pointer '" + name.text() + "' are not supported yet");
    diagnostics.note(object->getLocation(), "it is declared here");
    return std::nullopt;
  }
  WeightCollector collector(diagnostics, name.location());
  if (!collector.collect(type))
    return std::nullopt;
  if (collector.found.empty()) {
    diagnostics.error(name.location(),
                      "'" + name.text() + "' of type '" + type.getAsString() + "' holds no adgen::Parameter");
    diagnostics.note(object->getLocation(), "it is declared here");
    return std::nullopt;
  }
  return WeightsSelection{object, std::move(collector.found), name.location()};
}

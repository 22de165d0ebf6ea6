// What an error says beside what is not supported: why it is not, and what to do instead.

#include "Importer.h"
#include "Models.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/StringSet.h"

using namespace adgen;

static std::string spelled(clang::QualType type) {
  clang::LangOptions options;
  options.CPlusPlus = options.Bool = true;
  return type.getAsString(clang::PrintingPolicy(options));
}

std::string adgen::describeExpression(const clang::Expr *expr) {
  switch (expr->getStmtClass()) {
  case clang::Stmt::ArraySubscriptExprClass:
    return "an array element";
  case clang::Stmt::CXXNewExprClass:
    return "a new expression";
  case clang::Stmt::CXXDeleteExprClass:
    return "a delete expression";
  case clang::Stmt::ImplicitCastExprClass:
  case clang::Stmt::CStyleCastExprClass:
  case clang::Stmt::CXXStaticCastExprClass:
  case clang::Stmt::CXXReinterpretCastExprClass:
  case clang::Stmt::CXXConstCastExprClass:
  case clang::Stmt::CXXDynamicCastExprClass:
  case clang::Stmt::CXXFunctionalCastExprClass:
    return "a conversion to '" + spelled(expr->getType()) + "'";
  case clang::Stmt::StringLiteralClass:
    return "a string";
  case clang::Stmt::UnaryOperatorClass:
  case clang::Stmt::BinaryOperatorClass:
    return "this operator on '" + spelled(expr->getType()) + "'";
  case clang::Stmt::BinaryConditionalOperatorClass:
    return "'?:' without a middle operand";
  case clang::Stmt::StmtExprClass:
    return "statements inside of an expression";
  case clang::Stmt::AddrLabelExprClass:
    return "the address of a label";
  case clang::Stmt::AtomicExprClass:
    return "an atomic operation";
  case clang::Stmt::VAArgExprClass:
    return "a variable number of arguments";
  case clang::Stmt::CXXTypeidExprClass:
    return "typeid";
  case clang::Stmt::CompoundLiteralExprClass:
    return "a compound literal";
  default:
    return "an expression of this kind, of type '" + spelled(expr->getType()) + "'";
  }
}

std::string adgen::insteadOfExpression(const clang::Expr *expr) {
  switch (expr->getStmtClass()) {
  case clang::Stmt::StmtExprClass:
    return "this is an extension of C++ with its own scope and jumps: move the statements into a function or "
           "a lambda";
  case clang::Stmt::BinaryConditionalOperatorClass:
    return "this is an extension of C++: write the operand twice";
  case clang::Stmt::AddrLabelExprClass:
    return "where a computed goto leads is not known: use a switch";
  case clang::Stmt::AtomicExprClass:
    return "other threads may write in between: use an ordinary variable";
  case clang::Stmt::VAArgExprClass:
    return "the types of these arguments are not known: use a template with a parameter pack";
  case clang::Stmt::CXXTypeidExprClass:
  case clang::Stmt::CXXDynamicCastExprClass:
    return "this asks for an object's class at run time, of which adgen only knows the declared one";
  case clang::Stmt::CompoundLiteralExprClass:
    return "this is an extension of C++: declare a variable";
  default:
    if (auto *conversion = llvm::dyn_cast<clang::CastExpr>(expr))
      if (std::string why = whyUnsupported(conversion->getSubExpr()->getType()); !why.empty())
        return why;
    return whyUnsupported(expr->getType());
  }
}

/// A name that two members have, with those of base classes; "" where all differ.
static llvm::StringRef commonName(const clang::CXXRecordDecl *record, llvm::StringSet<> &seen) {
  for (const clang::CXXBaseSpecifier &base : record->bases())
    if (const clang::CXXRecordDecl *parent = base.getType()->getAsCXXRecordDecl();
        parent && parent->hasDefinition())
      if (const llvm::StringRef name = commonName(parent->getDefinition(), seen); !name.empty())
        return name;
  for (const clang::FieldDecl *field : record->fields())
    if (!field->getName().empty() && !seen.insert(field->getName()).second)
      return field->getName();
  return "";
}

/// Why the graph has no type for a class of the user's.
static std::string whyUnsupportedClass(const clang::CXXRecordDecl *record) {
  auto named = [](const clang::RecordDecl *decl) {
    return decl->getIdentifier() ? "'" + decl->getNameAsString() + "'" : std::string("its class");
  };
  if (record->isUnion())
    return named(record) + " is a union, whose members share their memory: use a struct";
  if (!record->hasDefinition())
    return "the definition of " + named(record) + " is not visible here: include it";
  record = record->getDefinition();
  if (record->isLambda())
    return "it is a lambda: call the variable that it was stored in";
  if (record->isInStdNamespace()) {
    if (const std::string why = whyNotModelled(llvm::dyn_cast<clang::CXXRecordDecl>(record)); !why.empty())
      return why;
    if (isStdClass(record, "complex"))
      return "adgen does not know std::complex: compute with the real and the imaginary part";
    if (isStdClass(record, "function"))
      return "which function a std::function calls is not known: call it by its name, or pass it as a "
             "template's argument";
    return "adgen knows no class of the standard library but std::array, std::vector, std::pair and "
           "std::tuple: use these, or numbers and structs of your own";
  }
  for (const clang::CXXBaseSpecifier &base : record->bases()) {
    if (base.isVirtual())
      return named(record) + " has a virtual base class, whose place is not known: inherit without 'virtual'";
    const clang::CXXRecordDecl *parent = base.getType()->getAsCXXRecordDecl();
    if (std::string why = parent ? whyUnsupportedClass(parent) : ""; !why.empty())
      return why;
  }
  for (const clang::FieldDecl *field : record->fields()) {
    if (field->isBitField() && !field->isUnnamedBitField())
      return named(record) + " has a bit-field, which has no address: make '" + field->getNameAsString() +
             "' a whole number";
    if (field->isAnonymousStructOrUnion())
      return named(record) + " has an unnamed " + (field->getType()->isUnionType() ? "union" : "struct") +
             ": give the member a name" + (field->getType()->isUnionType() ? " and make it a struct" : "");
  }
  llvm::StringSet<> seen;
  if (const llvm::StringRef name = commonName(record, seen); !name.empty())
    return named(record) + " has two members that are called '" + name.str() +
           "', with those of its base classes: rename one of them";
  return "";
}

std::string adgen::whyUnsupported(clang::QualType type) {
  while (type->isReferenceType() || type->isPointerType() || type->isArrayType())
    type =
        type->isArrayType() ? clang::QualType(type->getBaseElementTypeUnsafe(), 0) : type->getPointeeType();
  type = type.getCanonicalType().getUnqualifiedType();
  if (type->isMemberPointerType())
    return "which member it points to is not known: name the member";
  if (type->isVectorType())
    return "it is a vector type of the compiler: use an array";
  if (type->isAnyComplexType())
    return "adgen does not know complex numbers: compute with the real and the imaginary part";
  if (type->isAtomicType())
    return "other threads may write it in between: use an ordinary variable";
  if (auto *builtin = type->getAs<clang::BuiltinType>()) {
    using clang::BuiltinType;
    static const BuiltinType::Kind unknown[] = {BuiltinType::Int128,   BuiltinType::UInt128,
                                                BuiltinType::Float16,  BuiltinType::Half,
                                                BuiltinType::BFloat16, BuiltinType::Float128};
    return llvm::is_contained(unknown, builtin->getKind())
               ? "adgen knows float, double, long double, and integers of up to 64 bits"
               : "";
  }
  const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
  if (record && isBasicTensor(record))
    return "adgen follows tensors in variables and in members of objects, not in arrays or behind pointers";
  return record ? whyUnsupportedClass(record) : "";
}

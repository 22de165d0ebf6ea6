// Which C++ types have a derivative.
#pragma once

#include "clang/AST/Type.h"
#include "llvm/ADT/StringRef.h"

namespace clang {
class CXXRecordDecl;
class Expr;
class FieldDecl;
class RecordDecl;
} // namespace clang

namespace adgen {

enum class TypeClass {
  Real,          // float, double, long double
  RealTensor,    // adgen::BasicTensor<float|double>, adgen::Parameter
  Integer,       // every integer and character type
  Boolean,       //
  Enumeration,   //
  IntegerTensor, // adgen::BasicTensor of anything else
  Record,        // a struct or class with fields; std::array, std::pair, std::tuple
  Cell,          // a class derived from adgen::Cell: its Parameters are reached by weights(...)
  PointerLike,   // pointers and built-in arrays
  None           // everything else: std::string, lambdas, void, unions, ...
};

/// The class of a type, looking through references, qualifiers and aliases.
TypeClass classify(clang::QualType type);

/// Whether a value of this type carries a derivative: a Real, a RealTensor, a Record of which some
/// part does, or something PointerLike to such a type. A Cell does not as a whole.
bool isDifferentiable(clang::QualType type);

/// Whether a differentiable type reaches memory outside of its values: something PointerLike, or a
/// Record that holds such a thing. Its derivative is not a value but lives in a buffer beside it.
/// An array inside a Record is a part of the value.
bool isMemoryLike(clang::QualType type);

/// Whether a function that gets a parameter of this type can leave a derivative in it: a reference
/// or something PointerLike through which it may change something differentiable.
bool isWritable(clang::QualType parameter);

/// "an integer", "a class without differentiable members", ...: why a type has no derivative.
llvm::StringRef describe(TypeClass typeClass);

/// Whether this is the class `name` of namespace adgen (as a class template: any specialisation).
bool isAdgenClass(const clang::CXXRecordDecl *record, llvm::StringRef name);
/// Declared directly in namespace adgen.
bool isAdgensOwn(const clang::CXXRecordDecl *record);
/// Whether this is `x(i, j)` of a tensor that could be written: a reference to an element.
bool isTensorElement(const clang::Expr *expr);

/// The types of the parts of a Record in order: its bases and fields, or the
/// arguments of std::tuple, std::pair and std::array.
llvm::SmallVector<clang::QualType> partsOf(clang::QualType record);

} // namespace adgen

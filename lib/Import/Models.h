// Classes of the standard library that adgen knows by what they do: another class, in C++, stands for each.
#pragma once

#include "adgen/Import/StandardModels.h"

#include "clang/AST/DeclCXX.h"

namespace adgen {

/// Whether objects of the class are followed as those of its model: a std::vector of what may stand in
/// memory.
bool isModelled(const clang::CXXRecordDecl *record);
/// The same of a type, through references.
bool isModelled(clang::QualType type);
/// Whether a type is a tensor, or is made of some.
bool holdsTensor(clang::QualType type);
/// Why a std::vector is not followed; "" if it is, or is a list of the graph.
std::string whyNotModelled(const clang::CXXRecordDecl *record);
/// Whether a member function of a vector leaves its length and the place of its elements, if it is not const.
bool keepsLength(const clang::CXXMethodDecl *method);
/// The class that a model stands for; null of any other class.
clang::QualType modelledBy(const clang::CXXRecordDecl *model);
/// Whether this is a member function of a model.
bool isOfModel(const clang::FunctionDecl *function);
/// Whether objects of a modelled class are a part of the type, or behind pointers in it.
bool holdsModelled(clang::QualType type);
/// The iterator of such a vector: what it is, a pointer; null of any other type.
clang::QualType pointerOfIterator(clang::QualType type);
/// What a vector holds.
clang::QualType elementOf(const clang::CXXRecordDecl *vector);

} // namespace adgen

// What a func.func of the graph says about the C++ function that it stands for.
//
// Parameters: one IR argument each.  `ad.params` is an array of dictionaries
//   {name = "x", type = "const Tensor &", kind = "value"}
// with kind
//   value      the argument is the value (C++: by value or by const reference)
//   reference  the argument is the content on entry; the function has one more
//              result, the content on exit (C++: T &)
//   pointer    the same for what a pointer points to (C++: T *d_x)
//   object     the argument is the address of the parameter itself, a
//              `!ad.ptr<T>`; C++: T x, const T &x or T &x. For what is more
//              than a value: a struct that holds arrays, references that may
//              mean one object.
// A C++ pointer or array parameter is of kind `value`: its value is a pointer.
// Results: the returned value, if any (several are one record), then the
// contents on exit of the reference and pointer parameters, in order.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace adgen {

enum class ParamKind { Value, Reference, Pointer, Object };

struct Param {
  std::string name;
  std::string cxxType; ///< Spelled as in the C++ signature, without the name.
  ParamKind kind = ParamKind::Value;
  /// What pointers of different families point to does not overlap: 0 is the function's that the user wrote,
  /// and each of its parameters' buffers, theirs in turn, are of other families.
  unsigned family = 0;

  /// An object that is passed by value: the function's own memory.
  bool isOwnObject() const { return kind == ParamKind::Object && !llvm::StringRef(cxxType).contains('&'); }
};

/// The family of the buffer of `params[index]`.
unsigned familyOfBuffer(const std::vector<Param> &params, unsigned index);

/// The C++ side of a function of the graph.
struct FunctionInfo {
  std::string cxxName;    ///< Unqualified.
  std::string callee;     ///< What C++ code in any namespace calls the function; for func.call.
  std::string resultType; ///< "void" when nothing is returned.
  std::string doc;        ///< Lines of the comment in front of the definition, without "///".
  std::vector<Param> params;

  bool returnsValue() const { return resultType != "void"; }
};

FunctionInfo getFunctionInfo(mlir::func::FuncOp function);
void setFunctionInfo(mlir::func::FuncOp function, const FunctionInfo &info);

/// The source name that `loc` carries for a value, or "".
llvm::StringRef nameOf(mlir::Location loc);
/// `loc` with the value's source name; an empty name leaves it as it is.
mlir::Location withName(mlir::Location loc, llvm::StringRef name);
/// `loc` without a name.
mlir::Location withoutName(mlir::Location loc);

/// Whether a value was built by the reverse sweep, for the line that `loc` names.
bool isReverse(mlir::Location loc);
/// `loc`, without a name, for a value of the reverse sweep.  A property of the
/// location, not an attribute of the operation: a value that both sweeps
/// compute is one value.
mlir::Location asReverse(mlir::Location loc);

/// On integer arithmetic of an unsigned type: the result wraps around, which a signed one must not.
inline constexpr llvm::StringLiteral wrapsMark = "ad.wraps";

/// On a store to memory of adjoints or tangents: a zero may be of either sign.
inline constexpr llvm::StringLiteral derivativeMark = "ad.derivative";

/// On a loop that the source counts in unsigned numbers of 64 bits, the graph in signed ones: where it begins
/// may be beyond these.
inline constexpr llvm::StringLiteral unsignedMark = "ad.unsigned";

/// On a function that no other translation unit can name: one of a lambda.
inline constexpr llvm::StringLiteral internalMark = "ad.internal";

/// On an imported function that generated code cannot call by its name: it is written out where it is called.
inline constexpr llvm::StringLiteral namelessMark = "ad.nameless";

/// In front of the name of a class that is declared inside of a function, or whose members are not all
/// public: where a variable of it cannot be avoided, the generated function has a class of its own.
inline constexpr char localTypeMark = '@';

/// What can stand in an identifier of a piece of C++, the rest as single underscores: `a::f<-1>` is
/// a_f_minus1_.
std::string asIdentifier(llvm::StringRef text);

/// Whether the type is `void *`.
bool isUntyped(mlir::Type type);

/// Whether a value of the type is an array or holds one: it is copied element by element.
bool holdsArray(mlir::Type type);

/// The type is an array whose length is known at run time, or holds one.
bool holdsDynamicArray(mlir::Type type);

/// The type is a pointer, or holds one.
bool holdsPointer(mlir::Type type);

/// The elements of an array of arrays, through all dimensions, as far as that is known; 1 for anything else.
int64_t flatSize(mlir::Type type);

/// Where a declarator (`name`, `*`, `[4]`) is inserted into the spelling of a type: inside of the parentheses
/// of `double (*)[4]`, in front of the extents of `double[3][4]`, else at the end.
size_t declaratorPosition(llvm::StringRef type);

/// How C++ code spells a type of the graph: "double", "adgen::Tensor", a record's name.
std::string cxxTypeOf(mlir::Type type);
/// How C++ calls what a `!ad.ptr` points to: not always as a value of it.
std::string cxxTypeInMemory(mlir::Type pointer);

} // namespace adgen

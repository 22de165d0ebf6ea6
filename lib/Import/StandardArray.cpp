// std::array: an array with member functions.

#include "Importer.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

Value Importer::arrayMember(const clang::CallExpr *call, const clang::CXXMethodDecl *method,
                            Place **reference, bool &done) {
  if (!isStdClass(method->getParent(), "array"))
    return {};
  const clang::Expr *object = nullptr;
  SmallVector<const clang::Expr *> arguments(call->arguments());
  if (auto *member = dyn_cast<clang::CXXMemberCallExpr>(call)) {
    object = member->getImplicitObjectArgument();
  } else if (isa<clang::CXXOperatorCallExpr>(call)) {
    object = arguments.front();
    arguments.erase(arguments.begin());
  }
  auto type = object ? dyn_cast<ad::ArrayType>(convertType(object->getType()->isPointerType()
                                                               ? object->getType()->getPointeeType()
                                                               : object->getType()))
                     : ad::ArrayType();
  if (!type)
    return {};
  bool isSubscript = method->getOverloadedOperator() == clang::OO_Subscript;
  llvm::StringRef name = method->getIdentifier() ? method->getName() : "";
  auto index = [&](int64_t i) { return constantInt(b.getI64Type(), i); };
  if (name == "size" || name == "max_size" || name == "empty") {
    done = true;
    return name == "empty" ? constantInt(b.getI1Type(), type.getSize() == 0) : index(type.getSize());
  }
  if (!isSubscript &&
      !llvm::is_contained({"at", "front", "back", "data", "begin", "end", "cbegin", "cend", "fill"}, name))
    return {};
  done = true;
  Place *array = object->getType()->isPointerType() ? pointee(evaluate(object)) : locate(object);
  bool isConst =
      ast.getBaseElementType(object->getType()->isPointerType() ? object->getType()->getPointeeType()
                                                                : object->getType())
          .isConstQualified();
  Value first = decay(array);
  auto at = [&](Value position, bool isSigned) {
    Place *place = pointee(offset(first, position, isSigned, true));
    place->readOnly = array->readOnly;
    if (reference)
      *reference = place;
    return reference ? Value() : read(place);
  };
  if (isSubscript || name == "at")
    return at(evaluate(arguments.front()), false);
  if (name == "front" || name == "back")
    return at(index(name == "front" ? 0 : type.getSize() - 1), true);
  if (name == "fill") {
    copiesPlainly(call->getExprLoc(), arguments.front()->getType());
    Value value = evaluate(arguments.front());
    forEach(index(type.getSize()), [&](Value i) { write(pointee(offset(first, i, true, true)), value); });
    return {};
  }
  Type wanted = type.elementPointer(isConst || name.starts_with("c"));
  if (first.getType() != wanted)
    first = b.create<PtrCastOp>(wanted, first);
  return name == "end" || name == "cend" ? offset(first, index(type.getSize()), true) : first;
}

#include "InMemory.h"

#include "Emission.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

Sign emit::signInMemory(ad::PtrType pointer) {
  while (auto array = dyn_cast<ad::ArrayType>(pointer.getPointee()))
    pointer = array.elementPointer();
  if (!pointer.getStoredAs().empty())
    return signOfSpelling(pointer.getStoredAs());
  return pointer.getPointee().isInteger(8) ? Sign::Unknown : Sign::Signed;
}

bool emit::isConverted(ad::PtrType pointer) {
  return !pointer.getStoredAs().empty() && signOfSpelling(pointer.getStoredAs()) == Sign::Unknown;
}

Expression emit::loaded(Expression object, ad::PtrType pointer) {
  if (isConverted(pointer))
    return castTo(pointer.getPointee(), Sign::Signed, object);
  if (!pointer.getStoredAs().empty())
    object.sign = signOfSpelling(pointer.getStoredAs());
  return object;
}

Expression emit::stored(const Expression &value, ad::PtrType pointer, Emission &e) {
  if (!isConverted(pointer))
    return value;
  return {"static_cast<" + e.typeInMemory(pointer) + ">(" + value.text + ")", Prec::Primary, value.type};
}

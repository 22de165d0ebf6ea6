#include "adgen/IR/Tuple.h"

#include "adgen/IR/Function.h"

using namespace mlir;
using namespace adgen::ad;

RecordType adgen::tupleType(MLIRContext *context, llvm::ArrayRef<Type> types) {
  std::string name = "std::tuple<";
  SmallVector<Attribute> names;
  for (auto [index, type] : llvm::enumerate(types)) {
    name += (index ? ", " : "") + cxxTypeOf(type);
    names.push_back(StringAttr::get(context, std::to_string(index)));
  }
  return RecordType::get(context, name + ">", ArrayAttr::get(context, names), types);
}

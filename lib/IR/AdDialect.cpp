#include "adgen/IR/AdDialect.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace adgen::ad;

#include "adgen/IR/AdDialect.cpp.inc"
#define GET_TYPEDEF_CLASSES
#include "adgen/IR/AdTypes.cpp.inc"
#define GET_OP_CLASSES
#include "adgen/IR/AdOps.cpp.inc"

void AdDialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "adgen/IR/AdTypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "adgen/IR/AdOps.cpp.inc"
      >();
}

std::optional<unsigned> RecordType::fieldIndex(StringRef name) const {
  for (auto [index, field] : llvm::enumerate(getFieldNames()))
    if (llvm::cast<StringAttr>(field).getValue() == name)
      return index;
  return std::nullopt;
}

bool RecordType::isTuple() const {
  return getCxxName().starts_with("std::tuple<") || getCxxName().starts_with("std::pair<");
}

LogicalResult ExtractOp::verify() {
  std::optional<unsigned> index = getRecord().getType().fieldIndex(getField());
  if (!index)
    return emitOpError("has no field '") << getField() << "'";
  if (getRecord().getType().getFieldTypes()[*index] != getType())
    return emitOpError("does not have the field's type");
  return success();
}

OpFoldResult ExtractOp::fold(FoldAdaptor) {
  if (auto made = getRecord().getDefiningOp<MakeRecordOp>())
    return made.getFields()[*getRecord().getType().fieldIndex(getField())];
  return {};
}

LogicalResult MakeRecordOp::verify() {
  if (llvm::ArrayRef<Type>(llvm::to_vector(getFields().getTypes())) != getType().getFieldTypes())
    return emitOpError("needs one operand of the field's type for each field");
  return success();
}

/// {r["a"], r["b"]}, all fields of one record in order, is r.
OpFoldResult MakeRecordOp::fold(FoldAdaptor) {
  Value whole;
  for (auto [field, name] : llvm::zip(getFields(), getType().getFieldNames())) {
    auto extract = field.getDefiningOp<ExtractOp>();
    if (!extract || extract.getFieldAttr() != name || extract.getRecord().getType() != getType() ||
        (whole && whole != extract.getRecord()))
      return {};
    whole = extract.getRecord();
  }
  return whole;
}

LogicalResult MapOp::verify() {
  Block &block = getBody().front();
  if (block.getNumArguments() != getInputs().size())
    return emitOpError("needs one region argument per input");
  auto elementOf = [](Type type) {
    auto tensor = llvm::dyn_cast<TensorType>(type);
    return tensor ? tensor.getElementType() : type;
  };
  for (auto [argument, input] : llvm::zip(block.getArguments(), getInputs()))
    if (argument.getType() != elementOf(input.getType()))
      return emitOpError("region argument and input disagree");
  auto yield = llvm::dyn_cast<YieldOp>(block.getTerminator());
  if (!yield || yield.getValues().size() != getNumResults())
    return emitOpError("needs one yielded element per result");
  for (auto [value, result] : llvm::zip(yield.getValues(), getResults()))
    if (value.getType() != elementOf(result.getType()))
      return emitOpError("yielded element and result disagree");
  return success();
}

#include "adgen/IR/AdDialect.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
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

/// `as "unsigned"` behind a type, or nothing.
static ParseResult parseStoredAs(AsmParser &parser, std::string &storedAs) {
  return failed(parser.parseOptionalKeyword("as")) ? success() : parser.parseString(&storedAs);
}

static void printStoredAs(AsmPrinter &printer, StringRef storedAs) {
  if (!storedAs.empty())
    printer << " as \"" << storedAs << "\"";
}

Type PtrType::parse(AsmParser &parser) {
  Type pointee;
  std::string storedAs;
  if (parser.parseLess() || parser.parseType(pointee) || parseStoredAs(parser, storedAs))
    return {};
  bool isConst = succeeded(parser.parseOptionalComma());
  if (isConst && parser.parseKeyword("const"))
    return {};
  return parser.parseGreater() ? PtrType() : get(pointee, isConst, storedAs);
}

void PtrType::print(AsmPrinter &printer) const {
  printer << "<" << getPointee();
  printStoredAs(printer, getStoredAs());
  printer << (getIsConst() ? ", const>" : ">");
}

PtrType ArrayType::elementPointer(bool isConst) const {
  return PtrType::get(getElementType(), isConst, getStoredAs());
}

PtrType RecordType::fieldPointer(unsigned index, bool isConst) const {
  StringRef storedAs = getStoredAs() ? llvm::cast<StringAttr>(getStoredAs()[index]).getValue() : "";
  return PtrType::get(getFieldTypes()[index], isConst, storedAs);
}

Type ArrayType::parse(AsmParser &parser) {
  SmallVector<int64_t> size;
  Type element;
  std::string name, storedAs;
  if (parser.parseLess() || parser.parseDimensionList(size, /*allowDynamic=*/true) ||
      parser.parseType(element) || parseStoredAs(parser, storedAs) ||
      (succeeded(parser.parseOptionalComma()) && parser.parseString(&name)) || parser.parseGreater())
    return {};
  if (size.size() != 1) {
    parser.emitError(parser.getNameLoc(), "an array has one extent");
    return {};
  }
  return get(ShapedType::isDynamic(size[0]) ? dynamic : size[0], element, name, storedAs);
}

void ArrayType::print(AsmPrinter &printer) const {
  printer << "<";
  if (isDynamic())
    printer << "?";
  else
    printer << getSize();
  printer << "x" << getElementType();
  printStoredAs(printer, getStoredAs());
  if (!getCxxName().empty())
    printer << ", \"" << getCxxName() << "\"";
  printer << ">";
}

/// p + 0 is p, (p + 1) + 2 is p + 3.
OpFoldResult OffsetOp::fold(FoldAdaptor adaptor) {
  if (auto index = llvm::dyn_cast_or_null<IntegerAttr>(adaptor.getIndex());
      index && index.getValue().isZero())
    return getPointer();
  return {};
}

Operation *AdDialect::materializeConstant(OpBuilder &b, Attribute value, Type type, Location loc) {
  return arith::ConstantOp::materialize(b, value, type, loc);
}

/// What an address is computed from, if it is a part of an object that nobody but the function can name.
static Operation *objectOf(Value pointer, bool &isWhole) {
  isWhole = true;
  for (Operation *op = pointer.getDefiningOp(); op; op = op->getOperand(0).getDefiningOp()) {
    if (llvm::isa<LocalOp, TableOp, AddressOfGlobalOp, HeapOp>(op))
      return op;
    if (!llvm::isa<OffsetOp, DecayOp, MemberOp, PtrCastOp>(op))
      return nullptr;
    isWhole &= !llvm::isa<OffsetOp>(op);
  }
  return nullptr;
}

/// The address of an object is not null, equal to itself, and not that of another object.
OpFoldResult PtrCompareOp::fold(FoldAdaptor) {
  auto answer = [&](bool isEqual) -> OpFoldResult {
    return BoolAttr::get(getContext(), isEqual == (getPredicate() == "eq"));
  };
  auto isOwn = [](Operation *op) { return llvm::isa_and_nonnull<LocalOp, HeapOp>(op); };
  if (getPredicate() != "eq" && getPredicate() != "ne") {
    // Addresses of different objects have no order: any answer is one.
    bool isWhole;
    Operation *lhs = objectOf(getLhs(), isWhole), *rhs = objectOf(getRhs(), isWhole);
    return isOwn(lhs) && isOwn(rhs) && lhs != rhs ? BoolAttr::get(getContext(), false) : OpFoldResult();
  }
  if (getLhs() == getRhs())
    return answer(true);
  auto isNull = [](Value pointer) { return bool(pointer.getDefiningOp<NullOp>()); };
  if (isNull(getLhs()) && isNull(getRhs()))
    return answer(true);
  bool lhsIsWhole, rhsIsWhole;
  Operation *lhs = objectOf(getLhs(), lhsIsWhole), *rhs = objectOf(getRhs(), rhsIsWhole);
  if ((lhs && isNull(getRhs())) || (rhs && isNull(getLhs())))
    return answer(false);
  // One past the end of an array may be where the next object begins.
  if (isOwn(lhs) && isOwn(rhs) && lhs != rhs && lhsIsWhole && rhsIsWhole)
    return answer(false);
  return {};
}

PtrType DecayOp::resultType(PtrType pointer) {
  auto array = llvm::dyn_cast<ArrayType>(pointer.getPointee());
  return array ? array.elementPointer(pointer.getIsConst()) : PtrType();
}

void DecayOp::build(OpBuilder &, OperationState &state, Value pointer) {
  state.addOperands(pointer);
  state.addTypes(resultType(llvm::cast<PtrType>(pointer.getType())));
}

void MemberOp::build(OpBuilder &b, OperationState &state, Value pointer, StringRef field) {
  auto type = llvm::cast<PtrType>(pointer.getType());
  auto record = llvm::cast<RecordType>(type.getPointee());
  state.addOperands(pointer);
  state.addAttribute("field", b.getStringAttr(field));
  state.addTypes(record.fieldPointer(*record.fieldIndex(field), type.getIsConst()));
}

LogicalResult MemberOp::verify() {
  auto record = llvm::dyn_cast<RecordType>(getPointer().getType().getPointee());
  std::optional<unsigned> index = record ? record.fieldIndex(getField()) : std::nullopt;
  if (!index)
    return emitOpError("has no field '") << getField() << "'";
  if (record.getFieldTypes()[*index] != getType().getPointee())
    return emitOpError("does not have the field's type");
  return success();
}

/// Back and forth again is nothing.
OpFoldResult PtrCastOp::fold(FoldAdaptor) {
  if (getPointer().getType() == getType())
    return getPointer();
  for (auto inner = getPointer().getDefiningOp<PtrCastOp>(); inner;
       inner = inner.getPointer().getDefiningOp<PtrCastOp>()) {
    if (inner.getPointer().getType() == getType())
      return inner.getPointer();
    if (inner.getPointer().getType().getPointee() != getType().getPointee())
      continue;
    getPointerMutable().assign(inner.getPointer()); // all that changes is const
    return getResult();
  }
  return {};
}

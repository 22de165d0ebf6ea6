// Objects of classes: from the values of their members, and zeros.
#include "Emission.h"
#include "InMemory.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

bool emit::holdsRecord(Type type) {
  if (auto array = dyn_cast<ad::ArrayType>(type))
    return holdsRecord(array.getElementType());
  auto record = dyn_cast<ad::RecordType>(type);
  return record && !record.isTuple();
}

bool emit::needsValues(Type type) {
  if (auto array = dyn_cast<ad::ArrayType>(type))
    return needsValues(array.getElementType());
  auto record = dyn_cast<ad::RecordType>(type);
  if (!record)
    return false;
  // (C++ knows that of a class of its own.)
  const bool isOwn = record.isTuple() || record.getCxxName().front() == localTypeMark;
  return record.needsValues() || (isOwn && llvm::any_of(record.getFieldTypes(), needsValues));
}

/// A braced initialiser may not narrow; arithmetic of less than an int is of int.
static std::string fieldText(ad::RecordType record, unsigned index, const Expression &value, Emission &e) {
  const ad::PtrType field = record.fieldPointer(index);
  if (!isInteger(value.type))
    return stored(value, field, e).text;
  const bool fits = (value.sign == Sign::Any && value.text[0] != '-') ||
                    (value.sign == Sign::Signed && signInMemory(field) == Sign::Signed &&
                     value.type.getIntOrFloatBitWidth() >= 32);
  if (!isConverted(field) && (fits || record.isTuple()))
    return value.text;
  return "static_cast<" + e.typeInMemory(field) + ">(" + value.text + ")";
}

std::string emit::bracedFields(Operation *makeRecord, Emission &e) {
  auto make = cast<ad::MakeRecordOp>(makeRecord);
  ad::RecordType record = make.getType();
  std::string text;
  for (auto [index, value] : llvm::enumerate(make.getFields())) {
    auto inner = value.getDefiningOp<ad::MakeRecordOp>();
    std::string field;
    // {{x}} could as well copy a record that x initialises: name the type where one field is all.
    const bool isNamed = make.getFields().size() == 1 ||
                         (inner && (inner.getFields().size() == 1 || !inner.getType().getMaking().empty()));
    if (inner && !e.isVariable(value) && !isNamed)
      field = bracedFields(inner, e);
    else
      field = fieldText(record, index, e(value), e);
    text += (text.empty() ? "" : ", ") + field;
  }
  return "{" + text + "}";
}

/// An object whose members get their values one by one.
static std::string assigned(ad::RecordType record, llvm::StringRef assignments, Emission &e) {
  return "[&] {\n  " + e.typeName(record) + " made;\n" + assignments.str() + "  return made;\n}()";
}

Expression emit::madeRecord(Operation *makeRecord, Emission &e) {
  auto make = cast<ad::MakeRecordOp>(makeRecord);
  ad::RecordType record = make.getType();
  if (!record.needsAssignments())
    return {e.typeName(record) + bracedFields(make, e), Prec::Primary, record};
  std::string assignments;
  for (auto [index, value] : llvm::enumerate(make.getFields()))
    assignments += "  made." + cast<StringAttr>(record.getFieldNames()[index]).getValue().str() + " = " +
                   stored(e(value), record.fieldPointer(index), e).text + ";\n";
  return {assigned(record, assignments, e), Prec::Primary, record};
}

/// Statements that set an object, and every number in it, to zero.
static std::string zeroAssignment(const std::string &object, Type type, Emission &e) {
  auto array = dyn_cast<ad::ArrayType>(type);
  if (!array)
    return object + " = " + zeroValue(type, e) + ";\n";
  const std::string element = e.names.fresh("element");
  std::string text =
      "for (auto &" + element + " : " + object + ") " + zeroAssignment(element, array.getElementType(), e);
  e.names.release(element);
  return text;
}

/// `{}` would give the members what their class says.
std::string emit::zeroInitializer(Type type, Emission &e) {
  if (auto record = dyn_cast<ad::RecordType>(type); record && !record.isTuple()) {
    std::string text;
    for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes())) {
      if (record.needsAssignments())
        text += "  " + zeroAssignment("made." + cast<StringAttr>(name).getValue().str(), field, e);
      else
        text += (text.empty() ? "" : ", ") + zeroInitializer(field, e);
    }
    if (record.needsAssignments())
      return assigned(record, text, e);
    return (record.needsValues() ? e.typeName(type) : "") + "{" + text + "}";
  }
  if (auto array = dyn_cast<ad::ArrayType>(type); array && holdsRecord(type)) {
    std::string element = zeroInitializer(array.getElementType(), e), text;
    for (int64_t i = 0; i < array.getSize(); ++i)
      text += (i ? ", " : "") + element;
    // A class that is an array holds an array.
    return array.getCxxName().empty() ? "{" + text + "}" : "{{" + text + "}}";
  }
  return type.isIntOrFloat() || isa<ad::PtrType>(type) ? e.zeroOf(type) : "{}";
}

std::string emit::zeroValue(Type type, Emission &e) {
  std::string text = zeroInitializer(type, e);
  return text.front() == '{' ? e.typeName(type) + text : text;
}

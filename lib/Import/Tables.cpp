// Constants that generated code cannot name: static variables of functions and classes, and constants with
// pointers to functions in them. Their values are known, so the generated function has them itself.
//
// Where a class is not one that braces fill in, or has members that generated code cannot write, the table
// has a class of its own: the numbers alone, an enumerator as an integer, a function as its number.

#include "RecordFields.h"

#include "adgen/Import/DifferentiableType.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "clang/AST/APValue.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

bool adgen::isTable(Value address) { return isa_and_nonnull<TableOp>(rootOf(address).getDefiningOp()); }

/// The element type of a C array or std::array.
static clang::QualType elementOf(const clang::ASTContext &ast, clang::QualType array) {
  if (const clang::ArrayType *plain = ast.getAsArrayType(array))
    return plain->getElementType();
  return partsOf(array).front();
}

namespace {

/// The type of a table, and its numbers flat in memory order.
class TableBuilder {
public:
  explicit TableBuilder(Importer &importer) : importer(importer) {}

  /// As convertType, but for classes that a table writes in another way; null where it holds no numbers.
  Type typeOf(clang::QualType type, bool isMember = false);
  /// False where something other than a number is to be written.
  bool flatten(const clang::APValue &value, clang::QualType type, Type converted);
  /// The constant that the next numbers are.
  Value constant(Type type, ImplicitLocOpBuilder &b);

  SmallVector<Attribute> values;

private:
  RecordType recordOf(const clang::CXXRecordDecl *decl, RecordType record);
  bool collectFields(const clang::CXXRecordDecl *decl, RecordType record, RecordFields &fields);
  bool flattenFields(const clang::APValue &value, const clang::CXXRecordDecl *decl, RecordType type);

  Importer &importer;
  unsigned next = 0;
};

} // namespace

Type TableBuilder::typeOf(clang::QualType type, bool isMember) {
  type = type.getCanonicalType().getUnqualifiedType();
  Type converted = importer.convertType(type);
  if (auto *enumeration = type->getAs<clang::EnumType>(); enumeration && isMember)
    return importer.storedAs(type).empty() ? converted : importer.convertStored(type);
  if (isa<FloatType, IntegerType>(converted))
    return converted;
  if (auto array = dyn_cast<ad::ArrayType>(converted)) {
    Type element = typeOf(elementOf(importer.ast, type), isMember);
    if (!element || element == array.getElementType())
      return element ? array : Type();
    return ad::ArrayType::get(array.getSize(), element);
  }
  auto record = dyn_cast<RecordType>(converted);
  const clang::CXXRecordDecl *decl = type->getAsCXXRecordDecl();
  if (!record || record.isTuple() || decl->isInStdNamespace())
    return {};
  return recordOf(decl, record);
}

/// \returns whether a table can have objects of this class itself.
bool TableBuilder::collectFields(const clang::CXXRecordDecl *decl, RecordType record, RecordFields &fields) {
  bool isExact = true;
  for (const clang::CXXBaseSpecifier &base : decl->bases())
    isExact &= collectFields(base.getType()->getAsCXXRecordDecl(), record, fields);
  for (const clang::FieldDecl *field : decl->fields()) {
    if (field->isUnnamedBitField())
      continue;
    Type stored = field->getType()->isReferenceType() ? Type() : typeOf(field->getType(), true);
    isExact &= stored && stored == record.getFieldTypes()[*record.fieldIndex(field->getName())];
    if (stored)
      fields.add(importer, field->getName(), field->getType(), stored);
  }
  return isExact;
}

RecordType TableBuilder::recordOf(const clang::CXXRecordDecl *decl, RecordType record) {
  const bool isOwn = record.getCxxName().front() == localTypeMark;
  RecordFields fields;
  const bool isExact = collectFields(decl, record, fields);
  if (fields.names.empty())
    return {};
  if (isExact && (isOwn || (decl->isAggregate() && decl->bases().empty())))
    return record;
  llvm::StringRef name = record.getCxxName();
  return fields.record(importer, localTypeMark + name.drop_front(isOwn ? 1 : 0).str() + "_table");
}

bool TableBuilder::flattenFields(const clang::APValue &value, const clang::CXXRecordDecl *decl,
                                 RecordType type) {
  if (!value.isStruct())
    return false;
  for (auto [index, base] : llvm::enumerate(decl->bases()))
    if (!flattenFields(value.getStructBase(index), base.getType()->getAsCXXRecordDecl(), type))
      return false;
  for (const clang::FieldDecl *field : decl->fields())
    if (std::optional<unsigned> index = type.fieldIndex(field->getName());
        index && !flatten(value.getStructField(field->getFieldIndex()), field->getType(),
                          type.getFieldTypes()[*index]))
      return false;
  return true;
}

bool TableBuilder::flatten(const clang::APValue &value, clang::QualType type, Type converted) {
  if (auto array = dyn_cast<ad::ArrayType>(converted)) {
    if (value.isStruct()) // std::array is an array in a struct
      return value.getStructNumFields() == 1 && !value.getStructNumBases() &&
             flatten(value.getStructField(0), type, converted);
    if (!value.isArray())
      return false;
    clang::QualType element = elementOf(importer.ast, type);
    for (int64_t i = 0; i < array.getSize(); ++i) {
      const clang::APValue &part = uint64_t(i) < value.getArrayInitializedElts()
                                       ? value.getArrayInitializedElt(i)
                                       : value.getArrayFiller();
      if (!flatten(part, element, array.getElementType()))
        return false;
    }
    return true;
  }
  if (auto record = dyn_cast<RecordType>(converted))
    return flattenFields(value, type->getAsCXXRecordDecl(), record);
  // An enumerator in a member keeps its type.
  Type number = isa<ad::OpaqueType>(converted) ? importer.convertType(type) : converted;
  if (value.isFloat() && isa<FloatType>(number))
    values.push_back(FloatAttr::get(number, value.getFloat()));
  else if (value.isInt() && isa<IntegerType>(number))
    values.push_back(IntegerAttr::get(number, value.getInt().extOrTrunc(number.getIntOrFloatBitWidth())));
  else if (std::optional<int64_t> id =
               isFunctionPointer(type) ? importer.constantFunction(value) : std::nullopt)
    values.push_back(IntegerAttr::get(number, *id));
  else
    return false;
  return true;
}

Value TableBuilder::constant(Type type, ImplicitLocOpBuilder &b) {
  if (auto record = dyn_cast<RecordType>(type)) {
    SmallVector<Value> fields;
    for (Type field : record.getFieldTypes())
      fields.push_back(constant(field, b));
    return b.create<MakeRecordOp>(record, fields);
  }
  Value number = b.create<arith::ConstantOp>(cast<TypedAttr>(values[next++]));
  return importer.toStored(number, type);
}

static bool isConstant(const clang::VarDecl *variable, const clang::ASTContext &ast) {
  return ast.getBaseElementType(variable->getType()).isConstQualified() && variable->hasInit();
}

const clang::APValue *Importer::constantOf(const clang::VarDecl *variable) {
  const clang::Expr *init = variable->getInit();
  return isConstant(variable, ast) && init && !init->isValueDependent() ? variable->evaluateValue() : nullptr;
}

Place *Importer::constantPlace(const clang::VarDecl *variable, bool isExact) {
  const clang::APValue *constant = constantOf(variable);
  TableBuilder table(*this);
  Type type = constant ? table.typeOf(variable->getType()) : Type();
  if (!type || (isExact && type != convertType(variable->getType())) ||
      !table.flatten(*constant, variable->getType(), type))
    return nullptr;
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(entry);
  if (!holdsArray(type))
    return temporary(table.constant(type, b), isa<RecordType>(type) ? variable->getName() : "");
  Location location = withName(b.getLoc(), variable->getName());
  Place *place = pointee(b.OpBuilder::create<TableOp>(location, PtrType::get(type, /*isConst=*/true),
                                                      b.getArrayAttr(table.values)));
  place->readOnly = "adgen does not differentiate a function that changes a const object";
  return place;
}

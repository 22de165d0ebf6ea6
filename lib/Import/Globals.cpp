// Variables with static storage: constants, tables, what the function reads
// and does not change.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "clang/AST/APValue.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static constexpr const char *whyGlobal =
    "adgen does not differentiate a function that writes to a global variable";

/// The numbers of a constant, flat in memory order; false where something else is among them.
static bool flatten(Importer &importer, const clang::APValue &value, Type type,
                    SmallVectorImpl<Attribute> &values) {
  if (auto array = dyn_cast<ad::ArrayType>(type)) {
    if (!value.isArray())
      return false;
    for (int64_t i = 0; i < array.getSize(); ++i) {
      const clang::APValue &part = uint64_t(i) < value.getArrayInitializedElts()
                                       ? value.getArrayInitializedElt(i)
                                       : value.getArrayFiller();
      if (!flatten(importer, part, array.getElementType(), values))
        return false;
    }
    return true;
  }
  if (value.isFloat() && isa<FloatType>(type))
    values.push_back(FloatAttr::get(type, value.getFloat()));
  else if (value.isInt() && isa<IntegerType>(type))
    values.push_back(IntegerAttr::get(type, value.getInt().extOrTrunc(type.getIntOrFloatBitWidth())));
  else if (std::optional<int64_t> id = type.isInteger(32) ? importer.constantFunction(value) : std::nullopt)
    values.push_back(IntegerAttr::get(type, *id));
  else
    return false;
  return true;
}

static bool isConstant(const clang::VarDecl *variable, const clang::ASTContext &ast) {
  return ast.getBaseElementType(variable->getType()).isConstQualified() && variable->hasInit();
}

Place *Importer::constantTable(const clang::VarDecl *variable) {
  auto type = dyn_cast<ad::ArrayType>(convertType(variable->getType()));
  if (!type || !type.getCxxName().empty() || !isConstant(variable, ast))
    return nullptr;
  const clang::APValue *constant = variable->evaluateValue();
  SmallVector<Attribute> values;
  if (!constant || !flatten(*this, *constant, type, values))
    return nullptr;
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(entry);
  Location location = withName(b.getLoc(), variable->getName());
  Place *place = pointee(
      b.OpBuilder::create<TableOp>(location, PtrType::get(type, /*isConst=*/true), b.getArrayAttr(values)));
  place->readOnly = "adgen does not differentiate a function that changes a const object";
  return place;
}

Place *Importer::globalPlace(const clang::VarDecl *variable, clang::SourceLocation use) {
  variable = variable->getCanonicalDecl();
  if (const clang::VarDecl *definition = variable->getDefinition())
    variable = definition;
  if (Place *known = globals.lookup(variable))
    return known;
  Type type = convertType(variable->getType());
  bool isLocal = variable->isLocalVarDecl() || variable->getDeclContext()->isRecord();
  auto finish = [&](Place *place) {
    if (!variable->getType()->isReferenceType())
      place->exactClass = variable->getType()->getAsCXXRecordDecl();
    place->external = true;
    place->readOnly = whyGlobal;
    return globals[variable] = place;
  };
  bool isFunctions = holdsFunctionPointer(variable->getType(), /*isMember=*/false);
  if (isLocal || isFunctions)
    if (Place *table = constantTable(variable))
      return finish(table);
  // In the entry block: every branch may read it.
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(entry);
  if (isLocal || isFunctions) {
    const clang::APValue *constant =
        variable->getType().isConstQualified() ? variable->evaluateValue() : nullptr;
    if (constant && constant->isFloat())
      return finish(temporary(
          b.create<arith::ConstantOp>(cast<TypedAttr>(FloatAttr::get(type, constant->getFloat())))));
    if (constant && constant->isInt())
      return finish(temporary(constantInt(type, constant->getInt().getExtValue())));
    if (auto id = constant && isFunctions ? constantFunction(*constant) : std::nullopt)
      return finish(temporary(constantInt(type, *id)));
    if (isFunctions) {
      refuse(use, "adgen cannot see which function this pointer points to", "make it a constant");
      return finish(temporary(b.create<LiteralOp>(type, "")));
    }
    refuse(use, "a static variable of a function or class is not supported",
           "move it to namespace scope, or make it a constant");
  }
  bool isConst = ast.getBaseElementType(variable->getType()).isConstQualified();
  if (holdsArray(type) || (!isConst && writesMemory && isa<FloatType, IntegerType>(type)))
    return finish(
        pointee(b.create<AddressOfGlobalOp>(PtrType::get(type, isConst), qualifiedNameOf(variable))));
  return finish(temporary(b.create<GlobalOp>(type, qualifiedNameOf(variable))));
}

void Importer::checkPointer(clang::SourceLocation use, Value pointer) {
  auto type = dyn_cast<PtrType>(pointer.getType());
  if (type && !type.getIsConst() && isa_and_nonnull<AddressOfGlobalOp>(rootOf(pointer).getDefiningOp()))
    refuse(use, "adgen cannot see whether a global variable is changed through this pointer",
           "make the pointer one to const");
}

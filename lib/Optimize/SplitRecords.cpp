// A record whose address goes nowhere becomes one local per field.
#include "PromoteLocals.h"

#include "adgen/Analysis/Address.h"
#include "adgen/Analysis/Memory.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// What is reached through a pointer into an array field lies in that field: its other neighbours are no
/// part of the array, though programs walk from one to the next.
static bool staysInField(Value pointer) {
  return llvm::all_of(pointer.getUses(), [](OpOperand &use) {
    Operation *user = use.getOwner();
    if (auto offset = dyn_cast<OffsetOp>(user))
      return Address(offset).staysInMember(offset.getType().getPointee()) && staysInField(offset);
    if (isa<DecayOp, MemberOp, PtrCastOp>(user))
      return staysInField(user->getResult(0));
    // Kept in a variable, it may go anywhere.
    return isa<LoadOp>(user) || (isa<StoreOp>(user) && use.getOperandNumber() == 1);
  });
}

/// No other field, of this record or of one around it, holds what the array holds: nobody walks from one to
/// the other.
static bool isOnlyOneOfItsType(Value array) {
  const auto own = scalarsOf(cast<PtrType>(array.getType()).getPointee());
  for (auto member = array.getDefiningOp<MemberOp>(); member;
       member = member.getPointer().getDefiningOp<MemberOp>()) {
    auto record = cast<RecordType>(cast<PtrType>(member.getPointer().getType()).getPointee());
    for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes()))
      if (cast<StringAttr>(name).getValue() != member.getField() &&
          llvm::any_of(scalarsOf(field), [&](Type scalar) { return own.contains(scalar); }))
        return false;
    if (member.getPointer().getDefiningOp<LocalOp>())
      return true;
  }
  return false; // not seen as a whole
}

/// Nothing but its parts are accessed through the address.  An array field
/// stays memory.
static bool isSplittable(Value address) {
  Type pointee = cast<PtrType>(address.getType()).getPointee();
  if (holdsDynamicArray(pointee))
    return false;
  if (isa<ArrayType>(pointee))
    return staysInField(address) || isOnlyOneOfItsType(address);
  return llvm::all_of(address.getUses(), [&](OpOperand &use) {
    Operation *user = use.getOwner();
    if (isa<LoadOp>(user) || (isa<StoreOp>(user) && use.getOperandNumber() == 1))
      return !holdsArray(pointee);
    if (auto cast = dyn_cast<PtrCastOp>(user))
      return cast.onlyChangesConst() && isSplittable(cast);
    return isa<MemberOp>(user) && isSplittable(user->getResult(0));
  });
}

/// The accesses through `address` become accesses to the fields' locals.
static void replaceAccesses(Value address, RecordType record, ArrayRef<Value> fields) {
  for (Operation *user : llvm::make_early_inc_range(address.getUsers())) {
    ImplicitLocOpBuilder b(withoutName(user->getLoc()), user);
    if (auto load = dyn_cast<LoadOp>(user)) {
      SmallVector<Value> values;
      for (Value field : fields)
        values.push_back(b.create<LoadOp>(field));
      load.getResult().replaceAllUsesWith(b.create<MakeRecordOp>(load.getLoc(), record, values));
    } else if (auto store = dyn_cast<StoreOp>(user)) {
      for (auto [field, name] : llvm::zip(fields, record.getFieldNames()))
        b.create<StoreOp>(b.createOrFold<ExtractOp>(cast<PtrType>(field.getType()).getPointee(),
                                                    store.getValue(), cast<StringAttr>(name)),
                          field);
    } else if (auto member = dyn_cast<MemberOp>(user)) {
      Value field = fields[*record.fieldIndex(member.getField())];
      if (field.getType() != member.getType())
        field = b.create<PtrCastOp>(member.getType(), field);
      member.getResult().replaceAllUsesWith(field);
    } else {
      replaceAccesses(user->getResult(0), record, fields);
    }
    user->erase();
  }
}

/// The fields of the model of std::vector (lib/Import/VectorModel.cpp).
static bool isVector(RecordType record) {
  auto names = record.getFieldNames().getAsValueRange<StringAttr>();
  return llvm::equal(names, llvm::ArrayRef<llvm::StringRef>{"first", "count", "room"});
}

/// As a variable of its own a field has the field's name; a tuple's has the variable's and its number, and
/// what a vector holds is the vector.
static std::string fieldName(llvm::StringRef variable, RecordType record, llvm::StringRef field) {
  if (variable.empty())
    return "";
  if (isVector(record))
    return field == "first" ? variable.str()
                            : (variable + "_" + (field == "count" ? "size" : "capacity")).str();
  return llvm::isDigit(field.front()) ? (variable + "_" + field).str() : field.str();
}

bool promote::splitRecords(func::FuncOp function) {
  SmallVector<LocalOp> locals;
  function.walk([&](LocalOp local) {
    if (!local.getCount() && isa<RecordType>(local.getType().getPointee()) && isSplittable(local))
      locals.push_back(local);
  });
  bool changed = !locals.empty();
  while (!locals.empty()) {
    LocalOp local = locals.pop_back_val();
    auto record = cast<RecordType>(local.getType().getPointee());
    SmallVector<Value> fields;
    OpBuilder b(local);
    for (auto [index, name] : llvm::enumerate(record.getFieldNames())) {
      Location loc = withName(withoutName(local.getLoc()),
                              fieldName(nameOf(local.getLoc()), record, cast<StringAttr>(name).getValue()));
      fields.push_back(b.create<LocalOp>(loc, record.fieldPointer(index), Value(), local.getZero()));
    }
    replaceAccesses(local, record, fields);
    local.erase();
    for (Value field : fields)
      if (isa<RecordType>(cast<PtrType>(field.getType()).getPointee()))
        locals.push_back(field.getDefiningOp<LocalOp>());
  }
  return changed;
}

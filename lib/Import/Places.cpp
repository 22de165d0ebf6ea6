// What lvalues mean: memory, or values that nobody changes.

#include "Importer.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

Value adgen::rootOf(Value address) {
  while (Operation *op = address.getDefiningOp()) {
    if (!isa<OffsetOp, DecayOp, MemberOp, PtrCastOp>(op))
      break;
    address = op->getOperand(0);
  }
  return address;
}

Place *Importer::makeVariable(clang::QualType type, llvm::StringRef name) {
  Type converted = convertType(type);
  if (holdsDynamicArray(converted))
    refuseDestructor(here, type);
  return makeLocal(converted, name, /*zero=*/false, storedAs(type));
}

Place *Importer::makeLocal(Type type, llvm::StringRef name, bool zero, const std::string &storedAs) {
  Place *place = ownedPlaces.emplace_back(std::make_unique<Place>()).get();
  place->type = type;
  place->name = name.str();
  place->storedAs = storedAs;
  OpBuilder::InsertionGuard guard(b);
  if (anchor)
    b.setInsertionPoint(anchor);
  Location location = withName(withoutName(b.getLoc()), name);
  place->address = b.OpBuilder::create<LocalOp>(location, PtrType::get(type, false, storedAs), Value(), zero);
  return place;
}

Place *Importer::temporary(Value value, llvm::StringRef name) {
  Place *place = ownedPlaces.emplace_back(std::make_unique<Place>()).get();
  place->type = value ? value.getType() : Type(b.getNoneType());
  place->name = name.str();
  place->value = value;
  // The value takes the name of the first variable that holds it.
  Operation *op = value ? value.getDefiningOp() : nullptr;
  if (!name.empty() && op && !op->hasTrait<OpTrait::ConstantLike>() && nameOf(op->getLoc()).empty() &&
      !isa<ExtractOp, GlobalOp, LiteralOp, LocalOp, OffsetOp, MemberOp, DecayOp>(op))
    op->setLoc(withName(op->getLoc(), name));
  return place;
}

Place *Importer::pointee(Value address) {
  Place *place = ownedPlaces.emplace_back(std::make_unique<Place>()).get();
  place->type = cast<PtrType>(address.getType()).getPointee();
  place->address = address;
  return place;
}

/// The parts of a value that moves to memory go with it.
static void moveFields(Importer &importer, Place *place) {
  for (auto &[name, part] : place->fields) {
    part->value = {};
    part->address = importer.b.create<MemberOp>(place->address, name);
    moveFields(importer, part);
  }
}

Value Importer::addressOf(Place *place) {
  if (place->holder)
    return b.create<LoadOp>(place->holder);
  // The address of a member leads to the members beside it.
  if (!place->address && place->whole)
    addressOf(place->whole);
  if (!place->address) {
    BehindDefinition scope(b, place->value);
    Location location = withName(withoutName(b.getLoc()), place->name);
    place->address = b.OpBuilder::create<LocalOp>(location, PtrType::get(place->type, false, place->storedAs),
                                                  Value(), false);
    noteWrite(b.create<StoreOp>(place->value, place->address));
    place->value = {};
    moveFields(*this, place);
  }
  return place->address;
}

bool Importer::mayWrite(clang::SourceLocation use, Place *place) {
  const char *why = place->readOnly;
  if (!why && (place->address || place->holder) &&
      isa_and_nonnull<AddressOfGlobalOp, TableOp>(rootOf(addressOf(place)).getDefiningOp()))
    why = "adgen does not differentiate a function that writes to a global variable";
  if (why)
    refuse(use, why, "return the value instead, or assign to a local variable");
  return !why;
}

void Importer::assign(clang::SourceLocation use, Place *place, Value value) {
  value = toStored(value, place->type);
  if (!value || value.getType() != place->type) {
    refuseMismatch(use, "this assignment");
    return;
  }
  if (!mayWrite(use, place))
    return;
  if (isa<PtrType>(value.getType()))
    checkPointer(use, value);
  write(place, value);
}

Value Importer::read(Place *place) {
  if (!place->address && !place->holder) {
    if (place->value)
      return place->value;
    return b.create<UndefOp>(place->type);
  }
  Value address = addressOf(place), value = b.create<LoadOp>(address);
  noteRead(address, value);
  return value;
}

void Importer::write(Place *place, Value value) {
  value = toStored(value, place->type);
  // Behind an error, a value may be of another type: nobody will read it.
  if (!value || value.getType() != place->type) {
    refuseMismatch(clang::SourceLocation(), "this initialization");
    return;
  }
  noteWrite(b.create<StoreOp>(value, addressOf(place)));
}

Place *Importer::field(Place *record, llvm::StringRef name) {
  if (isa<PtrType>(record->type) && name == "_M_current") // an iterator, which is nothing but its pointer
    return record;
  auto type = dyn_cast<RecordType>(record->type);
  std::optional<unsigned> index = type ? type.fieldIndex(name) : std::nullopt;
  if (!index)
    return nullptr;
  name = cast<StringAttr>(type.getFieldNames()[*index]).getValue();
  if (Place *known = record->fields.lookup(name))
    return known;
  Place *part = ownedPlaces.emplace_back(std::make_unique<Place>()).get();
  part->type = type.getFieldTypes()[*index];
  part->external = record->external;
  part->readOnly = record->readOnly;
  part->name = name.str();
  if (record->holder || record->isBehindPointer) {
    part->address = b.create<MemberOp>(addressOf(record), name);
    return part; // the address is of this block: for now only
  }
  if (record->address) {
    BehindDefinition scope(b, record->address);
    part->address = b.create<MemberOp>(record->address, name);
  } else if (record->value) {
    BehindDefinition scope(b, record->value);
    part->value = b.createOrFold<ExtractOp>(part->type, record->value, name);
    part->whole = record;
  }
  record->fields[name] = part;
  return part;
}

Place *Importer::anchored(Place *place) {
  if (!anchor)
    return place;
  Place *outer = ownedPlaces.emplace_back(std::make_unique<Place>(*place)).get();
  Value address = addressOf(place);
  outer->fields.clear();
  outer->address = outer->value = {};
  outer->whole = nullptr;
  outer->holder = makeLocal(address.getType(), place->name)->address;
  b.create<StoreOp>(address, outer->holder);
  return outer;
}

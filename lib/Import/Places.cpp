#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "clang/AST/APValue.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

Place *Importer::makePlace(Type type, llvm::StringRef name) {
  Place *place = ownedPlaces.emplace_back(std::make_unique<Place>()).get();
  place->type = type;
  place->name = name.str();
  place->serial = ownedPlaces.size();
  if (auto record = dyn_cast<RecordType>(type))
    for (auto [fieldName, fieldType] : llvm::zip(record.getFieldNames(), record.getFieldTypes())) {
      llvm::StringRef text = cast<StringAttr>(fieldName).getValue();
      bool number = llvm::isDigit(text.front());
      std::string partName = name.empty() ? "" : (name + "_" + text).str();
      place->fields[text] = makePlace(fieldType, number || name.empty() ? llvm::StringRef(partName) : text);
    }
  return place;
}

Place *Importer::temporary(Value value) {
  Place *place = makePlace(value.getType(), "");
  write(place, value);
  return place;
}

static void watch(Place *source, Place *snapshot) {
  source->snapshots.push_back(snapshot);
  for (auto &[name, part] : source->fields)
    watch(part, snapshot);
}

static void markOutOfDate(Place *place) {
  place->outOfDate = true;
  for (auto &[name, part] : place->fields)
    markOutOfDate(part);
}

static void markReadOnly(Place *place, const char *why) {
  place->readOnly = why;
  for (auto &[name, part] : place->fields)
    markReadOnly(part, why);
}

Place *Importer::snapshot(Value value, llvm::ArrayRef<Place *> sources) {
  Place *place = temporary(value);
  markReadOnly(place, "adgen cannot follow an assignment to a place chosen at run time");
  for (Place *source : sources)
    watch(source, place);
  return place;
}

void Importer::assign(clang::SourceLocation use, Place *place, Value value) {
  if (!value || value.getType() != place->type)
    refuse(use, "adgen cannot follow this assignment");
  else if (place->readOnly)
    refuse(use, place->readOnly, "return the value instead, or assign to a local variable");
  else
    write(place, value);
}

Value Importer::read(Place *place) {
  if (place->outOfDate) {
    place->outOfDate = false;
    refuse(clang::SourceLocation(),
           "adgen cannot follow a reference to a place chosen at run time, when the "
           "place changes before the reference is read",
           "copy the value instead of binding a reference to it");
  }
  if (!isa<RecordType>(place->type)) {
    if (place->value)
      return place->value;
    refuse(clang::SourceLocation(), "a variable is read before it has a value");
    return b.create<LiteralOp>(place->type, "");
  }
  SmallVector<Value> values;
  for (auto &[name, part] : place->fields)
    values.push_back(read(part));
  return b.createOrFold<MakeRecordOp>(place->type, values);
}

void Importer::write(Place *place, Value value) {
  // Behind an error, a value may be of another type: nobody will read it.
  if (!value || value.getType() != place->type) {
    if (!failed)
      refuse(clang::SourceLocation(), "adgen cannot follow an initialization");
    return;
  }
  if (auto record = dyn_cast<RecordType>(place->type)) {
    for (auto &[name, part] : place->fields)
      write(part, b.createOrFold<ExtractOp>(part->type, value, name));
    return;
  }
  for (Place *copy : place->snapshots)
    markOutOfDate(copy);
  if (branchDepth)
    journal.push_back({place, place->value});
  place->value = value;
  // The value takes the name of the first variable that holds it.
  Operation *op = value.getDefiningOp();
  if (!place->name.empty() && op && !op->hasTrait<OpTrait::ConstantLike>() && nameOf(op->getLoc()).empty() &&
      !isa<ExtractOp, GlobalOp, LiteralOp>(op))
    op->setLoc(withName(op->getLoc(), place->name));
}

Place *Importer::field(Place *record, llvm::StringRef name) { return record->fields.lookup(name); }

static void markExternal(Place *place) {
  place->external = true;
  for (auto &[name, part] : place->fields)
    markExternal(part);
}

Place *Importer::globalPlace(const clang::VarDecl *variable, clang::SourceLocation use) {
  variable = variable->getCanonicalDecl();
  Place *&place = globals[variable];
  if (place)
    return place;
  place = makePlace(convertType(variable->getType()), "");
  place->exactClass = variable->getType()->getAsCXXRecordDecl();
  if (place->exactClass && variable->getType()->isReferenceType())
    place->exactClass = nullptr;
  // In the entry block, and not undone with the branch that reads it first: every branch may read it.
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(entry);
  llvm::SaveAndRestore outsideOfBranches(branchDepth, 0u);
  Value value;
  if (variable->isLocalVarDecl() || variable->getDeclContext()->isRecord()) {
    const clang::APValue *constant =
        variable->getType().isConstQualified() ? variable->evaluateValue() : nullptr;
    if (constant && constant->isFloat())
      value = b.create<mlir::arith::ConstantOp>(
          cast<TypedAttr>(FloatAttr::get(place->type, constant->getFloat())));
    else if (constant && constant->isInt())
      value = constantInt(place->type, constant->getInt().getExtValue());
    else
      refuse(use, "a static variable of a function or class is not supported",
             "move it to namespace scope, or make it a constant");
  }
  if (!value)
    value = b.create<GlobalOp>(place->type, qualifiedNameOf(variable));
  write(place, value);
  markExternal(place);
  markReadOnly(place, "adgen does not differentiate a function that writes to a global variable");
  return place;
}

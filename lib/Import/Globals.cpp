// Variables with static storage: constants, tables, what the function reads
// and does not change.

#include "Importer.h"
#include "Models.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static constexpr const char *whyGlobal =
    "adgen does not differentiate a function that writes to a global variable";

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
  if (isLocal || isFunctions || holdsFunctionPointer(variable->getType(), /*isMember=*/true))
    if (Place *constant = constantPlace(variable, /*isExact=*/false))
      return finish(constant);
  // In the entry block: every branch may read it.
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(entry);
  if (isFunctions) {
    refuse(use, "adgen cannot see which function this pointer points to", "make it a constant");
    return finish(temporary(b.create<LiteralOp>(type, "")));
  }
  if (!isModelled(variable->getType()) && holdsModelled(variable->getType()))
    refuse(use, "adgen does not differentiate through global variables that hold vectors",
           "make each vector a variable of its own");
  if (isLocal)
    refuse(use, "a static variable of a function or class is not supported",
           "move it to namespace scope, or make it a constant; what the function writes it has to get as an "
           "argument");
  bool isConst = ast.getBaseElementType(variable->getType()).isConstQualified();
  if (isModelled(variable->getType()) && isa<RecordType>(type))
    return finish(containerPlace(
        variable->getType(),
        b.create<AddressOfGlobalOp>(containerPointer(variable->getType().getNonReferenceType()),
                                    qualifiedNameOf(variable))));
  if (holdsArray(type) || (!isConst && writesMemory && isa<FloatType, IntegerType>(type)))
    return finish(pointee(
        b.create<AddressOfGlobalOp>(pointerTo(variable->getType(), isConst), qualifiedNameOf(variable))));
  return finish(temporary(b.create<GlobalOp>(type, qualifiedNameOf(variable))));
}

void Importer::checkPointer(clang::SourceLocation use, Value pointer) {
  auto type = dyn_cast<PtrType>(pointer.getType());
  if (type && !type.getIsConst() && isa_and_nonnull<AddressOfGlobalOp>(rootOf(pointer).getDefiningOp()))
    refuse(use, "adgen cannot see whether a global variable is changed through this pointer",
           "make the pointer one to const");
}

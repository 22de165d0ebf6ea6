// Vectors of the library's own, which come in and go out: arrays whose length is known at run time. Inside,
// what stands for them leads to the same memory; one that the function may change has memory of its own.

#include "Importer.h"
#include "Models.h"

#include "adgen/Import/DifferentiableType.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static constexpr const char *whySize =
    "adgen does not differentiate a function that changes the size of a vector of its caller's";

static ad::ArrayType containerType(Importer &importer, clang::QualType type) {
  const clang::QualType element = elementOf(type->getAsCXXRecordDecl());
  return ad::ArrayType::get(ad::ArrayType::dynamic,
                            isModelled(element) ? containerType(importer, element)
                                                : importer.convertType(element),
                            importer.spell(type), importer.storedAs(element));
}

PtrType Importer::containerPointer(clang::QualType type) {
  const bool isConst = type.getNonReferenceType().isConstQualified();
  return PtrType::get(containerType(*this, type.getNonReferenceType().getUnqualifiedType()), isConst);
}

void Importer::checkContainers(clang::SourceLocation at, clang::QualType type, bool isParameter) {
  clang::QualType inner = type.getNonReferenceType();
  if (!pointerOfIterator(inner).isNull())
    return refuse(at, "adgen does not differentiate functions that get or return iterators",
                  "pass the vector, or pointers");
  while (isModelled(inner))
    inner = elementOf(inner->getAsCXXRecordDecl());
  // What else a class of the user's has as members is refused where it is used.
  while (inner->isPointerType() && !isModelled(inner->getPointeeType()))
    inner = inner->getPointeeType();
  const clang::CXXRecordDecl *record = inner->getAsCXXRecordDecl();
  const bool isUsers = record && !record->isInStdNamespace();
  if (holdsModelled(inner) && !(isUsers && isParameter))
    refuse(at,
           "adgen does not differentiate functions that get or return vectors inside of '" +
               spell(inner.getUnqualifiedType()) + "'",
           "pass each vector as a parameter of its own");
}

/// What stands for the vector at an address, with its memory.
static Value viewOf(Importer &importer, clang::QualType type, Value address) {
  auto &b = importer.b;
  const clang::QualType element = elementOf(type->getAsCXXRecordDecl());
  Value count = b.create<SizeOp>(address), first = b.create<DecayOp>(address);
  if (isModelled(element)) {
    Value rows = b.create<HeapOp>(importer.pointerTo(element), count, false);
    importer.forEach(count, [&](Value i) {
      Value row = viewOf(importer, element, importer.offset(first, i, true, true));
      importer.b.create<StoreOp>(row, importer.offset(rows, i, true));
    });
    first = rows;
  }
  // A vector that is const has elements that are.
  first = b.createOrFold<PtrCastOp>(importer.pointerTo(element), first);
  return b.create<MakeRecordOp>(cast<RecordType>(importer.convertType(type)),
                                ValueRange{first, count, count});
}

/// Frees what viewOf has made for vectors in vectors.
static void releaseView(Importer &importer, clang::QualType type, Value view) {
  const clang::QualType element = elementOf(type->getAsCXXRecordDecl());
  if (!isModelled(element))
    return;
  auto &b = importer.b;
  auto record = cast<RecordType>(view.getType());
  Value first = b.createOrFold<ExtractOp>(record.getFieldTypes()[0], view, "first");
  if (isModelled(elementOf(element->getAsCXXRecordDecl())))
    importer.forEach(b.createOrFold<ExtractOp>(record.getFieldTypes()[1], view, "count"), [&](Value i) {
      releaseView(importer, element, b.create<LoadOp>(importer.offset(first, i, true)));
    });
  b.create<ReleaseOp>(first);
}

/// Fills a vector of the library's, which has its length already.
static void fill(Importer &importer, clang::QualType type, Value target, Value view) {
  auto &b = importer.b;
  const clang::QualType element = elementOf(type->getAsCXXRecordDecl());
  auto record = cast<RecordType>(view.getType());
  Value from = b.createOrFold<ExtractOp>(record.getFieldTypes()[0], view, "first"),
        to = b.create<DecayOp>(target);
  Value count = b.createOrFold<ExtractOp>(record.getFieldTypes()[1], view, "count");
  importer.forEach(count, [&](Value i) {
    Value source = importer.offset(from, i, true), place = importer.offset(to, i, true, true);
    if (!isModelled(element))
      return importer.copyObject(source, place);
    Value row = b.create<LoadOp>(source);
    auto rowType = cast<RecordType>(row.getType());
    b.create<ResizeOp>(place, b.createOrFold<ExtractOp>(rowType.getFieldTypes()[1], row, "count"));
    fill(importer, element, place, row);
  });
}

Place *Importer::containerPlace(clang::QualType type, Value address) {
  type = type.getNonReferenceType().getUnqualifiedType();
  Value view = viewOf(*this, type, address);
  if (isModelled(elementOf(type->getAsCXXRecordDecl())))
    atEnd.push_back([this, type, view] { releaseView(*this, type, view); });
  Place *place = temporary(view);
  place->container = address;
  place->readOnly = whySize;
  return place;
}

bool Importer::isFollowedVector(Place *vector, clang::SourceLocation use) {
  if (isa<RecordType>(vector->type))
    return true;
  refuse(use, "adgen does not differentiate through a vector that is a member of an object from outside",
         "pass the vector as a parameter of its own");
  return false;
}

bool Importer::canCall(const clang::CallExpr *call, const clang::CXXMethodDecl *method, Place *vector) {
  if (!isFollowedVector(vector, call->getExprLoc()))
    return false;
  if (vector->readOnly != whySize || method->isConst() || keepsLength(method))
    return true;
  refuse(call->getExprLoc(), whySize, "take the vector by value");
  return false;
}

Value Importer::containerOf(const clang::Expr *argument, Type pointer) {
  Place *place = locate(argument);
  if (place->container)
    return b.createOrFold<PtrCastOp>(pointer, place->container);
  const clang::QualType type = argument->getType().getNonReferenceType().getUnqualifiedType();
  auto record = isModelled(type) ? dyn_cast<RecordType>(place->type) : RecordType();
  if (!record || !cast<PtrType>(pointer).getIsConst())
    return {};
  Value object = read(place),
        made =
            b.create<LocalOp>(PtrType::get(containerType(*this, type)),
                              b.createOrFold<ExtractOp>(record.getFieldTypes()[1], object, "count"), false);
  fill(*this, type, made, object);
  return b.createOrFold<PtrCastOp>(pointer, made);
}

Value Importer::fromContainer(clang::QualType type, Value loaded) {
  auto load = loaded.getDefiningOp<LoadOp>();
  if (!load || !isModelled(type))
    return {};
  Value view = viewOf(*this, type, load.getPointer());
  Place *own = makeVariable(type, "");
  copyModelled(own, type, temporary(view), here);
  releaseView(*this, type, view);
  return read(own);
}

Place *Importer::containerPlace(const clang::VarDecl *parameter, Value address) {
  const clang::QualType type = parameter->getType().getNonReferenceType().getUnqualifiedType();
  if (!isa<RecordType>(convertType(type)))
    return temporary(b.create<UndefOp>(convertType(type)));
  // (What is passed by value is the generated function's own as well.)
  const clang::VarDecl *name = parameter->getCanonicalDecl();
  if (parameter->getType()->isReferenceType() ||
      !(mutations().assigned.contains(name) || mutations().exposed.contains(name))) {
    Place *outside = containerPlace(type, address);
    outside->name = parameter->getNameAsString();
    return outside;
  }
  Value view = viewOf(*this, type, address);
  Place *outside = temporary(view);
  Place *own = makeVariable(type, parameter->getName());
  copyModelled(own, type, outside, parameter->getLocation());
  releaseView(*this, type, view);
  atEnd.push_back([this, own, type, parameter] { destroy(own, type, parameter->getLocation()); });
  return own;
}

void Importer::copyModelled(Place *to, clang::QualType type, Place *from, clang::SourceLocation at) {
  for (const clang::CXXConstructorDecl *constructor : modelOf(type->getAsCXXRecordDecl())->ctors()) {
    if (!constructor->isCopyConstructor())
      continue;
    auto *definition = cast_or_null<clang::CXXConstructorDecl>(definitionOf(constructor, at));
    if (!definition)
      break;
    auto inner = std::make_unique<Frame>();
    inner->function = definition;
    inner->call = at;
    inner->self = to;
    inner->places[cast<clang::ValueDecl>(definition->getParamDecl(0)->getCanonicalDecl())] = from;
    frames.push_back(std::move(inner));
    constructorBody(definition, to);
    frames.pop_back();
    return;
  }
  refuseMismatch(at, "this copy");
}

Value Importer::toContainer(clang::QualType type, Value object) {
  auto record = dyn_cast<RecordType>(object.getType());
  type = type.getNonReferenceType().getUnqualifiedType();
  if (!record)
    return object;
  Value count = b.createOrFold<ExtractOp>(record.getFieldTypes()[1], object, "count");
  Value made = b.create<LocalOp>(withName(b.getLoc(), "result"), PtrType::get(containerType(*this, type)),
                                 count, false);
  fill(*this, type, made, object);
  destroy(temporary(object), type, here);
  return b.create<LoadOp>(made);
}

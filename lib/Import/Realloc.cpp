// realloc, as new memory, a copy and the end of the old memory.
//
// How much it copies is known to the C library alone. So beside every variable that holds a pointer, and
// every such member of a variable, there is a number: how many elements the block has that the pointer points
// to. It follows all assignments. Where one gives a pointer from elsewhere, or where a variable can be
// written through an address, the number says nothing, and realloc is refused.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static constexpr const char *whyRealloc = "adgen cannot see how much of the old memory realloc keeps";

bool BlockSizes::isNeeded(const clang::ASTContext &ast) {
  if (!needed) {
    needed = false;
    for (const clang::NamedDecl *decl : ast.getTranslationUnitDecl()->lookup(&ast.Idents.get("realloc")))
      *needed |= decl->isReferenced() || decl->isUsed();
  }
  return *needed;
}

/// The variable that an address is a part of, and which part; nothing for any other address.
static std::optional<std::pair<Value, std::string>> partOf(Value address) {
  std::string path;
  while (auto member = address.getDefiningOp<MemberOp>()) {
    path = "." + member.getField().str() + path;
    address = member.getPointer();
  }
  auto local = address.getDefiningOp<LocalOp>();
  if (!local || local.getCount())
    return std::nullopt;
  return std::pair(address, path);
}

BlockSizes::Variable *Importer::blockSizeOf(Value root, const std::string &path) {
  auto &known = blockSizes.variables[root][path];
  if (!known) {
    known = std::make_unique<BlockSizes::Variable>();
    BehindDefinition scope(b, root);
    std::string name = (nameOf(root.getLoc()) + "_length").str();
    known->size = b.OpBuilder::create<LocalOp>(withName(withoutName(root.getLoc()), name),
                                               PtrType::get(b.getI64Type()), Value(), false);
    // (Nobody asks for the block of a pointer that has no value yet.)
    b.create<StoreOp>(constantInt(b.getI64Type(), 0), known->size);
    known->root = root;
    known->path = path;
  }
  return known.get();
}

/// The pointers in a value, by their paths: "" for a pointer itself.
static void forEachPointer(Type type, const std::string &path,
                           llvm::function_ref<void(const std::string &)> visit) {
  if (isa<PtrType>(type))
    return visit(path);
  if (auto record = dyn_cast<RecordType>(type))
    for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes()))
      forEachPointer(field, path + "." + cast<StringAttr>(name).getValue().str(), visit);
}

void Importer::noteRead(Value address, Value value) {
  if (!blockSizes.isNeeded(ast))
    return;
  auto part = partOf(address);
  if (!part)
    return;
  forEachPointer(value.getType(), "", [&](const std::string &path) {
    BlockSizes::Variable *variable = blockSizeOf(part->first, part->second + path);
    blockSizes.values[value][path] = {b.create<LoadOp>(variable->size), variable};
  });
}

/// What is known of the block that a pointer (in a record) points to.
static BlockSizes::Size sizeOf(Importer &importer, Value value, llvm::StringRef path = "") {
  while (auto cast = value.getDefiningOp<PtrCastOp>())
    value = cast.getPointer();
  if (auto heap = value.getDefiningOp<HeapOp>())
    return {heap.getCount(), nullptr};
  if (value.getDefiningOp<NullOp>())
    return {importer.constantInt(importer.b.getI64Type(), 0), nullptr};
  if (auto extract = value.getDefiningOp<ExtractOp>())
    return sizeOf(importer, extract.getRecord(), ("." + extract.getField() + path).str());
  if (auto made = value.getDefiningOp<MakeRecordOp>(); made && !path.empty()) {
    auto [field, rest] = path.drop_front().split('.');
    std::optional<unsigned> index = made.getType().fieldIndex(field);
    std::string inner = rest.empty() ? "" : ("." + rest).str();
    return index ? sizeOf(importer, made.getFields()[*index], inner) : BlockSizes::Size();
  }
  auto known = importer.blockSizes.values.find(value);
  if (known == importer.blockSizes.values.end())
    return {};
  auto size = known->second.find(path.str());
  return size == known->second.end() ? BlockSizes::Size() : size->second;
}

void Importer::noteWrite(StoreOp store) {
  if (!blockSizes.isNeeded(ast))
    return;
  auto part = partOf(store.getPointer());
  if (!part)
    return;
  forEachPointer(store.getValue().getType(), "", [&](const std::string &path) {
    BlockSizes::Variable *variable = blockSizeOf(part->first, part->second + path);
    BlockSizes::Size size = sizeOf(*this, store.getValue(), path);
    if (size.count)
      b.create<StoreOp>(size.count, variable->size);
    else
      variable->isUnknown = true;
    if (size.source)
      variable->sources.insert(size.source);
  });
  blockSizes.stores.insert(store);
}

Value Importer::reallocate(const clang::CallExpr *call, clang::QualType element, Value count) {
  const clang::Expr *argument = call->getArg(0)->IgnoreParenImpCasts();
  Value old = evaluate(argument);
  Type type = pointerTo(element);
  if (isa<PtrType>(old.getType()) && old.getDefiningOp<NullOp>())
    return b.create<HeapOp>(type, count, false);
  BlockSizes::Size size = isa<PtrType>(old.getType()) ? sizeOf(*this, old) : BlockSizes::Size();
  if (!size.count || old.getType() != type)
    return refuseValue(call, whyRealloc, "allocate new memory, copy, and free the old");
  if (size.source)
    blockSizes.asked.push_back({call->getExprLoc(), size.source});
  Value fresh = b.create<HeapOp>(type, count, false);
  Value isLess = b.createOrFold<arith::CmpIOp>(arith::CmpIPredicate::slt, size.count, count);
  Value kept = b.createOrFold<arith::SelectOp>(isLess, size.count, count);
  forEach(kept, [&](Value i) { copyObject(offset(old, i, true), offset(fresh, i, true)); });
  b.create<ReleaseOp>(old);
  return fresh;
}

/// Whether all writes to a part of a variable have been noted.
static bool isFollowed(const BlockSizes &sizes, Value address, const std::string &at,
                       const std::string &path) {
  return llvm::all_of(address.getUsers(), [&](Operation *user) {
    if (isa<LoadOp>(user))
      return true;
    if (auto store = dyn_cast<StoreOp>(user))
      return store.getPointer() == address && store.getValue() != address && sizes.stores.contains(store);
    auto member = dyn_cast<MemberOp>(user);
    if (!member)
      return false;
    std::string inner = at + "." + member.getField().str();
    bool isOnWay = llvm::StringRef(path).starts_with(inner) &&
                   (path.size() == inner.size() || path[inner.size()] == '.');
    return !isOnWay || isFollowed(sizes, member, inner, path);
  });
}

void Importer::checkReallocations() {
  for (const BlockSizes::Question &question : blockSizes.asked) {
    llvm::SetVector<BlockSizes::Variable *> all;
    all.insert(question.variable);
    bool isKnown = true;
    for (unsigned i = 0; i < all.size() && isKnown; ++i) {
      isKnown = !all[i]->isUnknown && isFollowed(blockSizes, all[i]->root, "", all[i]->path);
      all.insert(all[i]->sources.begin(), all[i]->sources.end());
    }
    if (!isKnown)
      refuse(question.at, whyRealloc, "allocate new memory, copy, and free the old");
  }
}

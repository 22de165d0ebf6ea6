// Addresses: reading through a pointer whose const has been cast away is reading through the pointer, and
// what goes through a null pointer is never reached.
#include "Simplify.h"

#include "adgen/IR/AdDialect.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// What was const in front of the cast; null if the cast is of another kind.
static Value constPointer(Value pointer) {
  auto cast = pointer.getDefiningOp<PtrCastOp>();
  const bool dropsConst = cast && cast.onlyChangesConst() && cast.getPointer().getType().getIsConst() &&
                          cast.getPointer().getType().getStoredAs() == cast.getType().getStoredAs();
  return dropsConst ? Value(cast.getPointer()) : Value();
}

namespace {

struct ReadOfConst : OpRewritePattern<LoadOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(LoadOp op, PatternRewriter &b) const override {
    Value pointer = constPointer(op.getPointer());
    if (!pointer)
      return failure();
    b.modifyOpInPlace(op, [&] { op.getPointerMutable().assign(pointer); });
    return success();
  }
};

/// The cast follows the computation of the address.
template <class Op> struct AddressOfConst : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;
  LogicalResult matchAndRewrite(Op op, PatternRewriter &b) const override {
    Value pointer = constPointer(op.getPointer());
    if (!pointer)
      return failure();
    auto type = cast<PtrType>(op.getType());
    auto address = cast<Op>(b.clone(*op));
    address.getPointerMutable().assign(pointer);
    address.getResult().setType(PtrType::get(type.getPointee(), /*isConst=*/true, type.getStoredAs()));
    b.replaceOpWithNewOp<PtrCastOp>(op, type, address);
    return success();
  }
};

/// An element, a member, the same as another type.
template <class Op> struct PartOfNull : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;
  LogicalResult matchAndRewrite(Op op, PatternRewriter &b) const override {
    if (!op.getPointer().template getDefiningOp<NullOp>())
      return failure();
    b.replaceOpWithNewOp<NullOp>(op, op.getType());
    return success();
  }
};

struct ReadOfNull : OpRewritePattern<LoadOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(LoadOp op, PatternRewriter &b) const override {
    if (!op.getPointer().getDefiningOp<NullOp>())
      return failure();
    if (isa<PtrType>(op.getType()))
      b.replaceOpWithNewOp<NullOp>(op, op.getType());
    else
      b.replaceOpWithNewOp<UndefOp>(op, op.getType());
    return success();
  }
};

struct DistanceOfNulls : OpRewritePattern<PtrDiffOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(PtrDiffOp op, PatternRewriter &b) const override {
    if (!llvm::all_of(op->getOperands(), [](Value pointer) { return pointer.getDefiningOp<NullOp>(); }))
      return failure();
    b.replaceOpWithNewOp<arith::ConstantOp>(op, b.getZeroAttr(op.getType()));
    return success();
  }
};

struct WriteToNull : OpRewritePattern<StoreOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(StoreOp op, PatternRewriter &b) const override {
    if (!op.getPointer().getDefiningOp<NullOp>())
      return failure();
    b.eraseOp(op);
    return success();
  }
};

} // namespace

void optimize::addAddressPatterns(RewritePatternSet &patterns) {
  patterns.add<ReadOfConst, AddressOfConst<OffsetOp>, AddressOfConst<DecayOp>, AddressOfConst<MemberOp>,
               PartOfNull<OffsetOp>, PartOfNull<DecayOp>, PartOfNull<MemberOp>, PartOfNull<PtrCastOp>,
               ReadOfNull, DistanceOfNulls, WriteToNull>(patterns.getContext());
}

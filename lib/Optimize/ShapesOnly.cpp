// A matrix product of which only the shape is read is not computed: the adjoint
// of sum(matmul(a, b)) is two products, not three.
//
// Runs behind fusion: an explicit shape hides which tensors have it.
#include "adgen/Optimize/Passes.h"

#include "adgen/Analysis/Shapes.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/Ops/Rows.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringSwitch.h"

namespace adgen {
#define GEN_PASS_DEF_SHAPESONLY
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// The row that takes a shape where this one takes a tensor of it; "" if there is none.
static llvm::StringRef rowOnShape(llvm::StringRef row) {
  return llvm::StringSwitch<llvm::StringRef>(row)
      .Case("ones_like", "ones")
      .Case("zeros_like", "zeros")
      .Case("full_like", "full")
      .Case("sum_to", "sum_to")
      .Case("broadcast_like", "broadcast_to")
      .Case("reshape_like", "reshape")
      .Default("");
}

static bool takesShape(OpOperand &use) {
  auto reader = dyn_cast<ApplyOp>(use.getOwner());
  return reader && readsOnlyShape(use) && !rowOnShape(reader.getName()).empty();
}

namespace {

struct ShapesOnly : adgen::impl::ShapesOnlyBase<ShapesOnly> {
  void runOnOperation() override {
    SmallVector<ApplyOp> products;
    getOperation()->walk([&](ApplyOp op) {
      if (op.getName() == "matmul" && !op->use_empty() && llvm::all_of(op->getUses(), takesShape))
        products.push_back(op);
    });
    for (ApplyOp product : products) {
      ImplicitLocOpBuilder b(withoutName(product.getLoc()), product);
      Value shape = applyRow(b, "matmul_shape", product.getOperands(), ListType::get(b.getI64Type()));
      for (OpOperand &use : llvm::make_early_inc_range(product->getUses())) {
        auto reader = cast<ApplyOp>(use.getOwner());
        SmallVector<Value> operands(reader.getOperands());
        operands[use.getOperandNumber()] = shape;
        b.setInsertionPoint(reader);
        b.setLoc(reader.getLoc());
        Value value = b.create<ApplyOp>(reader.getType(), rowOnShape(reader.getName()), operands);
        reader.getResult().replaceAllUsesWith(value);
        reader.erase();
      }
      product.erase();
    }
  }
};

} // namespace

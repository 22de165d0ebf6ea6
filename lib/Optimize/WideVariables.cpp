// Loops that count in unsigned numbers of 32 bits or less run over signed ones of 64 bits, which have all of
// them. The source's variable is that one, cut off; converted back, as an index is, it is the loop's own.
#include "Constants.h"

#include "adgen/Optimize/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace adgen {
#define GEN_PASS_DEF_WIDEVARIABLES
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using optimize::addedConstant;

/// How far the bound is above a number of the type, without a sign; nothing if that is not known.
static std::optional<int64_t> distanceAbove(Value bound, Type narrow) {
  if (std::optional<int64_t> amount = addedConstant(bound)) {
    std::optional<int64_t> rest = distanceAbove(bound.getDefiningOp()->getOperand(0), narrow);
    return rest ? std::optional(*rest + *amount) : std::nullopt;
  }
  APInt number;
  if (matchPattern(bound, m_ConstantInt(&number)) && !number.isNegative() &&
      number.isIntN(narrow.getIntOrFloatBitWidth()))
    return 0;
  auto extension = bound.getDefiningOp<arith::ExtUIOp>();
  return extension && extension.getIn().getType() == narrow ? std::optional<int64_t>(0) : std::nullopt;
}

/// With so much added, the loop's variable is still one of the source's type, without a sign.
static bool staysNarrow(scf::ForOp loop, Type narrow, int64_t amount) {
  const auto first = distanceAbove(loop.getLowerBound(), narrow),
             end = distanceAbove(loop.getUpperBound(), narrow);
  APInt number;
  const int64_t least = matchPattern(loop.getLowerBound(), m_ConstantInt(&number)) ? number.getSExtValue()
                        : first                                                    ? *first
                                                                                   : 0;
  return first && end && least + amount >= 0 && *end + amount <= 1;
}

/// `i`, `i + 1` and `i - 1`, converted to numbers of more bits, are computed of those.
static void useWideVariable(scf::ForOp loop) {
  Value variable = loop.getInductionVar();
  auto replaceWide = [&](Value narrow, llvm::function_ref<Value(OpBuilder &)> wide) {
    for (Operation *user : llvm::make_early_inc_range(narrow.getUsers()))
      if (isa<arith::ExtUIOp>(user) && user->getResult(0).getType() == variable.getType()) {
        OpBuilder b(user);
        user->getResult(0).replaceAllUsesWith(wide(b));
        user->erase();
      }
  };
  for (Operation *user : llvm::make_early_inc_range(variable.getUsers())) {
    auto narrow = dyn_cast<arith::TruncIOp>(user);
    if (!narrow || !staysNarrow(loop, narrow.getType(), 0))
      continue;
    replaceWide(narrow, [&](OpBuilder &) { return variable; });
    for (Operation *next : narrow->getUsers()) {
      std::optional<int64_t> amount = next->getNumResults() == 1 && next->getOperand(0) == narrow
                                          ? addedConstant(next->getResult(0))
                                          : std::nullopt;
      if (amount && staysNarrow(loop, narrow.getType(), *amount))
        replaceWide(next->getResult(0), [&](OpBuilder &b) -> Value {
          Value wide =
              b.create<arith::ConstantOp>(next->getLoc(), b.getIntegerAttr(variable.getType(), *amount));
          return b.create<arith::AddIOp>(next->getLoc(), variable, wide);
        });
    }
  }
}

namespace {

struct WideVariables : adgen::impl::WideVariablesBase<WideVariables> {
  void runOnOperation() override { getOperation()->walk(useWideVariable); }
};

} // namespace

// What `adgen --emit=report` says of records.
#include "Recorder.h"

#include "Recording.h"

#include "adgen/Analysis/MergeableLoops.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/Report.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

static std::string describe(Value value) {
  const llvm::StringRef name = nameOf(value.getLoc());
  if (!name.empty())
    return "'" + name.str() + "'";
  return value.getDefiningOp<LoadOp>() ? "what is read from memory here" : "a value that is computed here";
}

/// How often it is recorded.
static std::string placeOf(Block *block) {
  std::string text;
  bool isShared = false;
  for (Operation *op = block->getParentOp(); op && !isa<func::FuncOp>(op); op = op->getParentOp()) {
    if (op->hasAttr(mergedMark)) {
      isShared = true;
      break;
    }
    if (isa<scf::ForOp, scf::WhileOp>(op))
      text += (text.empty() ? " in each iteration of the loop in " : ", inside of that in ") +
              lineOf(op->getLoc());
  }
  if (isShared)
    text += text.empty() ? "" : ", in memory that all iterations of the loop around it share";
  return text;
}

void Recorder::tellOfLevel() {
  SmallVector<Value> values(needed.begin(), needed.end());
  for (Value value : stored)
    if (!needed.contains(value))
      values.push_back(value);
  for (Value value : values) {
    Operation *op = value.getDefiningOp();
    const std::string what = describe(value);
    if (stored.contains(value)) {
      std::string why = "to compute it again would need more";
      if (isa<BlockArgument>(value))
        why = "it is what an iteration passes on to the next one";
      else if (isa<LoadOp>(op) && !recipe(value))
        why = "memory is overwritten before the reverse sweep comes here";
      else if (isExpensive(op))
        why = "it is costly to compute again";
      else if (op->getNumRegions() != 0)
        why = "it is the result of a branch or of a loop";
      std::string type = cxxTypeOf(value.getType());
      tell(value.getLoc(),
           what + " (" + type + ") is recorded" + placeOf(value.getParentBlock()) + ": " + why);
    } else if (op && (isa<LoadOp>(op) || !nameOf(value.getLoc()).empty()) && !isa<LocalOp, HeapOp>(op)) {
      tell(value.getLoc(), what + (isa<LoadOp>(op) || (!canRepeat(op) && keptBy(value))
                                       ? " is read again in the reverse sweep"
                                       : " is computed again in the reverse sweep"));
    }
  }
}

#include "adgen/IR/Report.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

bool adgen::isReporting(Operation *op) {
  auto function = isa<func::FuncOp>(op) ? op : op->getParentOfType<func::FuncOp>();
  return function && function->hasAttr(reportMark);
}

void adgen::tell(Location at, const llvm::Twine &text) { emitRemark(at) << text; }

std::string adgen::lineOf(Location location) {
  std::string text = "a line of another file";
  location->walk([&](Location part) {
    auto place = dyn_cast<FileLineColLoc>(part);
    if (place)
      text = "line " + std::to_string(place.getLine());
    return place ? WalkResult::interrupt() : WalkResult::advance();
  });
  return text;
}

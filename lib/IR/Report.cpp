#include "adgen/IR/Report.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

bool adgen::isReporting(Operation *op) {
  auto function = isa<func::FuncOp>(op) ? op : op->getParentOfType<func::FuncOp>();
  return function && function->hasAttr(reportMark);
}

void adgen::tell(Location at, const llvm::Twine &text) { emitRemark(at) << text; }

FileLineColLoc adgen::placeIn(Location location) {
  FileLineColLoc place;
  location->walk([&](Location part) {
    place = dyn_cast<FileLineColLoc>(part);
    return place ? WalkResult::interrupt() : WalkResult::advance();
  });
  return place;
}

std::string adgen::lineOf(Location location) {
  const FileLineColLoc place = placeIn(location);
  return place ? "line " + std::to_string(place.getLine()) : "a line of another file";
}

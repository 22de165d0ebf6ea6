#include "adgen/Optimize/Passes.h"

#include "mlir/Transforms/Passes.h"

void adgen::addOptimizations(mlir::PassManager &functionPasses) {
  functionPasses.addPass(createSimplify());
  functionPasses.addPass(mlir::createCSEPass());
}

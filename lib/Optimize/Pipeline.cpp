#include "adgen/Optimize/Passes.h"

#include "mlir/Transforms/Passes.h"

void adgen::addOptimizations(mlir::PassManager &functionPasses) {
  functionPasses.addPass(createLowerGuards());
  functionPasses.addPass(createPromoteLocals());
  functionPasses.addPass(createSimplify());
  functionPasses.addPass(mlir::createCSEPass());
  functionPasses.addPass(createForwardStores());
  functionPasses.addPass(createGatherScatters());
  functionPasses.addPass(createFirstContributions());
  functionPasses.addPass(createRowsInPlace());
  functionPasses.addPass(createLoopOrder());
  functionPasses.addPass(createFusion());
  functionPasses.addPass(createShapesOnly());
  // The bodies of the maps are scalar code of their own.
  functionPasses.addPass(createLowerGuards());
  functionPasses.addPass(createSimplify());
  functionPasses.addPass(mlir::createCSEPass());
  functionPasses.addPass(createSameRecords());
  functionPasses.addPass(createSumsInLocals());
  // Sums with zero are gone: memory may have become dead, or stores the return of what was loaded.
  functionPasses.addPass(createPromoteLocals());
  functionPasses.addPass(createClearsThatMeet());
  functionPasses.addPass(createScatteredLoops());
}

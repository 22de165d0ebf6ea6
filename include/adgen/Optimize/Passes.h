// Passes that rewrite a finished graph for the machine and the reader.
#pragma once

#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"

namespace adgen {

#define GEN_PASS_DECL
#include "adgen/Optimize/Passes.h.inc"
#define GEN_PASS_REGISTRATION
#include "adgen/Optimize/Passes.h.inc"

/// What a generated function goes through before it is printed: simplification,
/// then fusion of elementwise chains into single passes over the elements.
void addOptimizations(mlir::PassManager &functionPasses);

} // namespace adgen

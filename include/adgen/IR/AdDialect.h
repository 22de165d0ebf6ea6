// The `ad` dialect's C++ classes; see AdOps.td for their meaning.
#pragma once

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "adgen/IR/AdDialect.h.inc"

#define GET_TYPEDEF_CLASSES
#include "adgen/IR/AdTypes.h.inc"

#define GET_OP_CLASSES
#include "adgen/IR/AdOps.h.inc"

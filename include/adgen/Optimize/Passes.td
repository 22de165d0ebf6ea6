// The optimisations as MLIR passes; each runs on one function.

include "mlir/Pass/PassBase.td"

def Simplify : Pass<"ad-simplify", "::mlir::func::FuncOp"> {
  let summary = "Rewrite what MLIR's canonicalizer leaves: neutral elements, signs, sums of like shapes";
  let dependentDialects = ["::adgen::ad::AdDialect", "::mlir::arith::ArithDialect"];
}

def Canonicalize : Pass<"ad-canonicalize", "::mlir::func::FuncOp"> {
  let summary = "MLIR's canonicalization, which keeps what the source said of an operation";
}

def LoopFlags : Pass<"ad-loop-flags", "::mlir::func::FuncOp"> {
  let summary = "Use what is known of the flag that ends a loop";
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::scf::SCFDialect"];
}

def HoistInvariants : Pass<"ad-hoist-invariants", "::mlir::func::FuncOp"> {
  let summary = "Compute in front of a loop what is the same number in every iteration";
}

def ElementsInVariables : Pass<"ad-elements-in-variables", "::mlir::func::FuncOp"> {
  let summary = "Keep in a variable the element that a loop changes in every iteration";
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::scf::SCFDialect"];
}

def ChosenElements : Pass<"ad-chosen-elements", "::mlir::func::FuncOp"> {
  let summary = "Compute what a loop only chooses behind the loop, for the iteration that it has chosen";
}

def FuseLoops : Pass<"ad-fuse-loops", "::mlir::func::FuncOp"> {
  let summary = "Make one loop of two, of which the second one reads the elements that the first one writes";
}

def LoopBounds : Pass<"ad-loop-bounds", "::mlir::func::FuncOp"> {
  let summary = "Limit bounds of loops that may lie beyond the numbers that the loop counts in";
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

def WideVariables : Pass<"ad-wide-variables", "::mlir::func::FuncOp"> {
  let summary = "Use the wide variable of a loop where the source widens its narrow one";
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

def UnrollSmallLoops : Pass<"ad-unroll-small-loops", "::mlir::func::FuncOp"> {
  let summary = "Unroll loops over the elements of small arrays";
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

def LowerGuards : Pass<"ad-lower-guards", "::mlir::func::FuncOp"> {
  let summary = "Write guards of adjoints that are zero as choices";
  let dependentDialects = ["::adgen::ad::AdDialect", "::mlir::arith::ArithDialect"];
}

def Fusion : Pass<"ad-fusion", "::mlir::func::FuncOp"> {
  let summary = "Turn elementwise operations on tensors of one shape into one pass over the elements";
  let dependentDialects = ["::adgen::ad::AdDialect", "::mlir::arith::ArithDialect",
                           "::mlir::math::MathDialect"];
}

def ShapesOnly : Pass<"ad-shapes-only", "::mlir::func::FuncOp"> {
  let summary = "Compute only the shape of a matrix product of which only the shape is read";
  let dependentDialects = ["::adgen::ad::AdDialect"];
}

def ForwardStores : Pass<"ad-forward-stores", "::mlir::func::FuncOp"> {
  let summary = "Replace loads of what was just stored, and remove stores that nobody reads";
}

def GatherScatters : Pass<"ad-gather-scatters", "::mlir::func::FuncOp"> {
  let summary = "Let each element collect what a reverse loop adds to its neighbours";
  let dependentDialects = ["::adgen::ad::AdDialect", "::mlir::arith::ArithDialect", "::mlir::scf::SCFDialect"];
}

def LoopOrder : Pass<"ad-loop-order", "::mlir::func::FuncOp"> {
  let summary = "Let reverse loops whose iterations are independent, or only add, run forwards";
}

def FirstContributions : Pass<"ad-first-contributions", "::mlir::func::FuncOp"> {
  let summary = "Store what is added to adjoints that are zero, and do not clear them for it";
}

def RowsInPlace : Pass<"ad-rows-in-place", "::mlir::func::FuncOp"> {
  let summary = "Let an array that every iteration of a loop records be its row of the record";
  let dependentDialects = ["::adgen::ad::AdDialect", "::mlir::arith::ArithDialect"];
}

def SameRecords : Pass<"ad-same-records", "::mlir::func::FuncOp"> {
  let summary = "Keep one of two records of the same values";
  let dependentDialects = ["::adgen::ad::AdDialect"];
}

def SumsInLocals : Pass<"ad-sums-in-locals", "::mlir::func::FuncOp"> {
  let summary = "Add up in a variable what a loop adds to one element";
  let dependentDialects = ["::adgen::ad::AdDialect", "::mlir::arith::ArithDialect", "::mlir::scf::SCFDialect"];
}

def ClearsThatMeet : Pass<"ad-clears-that-meet", "::mlir::func::FuncOp"> {
  let summary = "Clear with -0.0 what a nest of loops reads and clears where rows may meet";
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

def ScatteredLoops : Pass<"ad-scattered-loops", "::mlir::func::FuncOp"> {
  let summary = "Mark loops whose iterations a compiler should not gather into vectors";
}

def PromoteLocals : Pass<"ad-promote-locals", "::mlir::func::FuncOp"> {
  let summary = "Turn variables whose address goes nowhere into values";
  let dependentDialects = ["::adgen::ad::AdDialect", "::mlir::arith::ArithDialect",
                           "::mlir::scf::SCFDialect"];
}

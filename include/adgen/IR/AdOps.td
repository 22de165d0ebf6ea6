// The `ad` dialect: what C++ numerical code needs and MLIR has no op for.

#ifndef ADGEN_IR_ADOPS_TD
#define ADGEN_IR_ADOPS_TD

include "mlir/IR/OpBase.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Ad_Dialect : Dialect {
  let name = "ad";
  let cppNamespace = "::adgen::ad";
  let summary = "C++ values that are differentiated: tensors, records, library operations";
  let description = [{
    Scalars and control flow are upstream dialects' (`arith`, `math`, `scf`,
    `func`).  This dialect adds tensors of dynamic rank with C++ value
    semantics, records, and `ad.apply`, the application of one row of the
    operation tables (`adgen/Ops`).
  }];
  let useDefaultTypePrinterParser = 1;
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

class Ad_Type<string name, string mnemonic_> : TypeDef<Ad_Dialect, name> {
  let mnemonic = mnemonic_;
}

def Ad_TensorType : Ad_Type<"Tensor", "tensor"> {
  let summary = "adgen::BasicTensor<T>: rank and shape are known at run time";
  let parameters = (ins "::mlir::Type":$elementType);
  let assemblyFormat = "`<` $elementType `>`";
  let builders = [TypeBuilderWithInferredContext<(ins "::mlir::Type":$elementType), [{
    return $_get(elementType.getContext(), elementType);
  }]>];
}

def Ad_ListType : Ad_Type<"List", "list"> {
  let summary = "a braced list: a shape, axes, tensors to concatenate";
  let parameters = (ins "::mlir::Type":$elementType);
  let assemblyFormat = "`<` $elementType `>`";
  let builders = [TypeBuilderWithInferredContext<(ins "::mlir::Type":$elementType), [{
    return $_get(elementType.getContext(), elementType);
  }]>];
}

def Ad_RecordType : Ad_Type<"Record", "record"> {
  let summary = "a struct, class, std::pair or std::tuple, as its fields";
  let description = [{
    `cxxName` is what C++ code outside every namespace may call the type.  A
    std::tuple's and std::pair's fields are named "0", "1", ….
  }];
  let parameters = (ins StringRefParameter<"the C++ type">:$cxxName,
                        "::mlir::ArrayAttr":$fieldNames,
                        OptionalArrayRefParameter<"::mlir::Type">:$fieldTypes);
  let assemblyFormat = "`<` $cxxName `,` $fieldNames (`,` $fieldTypes^)? `>`";
  let extraClassDeclaration = [{
    /// The position of the field, or nullopt.
    std::optional<unsigned> fieldIndex(::llvm::StringRef name) const;
    bool isTuple() const;
  }];
}

def Ad_OpaqueType : Ad_Type<"Opaque", "opaque"> {
  let summary = "any other C++ type: passed through, never differentiated";
  let parameters = (ins StringRefParameter<"the C++ type">:$cxxName);
  let assemblyFormat = "`<` $cxxName `>`";
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

class Ad_Op<string mnemonic, list<Trait> traits = []> : Op<Ad_Dialect, mnemonic, traits>;

def Ad_ApplyOp : Ad_Op<"apply", [Pure]> {
  let summary = "one row of the operation tables, applied";
  let description = [{
    ```mlir
    %y = ad.apply "matmul"(%x, %w) : (!ad.tensor<f32>, !ad.tensor<f32>) -> !ad.tensor<f32>
    ```
    Elementwise rows take tensors and scalars in any mixture and broadcast;
    applied to scalars alone only when no upstream op exists ("lgamma").
  }];
  let arguments = (ins StrAttr:$name, Variadic<AnyType>:$operands);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$name `(` $operands `)` attr-dict `:` functional-type($operands, $result)";
}

def Ad_ExtractOp : Ad_Op<"extract", [Pure]> {
  let summary = "a field of a record";
  let arguments = (ins Ad_RecordType:$record, StrAttr:$field);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$record `[` $field `]` attr-dict `:` type($record) `->` type($result)";
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Ad_MakeRecordOp : Ad_Op<"make_record", [Pure]> {
  let summary = "a record from all its fields, in order";
  let arguments = (ins Variadic<AnyType>:$fields);
  let results = (outs Ad_RecordType:$result);
  let assemblyFormat = "`(` $fields `)` attr-dict `:` functional-type($fields, $result)";
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Ad_ListOp : Ad_Op<"list", [Pure]> {
  let summary = "a braced list of values of one type";
  let arguments = (ins Variadic<AnyType>:$elements);
  let results = (outs Ad_ListType:$result);
  let assemblyFormat = "`(` $elements `)` attr-dict `:` functional-type($elements, $result)";
}

def Ad_LiteralOp : Ad_Op<"literal", [Pure]> {
  let summary = "a C++ constant expression, as text";
  let arguments = (ins StrAttr:$text);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$text attr-dict `:` type($result)";
}

def Ad_GlobalOp : Ad_Op<"global", [Pure]> {
  let summary = "the value of a global variable that the function does not change";
  let arguments = (ins StrAttr:$cxxName);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$cxxName attr-dict `:` type($result)";
}

def Ad_StopGradientOp : Ad_Op<"stop_gradient", [Pure, SameOperandsAndResultType]> {
  let summary = "its operand; no derivative passes";
  let arguments = (ins AnyType:$operand);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$operand attr-dict `:` type($result)";
}

def Ad_RequireExactOp : Ad_Op<"require_exact"> {
  let summary = "throws when an object is of a class derived from its declared class";
  let description = [{
    A virtual call on the object was resolved to its declared class's override.
  }];
  let arguments = (ins Ad_RecordType:$object);
  let assemblyFormat = "$object attr-dict `:` type($object)";
}

def Ad_MapOp : Ad_Op<"map", [Pure, SingleBlock]> {
  let summary = "one pass over the elements of broadcast tensors";
  let description = [{
    ```mlir
    %d = ad.map (%z, %y) : (!ad.tensor<f32>, !ad.tensor<f32>) -> (!ad.tensor<f32>) {
    ^bb0(%a: f32, %b: f32):
      %0 = arith.subf %a, %b : f32
      ad.yield %0 : f32
    }
    ```
    A scalar operand stands in the region as itself.  With `reduce` the
    results are the sums over all elements.
  }];
  let arguments = (ins Variadic<AnyType>:$inputs, UnitAttr:$reduce);
  let results = (outs Variadic<AnyType>:$results);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "(`reduce` $reduce^)? `(` $inputs `)` attr-dict `:` functional-type($inputs, $results) $body";
  let hasVerifier = 1;
}

def Ad_YieldOp : Ad_Op<"yield", [Pure, Terminator, ParentOneOf<["MapOp"]>]> {
  let summary = "the elements that a map produces";
  let arguments = (ins Variadic<AnyType>:$values);
  let assemblyFormat = "$values attr-dict `:` type($values)";
}

#endif // ADGEN_IR_ADOPS_TD

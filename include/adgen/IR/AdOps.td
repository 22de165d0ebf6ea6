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
  let hasConstantMaterializer = 1;
  let dependentDialects = ["::mlir::arith::ArithDialect"];
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
    std::tuple's and std::pair's fields are named "0", "1", ….  `making` is ""
    for a class that can be declared without values and filled in by braces,
    "values" for one without a default constructor, "assignments" for one whose
    constructors do something else with their arguments.  `storedAs` is of each
    field what it is of a pointer's pointee; absent where it is "" of all.
  }];
  let parameters = (ins StringRefParameter<"the C++ type">:$cxxName,
                        StringRefParameter<"how C++ makes an object", "\"\"">:$making,
                        "::mlir::ArrayAttr":$fieldNames,
                        OptionalParameter<"::mlir::ArrayAttr">:$storedAs,
                        OptionalArrayRefParameter<"::mlir::Type">:$fieldTypes);
  let assemblyFormat = "`<` $cxxName (`by` $making^)? `,` $fieldNames (`as` $storedAs^)? (`,` $fieldTypes^)? `>`";
  let builders = [TypeBuilder<(ins "::llvm::StringRef":$cxxName, "::mlir::ArrayAttr":$fieldNames,
                                   "::llvm::ArrayRef<::mlir::Type>":$fieldTypes), [{
    return $_get($_ctxt, cxxName, "", fieldNames, ::mlir::ArrayAttr(), fieldTypes);
  }]>];
  let extraClassDeclaration = [{
    /// Braces with a value for each field make an object, but `T x;` does not.
    bool needsValues() const { return getMaking() == "values"; }
    /// `T x;` makes an object; its members get their values by assignment.
    bool needsAssignments() const { return getMaking() == "assignments"; }
    /// The position of the field, or nullopt.
    std::optional<unsigned> fieldIndex(::llvm::StringRef name) const;
    /// The type of a field's address.
    PtrType fieldPointer(unsigned index, bool isConst = false) const;
    bool isTuple() const;
  }];
}

def Ad_OpaqueType : Ad_Type<"Opaque", "opaque"> {
  let summary = "any other C++ type: passed through, never differentiated";
  let parameters = (ins StringRefParameter<"the C++ type">:$cxxName);
  let assemblyFormat = "`<` $cxxName `>`";
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

def Ad_PtrType : Ad_Type<"Ptr", "ptr"> {
  let summary = "a C++ pointer to an object, or to an element of an array";
  let description = [{
    `!ad.ptr<f64>` is `double *`, `!ad.ptr<f64, const>` is `const double *`.
    The pointee may be a scalar, a record, an array, another pointer, a tensor.
    `storedAs` is how C++ calls an integer in this memory that has another type
    than what cxxTypeOf says of the value ("unsigned", "std::size_t", an
    enumeration); "" of everything else: `!ad.ptr<i32 as "unsigned">`.
  }];
  let parameters = (ins "::mlir::Type":$pointee, DefaultValuedParameter<"bool", "false">:$isConst,
                        StringRefParameter<"the C++ type", "\"\"">:$storedAs);
  let hasCustomAssemblyFormat = 1;
  let builders = [TypeBuilderWithInferredContext<(ins "::mlir::Type":$pointee, CArg<"bool", "false">:$isConst,
                                                      CArg<"::llvm::StringRef", "\"\"">:$storedAs), [{
    return $_get(pointee.getContext(), pointee, isConst, storedAs);
  }]>];
}

def Ad_ArrayType : Ad_Type<"Array", "array"> {
  let summary = "a C array, T[n], as a part of memory or of a record; `array<3 x array<4 x f64>>`";
  let description = [{
    A value of it is only ever loaded and stored as a whole (the gradient of a
    struct that holds an array).  `cxxName` is "" for T[n], else how C++ calls
    a class that is nothing but an array ("std::array<double, 3>").  `storedAs`
    is of its elements what it is of a pointer's pointee.  An array of `dynamic`
    size, `array<? x f64, "std::vector<double>">`, is a std::vector: ad.size
    tells how many elements it has.
  }];
  let parameters = (ins "int64_t":$size, "::mlir::Type":$elementType,
                        StringRefParameter<"the C++ type", "\"\"">:$cxxName,
                        StringRefParameter<"the C++ type of the elements", "\"\"">:$storedAs);
  let hasCustomAssemblyFormat = 1;
  let builders = [TypeBuilderWithInferredContext<(ins "int64_t":$size, "::mlir::Type":$elementType,
                                                      CArg<"::llvm::StringRef", "\"\"">:$cxxName,
                                                      CArg<"::llvm::StringRef", "\"\"">:$storedAs), [{
    return $_get(elementType.getContext(), size, elementType, cxxName, storedAs);
  }]>];
  let extraClassDeclaration = [{
    /// The size of an array whose length is known at run time.
    static constexpr int64_t dynamic = -1;
    bool isDynamic() const { return getSize() == dynamic; }
    /// The type of an element's address.
    PtrType elementPointer(bool isConst = false) const;
  }];
}

def Ad_StackType : Ad_Type<"Stack", "stack"> {
  let summary = "what the forward sweep records where the number of entries is not known: last in, first out";
  let parameters = (ins "::mlir::Type":$elementType);
  let assemblyFormat = "`<` $elementType `>`";
  let builders = [TypeBuilderWithInferredContext<(ins "::mlir::Type":$elementType), [{
    return $_get(elementType.getContext(), elementType);
  }]>];
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

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

def Ad_LocalOp : Ad_Op<"local", [MemoryEffects<[MemAlloc]>]> {
  let summary = "a variable or array of the function, as memory; alive until its block ends";
  let description = [{
    ```mlir
    %p = ad.local : !ad.ptr<f64>                    // double x;
    %q = ad.local zero : !ad.ptr<array<9 x f64>>    // double x[9] = {};
    %r = ad.local [%n] zero : !ad.ptr<f64>          // n doubles (a tape, a VLA): %r points to the first
    %v = ad.local [%n] : !ad.ptr<array<? x f64, "std::vector<double>">> // a vector of n elements
    ```
    Its name is that of the location.  With a count it is not on the stack of
    the machine, and the result points to the first of the elements.  Without
    `zero` its content is indeterminate.
  }];
  let arguments = (ins Optional<I64>:$count, UnitAttr:$zero);
  let results = (outs Ad_PtrType:$result);
  let assemblyFormat = "(`[` $count^ `]`)? (`zero` $zero^)? attr-dict `:` type($result)";
}

def Ad_HeapOp : Ad_Op<"heap", [MemoryEffects<[MemAlloc]>]> {
  let summary = "new T[count], malloc or calloc; ad.release ends its life";
  let arguments = (ins I64:$count, UnitAttr:$zero);
  let results = (outs Ad_PtrType:$result);
  let assemblyFormat = "$count (`zero` $zero^)? attr-dict `:` type($result)";
}

def Ad_ReleaseOp : Ad_Op<"release", [MemoryEffects<[MemFree]>]> {
  let summary = "delete[], free; of an ad.heap only (or null)";
  let arguments = (ins Ad_PtrType:$pointer);
  let assemblyFormat = "$pointer attr-dict `:` type($pointer)";
}

def Ad_TableOp : Ad_Op<"table", [Pure]> {
  let summary = "a constant of the function itself: `static const double a[] = {…}`, also of records";
  let description = [{ `values` holds FloatAttr or IntegerAttr, all numbers flat in memory order. }];
  let arguments = (ins ArrayAttr:$values);
  let results = (outs Ad_PtrType:$result);
  let assemblyFormat = "$values attr-dict `:` type($result)";
}

def Ad_AddressOfGlobalOp : Ad_Op<"global_address", [Pure]> {
  let summary = "&variable of a variable with static storage; of an array, a pointer to the whole array";
  let arguments = (ins StrAttr:$cxxName);
  let results = (outs Ad_PtrType:$result);
  let assemblyFormat = "$cxxName attr-dict `:` type($result)";
}

def Ad_NullOp : Ad_Op<"null", [Pure]> {
  let summary = "nullptr";
  let results = (outs Ad_PtrType:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

def Ad_UndefOp : Ad_Op<"undef", [Pure]> {
  let summary = "an indeterminate value: a variable that is read before it is written";
  let results = (outs AnyType:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

def Ad_OffsetOp : Ad_Op<"offset", [Pure, AllTypesMatch<["pointer", "result"]>]> {
  let summary = "pointer + index, in elements; C++: p + i, &p[i]";
  let description = [{
    `inside` says that the index does not leave the array that the pointer points into, as in `m[i][j]`.  A
    pointer into a row of a matrix may run through all rows.
  }];
  let arguments = (ins Ad_PtrType:$pointer, AnySignlessInteger:$index, UnitAttr:$inside);
  let results = (outs Ad_PtrType:$result);
  let assemblyFormat = "(`inside` $inside^)? $pointer `[` $index `]` attr-dict `:` type($pointer) `,` type($index)";
  let builders = [OpBuilder<(ins "::mlir::Value":$pointer, "::mlir::Value":$index, CArg<"bool", "false">:$inside), [{
    build($_builder, $_state, pointer.getType(), pointer, index, inside);
  }]>];
  let hasFolder = 1;
}

def Ad_DecayOp : Ad_Op<"decay", [Pure,
    TypesMatchWith<"points to the array's elements", "pointer", "result",
                   "DecayOp::resultType(::llvm::cast<PtrType>($_self))">]> {
  let summary = "from a pointer to an array to a pointer to its first element; C++: *p of type T[n], decayed";
  let arguments = (ins Ad_PtrType:$pointer);
  let results = (outs Ad_PtrType:$result);
  let assemblyFormat = "$pointer attr-dict `:` type($pointer)";
  let builders = [OpBuilder<(ins "::mlir::Value":$pointer)>];
  let extraClassDeclaration = [{
    static PtrType resultType(PtrType pointer);
  }];
}

def Ad_SizeOp : Ad_Op<"size", [Pure]> {
  let summary = "how many elements an array of dynamic size has, a parameter that nobody resizes; C++: v.size()";
  let arguments = (ins Ad_PtrType:$pointer);
  let results = (outs I64:$result);
  let assemblyFormat = "$pointer attr-dict `:` type($pointer)";
}

def Ad_ResizeOp : Ad_Op<"resize", [MemoryEffects<[MemWrite]>]> {
  let summary = "gives an empty array of dynamic size its elements, zeros; C++: v.resize(count)";
  let arguments = (ins Ad_PtrType:$pointer, I64:$count);
  let assemblyFormat = "$pointer `[` $count `]` attr-dict `:` type($pointer)";
}

def Ad_MemberOp : Ad_Op<"member", [Pure]> {
  let summary = "the address of a field; C++: &p->field";
  let arguments = (ins Ad_PtrType:$pointer, StrAttr:$field);
  let results = (outs Ad_PtrType:$result);
  let assemblyFormat = "$pointer `[` $field `]` attr-dict `:` type($pointer) `->` type($result)";
  let builders = [OpBuilder<(ins "::mlir::Value":$pointer, "::llvm::StringRef":$field)>];
  let hasVerifier = 1;
}

def Ad_PtrCastOp : Ad_Op<"ptr_cast", [Pure]> {
  let summary = "the same address with another type: adds or removes const, void * to T *";
  let arguments = (ins Ad_PtrType:$pointer);
  let results = (outs Ad_PtrType:$result);
  let assemblyFormat = "$pointer attr-dict `:` type($pointer) `->` type($result)";
  let hasFolder = 1;
  let extraClassDeclaration = [{
    /// The same memory as the same type, but for const.
    bool onlyChangesConst() { return getType().getPointee() == getPointer().getType().getPointee(); }
  }];
}

def Ad_PtrDiffOp : Ad_Op<"ptr_diff", [Pure]> {
  let summary = "p - q, in elements";
  let arguments = (ins Ad_PtrType:$lhs, Ad_PtrType:$rhs);
  let results = (outs I64:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs)";
}

def Ad_PtrCompareOp : Ad_Op<"ptr_compare", [Pure]> {
  let hasFolder = 1;
  let summary = "p == q and so on: `predicate` is eq, ne, lt, le, gt or ge";
  let arguments = (ins StrAttr:$predicate, Ad_PtrType:$lhs, Ad_PtrType:$rhs);
  let results = (outs I1:$result);
  let assemblyFormat = "$predicate `,` $lhs `,` $rhs attr-dict `:` type($lhs) `,` type($rhs)";
}

def Ad_LoadOp : Ad_Op<"load", [MemoryEffects<[MemRead]>,
    TypesMatchWith<"is what the pointer points to", "pointer", "result",
                   "::llvm::cast<PtrType>($_self).getPointee()">]> {
  let summary = "*p";
  let arguments = (ins Ad_PtrType:$pointer);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$pointer attr-dict `:` type($pointer)";
  let builders = [OpBuilder<(ins "::mlir::Value":$pointer), [{
    build($_builder, $_state, ::llvm::cast<PtrType>(pointer.getType()).getPointee(), pointer);
  }]>];
}

def Ad_StoreOp : Ad_Op<"store", [MemoryEffects<[MemWrite]>,
    TypesMatchWith<"is what the pointer points to", "pointer", "value",
                   "::llvm::cast<PtrType>($_self).getPointee()">]> {
  let summary = "*p = value";
  let arguments = (ins AnyType:$value, Ad_PtrType:$pointer);
  let assemblyFormat = "$value `,` $pointer attr-dict `:` type($pointer)";
}

//===----------------------------------------------------------------------===//
// What the forward sweep records
//===----------------------------------------------------------------------===//

def Ad_NewStackOp : Ad_Op<"stack", [MemoryEffects<[MemAlloc]>]> {
  let summary = "an empty stack; its name is that of the location";
  let results = (outs Ad_StackType:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

def Ad_PushOp : Ad_Op<"push", [MemoryEffects<[MemWrite]>,
    TypesMatchWith<"is of the stack's element type", "stack", "value",
                   "::llvm::cast<StackType>($_self).getElementType()">]> {
  let arguments = (ins AnyType:$value, Ad_StackType:$stack);
  let assemblyFormat = "$value `,` $stack attr-dict `:` type($stack)";
}

def Ad_PopOp : Ad_Op<"pop", [MemoryEffects<[MemRead, MemWrite]>,
    TypesMatchWith<"is of the stack's element type", "stack", "result",
                   "::llvm::cast<StackType>($_self).getElementType()">]> {
  let summary = "removes the last entry and returns it";
  let arguments = (ins Ad_StackType:$stack);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$stack attr-dict `:` type($stack)";
  let builders = [OpBuilder<(ins "::mlir::Value":$stack), [{
    build($_builder, $_state, ::llvm::cast<StackType>(stack.getType()).getElementType(), stack);
  }]>];
}

def Ad_ReplayOp : Ad_Op<"replay", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "stores each value through the pointer that was pushed with it, last pushed first";
  let description = [{ What memory held before the reverse sweep undid the stores to it. }];
  let arguments = (ins Ad_StackType:$pointers, Ad_StackType:$values);
  let assemblyFormat = "$pointers `,` $values attr-dict `:` type($pointers) `,` type($values)";
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

def Ad_CallOp : Ad_Op<"call", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "a call for its effect, of a function that has no derivative: printf, a failed assertion";
  let description = [{ No derivative passes through it, and it writes to no memory that is differentiated. }];
  let arguments = (ins StrAttr:$cxxName, Variadic<AnyType>:$operands);
  let results = (outs Optional<AnyType>:$result);
  let assemblyFormat = "$cxxName `(` $operands `)` attr-dict `:` functional-type($operands, $result)";
}

#endif // ADGEN_IR_ADOPS_TD

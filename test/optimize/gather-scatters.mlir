// Reverse loops that scatter to neighbours gather instead, where that is the same.
// RUN: adgen-opt --ad-gather-scatters %s | FileCheck %s

#line = loc("f.cpp":3:1)
#reverse = loc(fused<"reverse">[#line])

// Two objects: no question. One loop for the inner elements, one for the ends, and the store that remains.
// CHECK-LABEL: func @apart
// CHECK-NOT: ad.ptr_compare
// CHECK: scf.for
// CHECK-COUNT-2: ad.load
// CHECK: arith.addf
// CHECK: ad.store
// CHECK-NOT: ad.store
// CHECK: scf.for
// CHECK-COUNT-2: scf.if
// CHECK: scf.for
// CHECK: ad.store
// CHECK-NOT: ad.store
// CHECK: return
func.func @apart(%n: i32, %size: i64) {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1 : i32
  %a = ad.heap %size zero : !ad.ptr<f64>
  %b = ad.heap %size zero : !ad.ptr<f64>
  scf.for %i = %one to %n step %one : i32 {
    %p = ad.offset %b[%i] : !ad.ptr<f64>, i32
    %d = ad.load %p : !ad.ptr<f64>
    ad.store %zero, %p : !ad.ptr<f64>
    %h = arith.subi %i, %one : i32
    %j = arith.addi %i, %one : i32
    %q = ad.offset %a[%h] : !ad.ptr<f64>, i32
    %0 = ad.load %q : !ad.ptr<f64>
    %1 = arith.addf %0, %d : f64 loc(#reverse)
    ad.store %1, %q : !ad.ptr<f64> loc(#reverse)
    %r = ad.offset %a[%j] : !ad.ptr<f64>, i32
    %2 = ad.load %r : !ad.ptr<f64>
    %3 = arith.subf %2, %d : f64 loc(#reverse)
    ad.store %3, %r : !ad.ptr<f64> loc(#reverse)
  } {ad.down}
  return
}

// Two parameters: the program looks.
// CHECK-LABEL: func @parameters
// CHECK-COUNT-2: ad.ptr_compare "le"
// CHECK: scf.if
func.func @parameters(%n: i32, %a: !ad.ptr<f64>, %b: !ad.ptr<f64>) {
  %one = arith.constant 1 : i32
  scf.for %i = %one to %n step %one : i32 {
    %p = ad.offset %b[%i] : !ad.ptr<f64>, i32
    %d = ad.load %p : !ad.ptr<f64>
    %h = arith.subi %i, %one : i32
    %q = ad.offset %a[%h] : !ad.ptr<f64>, i32
    %0 = ad.load %q : !ad.ptr<f64>
    %1 = arith.addf %0, %d : f64 loc(#reverse)
    ad.store %1, %q : !ad.ptr<f64> loc(#reverse)
    %r = ad.offset %a[%i] : !ad.ptr<f64>, i32
    %2 = ad.load %r : !ad.ptr<f64>
    %3 = arith.addf %2, %d : f64 loc(#reverse)
    ad.store %3, %r : !ad.ptr<f64> loc(#reverse)
  }
  return
}

// What is added was added to before: nothing can be moved.
// CHECK-LABEL: func @recurrence
// CHECK: scf.for
// CHECK-NOT: scf.for
// CHECK: return
func.func @recurrence(%n: i32, %a: !ad.ptr<f64>) {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1 : i32
  scf.for %i = %one to %n step %one : i32 {
    %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
    %d = ad.load %p : !ad.ptr<f64>
    ad.store %zero, %p : !ad.ptr<f64>
    %h = arith.subi %i, %one : i32
    %j = arith.addi %i, %one : i32
    %q = ad.offset %a[%h] : !ad.ptr<f64>, i32
    %0 = ad.load %q : !ad.ptr<f64>
    %1 = arith.addf %0, %d : f64 loc(#reverse)
    ad.store %1, %q : !ad.ptr<f64> loc(#reverse)
    %r = ad.offset %a[%j] : !ad.ptr<f64>, i32
    %2 = ad.load %r : !ad.ptr<f64>
    %3 = arith.addf %2, %d : f64 loc(#reverse)
    ad.store %3, %r : !ad.ptr<f64> loc(#reverse)
  } {ad.down}
  return
}

// The function's own loops stay as they are.
// CHECK-LABEL: func @primal
// CHECK: scf.for
// CHECK-NOT: scf.for
// CHECK: return
func.func @primal(%n: i32, %size: i64, %d: f64) {
  %one = arith.constant 1 : i32
  %a = ad.heap %size zero : !ad.ptr<f64>
  scf.for %i = %one to %n step %one : i32 {
    %j = arith.addi %i, %one : i32
    %q = ad.offset %a[%i] : !ad.ptr<f64>, i32
    %0 = ad.load %q : !ad.ptr<f64>
    %1 = arith.addf %0, %d : f64
    ad.store %1, %q : !ad.ptr<f64>
    %r = ad.offset %a[%j] : !ad.ptr<f64>, i32
    %2 = ad.load %r : !ad.ptr<f64>
    %3 = arith.addf %2, %d : f64
    ad.store %3, %r : !ad.ptr<f64>
  }
  return
}

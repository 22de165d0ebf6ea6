// Within a block, what was stored need not be loaded, and what is overwritten unread need not be stored.
// RUN: adgen-opt --ad-forward-stores %s | FileCheck %s

// CHECK-LABEL: func @adjoint
// d = x[i]; x[i] = 0; x[i - 1] += d; x[i] += 2 d: the other element is another one.
func.func @adjoint(%x: !ad.ptr<f64>, %i: i32) {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1 : i32
  %p = ad.offset %x[%i] : !ad.ptr<f64>, i32
  %h = arith.subi %i, %one : i32
  %q = ad.offset %x[%h] : !ad.ptr<f64>, i32
  // CHECK: %[[D:.*]] = ad.load %[[P:.*]] :
  %d = ad.load %p : !ad.ptr<f64>
  // CHECK-NOT: ad.store {{.*}}, %[[P]]
  ad.store %zero, %p : !ad.ptr<f64>
  // CHECK: ad.load %[[Q:.*]] :
  %0 = ad.load %q : !ad.ptr<f64>
  %1 = arith.addf %0, %d : f64
  // CHECK: ad.store {{.*}}, %[[Q]]
  ad.store %1, %q : !ad.ptr<f64>
  // CHECK-NOT: ad.load
  %2 = ad.load %p : !ad.ptr<f64>
  %3 = arith.addf %2, %d : f64
  // CHECK: ad.store {{.*}}, %[[P]]
  ad.store %3, %p : !ad.ptr<f64>
  return
}

// CHECK-LABEL: func @unknown
// x[i] and x[j] may be one element, and two parameters one array.
func.func @unknown(%x: !ad.ptr<f64>, %y: !ad.ptr<f64>, %i: i32, %j: i32, %v: f64) -> (f64, f64) {
  %p = ad.offset %x[%i] : !ad.ptr<f64>, i32
  %q = ad.offset %x[%j] : !ad.ptr<f64>, i32
  // CHECK-COUNT-3: ad.store
  // CHECK: ad.load
  // CHECK: ad.store
  // CHECK: ad.load
  ad.store %v, %q : !ad.ptr<f64>
  ad.store %v, %y : !ad.ptr<f64>
  ad.store %v, %p : !ad.ptr<f64>
  %0 = ad.load %q : !ad.ptr<f64>
  ad.store %v, %x : !ad.ptr<f64>
  %1 = ad.load %y : !ad.ptr<f64>
  return %0, %1 : f64, f64
}

// CHECK-LABEL: func @buffers
// A buffer and the array that it belongs to have nothing in common.
func.func @buffers(%x: !ad.ptr<f64>, %d: !ad.ptr<f64>, %v: f64) -> f64 attributes {ad.name = "f", ad.result = "double", ad.doc = "",
    ad.params = [{name = "x", type = "double *", kind = "value"}, {name = "d_x", type = "double *", kind = "value", family = 1},
                 {name = "v", type = "double", kind = "value"}]} {
  ad.store %v, %x : !ad.ptr<f64>
  ad.store %v, %d : !ad.ptr<f64>
  // CHECK-NOT: ad.load
  %0 = ad.load %x : !ad.ptr<f64>
  return %0 : f64
}

// CHECK-LABEL: func @branch
// A branch reads, another one writes.
func.func @branch(%x: !ad.ptr<f64>, %c: i1, %v: f64, %w: f64) -> f64 {
  // CHECK: ad.store %{{.*}}, %arg0
  ad.store %v, %x : !ad.ptr<f64>
  // CHECK: scf.if
  %0 = scf.if %c -> f64 {
    // CHECK: ad.load
    %1 = ad.load %x : !ad.ptr<f64>
    scf.yield %1 : f64
  } else {
    scf.yield %w : f64
  }
  // CHECK: ad.store %{{.*}}, %arg0
  ad.store %w, %x : !ad.ptr<f64>
  scf.if %c {
    ad.store %v, %x : !ad.ptr<f64>
  }
  // CHECK: ad.load
  %2 = ad.load %x : !ad.ptr<f64>
  %3 = arith.addf %0, %2 : f64
  return %3 : f64
}

// Characters are the bytes of any number: a store of one may be seen through the other.

// CHECK-LABEL: func @bytes
func.func @bytes(%x: !ad.ptr<f64>, %c: !ad.ptr<i8>, %v: f64, %w: f64) -> (i8, i8) {
  // CHECK: ad.store
  ad.store %v, %x : !ad.ptr<f64>
  // CHECK: %[[A:.*]] = ad.load
  %a = ad.load %c : !ad.ptr<i8>
  // CHECK: ad.store
  ad.store %w, %x : !ad.ptr<f64>
  // CHECK: %[[B:.*]] = ad.load
  %b = ad.load %c : !ad.ptr<i8>
  // CHECK: return %[[A]], %[[B]]
  return %a, %b : i8, i8
}

// CHECK-LABEL: func @otherNumbers
func.func @otherNumbers(%x: !ad.ptr<f64>, %c: !ad.ptr<i32>, %v: f64, %w: f64) -> (i32, i32) {
  // CHECK: %[[A:.*]] = ad.load
  %a = ad.load %c : !ad.ptr<i32>
  ad.store %w, %x : !ad.ptr<f64>
  // CHECK-NOT: ad.load
  %b = ad.load %c : !ad.ptr<i32>
  // CHECK: return %[[A]], %[[A]]
  return %a, %b : i32, i32
}

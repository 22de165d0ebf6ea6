// What a loop adds to adjoints that are all zero, it stores; and nobody clears them for it.
// RUN: adgen-opt --ad-first-contributions %s | FileCheck %s

// CHECK-LABEL: func @whole
// CHECK: scf.for
// CHECK: scf.for
// CHECK-NOT: arith.addf
// CHECK: ad.store %arg1
// CHECK: scf.for
// CHECK: ad.load
// CHECK-NEXT: arith.addf
// CHECK-NOT: ad.store
func.func @whole(%n: i32, %d: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %none = arith.constant 0.0 : f64
  %size = arith.extsi %n : i32 to i64
  %a = ad.heap %size zero : !ad.ptr<f64>
  %sum = scf.for %k = %zero to %n step %one iter_args(%s = %d) -> f64 : i32 {
    scf.for %i = %zero to %n step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %1 = arith.addf %0, %d : f64
      ad.store %1, %p : !ad.ptr<f64>
    }
    %t = scf.for %i = %zero to %n step %one iter_args(%u = %s) -> f64 : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %1 = arith.addf %u, %0 : f64
      ad.store %none, %p : !ad.ptr<f64>
      scf.yield %1 : f64
    }
    scf.yield %t : f64
  }
  ad.release %a : !ad.ptr<f64>
  return %sum : f64
}

// What is taken away from zero is stored with the other sign.
// CHECK-LABEL: func @minus
// CHECK: %[[NEGATED:.*]] = arith.negf %arg0
// CHECK: ad.store %[[NEGATED]]
func.func @minus(%d: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %four = arith.constant 4 : i32
  %none = arith.constant 0.0 : f64
  %array = ad.local zero : !ad.ptr<!ad.array<4 x f64>>
  %a = ad.decay %array : !ad.ptr<!ad.array<4 x f64>>
  %sum = scf.for %k = %zero to %four step %one iter_args(%s = %d) -> f64 : i32 {
    scf.for %i = %zero to %four step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %1 = arith.subf %0, %d : f64
      ad.store %1, %p : !ad.ptr<f64>
    }
    %t = scf.for %i = %zero to %four step %one iter_args(%u = %s) -> f64 : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %1 = arith.addf %u, %0 : f64
      ad.store %none, %p : !ad.ptr<f64>
      scf.yield %1 : f64
    }
    scf.yield %t : f64
  }
  return %sum : f64
}

// One element stays: the loop does not go through all.
// CHECK-LABEL: func @part
// CHECK: ad.load
// CHECK-NEXT: arith.addf
// CHECK-NEXT: ad.store
// CHECK: ad.store %cst
func.func @part(%d: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %three = arith.constant 3 : i32
  %none = arith.constant 0.0 : f64
  %array = ad.local zero : !ad.ptr<!ad.array<4 x f64>>
  %a = ad.decay %array : !ad.ptr<!ad.array<4 x f64>>
  %sum = scf.for %k = %zero to %three step %one iter_args(%s = %d) -> f64 : i32 {
    scf.for %i = %zero to %three step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %1 = arith.addf %0, %d : f64
      ad.store %1, %p : !ad.ptr<f64>
    }
    %t = scf.for %i = %zero to %three step %one iter_args(%u = %s) -> f64 : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %1 = arith.addf %u, %0 : f64
      ad.store %none, %p : !ad.ptr<f64>
      scf.yield %1 : f64
    }
    scf.yield %t : f64
  }
  return %sum : f64
}

// Not cleared at the end: the next iteration adds to what is left.
// CHECK-LABEL: func @kept
// CHECK: ad.load
// CHECK-NEXT: arith.addf
// CHECK-NEXT: ad.store
func.func @kept(%n: i32, %d: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %size = arith.extsi %n : i32 to i64
  %a = ad.heap %size zero : !ad.ptr<f64>
  %sum = scf.for %k = %zero to %n step %one iter_args(%s = %d) -> f64 : i32 {
    scf.for %i = %zero to %n step %one : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %1 = arith.addf %0, %d : f64
      ad.store %1, %p : !ad.ptr<f64>
    }
    %t = scf.for %i = %zero to %n step %one iter_args(%u = %s) -> f64 : i32 {
      %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %1 = arith.addf %u, %0 : f64
      scf.yield %1 : f64
    }
    scf.yield %t : f64
  }
  ad.release %a : !ad.ptr<f64>
  return %sum : f64
}

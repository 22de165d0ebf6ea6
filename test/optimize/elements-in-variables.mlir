// An element that a loop changes in every iteration lives in a variable meanwhile.
// RUN: adgen-opt --ad-elements-in-variables %s | FileCheck %s

// Below the diagonal: a[i * n + j] is none of the elements a[i * n + k] and a[j * n + k], where k stays below j
// and j below i. It is written behind the loop in any case.
// CHECK-LABEL: func @triangle
// CHECK: scf.for %[[J:[^ ]+]]
// CHECK: scf.for %[[I:[^ ]+]]
// CHECK: %[[FIRST:.*]] = ad.load
// CHECK: %[[SUM:.*]] = scf.for %{{.*}} iter_args(%[[S:.*]] = %[[FIRST]])
// CHECK: %[[NEW:.*]] = arith.subf %[[S]]
// CHECK-NOT: ad.store
// CHECK: scf.yield %[[NEW]]
// CHECK: ad.store %[[SUM]]
func.func @triangle(%a: !ad.ptr<f64>, %n: i32) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  scf.for %j = %zero to %n step %one : i32 {
    %next = arith.addi %j, %one : i32
    scf.for %i = %next to %n step %one : i32 {
      scf.for %k = %zero to %j step %one : i32 {
        %row = arith.muli %i, %n : i32
        %at = arith.addi %row, %j : i32
        %left = arith.addi %row, %k : i32
        %above = arith.muli %j, %n : i32
        %up = arith.addi %above, %k : i32
        %p = ad.offset %a[%at] : !ad.ptr<f64>, i32
        %q = ad.offset %a[%left] : !ad.ptr<f64>, i32
        %r = ad.offset %a[%up] : !ad.ptr<f64>, i32
        %0 = ad.load %q : !ad.ptr<f64>
        %1 = ad.load %r : !ad.ptr<f64>
        %2 = arith.mulf %0, %1 : f64
        %3 = ad.load %p : !ad.ptr<f64>
        %4 = arith.subf %3, %2 : f64
        ad.store %4, %p : !ad.ptr<f64>
      }
      %again = arith.muli %i, %n : i32
      %same = arith.addi %again, %j : i32
      %s = ad.offset %a[%same] : !ad.ptr<f64>, i32
      %5 = ad.load %s : !ad.ptr<f64>
      %6 = arith.addf %5, %5 : f64
      ad.store %6, %s : !ad.ptr<f64>
    }
  }
  return
}

// At k = i the loop reads what it writes.
// CHECK-LABEL: func @diagonal
// CHECK: scf.for
// CHECK: scf.for
// CHECK-NOT: iter_args
// CHECK: ad.store
// CHECK: return
func.func @diagonal(%x: !ad.ptr<f64>, %n: i32) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  scf.for %i = %zero to %n step %one : i32 {
    %end = arith.addi %i, %one : i32
    scf.for %k = %zero to %end step %one : i32 {
      %p = ad.offset %x[%i] : !ad.ptr<f64>, i32
      %q = ad.offset %x[%k] : !ad.ptr<f64>, i32
      %0 = ad.load %q : !ad.ptr<f64>
      %1 = ad.load %p : !ad.ptr<f64>
      %2 = arith.subf %1, %0 : f64
      ad.store %2, %p : !ad.ptr<f64>
    }
  }
  return
}

// Nobody writes there beside the loop: only if it runs, the element may be read.
// CHECK-LABEL: func @guarded
// CHECK: %[[RUNS:.*]] = arith.cmpi sgt, %arg1
// CHECK: %[[FIRST:.*]] = scf.if %[[RUNS]]
// CHECK: ad.load
// CHECK: %[[SUM:.*]] = scf.for %{{.*}} iter_args(%{{.*}} = %[[FIRST]])
// CHECK: arith.cmpi sgt
// CHECK: scf.if
// CHECK: ad.store %[[SUM]]
func.func @guarded(%x: !ad.ptr<f64>, %n: i32, %m: i32) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  scf.for %k = %zero to %n step %one : i32 {
    %p = ad.offset %x[%m] : !ad.ptr<f64>, i32
    %1 = ad.load %p : !ad.ptr<f64>
    %2 = arith.mulf %1, %1 : f64
    ad.store %2, %p : !ad.ptr<f64>
  }
  return
}

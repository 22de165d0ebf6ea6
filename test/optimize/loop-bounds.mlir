// Bounds that may be the end of their type are limited; unsigned numbers are used as they are counted.
// RUN: adgen-opt --ad-loop-bounds %s | FileCheck %s

// The least number of all stands for none.
// CHECK-LABEL: func @none
// CHECK: %[[LAST:.*]] = arith.select
// CHECK: %[[LIMIT:.*]] = arith.maxsi %[[LAST]], %c0_i32
// CHECK: scf.for %{{.*}} = %c0_i32 to %[[LIMIT]]
func.func @none(%x: f64, %n: i32, %is: i1) -> f64 {
  %least = arith.constant -2147483648 : i32
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %last = arith.select %is, %n, %least : i32
  %s = scf.for %i = %zero to %last step %one iter_args(%t = %x) -> f64 : i32 {
    %1 = arith.mulf %t, %x : f64
    scf.yield %1 : f64
  }
  return %s : f64
}

// What is not that number, or wider than it, stays.
// CHECK-LABEL: func @some
// CHECK-NOT: max
// CHECK-NOT: min
// CHECK: return
func.func @some(%x: f64, %n: i32, %is: i1) -> f64 {
  %least = arith.constant -2147483648 : i32
  %few = arith.constant -2147483647 : i32
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %last = arith.select %is, %n, %few : i32
  %s = scf.for %i = %zero to %last step %one iter_args(%t = %x) -> f64 : i32 {
    %1 = arith.mulf %t, %x : f64
    scf.yield %1 : f64
  }
  %none = arith.select %is, %n, %least : i32
  %wide = arith.extsi %none : i32 to i64
  %first = arith.constant 0 : i64
  %step = arith.constant 1 : i64
  %u = scf.for %i = %first to %wide step %step iter_args(%t = %s) -> f64 : i64 {
    %1 = arith.mulf %t, %x : f64
    scf.yield %1 : f64
  }
  return %u : f64
}

// Downwards, above the greatest number.
// CHECK-LABEL: func @above
// CHECK: %[[FIRST:.*]] = arith.select
// CHECK: %[[LIMIT:.*]] = arith.minsi %[[FIRST]], %arg1
// CHECK: %[[LOW:.*]] = arith.addi %[[LIMIT]], %c1_i32
// CHECK: scf.for %{{.*}} = %[[LOW]] to %arg1
func.func @above(%x: f64, %n: i32, %is: i1) -> f64 {
  %greatest = arith.constant 2147483647 : i32
  %one = arith.constant 1 : i32
  %first = arith.select %is, %n, %greatest : i32
  %low = arith.addi %first, %one : i32
  %s = scf.for %i = %low to %n step %one iter_args(%t = %x) -> f64 : i32 {
    %1 = arith.mulf %t, %x : f64
    scf.yield %1 : f64
  } {ad.down}
  return %s : f64
}

// An unsigned number may be beyond the signed ones; one more than a counted one is not.
// CHECK-LABEL: func @long
// CHECK: %[[FIRST:.*]] = arith.minui %arg2, %arg1
// CHECK: scf.for %[[I:.*]] = %[[FIRST]] to %arg1
// CHECK: %[[NEXT:.*]] = arith.addi %[[I]]
// CHECK-NOT: min
// CHECK: scf.for %{{.*}} = %[[NEXT]] to %arg1
// CHECK-NOT: ad.unsigned
// CHECK: return
func.func @long(%x: f64, %n: i64, %from: i64) -> f64 {
  %one = arith.constant 1 : i64
  %s = scf.for %i = %from to %n step %one iter_args(%t = %x) -> f64 : i64 {
    %next = arith.addi %i, %one {ad.wraps} : i64
    %u = scf.for %j = %next to %n step %one iter_args(%v = %t) -> f64 : i64 {
      %1 = arith.mulf %v, %x : f64
      scf.yield %1 : f64
    } {ad.unsigned}
    scf.yield %u : f64
  } {ad.unsigned}
  return %s : f64
}

// A sum that wraps around may be zero: it is not limited as what was added to.
// CHECK-LABEL: func @wraps
// CHECK: %[[SUM:.*]] = arith.addi %arg2
// CHECK: %[[FIRST:.*]] = arith.minui %[[SUM]], %arg1
// CHECK: scf.for %{{.*}} = %[[FIRST]] to %arg1
func.func @wraps(%x: f64, %n: i64, %from: i64) -> f64 {
  %one = arith.constant 1 : i64
  %next = arith.addi %from, %one {ad.wraps} : i64
  %s = scf.for %i = %next to %n step %one iter_args(%t = %x) -> f64 : i64 {
    %1 = arith.mulf %t, %x : f64
    scf.yield %1 : f64
  } {ad.unsigned}
  return %s : f64
}

// What a nest reads and clears is cleared with -0.0 where its rows may meet.
// RUN: adgen-opt --ad-clears-that-meet %s | FileCheck %s

// Rows of n numbers, `apart` from each other.
// CHECK-LABEL: func @meet
// CHECK: %[[MINUS:.*]] = arith.constant -0.0
// CHECK: ad.store %[[MINUS]]
func.func @meet(%d: !ad.ptr<f64>, %n: i32, %apart: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %none = arith.constant 0.0 : f64
  %s = scf.for %i = %zero to %n step %one iter_args(%t = %x) -> f64 : i32 {
    %row = arith.muli %i, %apart : i32
    %u = scf.for %j = %zero to %n step %one iter_args(%v = %t) -> f64 : i32 {
      %at = arith.addi %row, %j : i32
      %p = ad.offset %d[%at] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      ad.store %none, %p {ad.derivative} : !ad.ptr<f64>
      %1 = arith.addf %v, %0 : f64
      scf.yield %1 : f64
    }
    scf.yield %u : f64
  }
  return %s : f64
}

// Rows of n numbers, n apart: these do not meet.
// CHECK-LABEL: func @apart
// CHECK-NOT: constant -0.0
// CHECK: return
func.func @apart(%d: !ad.ptr<f64>, %n: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %none = arith.constant 0.0 : f64
  %s = scf.for %i = %zero to %n step %one iter_args(%t = %x) -> f64 : i32 {
    %row = arith.muli %i, %n : i32
    %u = scf.for %j = %zero to %n step %one iter_args(%v = %t) -> f64 : i32 {
      %at = arith.addi %row, %j : i32
      %p = ad.offset %d[%at] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      ad.store %none, %p {ad.derivative} : !ad.ptr<f64>
      %1 = arith.addf %v, %0 : f64
      scf.yield %1 : f64
    }
    scf.yield %u : f64
  }
  return %s : f64
}

// Nobody reads them between the clears; and how far they are apart is a constant, which g++ knows as well.
// CHECK-LABEL: func @unread
// CHECK-NOT: constant -0.0
// CHECK: return
func.func @unread(%d: !ad.ptr<f64>, %e: !ad.ptr<f64>, %n: i32, %apart: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %two = arith.constant 2 : i32
  %none = arith.constant 0.0 : f64
  %s = scf.for %i = %zero to %n step %one iter_args(%t = %x) -> f64 : i32 {
    %row = arith.muli %i, %apart : i32
    %near = arith.muli %i, %two : i32
    %u = scf.for %j = %zero to %n step %one iter_args(%v = %t) -> f64 : i32 {
      %at = arith.addi %row, %j : i32
      %p = ad.offset %d[%at] : !ad.ptr<f64>, i32
      ad.store %none, %p {ad.derivative} : !ad.ptr<f64>
      %behind = arith.addi %near, %j : i32
      %q = ad.offset %e[%behind] : !ad.ptr<f64>, i32
      %0 = ad.load %q : !ad.ptr<f64>
      ad.store %none, %q {ad.derivative} : !ad.ptr<f64>
      %1 = arith.addf %v, %0 : f64
      scf.yield %1 : f64
    }
    scf.yield %u : f64
  }
  return %s : f64
}

// A zero of the function's own has the sign that it has.
// CHECK-LABEL: func @primal
// CHECK-NOT: constant -0.0
// CHECK: return
func.func @primal(%d: !ad.ptr<f64>, %n: i32, %apart: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %none = arith.constant 0.0 : f64
  %s = scf.for %i = %zero to %n step %one iter_args(%t = %x) -> f64 : i32 {
    %row = arith.muli %i, %apart : i32
    %u = scf.for %j = %zero to %n step %one iter_args(%v = %t) -> f64 : i32 {
      %at = arith.addi %row, %j : i32
      %p = ad.offset %d[%at] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      ad.store %none, %p : !ad.ptr<f64>
      %1 = arith.addf %v, %0 : f64
      scf.yield %1 : f64
    }
    scf.yield %u : f64
  }
  return %s : f64
}

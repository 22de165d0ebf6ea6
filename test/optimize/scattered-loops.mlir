// Loops over loops of a known length, whose iterations access what is far apart.
// RUN: adgen-opt --ad-scattered-loops %s | FileCheck %s

// CHECK-LABEL: func @rows
// CHECK: ad.scattered
func.func @rows(%n: i32, %a: !ad.ptr<f64>, %x: f64) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %ten = arith.constant 10 : i32
  scf.for %i = %zero to %n step %one : i32 {
    %row = arith.muli %i, %ten : i32
    scf.for %j = %zero to %ten step %one : i32 {
      scf.for %k = %j to %ten step %one : i32 {
        %at = arith.addi %row, %k : i32
        %p = ad.offset %a[%at] : !ad.ptr<f64>, i32
        ad.store %x, %p : !ad.ptr<f64>
      }
    }
  }
  return
}

// Neighbours.
// CHECK-LABEL: func @columns
// CHECK-NOT: ad.scattered
// CHECK: return
func.func @columns(%n: i32, %a: !ad.ptr<f64>, %x: f64) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %ten = arith.constant 10 : i32
  scf.for %i = %zero to %n step %one : i32 {
    scf.for %j = %zero to %ten step %one : i32 {
      %column = arith.muli %j, %n : i32
      %at = arith.addi %column, %i : i32
      %p = ad.offset %a[%at] : !ad.ptr<f64>, i32
      ad.store %x, %p : !ad.ptr<f64>
    }
  }
  return
}

// No compiler takes several iterations of these: the inner loop is as long as it is, and a function is called.
// CHECK-LABEL: func @others
// CHECK-NOT: ad.scattered
// CHECK: return
func.func @others(%n: i32, %a: !ad.ptr<f64>, %x: f64) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %ten = arith.constant 10 : i32
  scf.for %i = %zero to %n step %one : i32 {
    %row = arith.muli %i, %ten : i32
    scf.for %j = %zero to %i step %one : i32 {
      %at = arith.addi %row, %j : i32
      %p = ad.offset %a[%at] : !ad.ptr<f64>, i32
      ad.store %x, %p : !ad.ptr<f64>
    }
  }
  scf.for %i = %zero to %n step %one : i32 {
    %row = arith.muli %i, %ten : i32
    scf.for %j = %zero to %ten step %one : i32 {
      %at = arith.addi %row, %j : i32
      %p = ad.offset %a[%at] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %1 = math.exp %0 : f64
      ad.store %1, %p : !ad.ptr<f64>
    }
  }
  return
}

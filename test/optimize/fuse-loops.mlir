// Of two loops, the second of which reads the elements that the first one writes, one is made; unless an
// iteration of the second one meets another iteration of the first.
// RUN: adgen-opt --ad-fuse-loops %s | FileCheck %s

// CHECK-LABEL: func @element_by_element
// CHECK: arith.muli
// CHECK: scf.for {{.*}} iter_args
// CHECK: ad.store
// CHECK: ad.load
// CHECK: arith.addf
// CHECK-NOT: scf.for
// CHECK: return
func.func @element_by_element(%x: !ad.ptr<f64, const>, %a: !ad.ptr<f64>, %n: i32) -> (f64, i32) {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  %zero = arith.constant 0.0 : f64
  %local = ad.local : !ad.ptr<!ad.array<9xf64>>
  %first = ad.decay %local : !ad.ptr<!ad.array<9xf64>>
  scf.for %i = %c0_i32 to %n step %c1_i32 : i32 {
    %from = ad.offset %x[%i] : !ad.ptr<f64, const>, i32
    %v = ad.load %from : !ad.ptr<f64, const>
    %to = ad.offset %first[%i] : !ad.ptr<f64>, i32
    ad.store %v, %to : !ad.ptr<f64>
  }
  %between = arith.muli %n, %n : i32
  %sum = scf.for %j = %c0_i32 to %n step %c1_i32 iter_args(%s = %zero) -> (f64) : i32 {
    %from = ad.offset %first[%j] : !ad.ptr<f64>, i32
    %v = ad.load %from : !ad.ptr<f64>
    %next = arith.addf %s, %v : f64
    scf.yield %next : f64
  }
  return %sum, %between : f64, i32
}

// The neighbour's element may not be there yet.
// CHECK-LABEL: func @shifted
// CHECK: scf.for
// CHECK: scf.for
func.func @shifted(%n: i32, %x: f64) -> f64 {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  %zero = arith.constant 0.0 : f64
  %local = ad.local : !ad.ptr<!ad.array<9xf64>>
  %first = ad.decay %local : !ad.ptr<!ad.array<9xf64>>
  scf.for %i = %c0_i32 to %n step %c1_i32 : i32 {
    %to = ad.offset %first[%i] : !ad.ptr<f64>, i32
    ad.store %x, %to : !ad.ptr<f64>
  }
  %sum = scf.for %j = %c0_i32 to %n step %c1_i32 iter_args(%s = %zero) -> (f64) : i32 {
    %k = arith.addi %j, %c1_i32 : i32
    %from = ad.offset %first[%k] : !ad.ptr<f64>, i32
    %v = ad.load %from : !ad.ptr<f64>
    %next = arith.addf %s, %v : f64
    scf.yield %next : f64
  }
  return %sum : f64
}

// The second loop needs the first one's sum.
// CHECK-LABEL: func @sum_first
// CHECK: scf.for
// CHECK: scf.for
func.func @sum_first(%a: !ad.ptr<f64>, %n: i32, %x: f64) {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  %zero = arith.constant 0.0 : f64
  %sum = scf.for %i = %c0_i32 to %n step %c1_i32 iter_args(%s = %zero) -> (f64) : i32 {
    %to = ad.offset %a[%i] : !ad.ptr<f64>, i32
    ad.store %x, %to : !ad.ptr<f64>
    %next = arith.addf %s, %x : f64
    scf.yield %next : f64
  }
  %scale = arith.divf %x, %sum : f64
  scf.for %j = %c0_i32 to %n step %c1_i32 : i32 {
    %at = ad.offset %a[%j] : !ad.ptr<f64>, i32
    %v = ad.load %at : !ad.ptr<f64>
    %scaled = arith.mulf %v, %scale : f64
    ad.store %scaled, %at : !ad.ptr<f64>
  }
  return
}

// Another array may be the same memory.
// CHECK-LABEL: func @may_overlap
// CHECK: scf.for
// CHECK: scf.for
func.func @may_overlap(%a: !ad.ptr<f64>, %b: !ad.ptr<f64>, %n: i32, %x: f64) {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  scf.for %i = %c0_i32 to %n step %c1_i32 : i32 {
    %to = ad.offset %a[%i] : !ad.ptr<f64>, i32
    ad.store %x, %to : !ad.ptr<f64>
  }
  scf.for %j = %c0_i32 to %n step %c1_i32 : i32 {
    %from = ad.offset %a[%j] : !ad.ptr<f64>, i32
    %v = ad.load %from : !ad.ptr<f64>
    %to = ad.offset %b[%j] : !ad.ptr<f64>, i32
    ad.store %v, %to : !ad.ptr<f64>
  }
  return
}

// What stands between them reads what the first one writes, or the bounds differ.
// CHECK-LABEL: func @between
// CHECK: scf.for
// CHECK: ad.load
// CHECK: scf.for
// CHECK: scf.for
func.func @between(%a: !ad.ptr<f64>, %n: i32, %m: i32, %x: f64) -> f64 {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  scf.for %i = %c0_i32 to %n step %c1_i32 : i32 {
    %to = ad.offset %a[%i] : !ad.ptr<f64>, i32
    ad.store %x, %to : !ad.ptr<f64>
  }
  %first = ad.load %a : !ad.ptr<f64>
  scf.for %j = %c0_i32 to %n step %c1_i32 : i32 {
    %at = ad.offset %a[%j] : !ad.ptr<f64>, i32
    %v = ad.load %at : !ad.ptr<f64>
    %next = arith.addf %v, %x : f64
    ad.store %next, %at : !ad.ptr<f64>
  }
  scf.for %k = %c0_i32 to %m step %c1_i32 : i32 {
    %at = ad.offset %a[%k] : !ad.ptr<f64>, i32
    %v = ad.load %at : !ad.ptr<f64>
    %next = arith.addf %v, %x : f64
    ad.store %next, %at : !ad.ptr<f64>
  }
  return %first : f64
}

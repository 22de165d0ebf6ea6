// What is the same number in every iteration is computed in front of the loop, unless reading it there could
// be wrong.
// RUN: adgen-opt --ad-hoist-invariants %s | FileCheck %s

// A quotient of an entry of an array that is as long as the outer loop.
// CHECK-LABEL: func @of_own_array
// CHECK: scf.for %[[J:.*]] = %c0_i32
// CHECK: %[[P:.*]] = ad.offset %[[W:.*]][%[[J]]]
// CHECK: %[[L:.*]] = ad.load %[[P]]
// CHECK: arith.divf %[[L]], %arg1
// CHECK: scf.for
// CHECK-NOT: arith.divf
// CHECK: return
func.func @of_own_array(%y: !ad.ptr<f64>, %sum: f64, %n: i32, %d: i32) {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  %count = arith.extsi %n : i32 to i64
  %w = ad.heap %count zero : !ad.ptr<f64>
  scf.for %j = %c0_i32 to %n step %c1_i32 : i32 {
    scf.for %a = %c0_i32 to %d step %c1_i32 : i32 {
      %p = ad.offset %w[%j] : !ad.ptr<f64>, i32
      %x = ad.load %p : !ad.ptr<f64>
      %q = arith.divf %x, %sum : f64
      %to = ad.offset %y[%a] : !ad.ptr<f64>, i32
      ad.store %q, %to : !ad.ptr<f64>
    }
  }
  ad.release %w : !ad.ptr<f64>
  return
}

// The loop may never run, and nobody says that x has an entry j then.
// CHECK-LABEL: func @of_a_parameter
// CHECK: scf.for
// CHECK: scf.for
// CHECK: ad.load
func.func @of_a_parameter(%x: !ad.ptr<f64, const>, %s: !ad.ptr<f64>, %n: i32, %d: i32) {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  %local = ad.local : !ad.ptr<!ad.array<9xf64>>
  %first = ad.decay %local : !ad.ptr<!ad.array<9xf64>>
  scf.for %j = %c0_i32 to %n step %c1_i32 : i32 {
    scf.for %a = %c0_i32 to %d step %c1_i32 : i32 {
      %p = ad.offset %x[%j] : !ad.ptr<f64, const>, i32
      %v = ad.load %p : !ad.ptr<f64, const>
      %to = ad.offset %first[%a] : !ad.ptr<f64>, i32
      ad.store %v, %to : !ad.ptr<f64>
    }
  }
  return
}

// It is read in front of the loop anyway.
// CHECK-LABEL: func @read_before
// CHECK: ad.load
// CHECK: %[[V:.*]] = ad.load
// CHECK: arith.divf %[[V]]
// CHECK: scf.for
func.func @read_before(%x: !ad.ptr<f64, const>, %d: i32) -> f64 {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  %before = ad.load %x : !ad.ptr<f64, const>
  %sum = scf.for %a = %c0_i32 to %d step %c1_i32 iter_args(%s = %before) -> (f64) : i32 {
    %v = ad.load %x : !ad.ptr<f64, const>
    %q = arith.divf %v, %before : f64
    %next = arith.addf %s, %q : f64
    scf.yield %next : f64
  }
  return %sum : f64
}

// The loop writes what may be the same memory.
// CHECK-LABEL: func @overwritten
// CHECK: scf.for
// CHECK: ad.load
func.func @overwritten(%x: !ad.ptr<f64>, %y: !ad.ptr<f64>) {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  %c9_i32 = arith.constant 9 : i32
  scf.for %a = %c0_i32 to %c9_i32 step %c1_i32 : i32 {
    %v = ad.load %x : !ad.ptr<f64>
    %to = ad.offset %y[%a] : !ad.ptr<f64>, i32
    ad.store %v, %to : !ad.ptr<f64>
  }
  return
}

// What a loop with a test in front reads in the test, it reads at least once; in its body perhaps never.
// CHECK-LABEL: func @while_loop
// CHECK: ad.load %arg0
// CHECK: scf.while
// CHECK: do
// CHECK: ad.load %arg1
func.func @while_loop(%x: !ad.ptr<f64, const>, %y: !ad.ptr<f64, const>, %z: f64) -> f64 {
  %r = scf.while (%s = %z) : (f64) -> f64 {
    %v = ad.load %x : !ad.ptr<f64, const>
    %c = arith.cmpf olt, %s, %v : f64
    scf.condition(%c) %s : f64
  } do {
  ^bb0(%t: f64):
    %w = ad.load %y : !ad.ptr<f64, const>
    %next = arith.addf %t, %w : f64
    scf.yield %next : f64
  }
  return %r : f64
}

// Freed in front of the loop, if that does not run.
// CHECK-LABEL: func @released
// CHECK: scf.for
// CHECK: ad.load
func.func @released(%n: i32, %m: i32, %c: i1) -> f64 {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  %c1_i64 = arith.constant 1 : i64
  %zero = arith.constant 0.0 : f64
  %p = ad.heap %c1_i64 zero : !ad.ptr<f64>
  scf.if %c {
    ad.release %p : !ad.ptr<f64>
  }
  %sum = scf.for %a = %c0_i32 to %n step %c1_i32 iter_args(%s = %zero) -> (f64) : i32 {
    %v = ad.load %p : !ad.ptr<f64>
    %next = arith.addf %s, %v : f64
    scf.yield %next : f64
  }
  return %sum : f64
}

// i * d + a of an array of n * d numbers.
// CHECK-LABEL: func @of_a_matrix
// CHECK: scf.for
// CHECK: scf.for
// CHECK: ad.load
// CHECK: scf.for
// CHECK-NOT: ad.load
// CHECK: return
func.func @of_a_matrix(%y: !ad.ptr<f64>, %n: i32, %d: i32, %k: i32) {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  %product = arith.muli %n, %d : i32
  %count = arith.extsi %product : i32 to i64
  %w = ad.heap %count zero : !ad.ptr<f64>
  scf.for %i = %c0_i32 to %n step %c1_i32 : i32 {
    %row = arith.muli %i, %d : i32
    scf.for %a = %c0_i32 to %d step %c1_i32 : i32 {
      %index = arith.addi %row, %a : i32
      scf.for %b = %c0_i32 to %k step %c1_i32 : i32 {
        %p = ad.offset %w[%index] : !ad.ptr<f64>, i32
        %x = ad.load %p : !ad.ptr<f64>
        %to = ad.offset %y[%b] : !ad.ptr<f64>, i32
        ad.store %x, %to : !ad.ptr<f64>
      }
    }
  }
  ad.release %w : !ad.ptr<f64>
  return
}

// What could divide by zero or overflow where the program does not compute it, and truth values that nobody
// has written, stay in a loop that may never run.
// CHECK-LABEL: func @of_integers
// CHECK: scf.for
// CHECK: arith.remsi
// CHECK: arith.muli
// CHECK: ad.load
func.func @of_integers(%x: f64, %n: i32, %m: i32) -> f64 {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  %c4_i64 = arith.constant 4 : i64
  %flags = ad.heap %c4_i64 : !ad.ptr<i1>
  %sum = scf.for %a = %c0_i32 to %m step %c1_i32 iter_args(%s = %x) -> (f64) : i32 {
    %r = arith.remsi %n, %m : i32
    %f = arith.sitofp %r : i32 to f64
    %q = arith.muli %n, %n : i32
    %g = arith.sitofp %q : i32 to f64
    %flag = ad.load %flags : !ad.ptr<i1>
    %h = arith.select %flag, %x, %g : f64
    %p = arith.mulf %f, %h : f64
    %next = arith.addf %s, %p : f64
    scf.yield %next : f64
  }
  ad.release %flags : !ad.ptr<i1>
  return %sum : f64
}

// The next iteration of the outer loop comes behind the release.
// CHECK-LABEL: func @released_in_a_loop
// CHECK: scf.for
// CHECK: scf.for
// CHECK: ad.load
func.func @released_in_a_loop(%n: i32, %m: i32, %x: f64, %c: i1) -> f64 {
  %c0_i32 = arith.constant 0 : i32
  %c1_i32 = arith.constant 1 : i32
  %c1_i64 = arith.constant 1 : i64
  %p = ad.heap %c1_i64 zero : !ad.ptr<f64>
  %total = scf.for %k = %c0_i32 to %m step %c1_i32 iter_args(%t = %x) -> (f64) : i32 {
    %sum = scf.for %a = %c0_i32 to %n step %c1_i32 iter_args(%s = %t) -> (f64) : i32 {
      %v = ad.load %p : !ad.ptr<f64>
      %next = arith.addf %s, %v : f64
      scf.yield %next : f64
    }
    scf.if %c {
      ad.release %p : !ad.ptr<f64>
    }
    scf.yield %sum : f64
  }
  return %total : f64
}
